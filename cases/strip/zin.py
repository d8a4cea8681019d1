"""The sentence that the strip says: its text alternative, and the caption of the large one."""

from datetime import date

from cases.stand.feiten import Feiten, Grond
from cases.stand.uitkomst import Categorie, Stand
from thuiszitters.kalender import datum_kort
from thuiszitters.ui.datums import dagen_tekst, over_dagen_tekst


def strip_zin(feiten: Feiten, stand: Stand, peildatum: date) -> str:
    """Returns since when the child is at home and where both clocks stand, in Dutch."""
    if stand.verzuim_sinds is None or stand.dagen_thuis is None:
        return _zin_zonder_verzuim(feiten, stand, peildatum)
    hoe = "zonder inschrijving thuis" if stand.categorie is Categorie.AV else "thuis"
    zinnen = [f"Sinds {datum_kort(stand.verzuim_sinds)} {hoe} ({dagen_tekst(stand.dagen_thuis)})."]
    if (vier := stand.vier_weken_op) is not None:
        zinnen.append(
            f"Vier weken bereikt op {datum_kort(vier)}."
            if vier <= peildatum
            else f"Vier weken op {datum_kort(vier)}, {over_dagen_tekst(vier, peildatum)}."
        )
    if (drie := stand.drie_maanden_op) is not None:
        zinnen.append(
            f"Drie maanden voorbij sinds {datum_kort(drie)}."
            if drie < peildatum
            else f"Drie maanden op {datum_kort(drie)}, {over_dagen_tekst(drie, peildatum)}."
        )
    lopend = next(
        (a.gestart_op for a in feiten.aanbod if _loopt(a.gestart_op, a.einde, peildatum)), None
    )
    if lopend is not None:
        aanbod = f"Aanbod sinds {datum_kort(lopend)}"
        telt = stand.drie_maanden_op is not None
        zinnen.append(f"{aanbod}." if telt else f"{aanbod}: de klok van drie maanden staat stil.")
    return " ".join(zinnen)


def _zin_zonder_verzuim(feiten: Feiten, stand: Stand, peildatum: date) -> str:
    if stand.categorie is Categorie.VRIJGESTELD:
        for vrij in feiten.vrijstellingen:
            if vrij.grond != Grond.ART15 and _loopt(vrij.begin, vrij.einde, peildatum):
                return f"Vrijgesteld sinds {datum_kort(vrij.begin)}{_tot(vrij.einde)}."
    if stand.categorie is Categorie.GEOORLOOFD:
        for verzuim in feiten.verzuim:
            if verzuim.geoorloofd and _loopt(verzuim.begin, verzuim.einde, peildatum):
                sinds = datum_kort(verzuim.begin)
                hoe = "Ziek gemeld" if verzuim.ziek else "Geoorloofd afwezig"
                return f"{hoe} sinds {sinds}{_tot(verzuim.einde)}."
    if stand.categorie is Categorie.NIET_PLICHTIG:
        return f"Niet leerplichtig op {datum_kort(peildatum)}."
    vandaag = f"Geen verzuim op {datum_kort(peildatum)}."
    eindes = [v.einde for v in feiten.verzuim if v.einde is not None and v.einde <= peildatum]
    return f"{vandaag} Het laatste eindigde op {datum_kort(max(eindes))}." if eindes else vandaag


def _tot(einde: date | None) -> str:
    return f", tot {datum_kort(einde)}" if einde is not None else ""


def _loopt(begin: date | None, einde: date | None, peildatum: date) -> bool:
    return begin is not None and begin <= peildatum and (einde is None or peildatum < einde)
