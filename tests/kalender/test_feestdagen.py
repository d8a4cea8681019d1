from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuiszitters.kalender import (
    eerstvolgende_werkdag,
    feestdagen,
    is_werkdag,
    pasen,
    plus_werkdagen,
)

DAGEN = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    "zondag",
    [
        date(1961, 4, 2),
        date(1981, 4, 19),
        date(2008, 3, 23),
        date(2011, 4, 24),
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
        date(2027, 3, 28),
        date(2028, 4, 16),
        date(2029, 4, 1),
        date(2038, 4, 25),
    ],
)
def test_easter(zondag: date) -> None:
    assert pasen(zondag.year) == zondag


def test_feestdagen_of_2026() -> None:
    assert feestdagen(2026) == {
        date(2026, 1, 1): "Nieuwjaarsdag",
        date(2026, 4, 3): "Goede Vrijdag",
        date(2026, 4, 6): "Paasmaandag",
        date(2026, 4, 27): "Koningsdag",
        date(2026, 5, 5): "Bevrijdingsdag",
        date(2026, 5, 14): "Hemelvaartsdag",
        date(2026, 5, 25): "Pinkstermaandag",
        date(2026, 12, 25): "Eerste Kerstdag",
        date(2026, 12, 26): "Tweede Kerstdag",
    }


def test_koningsdag_is_on_saturday_when_the_27th_is_a_sunday() -> None:
    assert feestdagen(2025)[date(2025, 4, 26)] == "Koningsdag"
    assert date(2025, 4, 27) not in feestdagen(2025)


def test_goede_vrijdag_and_5_mei_are_settings() -> None:
    zonder = feestdagen(2026, goede_vrijdag_vrij=False, bevrijdingsdag_vrij=False)
    assert set(feestdagen(2026)) - set(zonder) == {date(2026, 4, 3), date(2026, 5, 5)}


def test_a_day_that_is_two_feestdagen_keeps_the_one_that_is_always_free() -> None:
    assert feestdagen(2016, bevrijdingsdag_vrij=True)[date(2016, 5, 5)] == "Hemelvaartsdag"
    assert feestdagen(2016, bevrijdingsdag_vrij=False)[date(2016, 5, 5)] == "Hemelvaartsdag"


@pytest.mark.parametrize(
    ("begin", "dagen", "einde"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # over a weekend
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # Goede Vrijdag and Easter
        (date(2026, 12, 23), 3, date(2026, 12, 29)),  # Christmas and a weekend
        (date(2026, 11, 21), 5, date(2026, 11, 27)),  # from a Saturday
        (date(2026, 4, 7), -1, date(2026, 4, 2)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_plus_werkdagen(begin: date, dagen: int, einde: date) -> None:
    assert plus_werkdagen(begin, dagen) == einde


@given(DAGEN, st.integers(1, 60))
def test_plus_werkdagen_counts_them_one_by_one(begin: date, n: int) -> None:
    einde = plus_werkdagen(begin, n)
    erna = [begin + timedelta(days=i) for i in range(1, (einde - begin).days + 1)]
    assert sum(map(is_werkdag, erna)) == n
    assert is_werkdag(einde)


def test_a_term_that_ends_on_a_free_day_runs_to_the_next_werkdag() -> None:
    assert eerstvolgende_werkdag(date(2026, 4, 3)) == date(2026, 4, 7)
    assert eerstvolgende_werkdag(date(2026, 11, 20)) == date(2026, 11, 20)
    assert is_werkdag(date(2026, 10, 12))  # a school holiday is no feestdag
