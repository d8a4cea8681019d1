"""The facts of one child weighed on one day, with everything the answer was made from."""

from dataclasses import dataclass
from datetime import date

from cases.stand.drempels import (
    AanbodStand,
    UrenStand,
    aanbod_op,
    drie_maanden_na,
    drie_maanden_vanaf,
    uren_stand,
    vier_weken_op,
)
from cases.stand.feiten import Feiten, Grond, Vrijstelling, controleer
from cases.stand.periode import (
    GEOORLOOFD,
    INGESCHREVEN,
    Periode,
    toestand_en_wisselingen,
    verzuimperiode,
)
from cases.stand.plicht import Plichtgrenzen, plicht_op, plichtgrenzen, vrijstelling_op
from cases.stand.regelset import Regelset
from cases.stand.uitkomst import Categorie, Duur, Plicht
from thuiszitters.kalender import Schoolkalender, schoolkalender

_GEEN_AANBOD = AanbodStand(None, None, None)
_GEEN_UREN = UrenStand(None, 0.0, ())


@dataclass(slots=True)
class Weging:
    """The Stand with everything it was made from, for the explanation."""

    feiten: Feiten
    regelset: Regelset
    peildatum: date
    kalender: Schoolkalender
    grenzen: Plichtgrenzen
    plicht: Plicht
    vrijstelling: Vrijstelling | None
    toestand: int
    periode: Periode | None
    aanbod: AanbodStand
    uren: UrenStand
    verzuim_sinds: date | None = None
    vier_weken_op: date | None = None
    einde_drie_maanden: date | None = None
    """verzuim_sinds + 3 months, whatever the aanbod."""
    drie_maanden_op: date | None = None
    duur: Duur | None = None
    categorie: Categorie = Categorie.GEEN


def weeg(feiten: Feiten, regelset: Regelset, peildatum: date) -> Weging:
    """Weighs the facts; raises OngeldigeFeiten where they contradict each other."""
    controleer(feiten, peildatum)
    kalender = schoolkalender(
        feiten.regio, regelset.goede_vrijdag_vrij, regelset.bevrijdingsdag_vrij
    )
    grenzen = plichtgrenzen(feiten.geboortedatum, kalender)
    vrijstelling = vrijstelling_op(feiten, peildatum) if feiten.vrijstellingen else None
    plicht = plicht_op(feiten, grenzen, peildatum, vrijstelling)
    dag = peildatum.toordinal()
    toestand, wisselingen = toestand_en_wisselingen(feiten, grenzen, dag)
    periode = None
    if plicht is not Plicht.GEEN:
        periode = verzuimperiode(
            toestand,
            wisselingen,
            eerste_plichtdag=grenzen.begin.toordinal(),
            peildatum=dag,
            kalender=kalender,
            regelset=regelset,
        )
    w = Weging(
        feiten,
        regelset,
        peildatum,
        kalender,
        grenzen,
        plicht,
        vrijstelling,
        toestand,
        periode,
        aanbod_op(feiten.aanbod, peildatum, regelset.stopt_bij) if feiten.aanbod else _GEEN_AANBOD,
        uren_stand(feiten.gemist, peildatum, kalender) if feiten.gemist else _GEEN_UREN,
    )
    if periode is not None:
        _bepaal_drempels(w, periode)
    w.categorie = _categorie(w)
    return w


def _bepaal_drempels(w: Weging, periode: Periode) -> None:
    w.verzuim_sinds = sinds = date.fromordinal(periode.sinds)
    w.vier_weken_op = vier_weken_op(periode, w.peildatum.toordinal(), w.kalender, w.regelset)
    w.einde_drie_maanden = drie_maanden_na(sinds)
    if w.aanbod.loopt_sinds is None:
        w.drie_maanden_op = drie_maanden_na(drie_maanden_vanaf(sinds, w.aanbod, w.regelset))
    if w.peildatum < w.vier_weken_op:
        w.duur = Duur.KORTER_DAN_VIER_WEKEN
    elif w.peildatum <= w.einde_drie_maanden:
        w.duur = Duur.VIER_WEKEN_TOT_DRIE_MAANDEN
    else:
        w.duur = Duur.LANGER_DAN_DRIE_MAANDEN


def _categorie(w: Weging) -> Categorie:
    """The first category that applies, in the order in which they exclude each other."""
    if w.plicht is Plicht.GEEN:
        return Categorie.NIET_PLICHTIG
    if w.vrijstelling is not None and w.vrijstelling.grond is not Grond.ART15:
        return Categorie.VRIJGESTELD
    if w.periode is not None and w.aanbod.loopt_sinds is not None:
        return Categorie.MET_AANBOD
    if not w.toestand & INGESCHREVEN:
        return Categorie.AV
    if w.vier_weken_op is not None:
        return Categorie.LRV if w.peildatum >= w.vier_weken_op else Categorie.DREIGEND
    return Categorie.GEOORLOOFD if w.toestand & GEOORLOOFD else Categorie.GEEN
