"""Several commands on the data of one clone: one of them runs the services, the others join."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import subprocess
import sys

import pytest

from tests.local.launcher import (
    SHOW,
    SHOW_AND_STAY,
    Launcher,
    close_input,
    connect,
    finish,
    socket_folders,
    wait_until,
)


def test_a_second_command_joins_the_first(launcher: Launcher) -> None:
    first, addresses = launcher.stay()
    assert launcher.show() == addresses
    connect(addresses["DATABASE_URL"]).close()
    assert finish(first) == 0
    assert launcher.processes() == {}


def test_two_that_start_at_once_share_one_server(launcher: Launcher) -> None:
    both = [launcher.start(*SHOW_AND_STAY) for _ in range(2)]
    lines = [process.stdout.readline() for process in both if process.stdout]
    assert lines[0] == lines[1]
    assert json.loads(lines[0])["DATABASE_URL"]
    postmasters = [told for told in launcher.processes().values() if "/postgres\0-D" in told]
    assert len(postmasters) == 1
    for process in both:
        # Both first: the one that started the server waits for the other.
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    assert [finish(process) for process in both] == [0, 0]


def test_the_first_waits_for_those_that_joined(launcher: Launcher) -> None:
    first, addresses = launcher.stay()
    second, _ = launcher.stay()
    assert "ik wacht" in close_input(first)
    connect(addresses["DATABASE_URL"]).close()
    assert finish(second) == 0
    assert finish(first) == 0
    assert launcher.processes() == {}


@pytest.mark.usefixtures("ctrl_c")
def test_waiting_for_others_can_be_ended(launcher: Launcher) -> None:
    first, _ = launcher.stay()
    second, _ = launcher.stay()
    assert "ik wacht" in close_input(first)
    first.send_signal(signal.SIGINT)
    assert finish(first) == 128 + signal.SIGINT
    assert finish(second) == 0


def test_kill_9_of_the_launcher_leaves_nothing(launcher: Launcher) -> None:
    process, addresses = launcher.stay()
    with contextlib.closing(connect(addresses["DATABASE_URL"])) as connection:
        connection.autocommit = True
        connection.cursor().execute("CREATE TABLE kept_after_kill AS SELECT 42 AS answer")
    kinds = " ".join(launcher.processes().values())
    assert all(kind in kinds for kind in ("postgres", "valkey", "guard.py", "sys.stdin.read"))
    process.kill()
    process.wait()
    wait_until(lambda: not launcher.processes())

    process, addresses = launcher.stay()
    connection = connect(addresses["DATABASE_URL"])
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM kept_after_kill")
        assert cursor.fetchone() == (42,)
    assert finish(process) == 0


def test_kill_9_and_an_immediate_new_start(launcher: Launcher) -> None:
    process, before = launcher.stay()
    process.kill()
    after = launcher.show()
    assert after["DATABASE_URL"] != before["DATABASE_URL"]
    process.wait()


def test_kill_9_of_launcher_and_guard_together(launcher: Launcher) -> None:
    process, addresses = launcher.stay()
    guards = [pid for pid, told in launcher.processes().items() if "guard.py" in told]
    assert len(guards) == 1
    subprocess.run(["kill", "-9", str(guards[0]), str(process.pid)], check=True)
    process.wait()
    if sys.platform.startswith("linux"):  # elsewhere only the guard knows
        wait_until(lambda: not launcher.processes())
    # Nobody was left to do this.
    for folder in socket_folders(addresses):
        shutil.rmtree(folder)


def test_kill_9_of_the_make_that_started_us(launcher: Launcher) -> None:
    outer = [sys.executable, "-c", "import subprocess, sys; subprocess.run(sys.argv[1:])"]
    make = subprocess.Popen(
        [*outer, sys.executable, "-m", "thuiszitters.local", "--ephemeral", *SHOW_AND_STAY],
        env={**launcher.env, "MAKELEVEL": "1"}, stdout=subprocess.PIPE, stdin=subprocess.PIPE,
    )  # fmt: skip
    assert make.stdout is not None
    assert make.stdout.readline()
    make.kill()
    make.wait()
    if sys.platform.startswith("linux"):
        wait_until(lambda: not launcher.processes())
    make.communicate()


def test_after_a_crash_of_the_server_it_starts_again(launcher: Launcher) -> None:
    process, _ = launcher.stay()
    lock = launcher.folder / "postgres" / "data" / "postmaster.pid"
    subprocess.run(["kill", "-9", lock.read_text().split()[0]], check=True)
    finish(process)
    assert lock.exists()
    assert launcher.show()["DATABASE_URL"]


def test_a_stale_pid_file_that_names_another_program(launcher: Launcher) -> None:
    launcher.show()
    other = subprocess.Popen(["sleep", "60"])
    lock = launcher.folder / "postgres" / "data" / "postmaster.pid"
    # As after a power cut, when the number was given out again. Mode and shape as PostgreSQL's.
    lock.write_text(f"{other.pid}\n{lock.parent}\n1700000000\n5432\n/tmp\n\n0 0\nready\n")
    lock.chmod(0o600)
    try:
        assert launcher.show()["DATABASE_URL"]
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_server_without_its_launcher_is_replaced(launcher: Launcher) -> None:
    """All locks gone, nobody owns it, and yet it runs: somebody started it by hand."""
    process, before = launcher.stay()
    for name in ("owner.lock", "users.lock", "state.json"):
        (launcher.folder / "postgres" / name).unlink()
    after = launcher.show()
    assert after["DATABASE_URL"] != before["DATABASE_URL"]
    assert after["REDIS_URL"] == before["REDIS_URL"]
    finish(process)


def test_stale_state_is_ignored(launcher: Launcher) -> None:
    before = launcher.show()
    for name, variable in (("postgres", "DATABASE_URL"), ("valkey", "REDIS_URL")):
        state = launcher.folder / name / "state.json"
        assert not state.exists()
        state.write_text(json.dumps({"pid": 1, "url": before[variable]}))
    after = launcher.show()
    assert all(after[variable] != before[variable] for variable in after)
    (launcher.folder / "valkey" / "state.json").write_text("no json")
    assert launcher.show()["REDIS_URL"]


def test_a_lost_password_is_told(launcher: Launcher) -> None:
    launcher.show()
    password = launcher.folder / "postgres" / "password"
    password.rename(password.with_name("elsewhere"))
    done = launcher.run(*SHOW)
    password.with_name("elsewhere").rename(password)
    assert done.returncode == 1
    assert "make reset" in done.stderr
    assert "Traceback" not in done.stderr
