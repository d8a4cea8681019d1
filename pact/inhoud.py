"""What an action says: every field a person fills in, and how it is read back in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from pact.bedragen import bedrag_in_woorden
from pact.indicatoren import indicator_in_words
from pact.keuzes import Middelsoort, Niveau, Periodelezing, Status, Termijn
from pact.models import Actie, Partner, Thema
from thuiszitters.kalender import datum_kort


@dataclass(frozen=True, slots=True)
class ActieInhoud:
    """The fields of an action, in the order in which people read them."""

    activiteit: str
    thema: Thema
    niveau: Niveau
    termijn: Termijn = Termijn.KORT
    nummer_tekst: str = ""
    eigenaar: Partner | None = None
    mede_eigenaren: frozenset[Partner] = frozenset()
    betrokkenen_tekst: str = ""
    betrokken: frozenset[Partner] = frozenset()
    betrokkenen_nakijken: bool = False
    periode_tekst: str = ""
    periode_lezing: Periodelezing = Periodelezing.LEEG
    begin: date | None = None
    einde: date | None = None
    deadline: date | None = None
    status: Status = Status.NOG_NIET_BEGONNEN
    wacht_op: str = ""
    resultaat_verwacht: str = ""
    resultaat_bereikt: str = ""
    middelen_soort: Middelsoort = Middelsoort.ONBEKEND
    middelen_bedrag: Decimal | None = None
    middelen_eenheid: str = ""
    middelen_tekst: str = ""
    indicator: str = ""
    toelichting: str = ""


VELDEN = tuple(field.name for field in fields(ActieInhoud))
"""The names of those fields, in that order."""

PARTNERS = ("mede_eigenaren", "betrokken")
"""The fields that hold more than one partner."""

DATA = ("begin", "einde", "deadline")
"""The dates that reading a period fills in."""

VRIJE_TEKST = (
    "activiteit",
    "nummer_tekst",
    "betrokkenen_tekst",
    "periode_tekst",
    "wacht_op",
    "resultaat_verwacht",
    "resultaat_bereikt",
    "middelen_eenheid",
    "middelen_tekst",
    "toelichting",
)
"""The fields in which people write what they like."""


def inhoud_of(actie: Actie) -> ActieInhoud:
    """Return what an action says now."""
    return ActieInhoud(
        activiteit=actie.activiteit,
        thema=actie.thema,
        niveau=Niveau(actie.niveau),
        termijn=Termijn(actie.termijn),
        nummer_tekst=actie.nummer_tekst,
        eigenaar=actie.eigenaar,
        mede_eigenaren=frozenset(actie.mede_eigenaren.all()),
        betrokkenen_tekst=actie.betrokkenen_tekst,
        betrokken=frozenset(actie.betrokken.all()),
        betrokkenen_nakijken=actie.betrokkenen_nakijken,
        periode_tekst=actie.periode_tekst,
        periode_lezing=Periodelezing(actie.periode_lezing),
        begin=actie.begin,
        einde=actie.einde,
        deadline=actie.deadline,
        status=Status(actie.status),
        wacht_op=actie.wacht_op,
        resultaat_verwacht=actie.resultaat_verwacht,
        resultaat_bereikt=actie.resultaat_bereikt,
        middelen_soort=Middelsoort(actie.middelen_soort),
        middelen_bedrag=actie.middelen_bedrag,
        middelen_eenheid=actie.middelen_eenheid,
        middelen_tekst=actie.middelen_tekst,
        indicator=actie.indicator,
        toelichting=actie.toelichting,
    )


def normalised(inhoud: ActieInhoud) -> ActieInhoud:
    """Return it as it is kept: the owner is no co-owner, and dates were set by somebody."""
    mede = inhoud.mede_eigenaren
    if inhoud.eigenaar is not None:
        mede = mede - {inhoud.eigenaar}
    lezing = inhoud.periode_lezing
    dated = any(getattr(inhoud, veld) is not None for veld in DATA)
    if not dated and not inhoud.periode_tekst:
        lezing = Periodelezing.LEEG
    elif dated and lezing == Periodelezing.LEEG:
        lezing = Periodelezing.GECORRIGEERD
    return replace(inhoud, mede_eigenaren=mede, periode_lezing=lezing)


def changed_fields(before: ActieInhoud, after: ActieInhoud) -> list[str]:
    """Return the names of the fields that differ."""
    return [veld for veld in VELDEN if getattr(before, veld) != getattr(after, veld)]


def in_words(inhoud: ActieInhoud) -> dict[str, str]:
    """Return every field as people read it; "" where it is empty."""
    bedrag = inhoud.middelen_bedrag
    return {
        "activiteit": inhoud.activiteit,
        "thema": inhoud.thema.naam,
        "niveau": inhoud.niveau.label,
        "termijn": inhoud.termijn.label,
        "nummer_tekst": inhoud.nummer_tekst,
        "eigenaar": str(inhoud.eigenaar) if inhoud.eigenaar else "",
        "mede_eigenaren": _names(inhoud.mede_eigenaren),
        "betrokkenen_tekst": inhoud.betrokkenen_tekst,
        "betrokken": _names(inhoud.betrokken),
        "betrokkenen_nakijken": "ja" if inhoud.betrokkenen_nakijken else "",
        "periode_tekst": inhoud.periode_tekst,
        "periode_lezing": _label(inhoud.periode_lezing, Periodelezing.LEEG),
        "begin": _day(inhoud.begin),
        "einde": _day(inhoud.einde),
        "deadline": _day(inhoud.deadline),
        "status": inhoud.status.label,
        "wacht_op": inhoud.wacht_op,
        "resultaat_verwacht": inhoud.resultaat_verwacht,
        "resultaat_bereikt": inhoud.resultaat_bereikt,
        "middelen_soort": _label(inhoud.middelen_soort, Middelsoort.ONBEKEND),
        "middelen_bedrag": "" if bedrag is None else bedrag_in_woorden(bedrag),
        "middelen_eenheid": inhoud.middelen_eenheid,
        "middelen_tekst": inhoud.middelen_tekst,
        "indicator": indicator_in_words(inhoud.indicator),
        "toelichting": inhoud.toelichting,
    }


def _names(partners: Iterable[Partner]) -> str:
    return ", ".join(sorted(str(partner) for partner in partners))


def _day(day: date | None) -> str:
    return datum_kort(day) if day else ""


def _label(keuze: Periodelezing | Middelsoort, empty: Periodelezing | Middelsoort) -> str:
    return "" if keuze == empty else str(keuze.label)
