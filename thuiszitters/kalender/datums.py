"""Date arithmetic the law needs: schooljaar, birthdays, calendar months."""

from datetime import date
from functools import lru_cache

MAANDEN = (
    "jan",
    "feb",
    "mrt",
    "apr",
    "mei",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dec",
)

_AUGUSTUS = 8
_DAGEN_IN_MAAND = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARI = 2


def schooljaar(d: date) -> int:
    """The calendar year in which the schooljaar of this day began (1 August to 31 July)."""
    return d.year if d.month >= _AUGUSTUS else d.year - 1


def schooljaar_grenzen(jaar: int) -> tuple[date, date]:
    """First and last day, both included, of the schooljaar that begins in this year."""
    return date(jaar, 8, 1), date(jaar + 1, 7, 31)


def is_schrikkeljaar(jaar: int) -> bool:
    """Whether this year has a 29 February."""
    return jaar % 4 == 0 and (jaar % 100 != 0 or jaar % 400 == 0)


def plus_maanden(d: date, n: int) -> date:
    """The same day n calendar months on (or back), clamped to the end of a shorter month."""
    maanden = d.year * 12 + d.month - 1 + n
    jaar, maand = divmod(maanden, 12)
    maand += 1
    laatste = _DAGEN_IN_MAAND[maand - 1]
    if maand == _FEBRUARI and is_schrikkeljaar(jaar):
        laatste = 29
    return date(jaar, maand, min(d.day, laatste))


def verjaardag(geboortedatum: date, n: int) -> date:
    """The n-th birthday; a child of 29 February has it on 1 March in other years."""
    jaar = geboortedatum.year + n
    if geboortedatum.month == _FEBRUARI and geboortedatum.day == 29 and not is_schrikkeljaar(jaar):
        return date(jaar, 3, 1)
    return geboortedatum.replace(year=jaar)


@lru_cache(maxsize=4096)
def datum_kort(d: date) -> str:
    """A date as people read it: 12 mrt 2026."""
    return f"{d.day} {MAANDEN[d.month - 1]} {d.year}"
