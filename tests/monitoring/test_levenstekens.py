"""Signs of life of a real worker and a real beat, and the limits of every job."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from celery.schedules import crontab
from django.conf import settings
from django.utils import timezone

from monitoring.models import Hartslag, Proces
from monitoring.selectors.hartslag import LEEFT
from monitoring.services import hartslag
from monitoring.services.hartslag import show_alive, write_hartslag
from monitoring.tasks import watch
from tests.monitoring.test_lus import _database_url
from thuiszitters.celery import app

PATIENCE = 90


@contextmanager
def celery(*arguments: str) -> Iterator[None]:
    """A real process of Celery's on the database of the test."""
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "thuiszitters", *arguments],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "thuiszitters.settings.test",
            "DATABASE_URL": _database_url(),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def seen(soort: Proces) -> Hartslag:
    """Return the sign of life of a process of this kind, as soon as there is one."""
    until = time.monotonic() + PATIENCE
    while (found := Hartslag.objects.filter(soort=soort).first()) is None:
        assert time.monotonic() < until, f"no sign of {soort}"
        time.sleep(0.2)
    return found


@pytest.mark.django_db(transaction=True)
def test_beat_shows_that_it_lives_without_a_worker(tmp_path: Path) -> None:
    with celery("beat", "--schedule", str(tmp_path / "schedule"), "--pidfile="):
        assert timezone.now() - seen(Proces.WEKKER).op < timedelta(minutes=2)
    assert not Hartslag.objects.filter(soort=Proces.WERKER).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_shows_that_it_lives_with_every_job() -> None:
    name = f"levend-{os.getpid()}@test"
    with celery("worker", "-P", "solo", "-n", name, "--without-gossip", "--without-mingle"):
        watch.delay()
        assert seen(Proces.WERKER).naam == name


@pytest.mark.django_db
def test_one_row_per_process_and_old_ones_are_forgotten() -> None:
    write_hartslag(soort=Proces.WERKER, naam="een")
    Hartslag.objects.create(soort=Proces.WERKER, naam="oud", op=timezone.now() - timedelta(days=8))
    write_hartslag(soort=Proces.WERKER, naam="een")
    assert list(Hartslag.objects.values_list("naam", flat=True)) == ["een"]


@pytest.mark.django_db
def test_more_often_than_needed_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    show_alive(Proces.LUS, "vaak")
    Hartslag.objects.all().delete()
    show_alive(Proces.LUS, "vaak")
    assert not Hartslag.objects.exists()
    monkeypatch.setattr(hartslag, "_OFTEN", 0.0)
    show_alive(Proces.LUS, "vaak")
    assert Hartslag.objects.exists()


class TestTheLimits:
    def test_a_job_ends_long_before_its_message_is_given_out_again(self) -> None:
        visible = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
        assert app.conf.task_soft_time_limit < app.conf.task_time_limit
        assert app.conf.task_time_limit * 2 <= visible
        for task in app.tasks.values():
            assert task.time_limit is None or task.time_limit * 2 <= visible

    def test_messages_are_kept_until_the_work_is_done_and_taken_one_by_one(self) -> None:
        assert app.conf.task_acks_late is True
        assert app.conf.task_reject_on_worker_lost is True
        assert app.conf.worker_prefetch_multiplier == 1

    def test_parts_of_jobs_fit_in_the_limit(self) -> None:
        soft = app.conf.task_soft_time_limit
        assert soft > settings.WATCH_SECONDS * 1.5
        assert soft > settings.AFSTEMMING_SECONDS * 1.5
        assert soft > settings.BERICHT_RUN_SECONDS + settings.BERICHT_SEND_SECONDS

    def test_a_busy_worker_is_not_taken_for_a_dead_one(self) -> None:
        assert LEEFT[Proces.WERKER].total_seconds() > app.conf.task_time_limit

    def test_the_daily_jobs_have_their_hour(self) -> None:
        schedule = settings.CELERY_BEAT_SCHEDULE
        assert schedule["afstemming"]["schedule"] == crontab(hour="5", minute="30")
        assert schedule["storingen"]["schedule"] == crontab(hour="7", minute="30")
        assert schedule["bundle-berichten"]["task"] == "berichten.bundle"
