"""The dates of the thresholds: four weeks, three months, sixteen hours in four lesweken."""

from collections import deque
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cases.stand.feiten import Aanbod, Gemist
from cases.stand.periode import Periode, is_afwezig
from cases.stand.regelset import NaAanbod, Operator, Regelset, StoptBij, Telwijze
from thuiszitters.kalender import Schoolkalender, plus_maanden

VIER_WEKEN_DAGEN = 28
VIER_WEKEN_SCHOOLDAGEN = 20
DRIE_MAANDEN = 3
UREN_GRENS = 16
VENSTER_LESWEKEN = 4

# Hours are added as whole millionths, so that 0.1 + 0.2 is 0.3 and a sum of 16 is 16.
_PER_UUR = 1_000_000


def vier_weken_dagen(regelset: Regelset) -> int:
    """How many calendar days or schooldagen make up the four-week threshold."""
    kalender = regelset.telwijze_4w is Telwijze.KALENDER
    aantal = VIER_WEKEN_DAGEN if kalender else VIER_WEKEN_SCHOOLDAGEN
    return aantal if regelset.operator_4w is Operator.OF_LANGER else aantal + 1


def vier_weken_op(
    periode: Periode, peildatum: int, kalender: Schoolkalender, regelset: Regelset
) -> date:
    """First day on which the four-week threshold is reached.

    Counted in schooldagen only the absent ones count, up to the peildatum as they were and after
    it as if the absence goes on.
    """
    aantal = vier_weken_dagen(regelset)
    if regelset.telwijze_4w is Telwijze.KALENDER:
        return date.fromordinal(periode.sinds + aantal)
    for stuk in periode.stukken:
        if not is_afwezig(stuk.toestand):
            continue
        gemist = kalender.schooldagen_tussen_nr(stuk.van, stuk.tot_en_met + 1)
        if gemist >= aantal:
            return date.fromordinal(kalender.nde_schooldag_nr(stuk.van, aantal))
        aantal -= gemist
    return date.fromordinal(kalender.nde_schooldag_nr(peildatum + 1, aantal))


def loopt_vanaf(aanbod: Aanbod, stopt_bij: StoptBij) -> date | None:
    """The day from which this aanbod stops the three-month clock; None when it never did.

    Where the moment the regelset asks for is not known, the day it started stands in.
    """
    if stopt_bij is StoptBij.GEDAAN and aanbod.gedaan_op is not None:
        return aanbod.gedaan_op
    if stopt_bij is StoptBij.GEACCEPTEERD and aanbod.geaccepteerd_op is not None:
        return aanbod.geaccepteerd_op
    return aanbod.gestart_op


class AanbodStand(NamedTuple):
    """What the offers mean on the peildatum."""

    loopt_sinds: date | None
    geeindigd_op: date | None
    """Day on which the last aanbod that ran before the peildatum no longer did."""
    begint_op: date | None
    """First day of the next aanbod, when none is running."""


def aanbod_op(reeks: Sequence[Aanbod], peildatum: date, stopt_bij: StoptBij) -> AanbodStand:
    """Which aanbod runs on the peildatum, which ended before it and which is still to begin."""
    loopt_sinds = geeindigd_op = begint_op = None
    for aanbod in reeks:
        vanaf = loopt_vanaf(aanbod, stopt_bij)
        if vanaf is None:
            continue
        if vanaf > peildatum:
            if begint_op is None or vanaf < begint_op:
                begint_op = vanaf
        elif aanbod.einde is None or aanbod.einde > peildatum:
            if loopt_sinds is None or vanaf < loopt_sinds:
                loopt_sinds = vanaf
        elif geeindigd_op is None or aanbod.einde > geeindigd_op:
            geeindigd_op = aanbod.einde
    return AanbodStand(loopt_sinds, geeindigd_op, begint_op)


def drie_maanden_vanaf(verzuim_sinds: date, aanbod: AanbodStand, regelset: Regelset) -> date:
    """The day the promise of three months is counted from."""
    if regelset.na_aanbod is NaAanbod.OPNIEUW and aanbod.geeindigd_op is not None:
        return max(verzuim_sinds, aanbod.geeindigd_op)
    return verzuim_sinds


def drie_maanden_na(d: date) -> date:
    """The last day of the promise: three calendar months on, clamped to the end of the month."""
    return plus_maanden(d, DRIE_MAANDEN)


class Urendag(NamedTuple):
    """The unauthorised hours of one schooldag."""

    dag: date
    lesweek: int
    millionsten: int

    @property
    def uren(self) -> Decimal:
        """Hours."""
        return Decimal(self.millionsten) / _PER_UUR


class UrenStand(NamedTuple):
    """The unauthorised hours of artikel 21a on the peildatum."""

    bereikt_op: date | None
    """The most recent day on which sixteen hours were reached."""
    uren_nu: float
    """Hours in the window up to the peildatum, counted since bereikt_op."""
    buiten_schooldag: tuple[Gemist, ...]
    """Unauthorised hours that were left out, on days without school."""
    geteld: tuple[Urendag, ...] = ()
    """The days that make up uren_nu."""
    bereikt_met: tuple[Urendag, ...] = ()
    """The days that made up the sixteen hours on bereikt_op."""
    preventie_sinds: date | None = None
    """Since when the hours in the window have been at least `preventie` on every day."""


def uren_stand(
    gemist: Sequence[Gemist], peildatum: date, kalender: Schoolkalender, preventie: int = 0
) -> UrenStand:
    """Sixteen unauthorised hours within four lesweken in a row, as of the peildatum (R12, R13).

    The window of a day is its own lesweek up to and including that day and the three lesweken
    before. After each time sixteen is reached the count begins again on the next day. `preventie`
    is a lower number of hours to watch for as well; 0 is none.
    """
    per_dag: dict[date, int] = {}
    buiten: list[Gemist] = []
    for uur in sorted(gemist, key=lambda g: g.datum):
        if uur.geoorloofd or uur.datum > peildatum or not uur.uren:
            continue
        if kalender.is_schooldag_nr(uur.datum.toordinal()):
            millionsten = round(uur.uren * _PER_UUR)
            per_dag[uur.datum] = per_dag.get(uur.datum, 0) + millionsten
        else:
            buiten.append(uur)

    grens, lager = UREN_GRENS * _PER_UUR, preventie * _PER_UUR or UREN_GRENS * _PER_UUR
    bereikt_op = preventie_sinds = None
    bereikt_met: tuple[Urendag, ...] = ()
    venster: deque[Urendag] = deque()
    som = 0
    for dag, uren in per_dag.items():
        nr = dag.toordinal()
        # The day before, to see whether the hours had dropped below the lower number in between.
        som = _laat_vallen(venster, som, kalender.lesweek_nr(nr - 1))
        if som < lager:
            preventie_sinds = None
        week = kalender.lesweek_nr(nr)
        som = _laat_vallen(venster, som, week) + uren
        venster.append(Urendag(dag, week, uren))
        if som >= grens:
            bereikt_op, bereikt_met, som = dag, tuple(venster), 0
            venster.clear()
        if som < lager:
            preventie_sinds = None
        elif preventie_sinds is None:
            preventie_sinds = dag
    som = _laat_vallen(venster, som, kalender.lesweek_nr(peildatum.toordinal()))
    if som < lager:
        preventie_sinds = None
    return UrenStand(
        bereikt_op, som / _PER_UUR, tuple(buiten), tuple(venster), bereikt_met, preventie_sinds
    )


def _laat_vallen(venster: deque[Urendag], som: int, week: int) -> int:
    while venster and venster[0].lesweek <= week - VENSTER_LESWEKEN:
        som -= venster.popleft().millionsten
    return som
