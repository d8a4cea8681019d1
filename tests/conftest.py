"""What every test can ask for: a composed region, and time that stands still."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.factories import Region, make_region
from thuiszitters.local.browser import find_browser

# Playwright keeps an event loop running beside the test, which Django would take for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of this machine; only NO_BROWSER=1 leaves these tests out."""
    if find_browser() is None and os.environ.get("NO_BROWSER") == "1":
        pytest.skip("NO_BROWSER=1")
    return {**browser_type_launch_args, "executable_path": find_browser()}


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
