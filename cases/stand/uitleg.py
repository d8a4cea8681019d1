"""The explanation of a Stand: Dutch sentences a leerplichtambtenaar can check by hand.

The first says what the child counts as, the last by which regelset; between them stands from
which day was counted and why, which dates follow, and what was left out. No name, no BSN.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from cases.stand.drempels import vier_weken_dagen
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
from cases.stand.regelset import Operator, Regelset, Telwijze
from cases.stand.uitkomst import Categorie, Plicht
from cases.stand.uitleg_drempels import (
    drie_maanden_zinnen,
    gaat_door_zinnen,
    uren_zinnen,
    vier_weken_zinnen,
)
from cases.stand.weging import Weging
from cases.stand.woorden import (
    dagen,
    schooldagen,
    van_tot,
    waarom_vrij,
)
from thuiszitters.kalender import BEKEND_VANAF, bekend_tot
from thuiszitters.kalender import datum_kort as kort

_DAG = timedelta(days=1)
_EERSTE_JAAR_PLICHT = timedelta(days=366)
# Days: further back nobody expects an earlier absence to count.
_KORT_GELEDEN = 366
_MEESTE_ONDERBREKINGEN = 2

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
        yield from vier_weken_zinnen(w, w.verzuim_sinds)
        yield from drie_maanden_zinnen(w, w.verzuim_sinds)
        yield from gaat_door_zinnen(w)
    if w.feiten.gemist:
        yield from uren_zinnen(w)
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
