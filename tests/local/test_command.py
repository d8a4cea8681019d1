"""`python -m thuiszitters.local COMMAND`: what the command gets, and what is left after it."""

from __future__ import annotations

import contextlib
import signal
import stat
import sys
from pathlib import Path

import environ
import psycopg2
import pytest
from kombu import Connection

from tests.local.launcher import Launcher, connect, finish, socket_folders, wait_until


def test_the_command_has_a_real_database_and_broker(launcher: Launcher) -> None:
    process, addresses = launcher.stay("--ephemeral")
    found = environ.Env.db_url_config(addresses["DATABASE_URL"])
    # As Django makes its connection from these settings.
    connection = psycopg2.connect(
        dbname=found["NAME"], user=found["USER"], password=found["PASSWORD"],
        port=found["PORT"], **found["OPTIONS"],
    )  # fmt: skip
    connection.autocommit = True
    with connection.cursor() as cursor:
        for extension in ("pg_trgm", "btree_gist", "unaccent"):
            cursor.execute(f"CREATE EXTENSION {extension}")
        cursor.execute('CREATE DATABASE "test_thuiszitters"')
        cursor.execute("SHOW listen_addresses")
        assert cursor.fetchone() == ("",)
        cursor.execute("SELECT lower('ÇÖ'), current_database()")
        assert cursor.fetchone() == ("çö", "thuiszitters")
        cursor.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules")
        assert cursor.fetchall() == [("scram-sha-256",)]
    connection.close()
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        connect(addresses["DATABASE_URL"].replace(found["PASSWORD"], "guess"))
    with Connection(addresses["REDIS_URL"]) as broker:
        broker.ensure_connection(max_retries=1)
        queue = broker.SimpleQueue("probe")
        queue.put({"casus": 1})
        assert queue.get(timeout=5).payload == {"casus": 1}
        queue.close()
    assert finish(process) == 0


def test_nothing_is_left_of_an_ephemeral_run(fresh_launcher: Launcher, tmp_path: Path) -> None:
    temporary = tmp_path / "local-temporary"
    temporary.mkdir()
    process, addresses = fresh_launcher.stay("--ephemeral", TMPDIR=str(temporary))
    assert any("postgres" in told for told in fresh_launcher.processes().values())
    sockets = socket_folders(addresses)
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in sockets)
    assert finish(process) == 0
    assert fresh_launcher.processes() == {}
    assert list(temporary.iterdir()) == []
    assert not any(folder.exists() for folder in sockets)
    assert not fresh_launcher.folder.exists()


def test_an_ephemeral_run_stands_apart_from_the_demo(launcher: Launcher) -> None:
    demo, joined = launcher.stay()
    test, apart = launcher.stay("--ephemeral")
    assert apart["DATABASE_URL"] != joined["DATABASE_URL"]
    assert apart["REDIS_URL"] != joined["REDIS_URL"]
    assert [finish(demo), finish(test)] == [0, 0]


def test_what_the_environment_names_is_used_and_not_started(fresh_launcher: Launcher) -> None:
    given = "postgres://somebody:secret@database.example:5432/elsewhere"
    addresses = fresh_launcher.show(DATABASE_URL=given)
    assert addresses["DATABASE_URL"] == given
    assert addresses["REDIS_URL"].startswith("redis+socket:///")
    assert not (fresh_launcher.folder / "postgres").exists()
    both = {"DATABASE_URL": given, "REDIS_URL": "redis://broker.example:6379/0"}
    assert fresh_launcher.show("--ephemeral", **both) == both


def test_data_is_private_and_kept_until_a_reset(fresh_launcher: Launcher) -> None:
    process, addresses = fresh_launcher.stay()
    connection = connect(addresses["DATABASE_URL"])
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with Connection(addresses["REDIS_URL"]) as broker:
        queue = broker.SimpleQueue("kept")
        queue.put("still here")
        queue.close()
    assert finish(process) == 0

    process, addresses = fresh_launcher.stay()
    connection = connect(addresses["DATABASE_URL"])
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM kept")
        assert cursor.fetchone() == (42,)
    with Connection(addresses["REDIS_URL"]) as broker:
        queue = broker.SimpleQueue("kept")
        assert queue.get(timeout=5).payload == "still here"
        queue.close()
    for private in ("postgres/password", "postgres/state.json", "postgres/server.log"):
        assert stat.S_IMODE((fresh_launcher.folder / private).stat().st_mode) == 0o600
    for private in ("postgres/data", "valkey/data"):
        assert stat.S_IMODE((fresh_launcher.folder / private).stat().st_mode) == 0o700

    refused = fresh_launcher.run("reset")
    assert refused.returncode == 1
    assert "in gebruik" in refused.stderr
    assert finish(process) == 0
    assert fresh_launcher.run("reset").returncode == 0
    assert not fresh_launcher.folder.exists()
    assert fresh_launcher.run("reset").returncode == 0


@pytest.mark.parametrize(
    ("ending", "status"),
    [("sys.exit(7)", 7), ("os.kill(os.getpid(), signal.SIGKILL)", 128 + signal.SIGKILL)],
)
def test_the_status_is_that_of_the_command(launcher: Launcher, ending: str, status: int) -> None:
    given = {"DATABASE_URL": "postgres://a@b/c", "REDIS_URL": "redis://b"}
    command = [sys.executable, "-c", f"import os, signal, sys; {ending}"]
    assert launcher.run(*command, **given).returncode == status


def test_the_settings_are_left_to_the_command(launcher: Launcher) -> None:
    given = {"DATABASE_URL": "postgres://a@b/c", "REDIS_URL": "redis://b"}
    ask = [sys.executable, "-c", "import os; print(os.environ.get('DJANGO_SETTINGS_MODULE'))"]
    assert launcher.run(*ask, **given).stdout == "None\n"
    chosen = launcher.run(*ask, DJANGO_SETTINGS_MODULE="thuiszitters.settings.test", **given)
    assert chosen.stdout == "thuiszitters.settings.test\n"


def test_asked_to_stop_it_asks_the_command_first(launcher: Launcher, tmp_path: Path) -> None:
    written = tmp_path / "written"
    command = (
        "import os, pathlib, psycopg2, signal, sys\n"
        "def end(*_):\n"
        "    psycopg2.connect(os.environ['DATABASE_URL']).close()\n"
        f"    pathlib.Path({str(written)!r}).write_text('the database was still there')\n"
        "    sys.exit(3)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "print('ready', flush=True)\n"
        "signal.pause()\n"
    )
    process = launcher.start(sys.executable, "-c", command)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 3
    assert written.read_text() == "the database was still there"
    assert launcher.processes() == {}


def test_asked_to_stop_while_starting(fresh_launcher: Launcher) -> None:
    process = fresh_launcher.start(sys.executable, "-c", "print('not reached')")
    wait_until(lambda: any("initdb" in told for told in fresh_launcher.processes().values()))
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=20)
    assert (process.returncode, out) == (128 + signal.SIGTERM, "")
    assert fresh_launcher.processes() == {}


def test_a_command_that_does_not_exist(launcher: Launcher) -> None:
    given = {"DATABASE_URL": "postgres://a@b/c", "REDIS_URL": "redis://b"}
    done = launcher.run("no-such-command", **given)
    assert done.returncode == 1
    assert "thuiszitters.local: no-such-command start niet" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("arguments", "status"), [([], 2), (["--eh"], 2), (["--help"], 0)])
def test_usage(launcher: Launcher, arguments: list[str], status: int) -> None:
    done = launcher.run(*arguments)
    assert done.returncode == status
    assert "gebruik: python -m thuiszitters.local" in (done.stderr if status else done.stdout)


def test_a_folder_that_cannot_be_made(launcher: Launcher, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = launcher.run("true", THUISZITTERS_LOCAL_DIR=str(tmp_path / "file" / "local"))
    assert done.returncode == 1
    assert "kan niet worden gemaakt" in done.stderr
    assert "Traceback" not in done.stderr
