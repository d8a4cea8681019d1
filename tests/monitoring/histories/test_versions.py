"""Random histories by random versions of the rules, with random answers and random outages."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine

from monitoring.models import Escalatie
from tests.monitoring.histories.bulk import ONE_DAY, learn_sizes, make_places
from tests.monitoring.histories.half_year import expected_rows, found_rows
from tests.monitoring.histories.versions import Swv, one_day

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST = date(2026, 11, 23)
DAYS = 100
CHILDREN = 40


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_escalations_follow_the_rules_of_their_own_day_whatever_fails(
    seed: int, monday: time_machine.Traveller
) -> None:
    rng = Random(seed)
    swvs = [Swv(make_places(), rng, FIRST, 1 + 1000 * i, CHILDREN) for i in range(2)]
    days: Counter[str] = Counter()
    for n in range(DAYS):
        day = FIRST + n * ONE_DAY
        if n in {5, 20, 60}:
            learn_sizes()
        monday.move_to(datetime.combine(day, time(12), AMSTERDAM))
        for swv in swvs:
            if rng.random() < 0.08:
                swv.new_version(day)
        days[one_day(swvs, rng, day)] += 1
        for swv in swvs:
            for child in swv.children:
                swv.answer(child, day)
    for swv in swvs:
        for child in swv.children:
            expected = expected_rows(child)
            found = found_rows(swv.casussen[child.kenmerk])
            assert found == expected, f"seed {seed}, {child.kenmerk}: {child.feiten}"
        assert len(swv.versions) > 3
        assert sum(swv.counts.values()) > CHILDREN / 4
    assert len(days) == 5  # every kind of day came by
    # Every escalation keeps the version it was decided by.
    assert Escalatie.objects.values("regelset").distinct().count() > 4
