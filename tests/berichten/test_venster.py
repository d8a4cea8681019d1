"""When mail may leave, on every day of eleven years."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuiszitters.berichten.venster import STANDAARD, eerste_moment, is_open, parse_venster
from thuiszitters.kalender import is_werkdag

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
END = datetime(2035, 1, 1, tzinfo=UTC)
moments = st.integers(0, int((END - BEGIN).total_seconds())).map(
    lambda seconds: BEGIN + timedelta(seconds=seconds)
)


def amsterdam(*parts: int) -> datetime:
    """Return a moment by the clock of Amsterdam."""
    return datetime(*parts, tzinfo=AMSTERDAM)  # type: ignore[arg-type, misc]


def slow(nu: datetime) -> datetime:
    """Return the first moment by walking through the minutes."""
    while True:
        local = nu.astimezone(AMSTERDAM)
        if is_werkdag(local.date()) and 7 <= local.hour < 19:
            return nu
        nu = nu.replace(second=0, microsecond=0) + timedelta(minutes=1)


@given(moments)
def test_it_is_the_first_minute_found_by_walking(nu: datetime) -> None:
    assert eerste_moment(nu, STANDAARD) == slow(nu)


@given(moments)
def test_it_is_never_before_and_stays_where_it_is(nu: datetime) -> None:
    found = eerste_moment(nu, STANDAARD)
    assert found >= nu
    assert eerste_moment(found, STANDAARD) == found
    assert is_open(found, STANDAARD)


def test_every_day_opens_at_seven_by_the_clock_or_not_at_all() -> None:
    day = date(2024, 1, 1)
    while day < date(2035, 1, 1):
        midnight = datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM)
        local = eerste_moment(midnight, STANDAARD).astimezone(AMSTERDAM)
        assert (local.hour, local.minute, local.second) == (7, 0, 0)
        assert (local.date() == day) == is_werkdag(day)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("nu", "then"),
    [
        (amsterdam(2026, 11, 23, 18, 59), amsterdam(2026, 11, 23, 18, 59)),
        (amsterdam(2026, 11, 23, 19, 0), amsterdam(2026, 11, 24, 7, 0)),
        (amsterdam(2026, 11, 23, 6, 59), amsterdam(2026, 11, 23, 7, 0)),
        (amsterdam(2026, 11, 27, 19, 30), amsterdam(2026, 11, 30, 7, 0)),
        # Christmas of 2026 falls on Friday and Saturday.
        (amsterdam(2026, 12, 24, 20, 0), amsterdam(2026, 12, 28, 7, 0)),
        # The clock goes forward on 28 March 2027 and Paasmaandag follows.
        (amsterdam(2027, 3, 27, 12, 0), amsterdam(2027, 3, 30, 7, 0)),
        # The clock goes back on 25 October 2026.
        (amsterdam(2026, 10, 24, 12, 0), amsterdam(2026, 10, 26, 7, 0)),
    ],
)
def test_evenings_weekends_feestdagen_and_the_change_of_the_clock(
    nu: datetime, then: datetime
) -> None:
    found = eerste_moment(nu, STANDAARD)
    assert found.astimezone(UTC) == then.astimezone(UTC)


def test_without_a_window_it_may_leave_at_once() -> None:
    nu = amsterdam(2026, 12, 25, 3, 0)
    assert eerste_moment(nu, "") == nu


def test_a_window_of_one_day_and_of_half_hours() -> None:
    found = eerste_moment(amsterdam(2026, 11, 23, 12, 0), "08:30-09:15 wo")
    assert found.astimezone(AMSTERDAM) == amsterdam(2026, 11, 25, 8, 30)
    late = amsterdam(2026, 11, 25, 23, 59)
    assert eerste_moment(late, "00-24 ma-zo") == late


@pytest.mark.parametrize(
    "tekst",
    [
        "07-19",
        "19-07 ma-vr",
        "07-07 ma-vr",
        "07-25 ma-vr",
        "07-19 vr-ma",
        "07-19 ma-vr ",
        "07-19 mo-fr",
        "7-19 ma-vr",
        "07:60-19 ma-vr",
        "٠٧-19 ma-vr",
        "-1-19 ma-vr",
        "07-19 ma-vr\nBcc: x",
    ],
)
def test_what_is_no_window_is_refused(tekst: str) -> None:
    with pytest.raises(ValueError, match=r"venster|nooit open"):
        parse_venster(tekst)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        eerste_moment(datetime.combine(date(2026, 11, 23), time()), STANDAARD)
