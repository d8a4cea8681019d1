"""When mail may leave: hours of the day and days of the week, in Amsterdam; never on a feestdag.

Pure functions: nothing here reads the clock or a database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from thuiszitters.kalender import feestdagen

STANDAARD = "07-19 ma-vr"
"""No mail between 19:00 and 7:00 and at weekends."""

ALTIJD = "altijd"
"""Mail may leave at any hour of any day; an empty text says the same."""

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_DAGEN = ("ma", "di", "wo", "do", "vr", "za", "zo")
_DAG = "|".join(_DAGEN)
_VORM = re.compile(rf"(\d\d)(?::([0-5]\d))?-(\d\d)(?::([0-5]\d))? ({_DAG})(?:-({_DAG}))?", re.ASCII)
_DAG_IN_MINUTEN = 24 * 60


@dataclass(frozen=True, slots=True)
class Venster:
    """Hours of a day, in minutes since midnight, on the weekdays `eerste` to `laatste`."""

    van: int
    tot: int
    eerste: int
    laatste: int

    def opens_on(self, dag: date) -> bool:
        """Return whether there are hours on this day at all."""
        return self.eerste <= dag.weekday() <= self.laatste and dag not in feestdagen(dag.year)


@lru_cache(maxsize=256)
def parse_venster(tekst: str) -> Venster:
    """Return the window of a text such as `07-19 ma-vr`, `07:30-18 ma-do` or `09-17 wo`.

    Raises ValueError, with a Dutch sentence, when it is anything else or is never open.
    """
    found = _VORM.fullmatch(tekst)
    if found is None:
        raise ValueError(f"{tekst!r} is geen venster; schrijf het als {STANDAARD!r}.")
    van_uur, van_minuut, tot_uur, tot_minuut, eerste, laatste = found.groups()
    venster = Venster(
        van=int(van_uur) * 60 + int(van_minuut or 0),
        tot=int(tot_uur) * 60 + int(tot_minuut or 0),
        eerste=_DAGEN.index(eerste),
        laatste=_DAGEN.index(laatste or eerste),
    )
    if not 0 <= venster.van < venster.tot <= _DAG_IN_MINUTEN or venster.eerste > venster.laatste:
        raise ValueError(f"{tekst!r} is nooit open: het begin ligt na het eind.")
    return venster


def eerste_moment(nu: datetime, venster: str) -> datetime:
    """Return the first moment from `nu` on at which mail may leave; `nu` itself when it may now.

    The window holds its first minute and not its last. Raises ValueError as `parse_venster`, and
    for a `nu` without a time zone.
    """
    if nu.tzinfo is None:
        raise ValueError("nu has no time zone")
    if venster in {"", ALTIJD}:
        return nu
    uren = parse_venster(venster)
    dag = nu.astimezone(_AMSTERDAM).date()
    while True:
        if uren.opens_on(dag):
            if nu < _moment(dag, uren.van):
                return _moment(dag, uren.van)
            if nu < _moment(dag, uren.tot):
                return nu
        dag += timedelta(days=1)


def is_open(nu: datetime, venster: str) -> bool:
    """Return whether mail may leave at this moment."""
    return eerste_moment(nu, venster) == nu


def _moment(dag: date, minuten: int) -> datetime:
    # In UTC, because two moments of one time zone are compared by their clocks, not by time.
    dagen, rest = divmod(minuten, _DAG_IN_MINUTEN)
    klok = time(rest // 60, rest % 60, tzinfo=_AMSTERDAM)
    return datetime.combine(dag + timedelta(days=dagen), klok).astimezone(UTC)
