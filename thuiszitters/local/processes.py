"""Starting and stopping processes so that none outlives us, whatever ends us."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from thuiszitters.local import guard as guard_module
from thuiszitters.local.errors import LocalError

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Account:
    """An existing system account to run a program as; only root can."""

    uid: int
    gid: int


@dataclass(slots=True)
class Child:
    """A process of ours: its name for people, how to ask it to stop and where it writes."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signal: int
    own_group: bool
    log: Path | None = None

    @property
    def status(self) -> int | None:
        """The exit status, negative for a signal; None while it runs."""
        return self.process.poll()


@dataclass(slots=True)
class Guarded:
    """Starts processes under the guard, and stops them."""

    _guard: subprocess.Popen[bytes]
    _orders: IO[bytes]
    _children: list[Child] = field(default_factory=list)

    def spawn(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        cwd: Path | None = None,
        log: Path | None = None,
        stop_signal: int = signal.SIGTERM,
        own_group: bool = True,
        account: Account | None = None,
        pass_fds: Sequence[int] = (),
    ) -> Child:
        """Start the command and return it.

        With `own_group` it does not get the Ctrl-C of the terminal: we stop it ourselves.
        With `log` its output goes there, otherwise to where ours goes.
        Raises LocalError when the program cannot be started.
        """
        if threading.current_thread() is not threading.main_thread():
            # Linux sends the death signal when the thread that started the process ends.
            raise RuntimeError("processes are started from the main thread only")
        with contextlib.ExitStack() as stack:
            output: IO[bytes] | None = None
            if log is not None:
                descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                output = stack.enter_context(open(descriptor, "wb"))
            try:
                process = subprocess.Popen(
                    [str(part) for part in command],
                    env=dict(env),
                    cwd=cwd,
                    stdin=None if log is None else subprocess.DEVNULL,
                    stdout=output,
                    stderr=None if output is None else subprocess.STDOUT,
                    start_new_session=own_group,
                    pass_fds=pass_fds,
                    # Safe: there are no other threads, and it is two system calls.
                    preexec_fn=_die_with_parent(stop_signal),  # noqa: PLW1509
                    user=account.uid if account else None,
                    group=account.gid if account else None,
                    extra_groups=[] if account else None,
                )
            except OSError as error:
                raise LocalError(f"{command[0]} start niet: {error.strerror}.") from None
        child = Child(name, process, stop_signal, own_group, log)
        self._tell(f"watch {process.pid} {stop_signal} {int(own_group)}")
        self._children.append(child)
        return child

    def stop(self, children: Sequence[Child], patience: float = 10.0) -> None:
        """Ask all of them to stop, wait for that, and after `patience` seconds kill the rest."""
        for child in children:
            if child.status is None:
                child.process.send_signal(child.stop_signal)
        until = time.monotonic() + patience
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, until - time.monotonic()))
        for child in children:
            # Also when it ended by itself: a child of its own may have been left behind.
            if child.own_group:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(child.process.pid, signal.SIGKILL)
            elif child.status is None:
                child.process.kill()
            child.process.wait()
            self._forget(child)

    def remove_later(self, folder: Path) -> None:
        """Have the guard remove this temporary folder in case we cannot do so ourselves."""
        self._tell(f"remove {folder}")

    def _forget(self, child: Child) -> None:
        if child in self._children:
            self._children.remove(child)
            self._tell(f"forget {child.process.pid}")

    def _tell(self, order: str) -> None:
        # Somebody may have ended the guard. On Linux the death signal still does its work.
        with contextlib.suppress(BrokenPipeError):
            self._orders.write(order.encode() + b"\n")

    def _close(self) -> None:
        self.stop(self._children[::-1])
        self._tell("done")
        self._orders.close()
        self._guard.wait()


@contextlib.contextmanager
def guarded() -> Iterator[Guarded]:
    """Yield a starter of processes; on the way out everything it started is stopped."""
    # A pipe of our own, of which no other process ever gets the writing end.
    reading, writing = os.pipe()
    with contextlib.ExitStack() as stack:
        orders = stack.enter_context(open(writing, "wb", buffering=0))
        try:
            guard = subprocess.Popen(
                [sys.executable, "-I", "-S", guard_module.__file__],
                stdin=reading,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )
        finally:
            os.close(reading)
        processes = Guarded(guard, orders)
        stack.callback(processes._close)
        yield processes


def end_with_make() -> None:
    """Ask Linux for a SIGTERM when the make that started us is killed; elsewhere do nothing."""
    if "MAKELEVEL" in os.environ and sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _die_with_parent(number: int) -> Callable[[], None] | None:
    """Return what the new process runs before it becomes the program; Linux only."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def before_exec() -> None:
        prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            # We were killed before the line above took effect.
            os._exit(1)

    return before_exec
