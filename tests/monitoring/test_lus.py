"""The watch without Celery: in a real process, beside another, and over a database that goes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cases.models import Casus
from monitoring.lus import Lus
from monitoring.models import Afstemming, Escalatie, Hartslag, Proces, Ronde
from monitoring.selectors.hartslag import last_sign
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_region, make_user
from thuiszitters.accounts.rollen import Rol
from thuiszitters.berichten.models import Bericht, Toestand

PATIENCE = 60


def until(holds: Callable[[], Any], what: str) -> None:
    """Wait until this holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.1)


@contextmanager
def loop(log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A real `manage.py watch --loop` on the database of the test."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "watch", "--loop", "--every", "0.2"],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "thuiszitters.settings.test",
                "DATABASE_URL": _database_url(),
            },
            stdout=file,
            stderr=file,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait(PATIENCE)


def _database_url() -> str:
    """Return the address of the database of this test."""
    base = os.environ["DATABASE_URL"]
    name = connection.settings_dict["NAME"]
    path, _, query = base.partition("?")
    return f"{path.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


@pytest.mark.django_db(transaction=True)
class TestARealProcess:
    def test_it_watches_mails_and_ends_when_asked(self, tmp_path: Path) -> None:
        region = make_region()
        make_casus(region, dagen=30)
        log = tmp_path / "log"
        with loop(log) as process:
            until(lambda: Ronde.objects.filter(klaar_op__isnull=False).exists(), "a round")
            until(lambda: not _unsent(), "the mail")
            make_casus(region, dagen=30)
            until(lambda: Escalatie.objects.filter(status="open").count() == 2, "the second")
            assert Hartslag.objects.filter(soort=Proces.LUS).exists()
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
            assert not Hartslag.objects.filter(soort=Proces.LUS).exists()
        text = log.read_text()
        assert "watch --loop begins" in text
        assert "watch --loop ends" in text
        assert "ronde: bekeken 1, geescaleerd 1" in text
        assert "Traceback" not in text

    def test_a_database_that_restarts_is_waited_for(self, tmp_path: Path) -> None:
        region = make_region()
        log = tmp_path / "log"
        with loop(log) as process:
            until(lambda: Hartslag.objects.filter(soort=Proces.LUS).exists(), "its first turn")
            for _ in range(3):
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                time.sleep(0.3)
            make_casus(region, dagen=30)
            until(lambda: Escalatie.objects.filter(status="open").exists(), "the escalation")
            assert process.poll() is None
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0
        assert "Traceback" not in log.read_text()

    def test_two_beside_each_other_do_everything_once(self, tmp_path: Path) -> None:
        region = make_region()
        with loop(tmp_path / "een") as first, loop(tmp_path / "twee") as second:
            for _ in range(8):
                make_casus(region, dagen=30)
            until(lambda: Escalatie.objects.filter(status="open").count() == 8, "all of them")
            assert {first.poll(), second.poll()} == {None}
        assert Bericht.objects.count() == len(set(Bericht.objects.values_list("sleutel")))


def _unsent() -> bool:
    return Bericht.objects.filter(
        toestand=Toestand.WACHTEND, niet_voor__lte=timezone.now()
    ).exists()


@pytest.fixture
def noon(monday: time_machine.Traveller) -> time_machine.Traveller:
    """Monday noon."""
    return monday


@pytest.mark.django_db
class TestATurn:
    def test_it_shows_that_it_lives_while_it_rests(
        self, region: Region, noon: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("monitoring.lus.LUS_TEKEN", timedelta(milliseconds=10))
        Lus()._rest(0.05)
        assert Hartslag.objects.filter(soort=Proces.LUS).exists()

    def test_a_round_is_written_down_once_an_hour_when_nothing_is_due(
        self, region: Region, noon: time_machine.Traveller
    ) -> None:
        lus = Lus()
        lus.turn()
        for _ in range(5):
            noon.shift(timedelta(minutes=11))
            lus.turn()
        assert Ronde.objects.count() == 1
        noon.shift(timedelta(minutes=6))
        lus.turn()
        assert Ronde.objects.count() == 2

    def test_what_changed_is_seen_in_the_next_turn(
        self, region: Region, noon: time_machine.Traveller
    ) -> None:
        lus = Lus()
        lus.turn()
        casus = make_casus(region, dagen=30)
        noon.shift(timedelta(seconds=30))
        lus.turn()
        assert Escalatie.objects.filter(casus=casus, status="open").exists()

    def test_a_new_day_begins_with_a_round(
        self, region: Region, noon: time_machine.Traveller
    ) -> None:
        run_round(peildatum=timezone.localdate())
        noon.move_to(datetime(2026, 11, 24, 0, 0, 5, tzinfo=ZoneInfo("Europe/Amsterdam")))
        Ronde.objects.update(klaar_op=timezone.now() - timedelta(seconds=10))
        Lus().turn()
        assert Ronde.objects.filter(peildatum="2026-11-24").count() == 1

    def test_the_daily_jobs_come_after_their_time_and_once(
        self, region: Region, noon: time_machine.Traveller
    ) -> None:
        make_user(Rol.BEHEERDER, region.swv)
        make_casus(region, dagen=30)
        lus = Lus()
        noon.move_to(datetime(2026, 11, 24, 5, 29, tzinfo=ZoneInfo("Europe/Amsterdam")))
        lus.turn()
        Bericht.objects.update(toestand=Toestand.MISLUKT)
        assert not Afstemming.objects.exists()
        noon.shift(timedelta(minutes=1))
        lus.turn()
        lus.turn()
        assert Afstemming.objects.count() == 1
        assert not Bericht.objects.filter(sjabloon="storingen").exists()
        noon.shift(timedelta(hours=2))
        lus.turn()
        lus.turn()
        assert Bericht.objects.filter(sjabloon="storingen").count() == 1

    def test_a_job_that_fails_does_not_end_the_loop(
        self,
        region: Region,
        noon: time_machine.Traveller,
        caplog: pytest.LogCaptureFixture,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("monitoring.lus.run_round", lambda **_: 1 / 0)
        assert Lus().turn() == 0
        assert "a turn of the watch failed" in caplog.text
        assert last_sign() is None

    def test_it_is_silent_when_there_was_nothing_to_do(
        self, region: Region, noon: time_machine.Traveller, caplog: pytest.LogCaptureFixture
    ) -> None:
        lus = Lus()
        lus.turn()
        caplog.clear()
        lus.turn()
        assert caplog.text == ""


@pytest.mark.django_db
class TestTheCommand:
    def test_without_loop_it_is_one_round(self, region: Region) -> None:
        make_casus(region, dagen=30)
        out = StringIO()
        call_command("watch", stdout=out)
        assert json.loads(out.getvalue())["bekeken"] == Casus.objects.count()

    @pytest.mark.parametrize(("later", "told"), [(0, False), (9, True)])
    def test_a_day_to_come_is_warned_of_beside_the_figures(
        self, region: Region, later: int, *, told: bool
    ) -> None:
        make_casus(region, dagen=30)
        out, err = StringIO(), StringIO()
        day = timezone.localdate() + timedelta(days=later)
        call_command("watch", "--peildatum", day.isoformat(), stdout=out, stderr=err)
        assert json.loads(out.getvalue())["berichten"] > 0
        assert ("echt e-mail" in err.getvalue()) == told
        assert err.getvalue().count("\n") == int(told)

    @pytest.mark.parametrize("every", ["0", "-1", "snel", "nan", "99999"])
    def test_a_pace_that_cannot_be_is_refused(self, every: str) -> None:
        with pytest.raises(CommandError, match="geen aantal seconden"):
            call_command("watch", "--loop", "--every", every)

    def test_a_loop_has_no_other_day(self) -> None:
        with pytest.raises(CommandError, match="laat --peildatum weg"):
            call_command("watch", "--loop", "--peildatum", "2026-01-01")
