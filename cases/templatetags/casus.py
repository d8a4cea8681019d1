"""What the page of a casus draws by itself: `{% load casus %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cases.models import (
    Aanbod,
    Gebeurtenis,
    Gemist,
    Inschrijving,
    Verzuim,
    VerzuimReden,
    Vrijstelling,
)
from cases.models import GebeurtenisSoort as Soort
from cases.services.dagen import AnyFeit
from cases.services.feiten import SOORTEN
from cases.stand.woorden import uren
from thuiszitters.kalender import datum_kort
from thuiszitters.ui.icons import ICONS, icon_svg

register = template.Library()

_TEKENS: dict[str, str] = {
    Soort.GEOPEND: "casus",
    Soort.GESLOTEN: "slot",
    Soort.HEROPEND: "casus",
    Soort.VERZUIM: "verzuim",
    Soort.TERUGKEER: "terugkeer",
    Soort.AANBOD: "aanbod",
    Soort.VRIJSTELLING: "vrijstelling",
    Soort.INSCHRIJVING: "inschrijving",
    Soort.LEERLING: "persoon",
    Soort.CORRECTIE: "wijzig",
    Soort.CONTACT: "contact",
    Soort.NOTITIE: "notitie",
    Soort.TAAK: "taak",
    Soort.TAAK_GEDAAN: "vink",
    Soort.EIGENAAR: "persoon",
    Soort.PARTIJ: "organisatie",
    Soort.OVERGESLAGEN: "volgende",
    Soort.VERVALLEN: "kruis",
    Soort.REACTIE: "reactie",
}


@register.simple_tag
def teken(punt: Gebeurtenis) -> SafeString:
    """Returns the sign of an entry; a signal has the icon and the colour of its rung."""
    trede = punt.gegevens.get("trede", "") if punt.soort == Soort.SIGNAAL else ""
    if trede in ICONS:
        return format_html(
            '<span class="tijdlijn__teken tijdlijn__teken--{}">{}</span>', trede, icon_svg(trede)
        )
    icoon = icon_svg(_TEKENS.get(punt.soort, "info"))
    return format_html('<span class="tijdlijn__teken">{}</span>', icoon)


@register.simple_tag(takes_context=True)
def bewaar(context: Context, plek: str) -> str:
    """Returns the mark by which a place keeps what stands open in it, unless it is done there."""
    done = {context.get("klaar_plek"), *(context.get("meldingen_per_plek") or {})}
    return "" if plek in done else SafeString(' hx-preserve="true"')


@register.inclusion_tag("cases/_meldingen.html", takes_context=True)
def meldingen_in(context: Context, plek: str) -> dict[str, Any]:
    """What was just done at this place on the page."""
    return {"meldingen": (context.get("meldingen_per_plek") or {}).get(plek, [])}


@register.inclusion_tag("cases/_plek.html", takes_context=True)
def plek(context: Context, naam: str) -> dict[str, Any]:
    """A place where a form opens in the page, and where its answer is told."""
    return {
        "naam": naam,
        "klaar_plek": context.get("klaar_plek"),
        "meldingen_per_plek": context.get("meldingen_per_plek", {}),
    }


@register.filter
def feitsoort(feit: AnyFeit) -> str:
    """Returns the name of the kind of fact, as it stands in addresses."""
    return next(naam for naam, model in SOORTEN.items() if isinstance(feit, model))


@register.filter
def feitnaam(feit: AnyFeit) -> str:
    """Returns what a fact says, without its days."""
    match feit:
        case Inschrijving():
            return str(feit.school or "School niet bekend")
        case Verzuim():
            if feit.reden == VerzuimReden.ZIEKTE:
                return "Ziek gemeld"
            return "Geoorloofd verzuim" if feit.geoorloofd else "Ongeoorloofd verzuim"
        case Gemist():
            soort = "geoorloofd" if feit.geoorloofd else "ongeoorloofd"
            return f"{uren(feit.uren)} {soort} gemist"
        case Aanbod():
            return _hoofdletter(feit.omschrijving or feit.get_soort_display())
        case Vrijstelling():
            return _hoofdletter(feit.get_grond_display())


@register.filter
def feitperiode(feit: AnyFeit) -> str:
    """Returns the days of a fact in words; `einde` is the first day it no longer holds."""
    match feit:
        case Verzuim():
            if feit.einde is None:
                return f"sinds {datum_kort(feit.begin)}"
            return f"{datum_kort(feit.begin)}, terug op {datum_kort(feit.einde)}"
        case Gemist():
            return f"op {datum_kort(feit.datum)}"
        case Aanbod():
            steps = (
                ("gedaan op", feit.gedaan_op),
                ("geaccepteerd op", feit.geaccepteerd_op),
                ("gestart op", feit.gestart_op),
                ("gestopt per", feit.einde),
            )
            told = [f"{woord} {datum_kort(dag)}" for woord, dag in steps if dag]
            return ", ".join(told if feit.gestart_op else [*told, "nog niet gestart"])
        case Inschrijving() | Vrijstelling():
            if feit.begin is None:
                tot = f"tot {datum_kort(feit.einde)}, " if feit.einde else ""
                return f"{tot}begin niet bekend"
            if feit.einde is None:
                return f"sinds {datum_kort(feit.begin)}"
            return f"{datum_kort(feit.begin)} tot {datum_kort(feit.einde)}"


def _hoofdletter(tekst: str) -> str:
    return tekst[:1].upper() + tekst[1:]


@register.filter
def achter(waarde: object, naam: object) -> str:
    """Returns the two words joined: for an id such as plek-taak-12."""
    return f"{waarde}{naam}"
