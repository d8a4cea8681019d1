"""The page of one casus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.forms.casus import NotitieForm
from cases.models import Casus
from cases.panelen import panelen_for
from cases.permissions import may_what
from cases.selectors.casus import (
    closing_entry,
    current_toegang,
    load_deelnemers,
    load_feitenblad,
    load_stand,
    load_taken,
)
from cases.selectors.tijdlijn import MEESTE, STAP, Tijdlijn, load_tijdlijn
from cases.views.hulp import get_casus, user_of
from thuiszitters.accounts.middleware import acting_as
from thuiszitters.accounts.toegang import ingelogd
from thuiszitters.audit.services import record

PLEK = "plek-"
"""How the id begins of a place on the page where a form opens and its answer is told."""


def is_htmx(request: HttpRequest) -> bool:
    """Return whether the page asks for a part of itself."""
    return request.headers.get("HX-Request") == "true"


@ingelogd
@require_safe
def casus(request: HttpRequest, nummer: str) -> HttpResponse:
    """Show one casus; that it was looked at stands in the log."""
    found = get_casus(request, nummer)
    acting = acting_as(request)
    record(
        gebeurtenis="casus bekeken",
        gebruiker_id=user_of(request).pk,
        organisatie_id=acting.organisatie_id if acting else None,
        onderwerp="casus",
        onderwerp_id=found.nummer,
    )
    if is_htmx(request):
        context = {"casus": found, "tijdlijn": _tijdlijn(request, found)}
        return render(request, "cases/_tijdlijn.html", context)
    return render(request, "cases/casus.html", casus_context(request, found))


def render_casus_part(request: HttpRequest, found: Casus, *, plek: str) -> HttpResponse:
    """Return the whole casus as a part, to put in the place of what the page shows now.

    Forms that stand open elsewhere on the page keep their input; the one at `plek` is done.
    """
    context = casus_context(request, found) | {"klaar_plek": plek, "is_deel": True}
    response = render(request, "cases/_casus.html", context)
    response["HX-Retarget"] = "#casus"
    response["HX-Reswap"] = "outerHTML show:none"
    return response


def casus_context(request: HttpRequest, found: Casus) -> dict[str, Any]:
    """Return everything the page of this casus shows to who asks."""
    user = user_of(request)
    today = timezone.localdate()
    taken = load_taken(found)
    verdicts = may_what(user, found)
    panelen = panelen_for(request, found)
    algemeen, per_plek = _meldingen(request)
    return {
        "casus": found,
        "leerling": found.leerling,
        "leeftijd": found.leerling.leeftijd_op(today),
        "peildatum": today,
        "blad": load_stand(found, today),
        "feiten": load_feitenblad(found),
        "deelnemers": load_deelnemers(found),
        "inzages": current_toegang(found),
        "taken": taken,
        "panelen": panelen,
        "gevraagd": sum(paneel.open for paneel in panelen) + len(taken.open),
        "slot": closing_entry(found),
        "mag": {handeling.value: verdict.mag for handeling, verdict in verdicts.items()},
        "notitie_form": NotitieForm(casus=found, auto_id="notitie_%s"),
        "tijdlijn": _tijdlijn(request, found),
        "meldingen": algemeen,
        "meldingen_per_plek": per_plek,
    }


def _tijdlijn(request: HttpRequest, found: Casus) -> Tijdlijn:
    chosen = _query(request)
    toon = chosen.get("toon", "")
    if toon == "alles":
        shown = MEESTE
    else:
        shown = int(toon) if toon.isascii() and toon.isdigit() and len(toon) < 6 else STAP
    return load_tijdlijn(found, groep=chosen.get("soort", ""), toon=shown)


def _query(request: HttpRequest) -> Mapping[str, str]:
    """Return the choices in the address of the page; a form sent from it keeps them."""
    if request.method != "POST":
        return request.GET.dict()
    address = request.headers.get("HX-Current-URL", "")
    return {name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()}


def _meldingen(request: HttpRequest) -> tuple[list[Message], dict[str, list[Message]]]:
    """Return the messages for the top of the page, and those for a place on it."""
    algemeen: list[Message] = []
    per_plek: dict[str, list[Message]] = defaultdict(list)
    for melding in get_messages(request):
        tag = melding.extra_tags or ""
        (per_plek[tag] if tag.startswith(PLEK) else algemeen).append(melding)
    return algemeen, dict(per_plek)
