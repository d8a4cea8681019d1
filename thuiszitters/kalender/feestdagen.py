"""Feestdagen, computed from Easter, and the werkdagen of the Algemene termijnenwet."""

from datetime import date, timedelta
from functools import lru_cache

_DAG = timedelta(days=1)
_ZATERDAG = 5
_ZONDAG = 6


def pasen(jaar: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous Gregorian computus)."""
    a = jaar % 19
    b, c = divmod(jaar, 100)
    d, e = divmod(b, 4)
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    maand, dag = divmod(h + m - 7 * n + 114, 31)
    return date(jaar, maand, dag + 1)


def _koningsdag(jaar: int) -> date:
    dag = date(jaar, 4, 27)
    return dag - _DAG if dag.weekday() == _ZONDAG else dag


@lru_cache(maxsize=2048)
def _feestdagen(
    jaar: int, goede_vrijdag_vrij: bool, bevrijdingsdag_vrij: bool
) -> tuple[tuple[date, str], ...]:
    eerste_paasdag = pasen(jaar)
    namen: dict[date, str] = {}
    # Two feestdagen may fall on one day (Hemelvaart on 5 May 2016): the one that is always free
    # keeps the day, whatever the settings.
    if bevrijdingsdag_vrij:
        namen[date(jaar, 5, 5)] = "Bevrijdingsdag"
    if goede_vrijdag_vrij:
        namen[eerste_paasdag - 2 * _DAG] = "Goede Vrijdag"
    namen |= {
        date(jaar, 1, 1): "Nieuwjaarsdag",
        eerste_paasdag + 1 * _DAG: "Paasmaandag",
        _koningsdag(jaar): "Koningsdag",
        eerste_paasdag + 39 * _DAG: "Hemelvaartsdag",
        eerste_paasdag + 50 * _DAG: "Pinkstermaandag",
        date(jaar, 12, 25): "Eerste Kerstdag",
        date(jaar, 12, 26): "Tweede Kerstdag",
    }
    return tuple(sorted(namen.items()))


def feestdagen(
    jaar: int, *, goede_vrijdag_vrij: bool = True, bevrijdingsdag_vrij: bool = True
) -> dict[date, str]:
    """The feestdagen of a calendar year on which schools are closed, in order of date.

    Goede Vrijdag and 5 mei are no general holiday for schools, so both can be switched off.
    Koningsdag is given for every year; before 2014 the day was 30 April, which no rule asks for.
    """
    return dict(_feestdagen(jaar, goede_vrijdag_vrij, bevrijdingsdag_vrij))


@lru_cache(maxsize=512)
def _geen_werkdagen(jaar: int) -> frozenset[date]:
    return frozenset(feestdagen(jaar))


def is_werkdag(d: date) -> bool:
    """Monday to Friday and no feestdag; Goede Vrijdag is equated with one (artikel 3 Atw)."""
    return d.weekday() < _ZATERDAG and d not in _geen_werkdagen(d.year)


def eerstvolgende_werkdag(d: date) -> date:
    """This day if it is a werkdag, else the next one: where a legal term ends (artikel 1 Atw)."""
    while not is_werkdag(d):
        d += _DAG
    return d


def plus_werkdagen(d: date, n: int) -> date:
    """The n-th werkdag after this day, or before it for a negative n; d itself is not counted.

    For n = 0 the answer is the day itself, werkdag or not.
    """
    stap = _DAG if n >= 0 else -_DAG
    over = abs(n)
    while over:
        d += stap
        if is_werkdag(d):
            over -= 1
    return d
