from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuiszitters.kalender import (
    Regio,
    is_lesweek,
    is_schooldag,
    lesweken_tussen,
    nde_schooldag,
    schooldagen_tussen,
    schoolkalender,
)

DAGEN = st.dates(date(2024, 1, 1), date(2029, 12, 31))
REGIOS = st.sampled_from(Regio)


@pytest.mark.parametrize(
    ("begin", "noord", "midden", "zuid"),
    [
        (date(2026, 11, 2), date(2026, 11, 27), date(2026, 11, 27), date(2026, 11, 27)),
        (date(2026, 11, 30), date(2027, 1, 8), date(2027, 1, 8), date(2027, 1, 8)),
        (date(2026, 6, 22), date(2026, 8, 28), date(2026, 7, 17), date(2026, 8, 28)),
        (date(2026, 10, 5), date(2026, 11, 6), date(2026, 11, 6), date(2026, 11, 6)),
    ],
)
def test_twentieth_missed_schooldag(begin: date, noord: date, midden: date, zuid: date) -> None:
    gevonden = [nde_schooldag(begin, 20, regio) for regio in Regio]
    assert gevonden == [noord, midden, zuid]


@pytest.mark.parametrize(
    ("dag", "regio", "open_"),
    [
        (date(2026, 11, 20), Regio.NOORD, True),
        (date(2026, 11, 21), Regio.NOORD, False),  # Saturday
        (date(2026, 10, 12), Regio.NOORD, False),  # herfstvakantie
        (date(2026, 10, 12), Regio.ZUID, True),
        (date(2026, 5, 14), Regio.ZUID, False),  # Hemelvaart
        (date(2026, 4, 3), Regio.ZUID, False),  # Goede Vrijdag
        (date(2025, 4, 28), Regio.ZUID, False),  # meivakantie
        (date(2030, 7, 22), Regio.ZUID, True),  # beyond the table
        (date(2030, 5, 30), Regio.ZUID, False),  # but Hemelvaart is computed
    ],
)
def test_is_schooldag(dag: date, regio: Regio, open_: bool) -> None:
    assert is_schooldag(dag, regio) is open_


def test_goede_vrijdag_and_5_mei_can_be_schooldagen() -> None:
    assert is_schooldag(date(2026, 4, 3), Regio.NOORD, goede_vrijdag_vrij=False)
    assert is_schooldag(date(2026, 5, 5), Regio.NOORD, bevrijdingsdag_vrij=False)
    assert not is_schooldag(date(2026, 5, 5), Regio.NOORD, goede_vrijdag_vrij=False)


@given(DAGEN, st.integers(0, 400), REGIOS)
def test_counting_between_two_days_is_counting_one_by_one(
    van: date, lengte: int, regio: Regio
) -> None:
    dagen = [van + timedelta(days=i) for i in range(lengte)]
    tot = van + timedelta(days=lengte)
    assert schooldagen_tussen(van, tot, regio) == sum(is_schooldag(d, regio) for d in dagen)


@given(DAGEN, st.integers(1, 250), REGIOS)
def test_the_nth_schooldag_is_the_last_of_n(vanaf: date, n: int, regio: Regio) -> None:
    dag = nde_schooldag(vanaf, n, regio)
    assert dag >= vanaf
    assert is_schooldag(dag, regio)
    assert schooldagen_tussen(vanaf, dag + timedelta(days=1), regio) == n


def test_a_holiday_week_is_no_lesweek_and_a_week_with_one_schooldag_is() -> None:
    assert not is_lesweek(date(2026, 10, 14), Regio.NOORD)
    assert is_lesweek(date(2026, 10, 14), Regio.ZUID)
    assert is_lesweek(date(2026, 5, 17), Regio.NOORD)  # the Sunday of the week of Hemelvaart
    assert lesweken_tussen(date(2026, 10, 5), date(2026, 10, 26), Regio.NOORD) == 2
    assert lesweken_tussen(date(2026, 10, 5), date(2026, 10, 26), Regio.ZUID) == 2
    assert lesweken_tussen(date(2026, 9, 28), date(2026, 10, 12), Regio.ZUID) == 2
    assert lesweken_tussen(date(2026, 10, 12), date(2026, 10, 5), Regio.ZUID) == 0


@given(DAGEN, st.integers(0, 60), REGIOS)
def test_lesweken_between_is_counting_them_one_by_one(van: date, weken: int, regio: Regio) -> None:
    verwacht = sum(is_lesweek(van + timedelta(weeks=i), regio) for i in range(weken))
    assert lesweken_tussen(van, van + timedelta(weeks=weken), regio) == verwacht


@pytest.mark.parametrize("dag", [date(1899, 12, 31), date(2221, 1, 1)])
def test_a_day_outside_the_calendar_is_refused_by_name(dag: date) -> None:
    with pytest.raises(ValueError, match=dag.isoformat()):
        is_schooldag(dag, Regio.NOORD)


def test_a_count_that_runs_out_of_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="buiten de kalender"):
        nde_schooldag(date(2220, 12, 1), 100, Regio.NOORD)
    with pytest.raises(ValueError, match="begint bij 1"):
        nde_schooldag(date(2026, 1, 1), 0, Regio.NOORD)


def test_a_calendar_is_built_once() -> None:
    assert schoolkalender(Regio.NOORD, True, True) is schoolkalender(Regio.NOORD, True, True)
