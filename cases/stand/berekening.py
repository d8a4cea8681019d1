"""The Stand itself, and the first day on which it may change."""

from datetime import date, timedelta
from typing import NamedTuple

from cases.stand.drempels import loopt_vanaf
from cases.stand.feiten import Feiten
from cases.stand.regelset import Regelset
from cases.stand.uitkomst import Drempel, Drempelnaam, Stand
from cases.stand.uitleg import maak_uitleg
from cases.stand.weging import Weging, weeg

_DAG = timedelta(days=1)


def bereken_stand(
    feiten: Feiten, regelset: Regelset, peildatum: date, *, met_uitleg: bool = True
) -> Stand:
    """Where the child stands on this day: category, verzuimperiode, thresholds, explanation.

    Without met_uitleg the explanation is left empty, for rounds over many children. Raises
    OngeldigeFeiten, with a Dutch message that names them, for spans that overlap or end before
    they begin, and for a date or a number of hours that cannot be.
    """
    return _stand(weeg(feiten, regelset, peildatum), met_uitleg=met_uitleg)


def _stand(w: Weging, *, met_uitleg: bool) -> Stand:
    peildatum = w.peildatum
    return Stand(
        plicht=w.plicht,
        categorie=w.categorie,
        duur=w.duur,
        verzuim_sinds=w.verzuim_sinds,
        dagen_thuis=None if w.verzuim_sinds is None else (peildatum - w.verzuim_sinds).days,
        vier_weken_op=w.vier_weken_op,
        drie_maanden_op=w.drie_maanden_op,
        uren_16_op=w.uren.bereikt_op,
        volgende_drempel=_volgende_drempel(w),
        regelset=w.regelset.naam,
        uitleg=maak_uitleg(w) if met_uitleg else (),
    )


def _volgende_drempel(w: Weging) -> Drempel | None:
    volgende: Drempel | None = None
    if w.vier_weken_op is not None and w.vier_weken_op >= w.peildatum:
        volgende = Drempel(Drempelnaam.VIER_WEKEN, w.vier_weken_op)
    drie = w.drie_maanden_op
    if drie is not None and drie >= w.peildatum and (volgende is None or drie < volgende.op):
        volgende = Drempel(Drempelnaam.DRIE_MAANDEN, drie)
    return volgende


def volgende_wijziging(feiten: Feiten, regelset: Regelset, peildatum: date) -> date | None:
    """First day after the peildatum on which the Stand may differ, apart from days and uitleg.

    Never too late: on every day before it, all columns are those of the peildatum. It may be
    early: a known fact that begins or ends is taken as a change, whatever it does. None when
    nothing known will ever change it. Raises OngeldigeFeiten as bereken_stand does.
    """
    return _wijziging(weeg(feiten, regelset, peildatum))


class Beoordeling(NamedTuple):
    """A Stand without its explanation, the first day it may change, and the explanation on call."""

    stand: Stand
    wijziging: date | None
    weging: Weging

    def uitleg(self) -> tuple[str, ...]:
        """Return the explanation that bereken_stand would have given."""
        return maak_uitleg(self.weging)


def beoordeel(feiten: Feiten, regelset: Regelset, peildatum: date) -> Beoordeling:
    """What bereken_stand and volgende_wijziging say, weighed once; for rounds over many children.

    Raises OngeldigeFeiten as bereken_stand does.
    """
    w = weeg(feiten, regelset, peildatum)
    return Beoordeling(_stand(w, met_uitleg=False), _wijziging(w), w)


def _wijziging(w: Weging) -> date | None:
    feiten, regelset, peildatum = w.feiten, w.regelset, w.peildatum
    dagen: list[date | None] = [
        w.grenzen.begin,
        w.grenzen.laatste_leerplichtdag + _DAG,
        w.grenzen.achttiende_verjaardag,
        feiten.startkwalificatie_op,
    ]
    for inschrijving in feiten.inschrijvingen:
        dagen += (inschrijving.begin, inschrijving.einde)
    for verzuim in feiten.verzuim:
        dagen += (verzuim.begin, verzuim.einde)
    for vrijstelling in feiten.vrijstellingen:
        dagen += (vrijstelling.begin, vrijstelling.einde)
    for aanbod in feiten.aanbod:
        dagen += (loopt_vanaf(aanbod, regelset.stopt_bij), aanbod.einde)
    dagen += (gemist.datum for gemist in feiten.gemist if not gemist.geoorloofd)
    # Reaching four weeks changes the category; past a threshold the next one lies ahead.
    if w.vier_weken_op is not None:
        dagen += (w.vier_weken_op, w.vier_weken_op + _DAG)
    for laatste_dag in (w.einde_drie_maanden, w.drie_maanden_op):
        if laatste_dag is not None:
            dagen.append(laatste_dag + _DAG)
    return min((dag for dag in dagen if dag is not None and dag > peildatum), default=None)
