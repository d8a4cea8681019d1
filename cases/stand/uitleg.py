"""The explanation of a Stand: Dutch sentences a leerplichtambtenaar can check by hand.

The first says what the child counts as, the last by which regelset; between them stands from
which day was counted and why, which dates follow, and what was left out. No name, no BSN.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from cases.stand.drempels import drie_maanden_vanaf, vier_weken_dagen
from cases.stand.feiten import Grond
from cases.stand.periode import (
    GEOORLOOFD,
    INGESCHREVEN,
    VRIJ,
    Periode,
    Stuk,
    is_afwezig,
)
from cases.stand.plicht import vrijstelling_op
from cases.stand.regelset import NaAanbod, Operator, Regelset, Telwijze
from cases.stand.uitkomst import Categorie, Plicht
from cases.stand.weging import Weging
from cases.stand.woorden import (
    dagen,
    en,
    schooldagen,
    uren,
    van_tot,
    vrije_dagen,
    waarom_vrij,
)
from thuiszitters.kalender import BEKEND_VANAF, bekend_tot
from thuiszitters.kalender import datum_kort as kort

_DAG = timedelta(days=1)
_EERSTE_JAAR_PLICHT = timedelta(days=366)
# Days: further back nobody expects an earlier absence to count.
_KORT_GELEDEN = 366
_MEESTE_ONDERBREKINGEN = 2
_MEESTE_VRIJE_DAGEN = 4

_DOOR = "De periode loopt dan door."
_DOOR_REGELSET = "Volgens de regelset loopt de periode door."
_ARTIKEL = {
    Grond.ART5_A: "artikel 5 onder a Leerplichtwet",
    Grond.ART5_B: "artikel 5 onder b Leerplichtwet",
    Grond.ART5_C: "artikel 5 onder c Leerplichtwet",
    Grond.ART5A_TREKKEND: "artikel 5a Leerplichtwet, trekkend bestaan",
    Grond.ART15: "artikel 15 Leerplichtwet",
}


def maak_uitleg(w: Weging) -> tuple[str, ...]:
    """The sentences that explain this Stand, in the order in which one checks them."""
    return tuple(_zinnen(w))


def _zinnen(w: Weging) -> Iterator[str]:
    yield _conclusie(w)
    yield _plicht(w)
    if w.categorie is Categorie.VRIJGESTELD:
        yield _vrijgesteld(w)
    if w.periode is not None and w.verzuim_sinds is not None:
        yield _begin(w, w.periode, w.verzuim_sinds)
        yield from _onderbrekingen(w, w.periode)
        yield from _eerder(w, w.periode)
        yield from _vier_weken(w, w.verzuim_sinds)
        yield from _drie_maanden(w, w.verzuim_sinds)
        yield from _gaat_door(w)
    if w.feiten.gemist:
        yield from _uren(w)
    yield from _regelset(w.regelset)
    yield from _buiten_de_tabel(w)


# What the child counts as, and under which duty


def _conclusie(w: Weging) -> str:
    op = f"Op {kort(w.peildatum)}"
    langer = "vier weken of langer"
    korter = "nog geen vier weken"
    if w.regelset.operator_4w is Operator.LANGER_DAN:
        langer, korter = "langer dan vier weken", "nog niet langer dan vier weken"
    match w.categorie:
        case Categorie.NIET_PLICHTIG:
            return f"{op} is het kind niet leerplichtig en niet kwalificatieplichtig."
        case Categorie.VRIJGESTELD:
            return f"{op} is het kind vrijgesteld van inschrijving. Het telt niet als thuiszitter."
        case Categorie.MET_AANBOD:
            return (
                f"{op} is het kind thuis en loopt er een passend aanbod. "
                "Het telt apart, niet als thuiszitter."
            )
        case Categorie.AV:
            return (
                f"{op} is het kind thuiszitter door absoluut verzuim (AV): het is niet "
                "ingeschreven en heeft geen vrijstelling (artikel 2 Leerplichtwet)."
            )
        case Categorie.LRV:
            return (
                f"{op} is het kind thuiszitter door langdurig relatief verzuim (LRV): het is "
                f"ingeschreven en {langer} ongeoorloofd thuis (artikel 2 Leerplichtwet)."
            )
        case Categorie.DREIGEND:
            return (
                f"{op} dreigt het kind thuiszitter te worden: het is ingeschreven en {korter} "
                "ongeoorloofd thuis (artikel 2 Leerplichtwet)."
            )
        case Categorie.GEOORLOOFD:
            return (
                f"{op} is het verzuim geoorloofd (artikel 11 Leerplichtwet). "
                "Er is dan geen verzuimperiode."
            )
        case Categorie.GEEN:
            return f"{op} is het kind ingeschreven en is er geen verzuim."


def _plicht(w: Weging) -> str:
    grenzen = w.grenzen
    eerste_schooldag = (
        f"{kort(grenzen.begin)}, de eerste schooldag in regio {w.feiten.regio} "
        "na de maand van de vijfde verjaardag (artikel 3 Leerplichtwet)"
    )
    if w.plicht is Plicht.LEERPLICHTIG:
        if w.peildatum - grenzen.begin < _EERSTE_JAAR_PLICHT:
            return f"Het kind is leerplichtig sinds {eerste_schooldag}."
        return (
            f"Het kind is leerplichtig tot en met {kort(grenzen.laatste_leerplichtdag)}, het einde "
            "van het schooljaar waarin het 16 wordt (artikel 3 Leerplichtwet)."
        )
    if w.plicht is Plicht.KWALIFICATIEPLICHTIG:
        laatste = grenzen.achttiende_verjaardag - _DAG
        return (
            f"Het kind is kwalificatieplichtig tot en met {kort(laatste)}, de dag voor de "
            "18e verjaardag (artikel 4a Leerplichtwet)."
        )
    if w.peildatum < grenzen.begin:
        return f"De leerplicht begint op {eerste_schooldag}."
    if w.peildatum >= grenzen.achttiende_verjaardag:
        return (
            f"De kwalificatieplicht is geëindigd op de 18e verjaardag, "
            f"{kort(grenzen.achttiende_verjaardag)} (artikel 4a Leerplichtwet)."
        )
    behaald = w.feiten.startkwalificatie_op
    if behaald is not None and behaald <= w.peildatum:
        return (
            f"Het kind heeft een startkwalificatie sinds {kort(behaald)}; daarmee is de "
            "kwalificatieplicht vervuld (artikel 4a Leerplichtwet)."
        )
    return _vrijgesteld(w)


def _vrijgesteld(w: Weging) -> str:
    if w.vrijstelling is None:
        return ""
    waarvan = "de kwalificatieplicht" if w.vrijstelling.grond is Grond.ART15 else "inschrijving"
    wanneer = f"sinds {kort(w.vrijstelling.begin)}"
    if w.vrijstelling.einde is not None:
        wanneer = van_tot(w.vrijstelling.begin, w.vrijstelling.einde - _DAG)
    return (
        f"De vrijstelling van {waarvan} geldt {wanneer} ({_ARTIKEL[w.vrijstelling.grond]}). "
        "Zolang zij geldt, is er geen verzuimperiode."
    )


# The verzuimperiode


def _begin(w: Weging, periode: Periode, sinds: date) -> str:
    eerste = periode.stukken[0]
    ervoor = periode.onderbreking[-1].toestand if periode.onderbreking else 0
    if sinds == w.grenzen.begin:
        reden = "de eerste dag van de leerplicht"
    elif ervoor & VRIJ:
        reden = "de eerste dag na de vrijstelling"
    elif not eerste.toestand & INGESCHREVEN:
        reden = "de eerste dag zonder inschrijving"
    else:
        reden = "de eerste dag van het ongeoorloofde verzuim"
    soorten = [
        soort
        for soort, _ in groupby(
            stuk.toestand & INGESCHREVEN for stuk in periode.stukken if is_afwezig(stuk.toestand)
        )
    ]
    samen = ""
    if len(soorten) > 1:
        samen = " Tijd zonder inschrijving en ongeoorloofd verzuim tellen samen als één periode."
    aantal = dagen(w.peildatum.toordinal() - periode.sinds)
    return (
        f"De verzuimperiode telt vanaf {kort(sinds)}, {reden}. "
        f"Tot {kort(w.peildatum)} is dat {aantal}.{samen}"
    )


def _onderbrekingen(w: Weging, periode: Periode) -> Iterator[str]:
    """Why days on which the child was not absent did not break the period."""
    gaten = [
        list(stukken)
        for afwezig, stukken in groupby(periode.stukken, key=lambda s: is_afwezig(s.toestand))
        if not afwezig
    ]
    if len(gaten) > _MEESTE_ONDERBREKINGEN:
        aantal = w.regelset.samenvoegen_schooldagen
        grens = f"telkens hoogstens {schooldagen(aantal)}" if aantal else "telkens zonder schooldag"
        bovendien = ""
        if w.regelset.geoorloofd_overbrugt:
            bovendien = " (geoorloofd verzuim niet meegeteld)"
        yield f"Het verzuim is {len(gaten)} keer onderbroken, {grens} ertussen{bovendien}. {_DOOR}"
        return
    for gat in gaten:
        eerste, laatste = date.fromordinal(gat[0].van), date.fromordinal(gat[-1].tot_en_met)
        wanneer = _hoofdletter(van_tot(eerste, laatste))
        aantal = w.kalender.schooldagen_tussen_nr(gat[0].van, gat[-1].tot_en_met + 1)
        if aantal == 0:
            waarom = waarom_vrij(eerste, laatste, w.feiten.regio, w.regelset)
            yield f"{wanneer} is er geen school ({waarom}). {_DOOR}"
        elif all(stuk.toestand & GEOORLOOFD for stuk in gat):
            yield f"{wanneer} was het verzuim geoorloofd. {_DOOR_REGELSET}"
        else:
            yield (
                f"{wanneer} was het kind {schooldagen(aantal)} niet ongeoorloofd afwezig. "
                f"{_DOOR_REGELSET}"
            )


def _hoofdletter(zin: str) -> str:
    return zin[0].upper() + zin[1:]


def _eerder(w: Weging, periode: Periode) -> Iterator[str]:
    """What lies shortly before the period and does not count."""
    grens = periode.sinds - _KORT_GELEDEN
    if periode.vorige_tot_en_met is not None and periode.vorige_tot_en_met >= grens:
        tot = kort(date.fromordinal(periode.vorige_tot_en_met))
        yield (
            f"Eerder verzuim, tot en met {tot}, telt niet mee: "
            f"{_waarom_gebroken(w, periode.onderbreking)}."
        )
        return
    for stuk in reversed(periode.onderbreking):
        if stuk.tot_en_met < grens:
            return
        if stuk.toestand & (GEOORLOOFD | VRIJ):
            reden = _waarom_gebroken(w, (stuk,))
            yield f"{_hoofdletter(reden)}. Die tijd telt niet mee."
            return


def _waarom_gebroken(w: Weging, stukken: Sequence[Stuk]) -> str:
    eerste = date.fromordinal(stukken[0].van)
    laatste = date.fromordinal(stukken[-1].tot_en_met)
    wanneer = van_tot(eerste, laatste)
    if all(stuk.toestand & VRIJ for stuk in stukken):
        vrijstelling = vrijstelling_op(w.feiten, laatste)
        artikel = f" ({_ARTIKEL[vrijstelling.grond]})" if vrijstelling else ""
        return f"{wanneer} gold een vrijstelling{artikel}"
    if all(stuk.toestand & GEOORLOOFD for stuk in stukken):
        return f"{wanneer} was het verzuim geoorloofd (artikel 11 Leerplichtwet)"
    aantal = w.kalender.schooldagen_tussen_nr(stukken[0].van, stukken[-1].tot_en_met + 1)
    deels = ""
    if any(stuk.toestand & (GEOORLOOFD | VRIJ) for stuk in stukken):
        deels = ", deels geoorloofd of met vrijstelling"
    return f"{wanneer} {_zijn(aantal)} {schooldagen(aantal)} zonder ongeoorloofd verzuim{deels}"


def _zijn(aantal: int) -> str:
    return "is er" if aantal == 1 else "zijn er"


# The thresholds


def _vier_weken(w: Weging, sinds: date) -> Iterator[str]:
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


def _drie_maanden(w: Weging, sinds: date) -> Iterator[str]:
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


def _gaat_door(w: Weging) -> Iterator[str]:
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


def _uren(w: Weging) -> Iterator[str]:
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


# The rules and what is not known


@lru_cache(maxsize=256)
def _regelset(regels: Regelset) -> tuple[str, ...]:
    soort = "kalenderdagen" if regels.telwijze_4w is Telwijze.KALENDER else "gemiste schooldagen"
    aantal = vier_weken_dagen(regels)
    lengte = "vier weken of langer"
    if regels.operator_4w is Operator.LANGER_DAN:
        lengte = "langer dan vier weken"
    zin = (
        f"Gerekend met regelset {regels.naam}: {lengte} is vanaf {aantal} {soort}, "
        f"en een aanbod telt zodra het is {regels.stopt_bij}."
    )
    afwijkingen = regels.afwijkingen()
    if not afwijkingen:
        return (zin,)
    return zin, f"Anders dan de landelijke regelset: {', '.join(afwijkingen)}."


def _buiten_de_tabel(w: Weging) -> Iterator[str]:
    """A warning where a day that matters lies beyond the holidays we know."""
    belangrijk = [w.peildatum]
    if w.peildatum < w.grenzen.begin or w.verzuim_sinds == w.grenzen.begin:
        belangrijk.append(w.grenzen.begin)
    if w.verzuim_sinds is not None and w.vier_weken_op is not None:
        belangrijk += (w.verzuim_sinds, w.vier_weken_op)
    belangrijk += (
        gemist.datum
        for gemist in w.feiten.gemist
        if not gemist.geoorloofd and gemist.datum <= w.peildatum
    )
    tot = bekend_tot(w.feiten.regio)
    if min(belangrijk) < BEKEND_VANAF or max(belangrijk) >= tot:
        yield (
            f"De schoolvakanties van regio {w.feiten.regio} zijn bekend "
            f"{van_tot(BEKEND_VANAF, tot - _DAG)}. Daarbuiten telt elke dag van maandag tot en met "
            "vrijdag die geen feestdag is als schooldag."
        )
