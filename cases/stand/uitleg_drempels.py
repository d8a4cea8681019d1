"""The sentences of the explanation about the thresholds."""

from collections.abc import Iterator
from datetime import date, timedelta

from cases.stand.drempels import drie_maanden_vanaf, vier_weken_dagen
from cases.stand.periode import INGESCHREVEN
from cases.stand.regelset import NaAanbod, Telwijze
from cases.stand.weging import Weging
from cases.stand.woorden import en, uren, vrije_dagen
from thuiszitters.kalender import datum_kort as kort

_DAG = timedelta(days=1)
_MEESTE_VRIJE_DAGEN = 4


def vier_weken_zinnen(w: Weging, sinds: date) -> Iterator[str]:
    """When four weeks are reached, and how they were counted."""
    if w.vier_weken_op is None:
        return
    wordt = "werd" if w.vier_weken_op <= w.peildatum else "wordt"
    aantal = vier_weken_dagen(w.regelset)
    begin = f"De drempel van vier weken {wordt} bereikt op {kort(w.vier_weken_op)}: "
    if w.regelset.telwijze_4w is Telwijze.KALENDER:
        yield f"{begin}{aantal} dagen na {kort(sinds)}. Weekenden en vakanties tellen mee."
        return
    vrij = vrije_dagen(sinds, w.vier_weken_op, w.feiten.regio, w.regelset)
    if len(vrij) > _MEESTE_VRIJE_DAGEN:
        vrij = [
            *vrij[:_MEESTE_VRIJE_DAGEN],
            f"nog {len(vrij) - _MEESTE_VRIJE_DAGEN} vrije perioden",
        ]
    yield (f"{begin}de {aantal}e gemiste schooldag. Niet meegeteld: {en(['weekenden', *vrij])}.")


def drie_maanden_zinnen(w: Weging, sinds: date) -> Iterator[str]:
    """Which days the promise of three months spans, and what an aanbod does to it."""
    aanbod = w.aanbod
    if aanbod.loopt_sinds is not None:
        yield (
            f"Er loopt een passend aanbod sinds {kort(aanbod.loopt_sinds)}. "
            "Zolang het loopt, is er geen drempel van drie maanden."
        )
        return
    if w.drie_maanden_op is None:
        return
    vanaf = drie_maanden_vanaf(sinds, aanbod, w.regelset)
    if aanbod.geeindigd_op is not None and aanbod.geeindigd_op > sinds:
        gevolg = "tellen door alsof het er niet was"
        if w.regelset.na_aanbod is NaAanbod.OPNIEUW:
            gevolg = "tellen opnieuw vanaf die dag"
        yield (
            f"Het laatste passend aanbod is geëindigd op {kort(aanbod.geeindigd_op)} en het kind "
            f"is nog thuis. De drie maanden {gevolg}."
        )
    laatste_van_maand = ""
    if w.drie_maanden_op.day != vanaf.day:
        laatste_van_maand = f" (die maand heeft geen {vanaf.day}e dag)"
    voorbij = w.drie_maanden_op + _DAG
    lopen = "liepen" if voorbij <= w.peildatum else "lopen"
    yield (
        f"De drie maanden voor een passend aanbod (thuiszitterspact) {lopen} van {kort(vanaf)} "
        f"tot en met {kort(w.drie_maanden_op)}{laatste_van_maand}. "
        f"Weekenden en vakanties tellen mee. Vanaf {kort(voorbij)} is de drempel voorbij."
    )
    if aanbod.begint_op is not None:
        yield (
            f"Een passend aanbod staat gepland voor {kort(aanbod.begint_op)}. "
            "Tot die dag lopen de drie maanden door."
        )


def gaat_door_zinnen(w: Weging) -> Iterator[str]:
    """That the dates to come suppose that the absence goes on, where its end is already known."""
    einde = None
    if not w.toestand & INGESCHREVEN:
        wat = "ingeschreven vanaf"
        begin_dagen = (s.begin for s in w.feiten.inschrijvingen if s.begin is not None)
        einde = min((dag for dag in begin_dagen if dag > w.peildatum), default=None)
    else:
        wat = "terug op school op"
        for verzuim in w.feiten.verzuim:
            if verzuim.einde and verzuim.begin <= w.peildatum < verzuim.einde:
                einde = verzuim.einde
    laatste_drempel = max(w.vier_weken_op or date.min, w.drie_maanden_op or date.min)
    if einde is not None and einde <= laatste_drempel:
        yield (
            f"Het kind is volgens de gegevens {wat} {kort(einde)}. "
            "De drempels gaan ervan uit dat het verzuim doorgaat."
        )


def uren_zinnen(w: Weging) -> Iterator[str]:
    """The sixteen hours in four lesweken."""
    stand = w.uren
    nu = uren(stand.uren_nu)
    if stand.bereikt_op is None:
        yield (
            f"In de 4 lesweken tot en met {kort(w.peildatum)} is {nu} ongeoorloofd gemist. "
            "Vanaf 16 uur moet de school dat melden (artikel 21a Leerplichtwet)."
        )
    else:
        yield (
            f"Op {kort(stand.bereikt_op)} is 16 uur ongeoorloofd verzuim in 4 lesweken bereikt "
            f"(artikel 21a Leerplichtwet). Daarna begint de telling opnieuw: nu {nu}."
        )
    if stand.buiten_schooldag:
        totaal = uren(sum(float(gemist.uren) for gemist in stand.buiten_schooldag))
        op = en(sorted({kort(gemist.datum) for gemist in stand.buiten_schooldag[:3]}))
        meer = " en op andere dagen" if len(stand.buiten_schooldag) > 3 else ""
        yield f"Niet meegeteld: {totaal} op {op}{meer}, want dan is er geen school."
