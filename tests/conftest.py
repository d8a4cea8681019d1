"""What every test can ask for: a composed region, and time that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.factories import Region, make_region


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
