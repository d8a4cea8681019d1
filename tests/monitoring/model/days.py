"""Werkdagen, counted one day at a time."""

from __future__ import annotations

from datetime import date, timedelta

from thuiszitters.kalender import is_werkdag

ONE_DAY = timedelta(days=1)


def nth_werkdag_after(day: date, n: int) -> date:
    """The n-th werkdag after a day, which is not counted itself."""
    counted = 0
    while counted < n:
        day += ONE_DAY
        if is_werkdag(day):
            counted += 1
    return day


def first_werkdag_after(day: date) -> date:
    """The first werkdag that is later than this day."""
    return nth_werkdag_after(day, 1)


def this_or_next_werkdag(day: date) -> date:
    """This day where it is a werkdag, else the next one."""
    while not is_werkdag(day):
        day += ONE_DAY
    return day
