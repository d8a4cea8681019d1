"""The part of monitoring on an action of a pact: what is asked of whom, answered on the spot."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from monitoring.actieforms import ANTWOORDEN
from monitoring.selectors.actiesignalen import Actiesignaal, load_actiesignalen
from pact.forms.voortgang import VoortgangForm
from pact.keuzes import Antwoord
from pact.models import Actie
from pact.permissions import Handeling, may, may_bijdragen
from pact.views.hulp import user_of
from pact.views.overleg.hulp import is_htmx

_EIGEN_PAGINA = frozenset({"pact:mijn_actie", "pact:mijn_bijdrage"})

Verstuurd = tuple[int, Antwoord, VoortgangForm]
"""An answer that was refused: to which signal, which answer, and its form with what was typed."""


def is_in_row(request: HttpRequest) -> bool:
    """Return whether a signal is shown or answered in a row of the own page of a partner."""
    match = request.resolver_match
    if match is not None and match.view_name in _EIGEN_PAGINA:
        return True
    return is_htmx(request) and from_mijn(request)


def from_mijn(request: HttpRequest) -> bool:
    """Return whether an answer comes from the own page of a partner."""
    return request.POST.get("terug") == "mijn"


def aanspreek_url(code: str, nr: int) -> str:
    """Return where the owner of an action is addressed by hand."""
    return reverse("monitoring:aanspreken", args=[code, nr])


def actiesignalen_paneel(request: HttpRequest, actie: Actie) -> str | None:
    """Return the signals about this action for its page; None where there is nothing to show.

    Who does not answer for the action reads on which rung it stands, and no more.
    """
    context = paneel_context(request, actie)
    if not (context["open"] or context["eerder"] or context["mag_aanspreken"]):
        return None
    return render_to_string("monitoring/_actiesignalen.html", context, request)


def refused_paneel(request: HttpRequest, actie: Actie, sent: Verstuurd, waarom: str) -> str:
    """Return that part with an answer that was refused: its form, or what was filled in."""
    context = paneel_context(request, actie, sent)
    shown = any(item["signaal"].escalatie.pk == sent[0] for item in context["open"])
    context |= {"waarom": waarom, "verstuurd": None if shown else sent[2]}
    return render_to_string("monitoring/_actiesignalen.html", context, request)


def paneel_context(
    request: HttpRequest, actie: Actie, sent: Verstuurd | None = None
) -> dict[str, Any]:
    """Return what the panel and the page of one signal show."""
    user, today = user_of(request), timezone.localdate()
    mag = may_bijdragen(user, actie).mag
    signalen = load_actiesignalen(actie, user, today)
    return {
        "actie": actie,
        "pact": actie.pact,
        "peildatum": today,
        "mag": mag,
        "in_rij": is_in_row(request),
        "terug_mijn": is_in_row(request) or from_mijn(request),
        "mag_aanspreken": may(user, Handeling.LEIDEN, actie.pact).mag,
        "open": [
            {"signaal": s, "antwoorden": answer_forms(actie, s, sent) if mag else []}
            for s in signalen
            if s.is_open
        ],
        "rust": [s for s in signalen if s.rust and not s.is_open],
        "eerder": [s for s in signalen if not s.is_open and not s.rust],
    }


def answer_forms(
    actie: Actie, signaal: Actiesignaal, sent: Verstuurd | None = None
) -> list[dict[str, Any]]:
    """Return the four answers to one signal, each with its form; the refused one stands open."""
    pk = signaal.escalatie.pk
    found = []
    for antwoord, (kop, knop, form) in ANTWOORDEN.items():
        refused = sent is not None and (pk, antwoord) == sent[:2]
        found.append(
            {
                "antwoord": antwoord,
                "kop": kop,
                "knop": knop,
                "url": reverse("monitoring:actieantwoord", args=[pk, antwoord.value]),
                "form": sent[2] if sent and refused else make_form(form, actie, pk, antwoord),
                "open": refused,
            }
        )
    return found


def make_form(
    form: type[VoortgangForm], actie: Actie, pk: int, antwoord: Antwoord, *args: Any
) -> VoortgangForm:
    """Return a form of one answer to one signal, apart from those of others on the page."""
    return form(*args, actie=actie, prefix=f"s{pk}-{antwoord.value}")
