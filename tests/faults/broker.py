"""Doing harm to the broker, and real Celery processes that depend on it. Linux only."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import redis
from celery.signals import beat_init, task_prerun

from tests.faults.shared import Clock
from thuiszitters.celery import app

_QUIET = ("--loglevel=CRITICAL",)


class Broker:
    """The server of REDIS_URL: it can be emptied, killed and started again in its place."""

    def __init__(self) -> None:
        self._socket = urlsplit(os.environ["REDIS_URL"]).path
        with self._client() as client:
            self._pid = int(client.info("server")["process_id"])
        place = Path(f"/proc/{self._pid}")
        options = {"--port": "0", "--unixsocket": self._socket, "--save": "", "--databases": "128"}
        parts = [part for option in options.items() for part in option]
        self._command = [str(place.joinpath("exe").readlink()), *parts]
        self._folder = place.joinpath("cwd").readlink()
        self._process: subprocess.Popen[bytes] | None = None
        self._back_at = 0.0

    def harm(self, rng: random.Random) -> None:
        """Empty it, or let it be gone for a while."""
        if rng.random() < 0.5:
            with self._client() as client:
                client.flushall()
            return
        os.kill(self._pid, signal.SIGKILL)
        if self._process is not None:
            self._process.wait()
            self._process = None
        self._back_at = time.monotonic() + rng.uniform(0.3, 2.0)

    def tend(self, *, at_once: bool = False) -> bool:
        """Start it again when its time has come; return whether it is there."""
        if self._back_at and (at_once or time.monotonic() > self._back_at):
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, stdout=subprocess.DEVNULL, process_group=0
            )
            self._pid, self._back_at = self._process.pid, 0.0
            time.sleep(0.2)
        return not self._back_at

    def stop(self) -> None:
        """End what was started here; the launcher stops its own."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _client(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=self._socket, socket_timeout=5)


def run_worker(slot: int, clock: Clock) -> None:
    """Be a Celery worker with two processes; does not return."""
    _be_silent()
    task_prerun.connect(lambda **_: clock.follow(), weak=False)
    name = f"--hostname=faults{slot}.{os.getpid()}@%h"
    plain = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    app.worker_main(["worker", "--concurrency=2", name, *plain, *_QUIET])


def run_beat(slot: int, folder: Path, clock: Clock) -> None:
    """Be one of several beats; does not return."""
    _be_silent()
    beat_init.connect(lambda **_: clock.follow(), weak=False)
    schedule = folder / f"beat-{slot}-{os.getpid()}"
    app.start(["beat", f"--schedule={schedule}", "--pidfile=", "--max-interval=1", *_QUIET])


def _be_silent() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
