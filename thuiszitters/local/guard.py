"""The guard: a process that ends what we started when we ourselves are killed.

It reads orders on its standard input. When that input ends without "done", the launcher
is gone (also after kill -9, on Linux and macOS alike), and the guard stops every process
it was told of and removes the temporary folders. It is run as a bare file, so it may
import the standard library only.

Orders: `watch PID SIGNAL GROUP`, `forget PID`, `remove PATH`, `done`.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time

_PATIENCE = 8.0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            # Where nothing collects the dead, as in many containers, they stay listed as Z.
            return not file.read().rpartition(")")[2].startswith(" Z")
    except OSError:
        return True


def _send(pid: int, number: int, *, group: bool) -> None:
    try:
        if group:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def _stop(watched: dict[int, tuple[int, bool]]) -> None:
    # The services were started first and are stopped last: newest first.
    for pid, (number, _) in reversed(watched.items()):
        _send(pid, number, group=False)
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and any(_alive(pid) for pid in watched):
        time.sleep(0.05)
    for pid, (_, group) in watched.items():
        _send(pid, signal.SIGKILL, group=group)


def main() -> None:
    """Obey until the input ends, then clean up unless told that all is done."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    watched: dict[int, tuple[int, bool]] = {}
    folders: list[str] = []
    for line in sys.stdin:
        order, _, rest = line.rstrip("\n").partition(" ")
        if order == "watch":
            pid, ending, group = rest.split()
            watched[int(pid)] = (int(ending), group == "1")
        elif order == "forget":
            watched.pop(int(rest), None)
        elif order == "remove":
            folders.append(rest)
        elif order == "done":
            return
    _stop(watched)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
