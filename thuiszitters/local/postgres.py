"""A PostgreSQL of our own: its data folder, its password, its start and its end."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg2

from thuiszitters.local.binaries import PostgresBinaries, find_postgres
from thuiszitters.local.errors import LocalError
from thuiszitters.local.paths import (
    last_lines,
    make_directory,
    make_socket_directory,
    remove_directory,
    write_private,
)
from thuiszitters.local.processes import Child, Guarded
from thuiszitters.local.rootless import Wrapping, choose_wrapping

ROLE = "thuiszitters"
DATABASE = "thuiszitters"
_PORT = 5432  # only names the socket: there is no network listener
_START_PATIENCE = 60.0
_STOP_PATIENCE = 20.0

_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_senders": "0",
    "wal_level": "minimal",
    "jit": "off",
    "log_timezone": "UTC",
}
# Only for data that is thrown away: a power cut may ruin it, and it is several times as fast.
_EPHEMERAL_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
}


class PostgresServer:
    """One PostgreSQL server on a unix socket, with a role and a database ready for use."""

    name = "PostgreSQL"
    variable = "DATABASE_URL"

    def __init__(self, directory: Path, processes: Guarded, *, ephemeral: bool) -> None:
        self.directory = directory
        self._processes = processes
        self._ephemeral = ephemeral
        self._child: Child | None = None
        self._sockets: Path | None = None
        self._elsewhere: Path | None = None

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
        """Return whether a connection to this address can be made now."""
        try:
            psycopg2.connect(url, connect_timeout=3).close()
        except psycopg2.OperationalError:
            return False
        return True

    def start(self) -> str:
        """Start the server, make what is absent and return its DATABASE_URL.

        Raises LocalError with the last lines of its log when it will not start.
        """
        binaries = find_postgres()
        make_directory(self.directory, mode=0o711)
        wrapping = choose_wrapping(binaries.directory, self.directory, make_directory)
        data = wrapping.data_parent / "data"
        if self._ephemeral and wrapping.data_parent != self.directory:
            self._elsewhere = wrapping.data_parent
            self._processes.remove_later(wrapping.data_parent)
        password = self._password(data)
        if not data.exists():
            self._initialise(binaries, wrapping, data, password)
        self._check_version(binaries, data)
        _clear_the_way(data)
        sockets = self._sockets = make_socket_directory()
        self._processes.remove_later(sockets)
        wrapping.give(sockets)
        settings = {**_SETTINGS, **(_EPHEMERAL_SETTINGS if self._ephemeral else {})}
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        place = [f"-D{data}", f"-k{sockets}", f"-p{_PORT}"]
        self._child = self._processes.spawn(
            self.name,
            [*wrapping.prefix, wrapping.programs / "postgres", *place, *options],
            env=_server_environment(),
            cwd=data,
            log=self.log,
            stop_signal=signal.SIGINT,  # a fast stop: open connections are ended
            account=wrapping.account,
        )
        try:
            self._wait_until_ready(sockets, password)
        except BaseException:
            self.stop()
            raise
        return _url(sockets, password, DATABASE)

    def stop(self) -> None:
        """Stop the server and remove its socket."""
        if self._child is not None:
            self._processes.stop([self._child], _STOP_PATIENCE)
            self._child = None
        if self._sockets is not None:
            remove_directory(self._sockets)
            self._sockets = None
        if self._elsewhere is not None:
            remove_directory(self._elsewhere)
            self._elsewhere = None

    def _password(self, data: Path) -> str:
        path = self.directory / "password"
        if path.exists():
            return path.read_text(encoding="utf-8").strip()
        if data.exists():
            raise LocalError(
                f"{path} is weg en zonder dat wachtwoord gaan de gegevens in {data} niet open."
                " Zet het bestand terug, of begin opnieuw met `make reset`."
            )
        password = secrets.token_urlsafe(24)
        write_private(path, password + "\n")
        return password

    def _initialise(
        self, binaries: PostgresBinaries, wrapping: Wrapping, data: Path, password: str
    ) -> None:
        # Made beside its place and renamed, so that a half-made folder is never taken for a whole.
        fresh = data.with_name("data.new")
        remove_directory(fresh)
        fresh.mkdir(mode=0o700)
        wrapping.give(fresh)
        if binaries.major >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        elif sys.platform == "darwin":
            locale = ["--locale=C", "--lc-ctype=UTF-8"]
        else:
            locale = ["--locale=C.UTF-8"]
        password_file = data.with_name("password.new")
        options = [
            *(f"--pgdata={fresh}", f"--username={ROLE}", f"--pwfile={password_file}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions", *locale),
            *(["--no-sync"] if self._ephemeral else []),
        ]
        write_private(password_file, password + "\n")
        wrapping.give(password_file)
        log = self.directory / "initdb.log"
        try:
            child = self._processes.spawn(
                "initdb",
                [*wrapping.prefix, wrapping.programs / "initdb", *options],
                env=_server_environment(),
                cwd=fresh,
                log=log,
                account=wrapping.account,
            )
            status = child.process.wait()
            self._processes.stop([child])
        finally:
            password_file.unlink()
        if status != 0:
            raise LocalError(
                f"PostgreSQL kan geen gegevensmap maken in {fresh}:\n{last_lines(log)}"
            )
        fresh.rename(data)

    def _check_version(self, binaries: PostgresBinaries, data: Path) -> None:
        version = (data / "PG_VERSION").read_text(encoding="utf-8").strip()
        if version != str(binaries.major):
            raise LocalError(
                f"De gegevens in {data} zijn van PostgreSQL {version}, gevonden is"
                f" {binaries.major} in {binaries.directory}. Zet THUISZITTERS_PG_BIN op versie"
                f" {version}, of begin opnieuw met `make reset`."
            )

    def _wait_until_ready(self, sockets: Path, password: str) -> None:
        until = time.monotonic() + _START_PATIENCE
        while True:
            if self.status is not None:
                reason = f"stopte met status {self.status}"
                break
            try:
                self._make_database(_url(sockets, password, "postgres"))
            except psycopg2.OperationalError as error:
                reason = f"is niet op tijd klaar ({error})"
            else:
                return
            if time.monotonic() > until:
                break
            time.sleep(0.05)
        raise LocalError(f"PostgreSQL {reason}. Het einde van {self.log}:\n{last_lines(self.log)}")

    def _make_database(self, url: str) -> None:
        connection = psycopg2.connect(url, connect_timeout=5)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    cursor.execute(f'CREATE DATABASE "{DATABASE}"')
        finally:
            connection.close()


def _url(sockets: Path, password: str, database: str) -> str:
    # The one form that libpq and django-environ read alike: the folder as a parameter.
    query = urlencode({"host": str(sockets)})
    return f"postgres://{ROLE}:{quote(password)}@:{_PORT}/{database}?{query}"


def _server_environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def _clear_the_way(data: Path) -> None:
    """Deal with what an earlier server on this folder left behind.

    The caller owns the folder, so a server that still runs on it has lost its launcher: it is
    stopped. A postmaster.pid whose number now belongs to another program is removed, as
    PostgreSQL itself would take that program for a server.
    """
    lock = data / "postmaster.pid"
    try:
        pid = int(lock.read_text(encoding="utf-8").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    if not _is_server(pid, data):
        lock.unlink(missing_ok=True)
        return
    os.kill(pid, signal.SIGINT)
    until = time.monotonic() + _STOP_PATIENCE
    while _is_server(pid, data):
        if time.monotonic() > until:
            raise LocalError(f"Een oude PostgreSQL (pid {pid}) op {data} wil niet stoppen.")
        time.sleep(0.05)


def _is_server(pid: int, data: Path) -> bool:
    """Return whether this process is a PostgreSQL server on this data folder."""
    try:
        shown = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        if sys.platform.startswith("linux"):
            return False
        command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
        shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return str(data) in shown and "postgres" in shown
