"""`make run`, really: every process of the demo, on data of this test alone."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import time

import pytest

from tests.local.launcher import Launcher, wait_until

pytestmark = pytest.mark.e2e


def start(launcher: Launcher, port: int) -> tuple[subprocess.Popen[str], list[str]]:
    """Start the demo and return it with what it said until it ran."""
    process = launcher.start("run", PORT=str(port), PYTHONUNBUFFERED="1")
    assert process.stdout is not None
    assert process.stderr is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "Stoppen met Ctrl-C" in line and len(said) > 1:
            return process, said
    raise AssertionError("".join(said) + process.stderr.read())


def get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def pids(launcher: Launcher, words: str) -> list[int]:
    return [pid for pid, told in launcher.processes().items() if words in told.replace("\0", " ")]


def test_the_demo(launcher: Launcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wanted = taken.getsockname()[1]
        process, said = start(launcher, wanted)
    text = "".join(said)
    found = re.search(r"draait op http://localhost:(\d+)", text)
    assert found is not None, text
    port = int(found[1])
    assert port != wanted
    assert f"Poort {wanted} is bezet; het wordt {port}" in text
    assert "@" in text  # the demo logins
    assert get(port, "/health/live")[0] == 200
    assert get(port, "/")[0] in (200, 302)  # the way to the login page
    assert pids(launcher, "celery -A thuiszitters worker")
    assert pids(launcher, "celery -A thuiszitters beat")

    second = launcher.run("run")
    assert second.returncode == 0
    assert f"De demo draait al: http://localhost:{port} (pid {process.pid})" in second.stdout

    # Asked to stop: all of it, within seconds.
    process.send_signal(signal.SIGTERM)
    before = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert "Alles is gestopt" in out
    assert time.monotonic() - before < 15
    assert launcher.processes() == {}
    with pytest.raises(ConnectionRefusedError):
        get(port, "/health/live")


def test_a_part_that_ends_by_itself_ends_the_rest(launcher: Launcher) -> None:
    process, _ = start(launcher, 8000)
    os.kill(min(pids(launcher, "celery -A thuiszitters worker")), signal.SIGKILL)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "worker is gestopt met status -9. Het einde van" in err
    assert "celery" in err
    assert "Traceback" not in err
    assert launcher.processes() == {}


def test_kill_9_leaves_nothing(launcher: Launcher) -> None:
    process, _ = start(launcher, 8000)
    parts = (" -m gunicorn", " worker -c", " beat --", "postgres", "valkey-server", "guard.py")
    assert all(pids(launcher, part) for part in parts)
    process.kill()
    process.wait()
    wait_until(lambda: not launcher.processes())


def test_a_step_that_fails_is_told_with_its_log(launcher: Launcher) -> None:
    # A database that is not there: the migration fails, and nothing stays behind.
    given = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing"}
    done = launcher.run("run", **given)
    assert done.returncode == 1
    assert "migrate is gestopt met status 1. Het einde van" in done.stderr
    assert "127.0.0.1" in done.stderr
    assert launcher.processes() == {}


def test_a_wrong_port_is_told_at_once(launcher: Launcher) -> None:
    done = launcher.run("run", PORT="http")
    assert done.returncode == 1
    assert "PORT is http" in done.stderr
    assert done.stdout == ""
