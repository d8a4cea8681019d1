"""How much of a term is left, in werkdagen."""

from __future__ import annotations

from datetime import date

import pytest

from thuiszitters.kalender import hoe_lang_nog, werkdagen_tot

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (date(2026, 11, 23), "vandaag is de laatste dag"),
        (date(2026, 11, 24), "nog 1 werkdag"),
        (date(2026, 11, 30), "nog 5 werkdagen"),
        (date(2026, 11, 22), "1 werkdag te laat"),
        (date(2026, 11, 20), "1 werkdag te laat"),
        (date(2026, 11, 19), "2 werkdagen te laat"),
    ],
)
def test_how_long(last: date, told: str) -> None:
    assert hoe_lang_nog(last, MONDAY) == told


def test_a_term_that_ended_before_a_weekend_is_just_over() -> None:
    assert hoe_lang_nog(date(2026, 11, 20), date(2026, 11, 22)) == "de termijn is net voorbij"


def test_feestdagen_do_not_count() -> None:
    assert werkdagen_tot(date(2026, 12, 24), date(2026, 12, 28)) == 1
    assert werkdagen_tot(date(2026, 12, 28), date(2026, 12, 24)) == 0
