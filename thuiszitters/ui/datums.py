"""Dutch dates as people write and read them. Pure: today is always an argument."""

from __future__ import annotations

import re
from datetime import date

from thuiszitters.kalender.datums import MAANDEN as KORTE_MAANDEN

MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
WEEKDAGEN_KORT = ("ma", "di", "wo", "do", "vr", "za", "zo")

VROEGSTE_JAAR = 1900
LAATSTE_JAAR = 2199
# Two digits: 00-68 is this century, 69-99 the one before, as POSIX and Python read them.
EEUWGRENS = 69

_MAANDNUMMER = {naam: nummer for nummer, naam in enumerate(MAANDEN, 1)}
_MAANDNUMMER |= {naam: nummer for nummer, naam in enumerate(KORTE_MAANDEN, 1)}
_MAANDNUMMER |= {"maa": 3, "sept": 9}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_CIJFERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", re.ASCII)
_WOORDEN = re.compile(r"(\d{1,2})[- ]?([a-z]+)\.?[- ]?'?(\d{4}|\d{2})", re.ASCII)
_WEEKDAG = re.compile(
    r"^(?:ma|di|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)\.?,? "
)

GEEN_DATUM = "Dit is geen datum. Schrijf bijvoorbeeld 12-3-2026."


def dag_tekst(dag: date, peildatum: date) -> str:
    """Returns a date to plan with: "vr 27 nov"; the year is added when it is not this year's."""
    tekst = f"{WEEKDAGEN_KORT[dag.weekday()]} {dag.day} {KORTE_MAANDEN[dag.month - 1]}"
    return tekst if dag.year == peildatum.year else f"{tekst} {dag.year}"


def dagen_tekst(aantal: int) -> str:
    """Returns a number of calendar days in words: "1 dag", "41 dagen"."""
    return f"{aantal} dag" if abs(aantal) == 1 else f"{aantal} dagen"


def over_dagen_tekst(dag: date, peildatum: date) -> str:
    """Returns the distance: "vandaag", "morgen", "gisteren", "over 6 dagen", "3 dagen geleden"."""
    verschil = (dag - peildatum).days
    woorden = {0: "vandaag", 1: "morgen", -1: "gisteren"}
    if verschil in woorden:
        return woorden[verschil]
    return f"over {verschil} dagen" if verschil > 0 else f"{-verschil} dagen geleden"


def parse_datum(tekst: str) -> date:
    """Reads a date as people in the Netherlands write it.

    Accepts 12-3-26, 12-03-2026, 12/3/2026, 12.3.2026, 12 mrt 2026, 12 maart 2026, vr 27 nov 2026
    and 2026-03-12. Raises ValueError with a sentence for the person who typed it.
    """
    schoon = _WEEKDAG.sub("", " ".join(tekst.strip().lower().split()))
    if gevonden := _ISO.fullmatch(schoon):
        jaar, maand, dag = (int(deel) for deel in gevonden.groups())
    elif gevonden := _CIJFERS.fullmatch(schoon):
        dag, maand = int(gevonden[1]), int(gevonden[2])
        jaar = _jaar(gevonden[3])
    elif (gevonden := _WOORDEN.fullmatch(schoon)) and gevonden[2] in _MAANDNUMMER:
        dag, maand = int(gevonden[1]), _MAANDNUMMER[gevonden[2]]
        jaar = _jaar(gevonden[3])
    else:
        raise ValueError(GEEN_DATUM)
    return _bestaande_datum(jaar, maand, dag)


def _jaar(cijfers: str) -> int:
    jaar = int(cijfers)
    if len(cijfers) == 4:
        return jaar
    return jaar + (1900 if jaar >= EEUWGRENS else 2000)


def _bestaande_datum(jaar: int, maand: int, dag: int) -> date:
    if not VROEGSTE_JAAR <= jaar <= LAATSTE_JAAR:
        raise ValueError(f"Het jaar {jaar} kan niet kloppen. Schrijf bijvoorbeeld 12-3-2026.")
    if not 1 <= maand <= 12:
        raise ValueError(f"Maand {maand} bestaat niet. Schrijf dag, maand, jaar: 12-3-2026.")
    try:
        return date(jaar, maand, dag)
    except ValueError:
        raise ValueError(f"{dag} {MAANDEN[maand - 1]} {jaar} bestaat niet.") from None
