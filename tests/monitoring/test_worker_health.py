"""The probe of the worker, against a real worker."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from monitoring.models import Ronde
from monitoring.selectors.hartslag import overdue_since
from thuiszitters.celery import app

NOW = datetime(2026, 11, 23, 11, tzinfo=UTC)
NAME = f"probe-{os.getpid()}@test"


@pytest.fixture(scope="module")
def worker() -> Iterator[str]:
    """A worker that answers; its name."""
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "thuiszitters", "worker", "-P", "solo", "-n", NAME],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "thuiszitters.settings.test"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while not app.control.ping([NAME], timeout=1):
            assert process.poll() is None, "the worker ended by itself"
            assert time.monotonic() < until, "the worker does not answer"
        yield NAME
    finally:
        process.terminate()
        process.wait(30)


def probe(*arguments: str) -> str:
    out = StringIO()
    call_command("worker_health", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_worker_that_answers_is_healthy(worker: str) -> None:
    assert "antwoordt en de rondes lopen" in probe("--worker", worker)


@pytest.mark.django_db
def test_a_round_that_is_too_long_ago_is_not(worker: str) -> None:
    Ronde.objects.create(peildatum=date(2026, 1, 1), klaar_op=timezone.now() - timedelta(hours=27))
    with pytest.raises(CommandError, match=r"De laatste ronde was klaar op \d+ "):
        probe("--worker", worker)


@pytest.mark.django_db
def test_a_worker_that_is_not_there_is_named() -> None:
    with pytest.raises(CommandError, match="De worker nobody@nowhere antwoordt niet"):
        probe("--worker", "nobody@nowhere", "--timeout", "0.5")


@pytest.mark.parametrize(
    ("variable", "address", "said"),
    [
        ("REDIS_URL", "redis://127.0.0.1:1/0", "De broker (REDIS_URL) antwoordt niet."),
        ("DATABASE_URL", "postgres://a:b@127.0.0.1:1/c", "De database antwoordt niet."),
    ],
)
def test_what_is_away_is_told_in_one_sentence(
    worker: str, variable: str, address: str, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "worker_health", "--worker", worker],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "thuiszitters.settings.test"}
        | {variable: address},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def add_round(begun: timedelta, done: timedelta | None) -> None:
    Ronde.objects.create(
        peildatum=date(2026, 11, 23),
        begonnen_op=NOW - begun,
        klaar_op=None if done is None else NOW - done,
    )


@pytest.mark.django_db
def test_before_the_first_round_nothing_is_late() -> None:
    assert overdue_since(NOW) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("hours", "late"), [(25.9, False), (26, False), (26.1, True)])
def test_a_day_and_two_hours_without_a_round_is_late(hours: float, late: bool) -> None:
    add_round(timedelta(hours=50), timedelta(hours=49))
    add_round(timedelta(hours=hours), timedelta(hours=hours))
    add_round(timedelta(minutes=5), None)

    found = overdue_since(NOW)

    assert found == (NOW - timedelta(hours=hours) if late else None)


@pytest.mark.django_db
def test_a_first_round_that_never_ends_is_late() -> None:
    add_round(timedelta(hours=30), None)
    add_round(timedelta(hours=1), None)

    assert overdue_since(NOW) == NOW - timedelta(hours=30)
