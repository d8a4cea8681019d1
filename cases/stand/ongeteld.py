"""Why missed hours do not count in the counter of sixteen hours (R12, R13)."""

from __future__ import annotations

from datetime import date

from cases.stand.feiten import Feiten
from cases.stand.plicht import plichtgrenzen
from cases.stand.plichtdagen import bevat, plichtdagen
from cases.stand.regelset import Regelset
from cases.stand.signalen import bereken_signalen
from cases.stand.woorden import van_tot, waarom_vrij
from thuiszitters.kalender import schoolkalender


def ongetelde_uren(feiten: Feiten, regelset: Regelset, peildatum: date) -> dict[date, str]:
    """Return the days whose unauthorised hours do not count now, each with why, in Dutch.

    What counts now is the counter on the peildatum, and the sixteen hours that were reached last.
    Days after the peildatum are left out: they may count when they come.
    """
    stand = bereken_signalen(feiten, regelset, peildatum).urenstand
    if stand is None:
        return {}
    geteld = {dag.dag for dag in (*stand.geteld, *stand.bereikt_met)}
    kalender = schoolkalender(
        feiten.regio, regelset.goede_vrijdag_vrij, regelset.bevrijdingsdag_vrij
    )
    plicht = plichtdagen(feiten, plichtgrenzen(feiten.geboortedatum, kalender))

    def waarom(dag: date) -> str:
        if not kalender.is_schooldag_nr(dag.toordinal()):
            return f"dan is er geen school ({waarom_vrij(dag, dag, feiten.regio, regelset)})"
        if not bevat(plicht, dag.toordinal()):
            return "dan is het kind niet leerplichtig, of vrijgesteld"
        return f"nu tellen de uren {van_tot(stand.van, stand.tot_en_met)}"

    dagen = {g.datum for g in feiten.gemist if g.uren and not g.geoorloofd}
    return {dag: waarom(dag) for dag in sorted(dagen) if dag <= peildatum and dag not in geteld}
