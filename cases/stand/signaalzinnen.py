"""The sentences that say why a signal holds: Dutch, short, to be checked by hand, no names."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from cases.stand.drempels import UREN_GRENS, Urendag
from cases.stand.regelset import Regelset
from cases.stand.woorden import en, uren, van_tot
from thuiszitters.kalender import datum_kort as kort

_DAG = timedelta(days=1)
_WEEK = timedelta(days=7)


def _optelling(dagen: Sequence[Urendag]) -> str:
    per_dag = en([f"{uren(dag.uren)} op {kort(dag.dag)}" for dag in dagen])
    samen = sum((dag.uren for dag in dagen), Decimal(0))
    return per_dag if len(dagen) == 1 else f"{per_dag}, samen {uren(samen)}"


def preventie(
    dagen: Sequence[Urendag], van: date, tot_en_met: date, regelset: Regelset
) -> tuple[str, ...]:
    """Why the lower number of hours is reached."""
    return (
        f"Ongeoorloofd gemist: {_optelling(dagen)}.",
        f"Geteld {van_tot(van, tot_en_met)}, over vier lesweken. "
        "Weken zonder school tellen niet als lesweek.",
        f"Dat is {regelset.uren_preventie} uur of meer. Bij {UREN_GRENS} uur moet de school het "
        "melden (artikel 21a Leerplichtwet).",
    )


def melding(dagen: Sequence[Urendag], tot: date) -> tuple[str, ...]:
    """Why the sixteen hours of the law are reached; tot is the first day it no longer holds."""
    return (
        f"Ongeoorloofd gemist in vier lesweken: {_optelling(dagen)}.",
        f"Op {kort(dagen[-1].dag)} was dat {UREN_GRENS} uur of meer. De school moet dat melden "
        "(artikel 21a Leerplichtwet).",
        f"De telling is daarna opnieuw begonnen. Dit signaal geldt tot en met {kort(tot - _DAG)}.",
    )


def ziek_meldingen(meldingen: Sequence[date], regelset: Regelset) -> tuple[str, ...]:
    """Why there are too many sick reports; the last of these is the latest."""
    latest = meldingen[-1]
    vanaf = latest - regelset.ziek_weken * _WEEK + _DAG
    geteld = [dag for dag in meldingen if dag >= vanaf]
    return (
        f"Ziek gemeld op {en([kort(dag) for dag in geteld])}.",
        f"Dat zijn {len(geteld)} ziekmeldingen in {regelset.ziek_weken} weken "
        f"({van_tot(vanaf, latest)}). Vanaf {regelset.ziek_meldingen} vraagt dat om een gesprek "
        "(MAZL).",
    )


def ziek_schooldagen(sinds: date, bereikt: date, regelset: Regelset) -> tuple[str, ...]:
    """Why a sickness is long."""
    return (
        f"Ziek gemeld vanaf {kort(sinds)}, zonder schooldag ertussen.",
        f"{kort(bereikt)} was schooldag {regelset.ziek_schooldagen} op rij. Weekenden, vakanties "
        "en feestdagen tellen niet mee (MAZL).",
    )


def absoluut_verzuim(sinds: date, op: date) -> tuple[str, ...]:
    """Why not being enrolled is a signal, and why perhaps only now."""
    wachten: tuple[str, ...] = ()
    if op > sinds:
        wachten = (
            f"Na de zomer is met dit signaal gewacht tot {kort(op)}: dan zijn de meeste "
            "inschrijvingen verwerkt.",
        )
    return (
        f"Vanaf {kort(sinds)} nergens ingeschreven, zonder vrijstelling.",
        "Wie leerplichtig of kwalificatieplichtig is, moet bij een school ingeschreven staan. De "
        "gemeente ziet daarop toe (artikel 2 en 19 Leerplichtwet).",
        *wachten,
    )
