"""What every test can ask for: a composed region, and time that stands still."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.factories import Region, make_region
from thuiszitters.local.browser import find_browser

# Playwright keeps an event loop running beside the test, which Django would take for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_finish() -> None:
    """Leave out of every collection of garbage what was loaded for good: Django and the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of this machine; only NO_BROWSER=1 leaves these tests out."""
    if find_browser() is None and os.environ.get("NO_BROWSER") == "1":
        pytest.skip("NO_BROWSER=1")
    return {**browser_type_launch_args, "executable_path": find_browser()}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database; what threads and workers left open in it ends before it is dropped."""
    yield
    with django_db_blocker.unblock():
        connection.close()  # a test that ended connections may have ended this one
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Processes started from here listen to ctrl-C, also where the shell had us started deaf to it.

    A shell without job control does that to everything it starts in the background.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def region(db: None) -> Region:
    """A whole composed region with one person in every role."""
    return make_region()


@pytest.fixture
def other_region(db: None) -> Region:
    """A second region that has nothing to do with the first."""
    return make_region()


@pytest.fixture
def monday() -> Iterator[time_machine.Traveller]:
    """Noon on Monday 23 November 2026, in Amsterdam."""
    moment = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
    with time_machine.travel(moment, tick=False) as traveller:
        yield traveller
