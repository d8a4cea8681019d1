"""Template tags and filters of the whole site: `{% load ui %}`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from thuiszitters.kalender import datum_kort
from thuiszitters.ui import datums
from thuiszitters.ui.icons import icon_svg

register = template.Library()

TREDEN = {
    "preventie": "preventie",
    "stimuleren": "stimuleren",
    "signaleren": "signaleren",
    "aanspreken": "aanspreken",
}

# Category: (short, whole). The law's letters are known in the field; the whole words are the label.
CATEGORIEEN = {
    "AV": ("AV", "Absoluut verzuim"),
    "LRV": ("LRV", "Langdurig relatief verzuim"),
    "dreigend": ("Dreigend", "Dreigend thuiszitter"),
    "met_aanbod": ("Met aanbod", "Thuis, met aanbod"),
    "vrijgesteld": ("Vrijgesteld", "Vrijgesteld van inschrijving"),
    "geoorloofd": ("Geoorloofd", "Geoorloofd verzuim"),
    "geen": ("Geen verzuim", "Geen verzuim"),
    "niet_plichtig": ("Niet plichtig", "Niet leerplichtig"),
}

MELDING_ICONS = {
    "info": "info",
    "goed": "goed",
    "let-op": "let-op",
    "fout": "fout",
}

# django.contrib.messages level tags to ours
MELDING_SOORTEN = {
    "debug": "info",
    "info": "info",
    "success": "goed",
    "warning": "let-op",
    "error": "fout",
}


def _als_datum(waarde: Any) -> date | None:
    if isinstance(waarde, datetime):
        return timezone.localtime(waarde).date() if timezone.is_aware(waarde) else waarde.date()
    return waarde if isinstance(waarde, date) else None


@register.filter
def datum(waarde: Any) -> str:
    """Returns "12 mrt 2026"; an aware datetime is read in the local time zone; else ""."""
    dag = _als_datum(waarde)
    return datum_kort(dag) if dag else ""


@register.filter
def dag(waarde: Any, peildatum: date | None = None) -> str:
    """Returns "vr 27 nov" for a date people plan with, with the year when it is another year."""
    gevonden = _als_datum(waarde)
    return datums.dag_tekst(gevonden, peildatum or timezone.localdate()) if gevonden else ""


@register.filter
def tijdstip(waarde: Any) -> str:
    """Returns "12 mrt 2026, 10:42" in the local time zone; "" when there is no moment."""
    if not isinstance(waarde, datetime):
        return ""
    lokaal = timezone.localtime(waarde) if timezone.is_aware(waarde) else waarde
    return f"{datum_kort(lokaal.date())}, {lokaal:%H:%M}"


@register.filter
def dagen(waarde: Any) -> str:
    """Returns a number of days in words: "1 dag", "41 dagen"; "" when there is no number."""
    return datums.dagen_tekst(waarde) if isinstance(waarde, int) else ""


@register.filter
def over_dagen(waarde: Any, peildatum: date | None = None) -> str:
    """Returns "over 6 dagen" or "3 dagen geleden", from peildatum (default: today)."""
    gevonden = _als_datum(waarde)
    return datums.over_dagen_tekst(gevonden, peildatum or timezone.localdate()) if gevonden else ""


@register.filter
def iso(waarde: Any) -> str:
    """Returns the value of a <time datetime> attribute: 2026-03-12."""
    dag_ = _als_datum(waarde)
    return dag_.isoformat() if dag_ else ""


@register.simple_tag
def icoon(naam: str, groot: bool = False) -> SafeString:
    """Returns an icon of thuiszitters.ui.icons as inline SVG, hidden from assistive technology."""
    return icon_svg(naam, groot)


@register.simple_tag
def trede(naam: str | None) -> SafeString | str:
    """Returns the badge of a rung: its icon, its word, its colours; "" when there is none."""
    if not naam:
        return ""
    return format_html(
        '<span class="badge badge--{}">{}{}</span>', naam, icon_svg(naam), TREDEN[naam]
    )


@register.simple_tag
def categorie(naam: str | None, kort: bool = False) -> SafeString | str:
    """Returns the badge of a categorie of the Stand, in whole words or short with a title."""
    if not naam:
        return ""
    afkorting, voluit = CATEGORIEEN[naam]
    if kort and afkorting != voluit:
        return format_html(
            '<span class="badge badge--{}"><abbr title="{}">{}</abbr></span>',
            naam,
            voluit,
            afkorting,
        )
    return format_html('<span class="badge badge--{}">{}</span>', naam, voluit)


@register.inclusion_tag("components/bladeren.html", takes_context=True)
def bladeren(
    context: Context, pagina: Page[Any], sleutel: str = "pagina", wat: str = ""
) -> dict[str, Any]:
    """Links to the pages of a list, keeping the rest of the address; `wat` names what is listed."""
    request: HttpRequest | None = context.get("request")
    adres = request.GET.copy() if request else QueryDict(mutable=True)

    def naar(nummer: int) -> str:
        adres[sleutel] = str(nummer)
        return f"?{adres.urlencode()}"

    nummers = pagina.paginator.get_elided_page_range(pagina.number, on_each_side=1, on_ends=1)
    return {
        "pagina": pagina,
        "wat": wat,
        "vorige": naar(pagina.previous_page_number()) if pagina.has_previous() else "",
        "volgende": naar(pagina.next_page_number()) if pagina.has_next() else "",
        "punten": [
            {"nummer": nummer, "url": naar(nummer) if isinstance(nummer, int) else ""}
            for nummer in nummers
        ],
    }


@register.inclusion_tag("components/melding.html")
def melding(tekst: Any, soort: str = "info", kop: str = "", rol: str = "") -> dict[str, Any]:
    """A notice in a page: soort is info, goed, let-op or fout (or a level of messages)."""
    soort = MELDING_SOORTEN.get(soort, soort)
    return {
        "tekst": tekst,
        "soort": soort,
        "icoon_naam": MELDING_ICONS[soort],
        "kop": kop,
        "rol": rol,
    }


def _met_dubbele_punt(label: str) -> str:
    return label if not label or label.endswith("?") else f"{label}:"


@register.inclusion_tag("components/foutoverzicht.html")
def foutoverzicht(*formulieren: Any) -> dict[str, Any]:
    """The error summary on top of a page, over one or more forms; nothing when all is well."""
    fouten: list[dict[str, Any]] = []
    for formulier in formulieren:
        if not formulier or not formulier.is_bound:
            continue
        fouten += [{"tekst": tekst} for tekst in formulier.non_field_errors()]
        for veld in formulier:
            fouten += [
                {
                    "tekst": tekst,
                    "label": _met_dubbele_punt(str(veld.label or "")),
                    "doel": "" if veld.is_hidden else veld.doel_id,
                }
                for tekst in veld.errors
            ]
    return {"fouten": fouten}


@register.simple_tag
def hernoem(formulier: BaseForm, **labels: str) -> str:
    """Gives fields of a form that is not ours (django-allauth) our words; renders nothing.

    Stands before the error summary, so that it speaks of the same names. The hint and the
    placeholder go: a placeholder is no label, it leaves at the moment it is needed.
    """
    for naam, label in labels.items():
        if naam in formulier.fields:
            gebonden = formulier[naam]
            gebonden.label = label
            gebonden.help_text = ""
            gebonden.field.widget.attrs.pop("placeholder", None)
    return ""


@register.simple_tag
def veld(gebonden: BoundField, label: str = "", hint: str | None = None) -> SafeString:
    """Renders one field of a form, with another label or hint where the page needs one."""
    if label:
        gebonden.label = label
    if hint is not None:
        gebonden.help_text = hint
    return gebonden.as_field_group()
