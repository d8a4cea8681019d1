"""The services a command needs: what the environment names is used, the rest is started."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from thuiszitters.local.errors import LocalError
from thuiszitters.local.ownership import Place
from thuiszitters.local.paths import last_lines, local_directory, make_directory, remove_directory
from thuiszitters.local.postgres import PostgresServer
from thuiszitters.local.processes import Guarded
from thuiszitters.local.valkey import ValkeyServer

_PATIENCE = 90.0


class Server(Protocol):
    """What PostgreSQL and Valkey have in common."""

    name: str
    variable: str
    directory: Path

    @property
    def status(self) -> int | None:
        """None while it runs."""

    @property
    def log(self) -> Path:
        """Where it writes what it has to say."""

    def start(self) -> str:
        """Start it and return its address."""

    def stop(self) -> None:
        """Stop it."""

    @staticmethod
    def answers(url: str) -> bool:
        """Return whether something answers at this address."""


class Services:
    """The addresses for a command, and the health of what we started or joined."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.env: dict[str, str] = dict(environ)
        self.started: list[Server] = []
        self._joined: list[tuple[Server, Place]] = []
        self._owned: list[tuple[Server, Place]] = []

    def trouble(self) -> str | None:
        """Return in a sentence which service ended, or None when all is well."""
        for server in self.started:
            if server.status is not None:
                return (
                    f"{server.name} is gestopt met status {server.status}."
                    f" Het einde van {server.log}:\n{last_lines(server.log)}"
                )
        for server, place in self._joined:
            if place.owner_is_gone():
                return f"Het commando dat {server.name} draaide is gestopt."
        return None

    def wait_for_others(self, check: Callable[[], None]) -> None:
        """Wait until no other command uses what we started; `check` may raise to give up."""
        told = False
        while busy := [server.name for server, place in self._owned if place.others_use_it()]:
            if not told:
                _say(
                    f"Een ander commando gebruikt {' en '.join(busy)} nog; ik wacht tot dat"
                    " klaar is. Ctrl-C stopt meteen."
                )
                told = True
            check()
            time.sleep(0.2)

    def _start(self, server: Server) -> None:
        self.env[server.variable] = server.start()
        self.started.append(server)

    def _own_or_join(self, server: Server, place: Place, check: Callable[[], None]) -> None:
        until = time.monotonic() + _PATIENCE
        while True:
            check()
            if place.try_own():
                place.withdraw()
                self._start(server)
                place.publish(self.env[server.variable])
                self._owned.append((server, place))
                return
            told = place.join()
            if told is not None and server.answers(told[1]):
                self.env[server.variable] = told[1]
                self._joined.append((server, place))
                return
            place.leave()
            if time.monotonic() > until:
                owner = f"pid {told[0]}" if told else "een ander proces"
                raise LocalError(f"{server.name} is in gebruik door {owner}, maar antwoordt niet.")
            time.sleep(0.1)

    def _stop(self) -> None:
        for _, place in self._owned:
            place.withdraw()
        for server in reversed(self.started):
            server.stop()


@contextlib.contextmanager
def running_services(
    processes: Guarded,
    *,
    ephemeral: bool = False,
    environ: Mapping[str, str] | None = None,
    check: Callable[[], None] = lambda: None,
) -> Iterator[Services]:
    """Yield the services, with DATABASE_URL and REDIS_URL in their `env`.

    What `environ` (ours by default) names is left alone. Otherwise a service that another
    command already runs on this clone's data is joined, or else started and stopped at the end.
    `ephemeral` starts them on fresh data that is thrown away, whatever else runs. `check` is
    called while waiting and may raise to give up. Raises LocalError when one will not start.
    """
    services = Services(os.environ if environ is None else environ)
    with contextlib.ExitStack() as stack:
        root = _temporary(processes, stack) if ephemeral else local_directory()
        wanted: list[Server] = [
            PostgresServer(root / "postgres", processes, ephemeral=ephemeral),
            ValkeyServer(root / "valkey", processes, ephemeral=ephemeral),
        ]
        wanted = [server for server in wanted if not services.env.get(server.variable)]
        places: dict[str, Place] = {}
        if wanted and not ephemeral:
            make_directory(root, mode=0o711)
            for server in wanted:
                places[server.name] = Place(server.directory)
                stack.callback(places[server.name].close)
        stack.callback(services._stop)
        for server in wanted:
            check()
            if ephemeral:
                services._start(server)
            else:
                services._own_or_join(server, places[server.name], check)
        yield services


def _temporary(processes: Guarded, stack: contextlib.ExitStack) -> Path:
    root = Path(tempfile.mkdtemp(prefix="thuiszitters-"))
    # Others may pass through it, to reach the data folder when that is given to `nobody`.
    root.chmod(0o711)
    processes.remove_later(root)
    stack.callback(remove_directory, root)
    return root


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
