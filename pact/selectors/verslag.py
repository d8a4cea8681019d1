"""The minutes of a meeting as plain data: what the page, the PDF and the agreed copy say."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from pact.keuzes import Aanwezigheid, PuntSoort
from pact.models import Agendapunt, Deelname, Overleg
from pact.overlegagenda import build_blokken
from pact.selectors.overleg import (
    afspraken_made_in,
    deelnames_of,
    following_overleg,
    punten_of,
    standpunten_of,
)
from thuiszitters.kalender import datum_kort


def minutes_of(overleg: Overleg) -> dict[str, Any]:
    """Return the minutes: the agreed ones where there are, otherwise as they stand now."""
    return overleg.verslag if overleg.verslag is not None else verslag_of(overleg)


def verslag_of(overleg: Overleg) -> dict[str, Any]:
    """Return the minutes as they stand now, as texts, lists and dicts that JSON can hold.

    In the shape in which minutes of a directeurenoverleg are written: the agenda, per afspraak
    how it stands, what the parties said, what was agreed, the next moment.
    """
    punten = [punt for punt in punten_of(overleg) if not punt.weggelaten]
    following = following_overleg(overleg)
    agreed = overleg.vastgesteld_op
    return {
        "titel": _titel(overleg),
        "pact": overleg.pact.naam,
        "code": overleg.pact.code,
        "nr": overleg.nr,
        "datum": _dag(overleg.datum),
        "tijd": tijd_in_words(overleg),
        "plaats": overleg.plaats,
        "vastgesteld": _dag(timezone.localdate(agreed)) if agreed else "",
        "aanwezigheid": _attendance(deelnames_of(overleg)),
        "inleiding": overleg.inleiding,
        "afsluiting": overleg.afsluiting,
        "blokken": [
            {
                "nummer": str(blok.nummer),
                "titel": blok.titel,
                "groep": blok.groep,
                "soort": str(blok.soort),
                "punten": [_punt(nummer, punt, overleg) for nummer, punt in blok.genummerd],
            }
            for blok in build_blokken(punten)
        ],
        "slot": not any(punt.soort == PuntSoort.RONDVRAAG for punt in punten),
        "standpunten": [
            {"partij": str(standpunt.partner), "tekst": standpunt.tekst}
            for standpunt in standpunten_of(overleg)
        ],
        "afspraken": [
            {
                "nr": afspraak.nr,
                "tekst": afspraak.tekst,
                "trekker": str(afspraak.eigenaar) if afspraak.eigenaar else "",
                "samen": [str(partner) for partner in afspraak.mede_eigenaren.all()],
                "uiterlijk": _dag(afspraak.uiterlijk),
                "actie": afspraak.actie.nr if afspraak.actie else None,
            }
            for afspraak in afspraken_made_in(overleg)
        ],
        "volgend": (
            {
                "titel": _titel(following),
                "datum": _dag(following.datum),
                "tijd": tijd_in_words(following),
                "plaats": following.plaats,
            }
            if following is not None
            else None
        ),
    }


def _titel(overleg: Overleg) -> str:
    soort = overleg.get_soort_display()
    return f"{soort}: {overleg.titel}" if overleg.titel else soort


def _dag(dag: date | None) -> str:
    return datum_kort(dag) if dag else ""


def tijd_in_words(overleg: Overleg) -> str:
    """Return from when till when, as people write it; "" where no time is known."""
    if overleg.begintijd is None:
        return ""
    if overleg.eindtijd is None:
        return f"{overleg.begintijd:%H:%M} uur"
    return f"{overleg.begintijd:%H:%M} tot {overleg.eindtijd:%H:%M} uur"


def _attendance(deelnames: list[Deelname]) -> list[dict[str, Any]]:
    """Return per kind of attendance who, those present first; nobody twice."""
    order = (
        Aanwezigheid.AANWEZIG,
        Aanwezigheid.AFGEMELD,
        Aanwezigheid.AFWEZIG,
        Aanwezigheid.GENODIGD,
    )
    found = [(soort, [name_of(d) for d in deelnames if d.aanwezigheid == soort]) for soort in order]
    return [{"soort": str(soort), "woord": soort.label, "wie": wie} for soort, wie in found if wie]


def name_of(deelname: Deelname) -> dict[str, str]:
    """Return who this is: a name with the partner they speak for, or the function of a guest."""
    if deelname.user is None:
        return {"naam": deelname.gast, "van": "gast"}
    return {
        "naam": str(deelname.user),
        "van": str(deelname.partner) if deelname.partner else "",
    }


def _punt(nummer: str, punt: Agendapunt, overleg: Overleg) -> dict[str, Any]:
    afspraak, actie = punt.afspraak, punt.actie
    return {
        "nummer": nummer,
        "titel": punt.titel,
        "soort": punt.soort,
        "toelichting": punt.toelichting,
        "besproken": punt.besproken,
        "besluit": punt.besluit,
        "afspraak": (
            {
                "nr": afspraak.nr,
                "tekst": afspraak.tekst,
                "trekker": str(afspraak.eigenaar) if afspraak.eigenaar else "",
                "samen": [str(partner) for partner in afspraak.mede_eigenaren.all()],
                "uiterlijk": _dag(afspraak.uiterlijk),
                "status": afspraak.get_status_display(),
                "opmerkingen": [
                    {"status": stand.get_status_display(), "tekst": stand.opmerking}
                    for stand in afspraak.standen.all()
                    if stand.overleg_id == overleg.pk
                ],
            }
            if afspraak is not None
            else None
        ),
        "actie": (
            {
                "nr": actie.nr,
                "tekst": actie.activiteit,
                "eigenaar": str(actie.eigenaar) if actie.eigenaar else "",
                "deadline": _dag(actie.deadline),
                "status": actie.get_status_display(),
            }
            if actie is not None
            else None
        ),
    }
