"""A Valkey (or Redis) of our own on a unix socket."""

from __future__ import annotations

import os
import time
from pathlib import Path
from urllib.parse import urlsplit

import redis

from thuiszitters.local.binaries import find_valkey
from thuiszitters.local.errors import LocalError
from thuiszitters.local.ownership import held_by_server
from thuiszitters.local.paths import (
    last_lines,
    make_directory,
    make_socket_directory,
    remove_directory,
)
from thuiszitters.local.processes import Child, Guarded

_START_PATIENCE = 30.0
_STOP_PATIENCE = 10.0


class ValkeyServer:
    """One Valkey server, keeping what it was given over a restart."""

    name = "Valkey"
    variable = "REDIS_URL"

    def __init__(self, directory: Path, processes: Guarded, *, ephemeral: bool) -> None:
        self.directory = directory
        self._processes = processes
        self._ephemeral = ephemeral
        self._child: Child | None = None
        self._sockets: Path | None = None

    @property
    def status(self) -> int | None:
        """None while the server runs, else the status it ended with."""
        return self._child.status if self._child else 0

    @property
    def log(self) -> Path:
        """Where the server writes what it has to say."""
        return self.directory / "server.log"

    @staticmethod
    def answers(url: str) -> bool:
        """Return whether the server at this `redis+socket://` address answers now."""
        client = redis.Redis(unix_socket_path=urlsplit(url).path, socket_timeout=3)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def start(self) -> str:
        """Start the server and return its REDIS_URL, in the form Celery reads.

        Raises LocalError with the last lines of its log when it will not start.
        """
        program = find_valkey()
        make_directory(self.directory)
        data = make_directory(self.directory / "data")
        self._sockets = make_socket_directory()
        self._processes.remove_later(self._sockets)
        socket = self._sockets / "valkey.sock"
        settings = {
            "port": "0",
            "unixsocket": str(socket),
            "unixsocketperm": "700",
            "dir": str(data),
            "appendonly": "no" if self._ephemeral else "yes",
            "save": "",
            # One for each pytest-xdist process, on a machine with many cores.
            "databases": "128",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        options = [part for key, value in settings.items() for part in (f"--{key}", value)]
        with held_by_server(self.directory / "server.lock", _STOP_PATIENCE) as lock:
            self._child = self._processes.spawn(
                self.name,
                [program, *options],
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
                cwd=data,
                log=self.log,
                pass_fds=[lock],
            )
        url = f"redis+socket://{socket}"
        try:
            self._wait_until_ready(url)
        except BaseException:
            self.stop()
            raise
        return url

    def stop(self) -> None:
        """Stop the server and remove its socket."""
        if self._child is not None:
            self._processes.stop([self._child], _STOP_PATIENCE)
            self._child = None
        if self._sockets is not None:
            remove_directory(self._sockets)
            self._sockets = None

    def _wait_until_ready(self, url: str) -> None:
        until = time.monotonic() + _START_PATIENCE
        while not self.answers(url):
            if self.status is not None:
                reason = f"stopte met status {self.status}"
            elif time.monotonic() > until:
                reason = "is niet op tijd klaar"
            else:
                time.sleep(0.02)
                continue
            raise LocalError(f"Valkey {reason}. Het einde van {self.log}:\n{last_lines(self.log)}")
