"""The escalatieladder, as a pure function.

From the Stand of a casus, what was escalated before and the rules, it says which rungs are due
on a day, which are skipped, which lapse, and on which day to look again. It knows no clock and
no database. Source: the communication ladder of the regievoerder (preventie, stimuleren,
signaleren, aanspreken) on the thresholds of the Thuiszitterspact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.stand import Categorie, Stand
from thuiszitters.accounts.rollen import Rol
from thuiszitters.kalender import datum_kort


class Trede(StrEnum):
    """The four rungs, lowest first."""

    PREVENTIE = "preventie"
    STIMULEREN = "stimuleren"
    SIGNALEREN = "signaleren"
    AANSPREKEN = "aanspreken"


class Drempel(StrEnum):
    """What a rung is about; with the trede and the period it makes an escalation unique."""

    VEERTIEN_DAGEN = "veertien_dagen"
    VIER_WEKEN = "vier_weken"
    DRIE_MAANDEN = "drie_maanden"
    DRIE_MAANDEN_VOORBIJ = "drie_maanden_voorbij"


class Anker(StrEnum):
    """The date of the Stand that a rung is counted from."""

    VERZUIM_SINDS = "verzuim_sinds"
    VIER_WEKEN_OP = "vier_weken_op"
    DRIE_MAANDEN_OP = "drie_maanden_op"


class Status(StrEnum):
    """What became of an escalation."""

    OPEN = "open"
    BEANTWOORD = "beantwoord"
    OVERGESLAGEN = "overgeslagen"
    VERVALLEN = "vervallen"


@dataclass(frozen=True, slots=True)
class LadderRegel:
    """One rung: when it is due, whom it addresses, what it asks and within how long."""

    drempel: Drempel
    trede: Trede
    anker: Anker
    dagen: int
    """Calendar days after (or, negative, before) the anchor."""
    termijn: int
    """Werkdagen to answer in."""
    rollen: tuple[Rol, ...]
    aanleiding: str
    vraag: str

    def due_on(self, stand: Stand) -> date | None:
        """Return the day this rung is due under this Stand, or None when its anchor is absent."""
        anchor: date | None = getattr(stand, self.anker.value)
        return anchor + timedelta(days=self.dagen) if anchor is not None else None


LANDELIJKE_LADDER: tuple[LadderRegel, ...] = (
    LadderRegel(
        Drempel.VEERTIEN_DAGEN,
        Trede.PREVENTIE,
        Anker.VERZUIM_SINDS,
        14,
        5,
        (Rol.COORDINATOR, Rol.ZORGCOORDINATOR),
        "De leerling is veertien dagen thuis.",
        "Neem contact op met het kind en de ouders en maak een eerste plan.",
    ),
    LadderRegel(
        Drempel.VIER_WEKEN,
        Trede.STIMULEREN,
        Anker.VIER_WEKEN_OP,
        -7,
        5,
        (Rol.COORDINATOR, Rol.LEERPLICHTAMBTENAAR),
        "Over een week zit de leerling vier weken thuis.",
        "Zorg dat er een aanbod of een plan op papier staat.",
    ),
    LadderRegel(
        Drempel.VIER_WEKEN,
        Trede.SIGNALEREN,
        Anker.VIER_WEKEN_OP,
        0,
        3,
        (Rol.LEERPLICHTAMBTENAAR, Rol.COORDINATOR, Rol.DIRECTEUR),
        "De leerling zit vier weken thuis.",
        "Plan een multidisciplinair overleg (MDO) met een datum en schaal op waar dat nodig is.",
    ),
    LadderRegel(
        Drempel.DRIE_MAANDEN,
        Trede.SIGNALEREN,
        Anker.DRIE_MAANDEN_OP,
        -28,
        3,
        (Rol.LEERPLICHTAMBTENAAR, Rol.COORDINATOR, Rol.DIRECTEUR),
        "Over vier weken is de grens van drie maanden bereikt.",
        "Zeg welk passend aanbod er komt en wanneer het start, of plan een overleg.",
    ),
    LadderRegel(
        Drempel.DRIE_MAANDEN,
        Trede.AANSPREKEN,
        Anker.DRIE_MAANDEN_OP,
        -14,
        2,
        (Rol.DIRECTEUR, Rol.BESTUURDER, Rol.LEERPLICHTAMBTENAAR),
        "Over twee weken is de grens van drie maanden bereikt, zonder passend aanbod.",
        "Beleg een doorbraakoverleg met mensen die mogen beslissen.",
    ),
    LadderRegel(
        Drempel.DRIE_MAANDEN_VOORBIJ,
        Trede.AANSPREKEN,
        Anker.DRIE_MAANDEN_OP,
        1,
        2,
        (Rol.DIRECTEUR, Rol.BESTUURDER, Rol.LEERPLICHTAMBTENAAR),
        "De leerling zit langer dan drie maanden thuis zonder passend aanbod.",
        "Gebruik de doorzettingsmacht: besluit welk aanbod start, en wanneer.",
    ),
)

KLIMT = frozenset({Categorie.AV, Categorie.LRV, Categorie.DREIGEND})
"""The categories in which the ladder climbs."""

_RUST = {
    Categorie.NIET_PLICHTIG: "De leerling is niet meer leer- of kwalificatieplichtig.",
    Categorie.VRIJGESTELD: "De leerling heeft een vrijstelling.",
    Categorie.MET_AANBOD: "Er loopt een passend aanbod.",
    Categorie.GEOORLOOFD: "De leerling is geoorloofd afwezig.",
    Categorie.GEEN: "De leerling is terug op school.",
}


@dataclass(frozen=True, slots=True)
class Eerder:
    """An escalation that exists already."""

    pk: int
    drempel: str
    trede: str
    verzuim_sinds: date
    status: str


@dataclass(frozen=True, slots=True)
class Nieuw:
    """An escalation to record: open, or skipped with the reason."""

    regel: LadderRegel
    due_on: date
    status: Status
    reden: str


@dataclass(frozen=True, slots=True)
class Besluit:
    """What the ladder decides for one casus on one day."""

    nieuw: tuple[Nieuw, ...] = ()
    vervalt: tuple[int, ...] = ()
    """The ids of the open escalations that lapse."""
    vervalt_reden: str = ""
    volgende_op: date | None = None
    """The next day on which a rung falls due, or None."""
    trede: Trede | None = None
    """The highest rung reached in the running period; None while the ladder rests."""


def decide(
    *,
    stand: Stand,
    history: Sequence[Eerder],
    peildatum: date,
    gesloten: bool = False,
    regels: Sequence[LadderRegel] = LANDELIJKE_LADDER,
) -> Besluit:
    """Return what is due on `peildatum`.

    Of the rungs that are due and not yet recorded for this period at home, only the highest is
    opened; those below it are recorded as skipped. Where the child is not at home without an
    aanbod any more, or the casus is closed, nothing is due and what is open lapses. The same
    question after recording the answer gives nothing new: it looks at dates, not at having run.
    """
    running = stand.verzuim_sinds
    if gesloten or stand.categorie not in KLIMT or running is None:
        reason = "De casus is gesloten." if gesloten else _RUST[stand.categorie]
        return Besluit(vervalt=_open(history), vervalt_reden=reason)

    overtaken = _open([e for e in history if e.verzuim_sinds != running])
    seen = [e for e in history if e.verzuim_sinds == running]
    known = {(e.drempel, e.trede) for e in seen}
    places = {(regel.drempel, regel.trede): place for place, regel in enumerate(regels)}
    reached = max(
        (
            places[e.drempel, e.trede]  # type: ignore[index]
            for e in seen
            if e.status != Status.OVERGESLAGEN and (e.drempel, e.trede) in places
        ),
        default=-1,
    )
    dated = [(place, regel, regel.due_on(stand)) for place, regel in enumerate(regels)]
    waiting = [
        (place, regel, due)
        for place, regel, due in dated
        if due is not None and (regel.drempel, regel.trede) not in known
    ]
    due_now = [item for item in waiting if item[2] <= peildatum]
    highest = max((place for place, _, _ in due_now), default=-1)
    fired = highest if highest > reached else None
    top = regels[max(highest, reached)] if max(highest, reached) >= 0 else None
    nieuw = tuple(
        Nieuw(regel, due, Status.OPEN, _why(regel, due))
        if place == fired
        else Nieuw(regel, due, Status.OVERGESLAGEN, _why_not(due, peildatum, top))
        for place, regel, due in due_now
    )
    return Besluit(
        nieuw=nieuw,
        vervalt=overtaken,
        vervalt_reden="Het verzuim telt nu vanaf een andere dag." if overtaken else "",
        volgende_op=min((due for _, _, due in waiting if due > peildatum), default=None),
        trede=_highest_trede(seen, nieuw),
    )


def _open(history: Sequence[Eerder]) -> tuple[int, ...]:
    return tuple(e.pk for e in history if e.status == Status.OPEN)


def _why(regel: LadderRegel, due: date) -> str:
    return f"{regel.aanleiding} Deze trede gold vanaf {datum_kort(due)}."


def _why_not(due: date, peildatum: date, top: LadderRegel | None) -> str:
    higher = f" ({top.trede})" if top is not None else ""
    return (
        f"Overgeslagen: deze trede gold vanaf {datum_kort(due)}, maar op {datum_kort(peildatum)} "
        f"was een hogere trede{higher} al bereikt."
    )


def _highest_trede(seen: Sequence[Eerder], nieuw: Sequence[Nieuw]) -> Trede | None:
    order = list(Trede)
    reached = [Trede(e.trede) for e in seen if e.status in {Status.OPEN, Status.BEANTWOORD}]
    reached += [n.regel.trede for n in nieuw if n.status == Status.OPEN]
    return max(reached, key=order.index, default=None)
