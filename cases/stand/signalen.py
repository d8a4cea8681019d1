"""The signals that come before, or beside, the thresholds of the Stand, on one day.

Sixteen hours in four lesweken (R12, R13), sickness (R28) and absoluut verzuim (R16). Where the
definition leaves room, this is how it is read:

* A day counts while the child is plichtig and not exempt from inschrijving. Sickness and absoluut
  verzuim hold on such days only; sixteen hours that were missed stay a melding afterwards.
* There is at most one of each name: where sixteen hours were reached twice within four lesweken,
  the most recent one holds.
* `uren_12` is the name of the lower number of hours, whatever uren_preventie is.
* `aanvang` tells one occurrence from another and never comes back once it has lapsed: for hours
  and sick reports the day they were reached, for a long sickness its first day, for absoluut
  verzuim the first day without enrolment.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from cases.stand import signaalzinnen as zinnen
from cases.stand.drempels import UREN_GRENS, VENSTER_LESWEKEN, Urendag, UrenStand, uren_stand
from cases.stand.feiten import Feiten
from cases.stand.plicht import plichtgrenzen
from cases.stand.plichtdagen import Dagen, bevat, plichtdagen
from cases.stand.regelset import Regelset
from cases.stand.voorvallen import (
    Voorval,
    absoluut_verzuim,
    ziek_meldingen,
    ziek_schooldagen,
)
from thuiszitters.kalender import Schoolkalender, schoolkalender

_WEEK = 7
_ZONDAG = 6
_DAG = timedelta(days=1)


class Signaalnaam(StrEnum):
    """What a signal is about."""

    UREN_12 = "uren_12"
    UREN_16 = "uren_16"
    ZIEK_MELDINGEN = "ziek_meldingen"
    ZIEK_SCHOOLDAGEN = "ziek_schooldagen"
    ABSOLUUT_VERZUIM = "absoluut_verzuim"


@dataclass(frozen=True, slots=True)
class Signaal:
    """A signal that holds on the peildatum."""

    naam: Signaalnaam
    aanvang: date
    """The day that tells this occurrence from an earlier or later one of the same name."""
    op: date
    """First day on which it was due, on or before the peildatum."""
    zinnen: tuple[str, ...]
    """Why, in short Dutch sentences that can be checked by hand, without names."""


@dataclass(frozen=True, slots=True)
class Urenstand:
    """The counter of unauthorised hours in the four lesweken up to the peildatum."""

    uren: Decimal
    """Hours that count now; after sixteen the count began again."""
    van: date
    """First day of the window: a Monday, or the day after sixteen hours were reached."""
    tot_en_met: date
    """Sunday of the lesweek of the peildatum."""
    bereikt_op: date | None
    """The most recent day on which sixteen hours were reached."""
    geteld: tuple[Urendag, ...]
    bereikt_met: tuple[Urendag, ...] = ()
    """The days that made up the sixteen hours on bereikt_op."""
    grens: int = UREN_GRENS


@dataclass(frozen=True, slots=True)
class Signalen:
    """The answer of bereken_signalen."""

    urenstand: Urenstand | None
    """None where no missed hours are known at all."""
    signalen: tuple[Signaal, ...]
    """In the order of Signaalnaam, at most one of each."""
    volgende_wijziging: date | None
    """First day after the peildatum on which the names and aanvangen may differ; None: never."""


GEEN_SIGNALEN = Signalen(None, (), None)


def bereken_signalen(feiten: Feiten, regelset: Regelset, peildatum: date) -> Signalen:
    """Which signals hold on this day, the counter of missed hours, and when that may change.

    volgende_wijziging is never too late: without new facts the signals are the same on every day
    before it. The facts are taken to fit together: of facts that bereken_stand refuses the answer
    means nothing.
    """
    ziek = any(verzuim.ziek for verzuim in feiten.verzuim)
    if not feiten.gemist and not ziek and _blijft_ingeschreven(feiten, peildatum):
        return GEEN_SIGNALEN
    kalender = schoolkalender(
        feiten.regio, regelset.goede_vrijdag_vrij, regelset.bevrijdingsdag_vrij
    )
    plicht = plichtdagen(feiten, plichtgrenzen(feiten.geboortedatum, kalender))
    dag = peildatum.toordinal()
    gevonden: list[Signaal] = []
    wijzigingen: list[int] = []

    urenstand = None
    if feiten.gemist:
        telling = _tel_uren(feiten, plicht, kalender, regelset, peildatum)
        urenstand = _urenstand(telling, kalender, dag)
        for signaal, vervalt_op in _urensignalen(telling, urenstand, kalender, regelset, dag):
            gevonden.append(signaal)
            wijzigingen.append(vervalt_op)
        wijzigingen += (g.datum.toordinal() for g in feiten.gemist if not g.geoorloofd)
    soorten: list[tuple[Signaalnaam, list[Voorval]]] = []
    if ziek:
        soorten += (
            (Signaalnaam.ZIEK_MELDINGEN, ziek_meldingen(feiten, plicht, regelset)),
            (
                Signaalnaam.ZIEK_SCHOOLDAGEN,
                ziek_schooldagen(feiten, plicht, kalender, regelset),
            ),
        )
    soorten.append((Signaalnaam.ABSOLUUT_VERZUIM, absoluut_verzuim(feiten, plicht, regelset)))
    for naam, voorvallen in soorten:
        for voorval in voorvallen:
            wijzigingen += (voorval.op, voorval.tot)
            if voorval.op <= dag < voorval.tot:
                gevonden.append(_signaal(naam, voorval, regelset, peildatum))
    eerste = min((nr for nr in wijzigingen if nr > dag), default=None)
    return Signalen(
        urenstand, tuple(gevonden), None if eerste is None else date.fromordinal(eerste)
    )


def _blijft_ingeschreven(feiten: Feiten, peildatum: date) -> bool:
    """Whether the child is enrolled from this day on as far as is known."""
    return any(
        span.einde is None and (span.begin is None or span.begin <= peildatum)
        for span in feiten.inschrijvingen
    )


def _tel_uren(
    feiten: Feiten,
    plicht: Dagen,
    kalender: Schoolkalender,
    regelset: Regelset,
    peildatum: date,
) -> UrenStand:
    gemist = [uur for uur in feiten.gemist if bevat(plicht, uur.datum.toordinal())]
    return uren_stand(gemist, peildatum, kalender, regelset.uren_preventie)


def _urenstand(telling: UrenStand, kalender: Schoolkalender, dag: int) -> Urenstand:
    week = kalender.lesweek_nr(dag)
    maandag = laatste = _maandag(dag)
    while kalender.lesweek_nr(laatste - _WEEK) == week:
        laatste -= _WEEK
    while kalender.lesweek_nr(maandag - _WEEK) > week - VENSTER_LESWEKEN:
        maandag -= _WEEK
    van = date.fromordinal(maandag)
    if telling.bereikt_op is not None:
        van = max(van, telling.bereikt_op + _DAG)
    return Urenstand(
        uren=sum((uur.uren for uur in telling.geteld), Decimal(0)),
        van=van,
        tot_en_met=date.fromordinal(laatste + _ZONDAG),
        bereikt_op=telling.bereikt_op,
        geteld=telling.geteld,
        bereikt_met=telling.bereikt_met,
    )


def _maandag(dag: int) -> int:
    """The Monday on or before this day number; day number 1 is a Monday."""
    return dag - (dag - 1) % _WEEK


def _begin_lesweek(kalender: Schoolkalender, week: int, vanaf: int) -> int:
    """The Monday after this day on which the lesweek of this rank, or a later one, has begun."""
    maandag = _maandag(vanaf) + _WEEK
    while kalender.lesweek_nr(maandag) < week:
        maandag += _WEEK
    return maandag


def _urensignalen(
    telling: UrenStand,
    urenstand: Urenstand,
    kalender: Schoolkalender,
    regelset: Regelset,
    dag: int,
) -> Iterator[tuple[Signaal, int]]:
    """The signals about hours, each with the day on which it lapses by itself."""
    sinds = telling.preventie_sinds
    if sinds is not None and regelset.uren_preventie:
        reden = zinnen.preventie(telling.geteld, urenstand.van, urenstand.tot_en_met, regelset)
        over = urenstand.uren
        uren = iter(telling.geteld)
        while over >= regelset.uren_preventie:
            eerste = next(uren)
            over -= eerste.uren
        yield (
            Signaal(Signaalnaam.UREN_12, sinds, sinds, reden),
            _begin_lesweek(kalender, eerste.lesweek + VENSTER_LESWEKEN, dag),
        )
    if telling.bereikt_op is not None and regelset.uren_melding:
        lesweek = telling.bereikt_met[-1].lesweek + VENSTER_LESWEKEN
        if kalender.lesweek_nr(dag) < lesweek:
            tot = _begin_lesweek(kalender, lesweek, dag)
            reden = zinnen.melding(telling.bereikt_met, date.fromordinal(tot))
            op = telling.bereikt_op
            yield Signaal(Signaalnaam.UREN_16, op, op, reden), tot


def _signaal(naam: Signaalnaam, voorval: Voorval, regelset: Regelset, peildatum: date) -> Signaal:
    aanvang, op = date.fromordinal(voorval.aanvang), date.fromordinal(voorval.op)
    match naam:
        case Signaalnaam.ABSOLUUT_VERZUIM:
            reden = zinnen.absoluut_verzuim(aanvang, op)
        case Signaalnaam.ZIEK_MELDINGEN:
            meldingen = [date.fromordinal(nr) for nr in voorval.geteld]
            reden = zinnen.ziek_meldingen([m for m in meldingen if m <= peildatum], regelset)
        case _:
            sinds, bereikt = (date.fromordinal(nr) for nr in voorval.geteld)
            reden = zinnen.ziek_schooldagen(sinds, bereikt, regelset)
    return Signaal(naam, aanvang, op, reden)
