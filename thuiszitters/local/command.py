"""Any command, with the services up for as long as it runs."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Sequence

from thuiszitters.local.processes import Child, Guarded, guarded
from thuiszitters.local.services import running_services
from thuiszitters.local.stopping import AskedToStopError, StopRequests

_DEFAULT_SETTINGS = "thuiszitters.settings.dev"


def run_command(command: Sequence[str], *, ephemeral: bool) -> int:
    """Run the command with DATABASE_URL and REDIS_URL set and return its exit status.

    A command ended by a signal gives 128 + its number, as in a shell.
    """
    stop = StopRequests()
    try:
        with (
            guarded() as processes,
            running_services(processes, ephemeral=ephemeral, check=stop.check) as services,
        ):
            env = services.env
            if env.get("DJANGO_SETTINGS_MODULE") == _DEFAULT_SETTINGS:
                # Importing our package may have set it. Everything of ours falls back to it by
                # itself; pytest would take it for an instruction and leave its own settings.
                del env["DJANGO_SETTINGS_MODULE"]
            status = _run(command, env, processes, stop)
            services.wait_for_others(stop.check)
            return status
    except AskedToStopError as asked:
        return asked.status


def _run(
    command: Sequence[str], env: dict[str, str], processes: Guarded, stop: StopRequests
) -> int:
    stop.check()
    # In our own process group: it has the terminal, and gets its Ctrl-C directly.
    child = processes.spawn(command[0], command, env=env, own_group=False)
    stop.when_asked = lambda number: _pass_on(child, number)
    if stop.asked is not None:
        _pass_on(child, stop.asked)
    status = child.process.wait()
    stop.when_asked = None
    stop.asked = None
    processes.stop([child])
    return status if status >= 0 else 128 - status


def _pass_on(child: Child, number: int) -> None:
    if number == signal.SIGINT and _at_terminal():
        return
    with contextlib.suppress(ProcessLookupError):
        child.process.send_signal(number)


def _at_terminal() -> bool:
    """Return whether the terminal sends its Ctrl-C to our process group."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False
