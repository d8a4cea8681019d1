"""`python -m thuiszitters.local` as people run it, on other data than the outer tests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import psycopg2

_SHOW = (
    "import json, os, sys;"
    "print(json.dumps({n: os.environ.get(n) for n in ('DATABASE_URL', 'REDIS_URL')}), flush=True)"
)
SHOW = (sys.executable, "-c", _SHOW)
SHOW_AND_STAY = (sys.executable, "-c", _SHOW + "; sys.stdin.read()")
_OUTER = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "MAKELEVEL", "DJANGO_SETTINGS_MODULE", "PORT")


class Launcher:
    """Starts the launcher on a data folder of its own, without what the outer tests have set."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {name: value for name, value in os.environ.items() if name not in _OUTER}
        self.env["THUISZITTERS_LOCAL_DIR"] = str(folder)
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str | Path, **env: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "thuiszitters.local", *map(str, arguments)],
            env={**self.env, **env},
            text=True,
            start_new_session=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._started.append(process)
        return process

    def run(self, *arguments: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments, **env)
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def show(self, *options: str, **env: str) -> dict[str, str]:
        """Run a command that tells the addresses it was given."""
        done = self.run(*options, *SHOW, **env)
        assert done.returncode == 0, done.stderr
        return cast(dict[str, str], json.loads(done.stdout))

    def stay(self, *options: str, **env: str) -> tuple[subprocess.Popen[str], dict[str, str]]:
        """Start a command that tells its addresses and runs until its input is closed."""
        process = self.start(*options, *SHOW_AND_STAY, **env)
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        assert line, process.stderr.read()
        return process, json.loads(line)

    def processes(self) -> dict[int, str]:
        """Return every living process of this launcher: started by it, or in its folder."""
        return {pid: text for pid, text in _processes().items() if str(self.folder) in text}

    def end(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=30)
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    stream.close()


def close_input(process: subprocess.Popen[str]) -> str:
    """Close the input of a command that waits for that, and return the next line of its errors."""
    assert process.stdin is not None
    assert process.stderr is not None
    process.stdin.close()
    process.stdin = None
    return process.stderr.readline()


def finish(process: subprocess.Popen[str]) -> int:
    """Close the input of a command that waits for that and return its exit status."""
    process.communicate(timeout=30)
    return process.returncode


def connect(url: str) -> Any:
    return psycopg2.connect(url, connect_timeout=5)


def socket_folders(addresses: dict[str, str]) -> list[Path]:
    """Return where the sockets of PostgreSQL and Valkey are."""
    database = parse_qs(urlsplit(addresses["DATABASE_URL"]).query)["host"][0]
    return [Path(database), Path(urlsplit(addresses["REDIS_URL"]).path).parent]


def wait_until(condition: Callable[[], object], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.02)


def _processes() -> dict[int, str]:
    """Return, per living process, all by which it can be told: command, environment, folder."""
    if not sys.platform.startswith("linux"):
        shown = subprocess.run(["ps", "-wwEax"], capture_output=True, text=True, check=True).stdout
        return {int(line.split()[0]): line for line in shown.splitlines()[1:]}
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            command = (place / "cmdline").read_bytes()
            told = command + b"\n" + (place / "environ").read_bytes()
            # The servers write over their command line and environment, but stay in the folder.
            found[int(place.name)] = (
                f"{told.decode(errors='replace')}\n{(place / 'cwd').readlink()}"
            )
        except OSError:
            continue
    return found
