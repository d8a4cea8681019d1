"""Random histories of actions: deadlines move, partners answer, hand over and stay silent."""

from __future__ import annotations

import pytest
import time_machine

from monitoring.models import Escalatie
from tests.monitoring.histories.acties import Pacthistorie

DAYS = 45
ACTIES = 10


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1])
def test_the_watch_on_actions_follows_the_model_whatever_fails(
    seed: int, monday: time_machine.Traveller
) -> None:
    historie = Pacthistorie(seed, ACTIES)

    historie.live(DAYS, monday)

    assert historie.differences() == []
    assert Escalatie.objects.count() > 4 * ACTIES
    done = set(historie.counts)
    assert {"op_schema", "later", "overdragen", "gedaan", "hand", "change", "undone"} <= done
