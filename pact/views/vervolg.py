"""Looking back at the actions of a pact, and starting the next one from it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pact.errors import AlGedaan
from pact.forms.vervolg import EvaluatieForm, OpvolgerForm
from pact.keuzes import Status, Uitkomst
from pact.models import Actie, Pact
from pact.permissions import may_bijdragen
from pact.selectors.partners import partners_of
from pact.selectors.vervolg import (
    Evaluatierij,
    count_uitkomsten,
    evaluaties_of,
    load_evaluatie,
)
from pact.services.evaluatie import evaluate_actie
from pact.services.opvolger import goes_on_by_itself, start_opvolger
from pact.views.hulp import add_errors, get_actie, get_pact, inzender_of, user_of
from pact.views.overleg.hulp import led_pact, leidt
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist

# --- what became of the actions ------------------------------------------------------------------


@vereist(Recht.SEE_PACT)
@require_GET
def evaluatie(request: HttpRequest, code: str) -> HttpResponse:
    """Show per thema how the actions turned out, and why."""
    pact = get_pact(request, code)
    user = user_of(request)
    groepen = load_evaluatie(pact)
    rijen = [rij for groep in groepen for rij in groep.rijen]
    context: dict[str, Any] = {
        "pact": pact,
        "groepen": groepen,
        "telling": count_uitkomsten(rijen),
        "mijn": {rij.actie.pk for rij in rijen if may_bijdragen(user, rij.actie).mag},
        "mag_leiden": leidt(request, pact),
    }
    return render(request, "pact/evaluatie.html", context)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def evalueer(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Say what became of an action, and why; what was said before stays visible."""
    actie = get_actie(get_pact(request, code), nr)
    oordeel = may_bijdragen(user_of(request), actie)
    if not oordeel.mag:
        raise PermissionDenied(oordeel.waarom)
    if request.method == "GET":
        return _form_page(request, actie, EvaluatieForm())
    form = EvaluatieForm(request.POST)
    if form.is_valid():
        try:
            evaluate_actie(
                actie=actie,
                uitkomst=Uitkomst(form.cleaned_data["uitkomst"]),
                waarom=form.cleaned_data["waarom"],
                inzender=inzender_of(request),
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"De evaluatie van actie {nr} is vastgelegd.")
            return redirect(reverse("pact:evaluatie", args=[code]) + f"#actie-{nr}")
    return _form_page(request, actie, form, status=422)


def _form_page(
    request: HttpRequest, actie: Actie, form: EvaluatieForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "pact": actie.pact,
        "actie": actie,
        "form": form,
        "evaluaties": evaluaties_of(actie),
    }
    return render(request, "pact/evaluatie_form.html", context, status=status)


# --- the next pact -------------------------------------------------------------------------------


def goes_on(rij: Evaluatierij) -> bool:
    """Return whether an action goes along unless somebody says no."""
    said = Uitkomst(rij.laatste.uitkomst) if rij.laatste else None
    return goes_on_by_itself(Status(rij.actie.status), said)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def opvolger(request: HttpRequest, code: str) -> HttpResponse:
    """Start a new pact from this one: choose what goes along."""
    pact = led_pact(request, code)
    groepen = load_evaluatie(pact)
    form = _form(request, pact, [rij for groep in groepen for rij in groep.rijen])
    if request.method == "POST" and form.is_valid():
        inzender = inzender_of(request, sleutel=form.cleaned_data["sleutel"])
        try:
            new = start_opvolger(pact=pact, keuze=form.keuze(), inzender=inzender)
        except AlGedaan as done:
            messages.info(request, str(done))
            return redirect("pact:inrichten", code=done.code)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request,
                f"{new} is opgezet. Kijk de periodes van de overgenomen acties na: de data van "
                f"{pact} gelden niet meer.",
            )
            return redirect("pact:inrichten", code=new.code)
    context: dict[str, Any] = {
        "pact": pact,
        "form": form,
        "groepen": groepen,
        "gekozen": form.chosen_acties(),
        "opvolgers": Pact.objects.visible_to(user_of(request)).filter(voorganger=pact),
    }
    status = 422 if form.is_bound else 200
    return render(request, "pact/opvolger.html", context, status=status)


def _form(request: HttpRequest, pact: Pact, rijen: list[Evaluatierij]) -> OpvolgerForm:
    # Whoever leads the pact always goes along.
    partners = [p for p in partners_of(pact) if p.organisatie_id != pact.organisatie_id]
    return OpvolgerForm(
        request.POST if request.method == "POST" else None,
        pact=pact,
        partners=partners,
        acties=[rij.actie for rij in rijen],
        gekozen=[rij.actie.nr for rij in rijen if goes_on(rij)],
    )
