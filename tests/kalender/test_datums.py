from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuiszitters.kalender import (
    datum_kort,
    plus_maanden,
    schooljaar,
    schooljaar_grenzen,
    verjaardag,
)

DAGEN = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("begin", "maanden", "einde"),
    [
        (date(2026, 11, 2), 3, date(2027, 2, 2)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 6, 22), 3, date(2026, 9, 22)),
        (date(2026, 10, 5), 3, date(2027, 1, 5)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2027, 1, 31), 3, date(2027, 4, 30)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_plus_maanden_stays_in_its_month(begin: date, maanden: int, einde: date) -> None:
    assert plus_maanden(begin, maanden) == einde


@given(DAGEN, st.integers(-60, 60))
def test_plus_maanden_moves_whole_months_and_keeps_the_day_where_it_exists(d: date, n: int) -> None:
    einde = plus_maanden(d, n)
    assert (einde.year - d.year) * 12 + einde.month - d.month == n
    assert einde.day == min(d.day, monthrange(einde.year, einde.month)[1])


def test_a_child_of_29_february_has_its_birthday_on_1_march_in_other_years() -> None:
    geboren = date(2020, 2, 29)
    assert verjaardag(geboren, 4) == date(2024, 2, 29)
    assert verjaardag(geboren, 5) == date(2025, 3, 1)
    assert verjaardag(date(2096, 2, 29), 4) == date(2100, 3, 1)
    assert verjaardag(date(2019, 2, 28), 5) == date(2024, 2, 28)


@given(DAGEN)
def test_a_day_lies_in_its_own_schooljaar(d: date) -> None:
    eerste, laatste = schooljaar_grenzen(schooljaar(d))
    assert eerste <= d <= laatste
    assert schooljaar(laatste) + 1 == schooljaar(laatste + timedelta(days=1))


def test_schooljaar_turns_on_1_august() -> None:
    assert schooljaar(date(2026, 7, 31)) == 2025
    assert schooljaar(date(2026, 8, 1)) == 2026
    assert schooljaar_grenzen(2026) == (date(2026, 8, 1), date(2027, 7, 31))


def test_dates_are_written_as_people_read_them() -> None:
    assert datum_kort(date(2026, 3, 12)) == "12 mrt 2026"
    assert datum_kort(date(2027, 5, 1)) == "1 mei 2027"
