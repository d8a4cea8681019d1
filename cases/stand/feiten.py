"""The facts about one child, as spans of days, and what makes them impossible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from thuiszitters.kalender import Regio

# Beyond these years a date is a typing error, and the calendar does not reach.
EERSTE_JAAR = 1900
LAATSTE_JAAR = 2199

UREN_PER_DAG = 24


class OngeldigeFeiten(ValueError):
    """These facts cannot be true together; the message says in Dutch which, and why."""


class Grond(StrEnum):
    """Ground of a vrijstelling: an article of the Leerplichtwet."""

    ART5_A = "ART5_A"
    ART5_B = "ART5_B"
    ART5_C = "ART5_C"
    ART5A_TREKKEND = "ART5A_TREKKEND"
    ART15 = "ART15"


@dataclass(frozen=True, slots=True)
class Span:
    """Days [begin, einde): einde is the first day it no longer holds, None while it lasts."""

    begin: date | None
    einde: date | None


@dataclass(frozen=True, slots=True)
class Inschrijving(Span):
    """Enrolled at a school; begin None means since before we know."""


@dataclass(frozen=True, slots=True)
class Verzuim:
    """Absent from the school where the child is enrolled; einde is the first school day back."""

    begin: date
    einde: date | None
    geoorloofd: bool
    ziek: bool = False
    """Reported sick, which is authorised; such a span is one sick report."""


@dataclass(frozen=True, slots=True)
class Aanbod:
    """A passend aanbod: made, accepted and started on these days, where they are known."""

    gestart_op: date | None
    einde: date | None
    gedaan_op: date | None = None
    geaccepteerd_op: date | None = None


@dataclass(frozen=True, slots=True)
class Vrijstelling:
    """Exempt from inschrijving, or with ART15 from the kwalificatieplicht only."""

    grond: Grond
    begin: date
    einde: date | None


@dataclass(frozen=True, slots=True)
class Gemist:
    """Hours missed on one day."""

    datum: date
    uren: float | Decimal
    geoorloofd: bool


@dataclass(frozen=True, slots=True)
class Feiten:
    """Everything the Stand of one child follows from. Spans may stand in any order."""

    geboortedatum: date
    regio: Regio
    inschrijvingen: tuple[Inschrijving, ...] = ()
    verzuim: tuple[Verzuim, ...] = ()
    aanbod: tuple[Aanbod, ...] = ()
    vrijstellingen: tuple[Vrijstelling, ...] = ()
    gemist: tuple[Gemist, ...] = ()
    startkwalificatie_op: date | None = None


def _tekst(begin: date | None, einde: date | None) -> str:
    van = "sinds onbekend" if begin is None else f"van {begin.isoformat()}"
    tot = "(loopt nog)" if einde is None else f"tot {einde.isoformat()}"
    return f"{van} {tot}"


def _controleer_reeks(naam: str, spans: list[tuple[date | None, date | None]]) -> None:
    for begin, einde in spans:
        if begin is not None and einde is not None and einde <= begin:
            msg = (
                f"{naam} {_tekst(begin, einde)}: einde moet na begin liggen "
                "(einde is de eerste dag waarop het niet meer geldt)."
            )
            raise OngeldigeFeiten(msg)
    if len(spans) < 2:
        return
    spans.sort(key=lambda span: span[0] or date.min)
    vorige_begin, vorige_einde = spans[0]
    for begin, einde in spans[1:]:
        if vorige_einde is None or begin is None or begin < vorige_einde:
            msg = (
                f"{naam} {_tekst(vorige_begin, vorige_einde)} overlapt met "
                f"{naam} {_tekst(begin, einde)}."
            )
            raise OngeldigeFeiten(msg)
        vorige_begin, vorige_einde = begin, einde


def _controleer_datum(naam: str, d: date) -> None:
    if not EERSTE_JAAR <= d.year <= LAATSTE_JAAR:
        msg = f"{naam} {d.isoformat()} ligt niet tussen {EERSTE_JAAR} en {LAATSTE_JAAR}."
        raise OngeldigeFeiten(msg)


def controleer(feiten: Feiten, peildatum: date) -> None:
    """Raises OngeldigeFeiten for spans that end before they begin or overlap in one list.

    An aanbod that has not started is no span yet: it overlaps with nothing, but may not end on or
    before a day on which it was made or accepted.
    """
    _controleer_datum("peildatum", peildatum)
    _controleer_datum("geboortedatum", feiten.geboortedatum)
    if feiten.inschrijvingen:
        _controleer_reeks("inschrijving", [(s.begin, s.einde) for s in feiten.inschrijvingen])
    if feiten.verzuim:
        _controleer_reeks("verzuim", [(s.begin, s.einde) for s in feiten.verzuim])
    if feiten.vrijstellingen:
        _controleer_reeks("vrijstelling", [(s.begin, s.einde) for s in feiten.vrijstellingen])
    if feiten.aanbod:
        _controleer_aanbod(feiten.aanbod)
    for gemist in feiten.gemist:
        _controleer_datum("gemist op", gemist.datum)
        if not 0 <= gemist.uren <= UREN_PER_DAG:
            msg = f"gemist op {gemist.datum.isoformat()}: uren moet tussen 0 en 24 liggen."
            raise OngeldigeFeiten(msg)


def _controleer_aanbod(reeks: Sequence[Aanbod]) -> None:
    _controleer_reeks("aanbod", [(s.gestart_op, s.einde) for s in reeks if s.gestart_op])
    for aanbod in reeks:
        eerder = [d for d in (aanbod.gedaan_op, aanbod.geaccepteerd_op, aanbod.gestart_op) if d]
        if not eerder:
            msg = "aanbod: geef gestart_op (of gedaan_op of geaccepteerd_op)."
            raise OngeldigeFeiten(msg)
        if aanbod.einde is not None and aanbod.einde <= max(eerder):
            msg = (
                f"aanbod {_tekst(max(eerder), aanbod.einde)}: einde moet na de dag liggen "
                "waarop het aanbod is gedaan, geaccepteerd of gestart."
            )
            raise OngeldigeFeiten(msg)
