"""When the signals of sickness and of absoluut verzuim hold: each an unbroken stretch of days.

They follow from the facts alone, so the whole life of a child is laid out at once; the answer on a
day is the stretch that holds it. Days are day numbers (`date.toordinal`).
"""

from datetime import date
from typing import NamedTuple

from cases.stand.feiten import Feiten
from cases.stand.plichtdagen import Dagen, bevat, binnen, dagnummers, zonder
from cases.stand.regelset import Regelset
from thuiszitters.kalender import Schoolkalender

_WEEK = 7
_AUGUSTUS = 8


class Voorval(NamedTuple):
    """A stretch of days on which a signal holds."""

    aanvang: int
    """The day that tells this one from another: the first of what the signal is about."""
    op: int
    """First day on which the signal is due."""
    tot: int
    """First day on which it no longer holds."""
    geteld: tuple[int, ...] = ()
    """What was counted: the first days of the sick reports, or the seventh schooldag."""


def absoluut_verzuim(feiten: Feiten, plicht: Dagen, regelset: Regelset) -> list[Voorval]:
    """Every time the child is enrolled nowhere while it must be (R16, artikel 19 Leerplichtwet).

    One that began from 1 August on is due only on the day of av_respijt_tot of that year: after
    the summer many a child is not enrolled on paper only (DUO, absoluut verzuim).
    """
    if not regelset.av_signaal:
        return []
    ingeschreven = [dagnummers(span.begin, span.einde) for span in feiten.inschrijvingen]
    voorvallen = []
    for van, tot in zonder(plicht, ingeschreven):
        op = van
        if regelset.av_respijt_tot is not None:
            begin = date.fromordinal(van)
            if begin.month >= _AUGUSTUS:
                op = max(van, regelset.av_respijt_tot.in_jaar(begin.year).toordinal())
        if op < tot:
            voorvallen.append(Voorval(van, op, tot))
    return voorvallen


def _ziekmeldingen(feiten: Feiten) -> Dagen:
    return sorted(dagnummers(span.begin, span.einde) for span in feiten.verzuim if span.ziek)


def ziek_meldingen(feiten: Feiten, plicht: Dagen, regelset: Regelset) -> list[Voorval]:
    """Every time the latest sick report was the ziek_meldingen-th within ziek_weken (R28).

    Counted are the reports whose first day lies in the 7 x ziek_weken days up to and including
    that of the latest. It holds for as many days from the latest on, unless a next report comes
    that is not so many in a row. Reports of a time without the duty to be in school do not count.
    """
    aantal, dagen = regelset.ziek_meldingen, regelset.ziek_weken * _WEEK
    if not aantal:
        return []
    meldingen = [van for van, _ in _ziekmeldingen(feiten) if bevat(plicht, van)]
    bereikt: Dagen = []
    for i in range(aantal - 1, len(meldingen)):
        melding = meldingen[i]
        if melding - meldingen[i - aantal + 1] >= dagen:
            continue
        tot = melding + dagen
        if i + 1 < len(meldingen):
            tot = min(tot, meldingen[i + 1])
        if bereikt and bereikt[-1][1] == melding:
            bereikt[-1] = (bereikt[-1][0], tot)
        else:
            bereikt.append((melding, tot))
    return [
        Voorval(van, van, tot, tuple(m for m in meldingen if m < tot))
        for van, tot in binnen(bereikt, plicht)
    ]


def ziek_schooldagen(
    feiten: Feiten, plicht: Dagen, kalender: Schoolkalender, regelset: Regelset
) -> list[Voorval]:
    """Every time a sickness has lasted ziek_schooldagen schooldagen in a row (R28).

    Sick spans with no schooldag between them count as one sickness. It holds until the first day
    on which the child is not reported sick; when it is again before the next schooldag, that is
    another stretch, of the same sickness.
    """
    aantal = regelset.ziek_schooldagen
    if not aantal:
        return []
    voorvallen: list[Voorval] = []
    geteld = 0
    vorige_tot = begin = sinds = 0
    op: int | None = None
    for van, tot in binnen(_ziekmeldingen(feiten), plicht):
        if not vorige_tot or kalender.schooldagen_tussen_nr(vorige_tot, van):
            geteld, op, sinds = 0, None, van
        if van != vorige_tot:
            begin = van
        erbij = kalender.schooldagen_tussen_nr(van, tot)
        if op is None and geteld + erbij >= aantal:
            op = kalender.nde_schooldag_nr(van, aantal - geteld)
        if op is not None:
            if voorvallen and voorvallen[-1].tot == van and voorvallen[-1].aanvang == begin:
                voorvallen[-1] = voorvallen[-1]._replace(tot=tot)
            else:
                voorvallen.append(Voorval(begin, max(op, begin), tot, (sinds, op)))
        geteld += erbij
        vorige_tot = tot
    return voorvallen
