"""What follows when nobody answers.

No answer within the term: one reminder. Still none after the same term again: the next rung. At
the highest rung, or where no rung above is in use: a reminder every week. Whoever takes a signal
up says until when they may be silent; after that day it is open again, as if just reminded. All
terms are counted from what was really sent: nobody is escalated over our own downtime.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import Enum, auto

from monitoring.ladder.besluit import Eerder, Herinnering, Nieuw
from monitoring.ladder.regels import Ladder, LadderRegel
from monitoring.ladder.soorten import Drempel, Oorzaak, Status, Trede
from thuiszitters.kalender import datum_kort, eerstvolgende_werkdag, plus_werkdagen

WEKELIJKS = timedelta(days=7)
MEESTE_RUST = 10
"""Werkdagen that somebody who takes a signal up may be silent."""
MEESTE_DOORGESTUURD = 2
"""How often passing a signal on starts its term anew, so that it cannot go round for ever."""

Sleutel = tuple[Drempel, Trede, date, Oorzaak]


class Stil(Enum):
    """The answers that need no more than a word."""

    NIETS = auto()
    OPGEVOLGD = auto()


def stilte(
    e: Eerder,
    naast: Sequence[Eerder],
    known: Collection[Sleutel],
    peildatum: date,
    ladder: Ladder,
) -> Herinnering | Nieuw | Stil | date:
    """Return what silence asks for this escalation: a reminder, the next rung, or when to look.

    `naast` are the other live escalations of its spoor; while one that stands higher is open or
    taken up, that one does the asking.
    """
    higher = [o for o in naast if o.trede.hoogte > e.trede.hoogte]
    if e.status == Status.BEANTWOORD:
        newer = [o for o in naast if o.trede == e.trede and o.pk > e.pk]
        if e.rust_tot is None or higher or newer:
            return Stil.NIETS
        return _remind(e, plus_werkdagen(e.rust_tot, 1), peildatum, heropend=True)
    if e.reageer_voor is None:
        return Stil.NIETS
    if e.herinnerd_op is None:
        return _remind(e, plus_werkdagen(e.reageer_voor, 1), peildatum)
    regel = next_rung(e, known, ladder)
    if regel is None:
        return _remind(e, eerstvolgende_werkdag(e.herinnerd_op + WEKELIJKS), peildatum)
    due = plus_werkdagen(e.reageer_voor, 1)
    if due > peildatum:
        return due
    asking = [o for o in higher if o.trede.hoogte >= regel.trede.hoogte]
    if any(o.status == Status.OPEN for o in asking):
        return Stil.OPGEVOLGD
    resting = [o.rust_tot for o in asking if o.rust_tot is not None]
    if resting:
        return plus_werkdagen(max(*resting, peildatum), 1)
    return Nieuw(
        regel,
        e.drempel,
        e.verzuim_sinds,
        due,
        Status.OPEN,
        f"Geen reactie op het signaal {e.trede} van {datum_kort(e.op)}, ook niet na een "
        f"herinnering op {datum_kort(e.herinnerd_op)}.",
        oorzaak=Oorzaak.STILTE,
    )


def _remind(e: Eerder, due: date, peildatum: date, *, heropend: bool = False) -> Herinnering | date:
    if due > peildatum:
        return due
    return Herinnering(e.pk, plus_werkdagen(peildatum, e.termijn), heropend=heropend)


def next_rung(e: Eerder, known: Collection[Sleutel], ladder: Ladder) -> LadderRegel | None:
    """Return the lowest rung above this one that silence leads to and that was not used yet."""
    for regel in ladder.stilteregels:
        key = (e.drempel, regel.trede, e.verzuim_sinds, Oorzaak.STILTE)
        if regel.trede.hoogte > e.trede.hoogte and key not in known:
            return regel
    return None


def after_reminder(
    e: Eerder, herinnering: Herinnering, known: Collection[Sleutel], op: date, ladder: Ladder
) -> date:
    """Return the day to look again after this reminder, sent on `op`."""
    if next_rung(e, known, ladder) is None:
        return eerstvolgende_werkdag(op + WEKELIJKS)
    return plus_werkdagen(herinnering.reageer_voor, 1)
