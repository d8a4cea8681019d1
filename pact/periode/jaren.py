"""Which year is meant where the text leaves it out."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from pact.periode.grammatica import Deel, Onzeker, Plek

_RUIMTE = 10
"""The years a pact without an end can last, for years of two digits."""

Pact = tuple[date, date | None]


def geef_jaren(groepen: list[list[Deel]], pact: Pact) -> list[str]:
    """Give every place its year and return Dutch sentences about years that were not written.

    Raises Onzeker where more than one year fits.
    """
    opmerkingen: list[str] = []
    for groep in groepen:
        plekken = [plek for deel in groep for plek in deel.plekken]
        _controleer_kort(plekken, pact)
        if not any(plek.jaar is None for plek in plekken):
            continue
        zonder = next(plek.punt.tekst for plek in plekken if plek.jaar is None)
        if any(plek.jaar is not None for plek in plekken):
            _leen(plekken)
            continue
        jaar = _enige(groep, plekken, pact)
        opmerkingen.append(f"Bij “{zonder}” staat geen jaar; alleen {jaar} past binnen het pact.")
    return opmerkingen


def _controleer_kort(plekken: list[Plek], pact: Pact) -> None:
    """Two digits without an apostrophe are a year when they fit the pact; else who knows."""
    laatste = pact[1].year + 1 if pact[1] else pact[0].year + _RUIMTE
    for plek in plekken:
        if plek.punt.kort and not pact[0].year - 1 <= (plek.jaar or 0) <= laatste:
            raise Onzeker(f"Is “{plek.punt.tekst}” een jaartal? Dat valt buiten het pact.")


def _leen(plekken: list[Plek]) -> None:
    """Take the year from the next place that has one, or else from the one before."""
    for plek, volgend in zip(plekken[-2::-1], plekken[:0:-1], strict=True):
        if plek.jaar is None and volgend.jaar is not None:
            _voor(plek, volgend)
    for vorig, plek in pairwise(plekken):
        if plek.jaar is None:
            _na(plek, vorig)


def _voor(plek: Plek, volgend: Plek) -> None:
    begin = volgend.dagen()[0]
    plek.jaar = begin.year
    if plek.dagen()[0] > begin:
        plek.jaar = begin.year - 1


def _na(plek: Plek, vorig: Plek) -> None:
    begin = vorig.dagen()[0]
    plek.jaar = begin.year
    if plek.dagen()[0] < begin:
        plek.jaar = begin.year + 1


def _enige(groep: list[Deel], plekken: list[Plek], pact: Pact) -> int:
    """Give the places the only years in which all of it lies within the pact; return the first."""
    tekst = plekken[0].punt.tekst
    onbekend = Onzeker(f"Bij “{tekst}” staat geen jaar, en er past meer dan één jaar.")
    if pact[1] is None or pact[1].year - pact[0].year > _RUIMTE:
        raise Onzeker(f"Bij “{tekst}” staat geen jaar.")
    vroegst = pact[0].replace(day=1)
    laatst = (pact[1].replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    passend: list[list[int]] = []
    for jaar in range(pact[0].year - 1, pact[1].year + 2):
        gekozen = _vul(plekken, jaar)
        if gekozen is None:
            continue
        dagen = [dag for deel in groep for dag in deel.dagen() if dag is not None]
        if all(vroegst <= dag <= laatst for dag in dagen):
            passend.append(gekozen)
    if not passend:
        raise Onzeker(f"Bij “{tekst}” staat geen jaar, en geen enkel jaar past binnen het pact.")
    if len(passend) > 1:
        raise onbekend
    for plek, jaar in zip(plekken, passend[0], strict=True):
        plek.jaar = jaar
    return passend[0][0]


def _vul(plekken: list[Plek], eerste: int) -> list[int] | None:
    """Give the first place this year and the others the next that fits; None without such days."""
    for plek in plekken:
        plek.jaar = None
    try:
        plekken[0].jaar = eerste
        plekken[0].dagen()
        for vorig, plek in pairwise(plekken):
            _na(plek, vorig)
            plek.dagen()
    except (ValueError, OverflowError):
        return None
    return [plek.jaar or 0 for plek in plekken]
