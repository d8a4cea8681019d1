"""One action: see it, add it, change it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from pact.errors import AlGedaan, VerouderdeVersie
from pact.forms import ActieForm
from pact.inhoud import ActieInhoud, changed_fields, in_words, inhoud_of, normalised
from pact.keuzes import Periodelezing
from pact.models import Actie, Pact, field_name
from pact.permissions import Handeling
from pact.selectors.acties import changes_since
from pact.services.acties import change_actie, create_actie
from pact.views.actiepagina import actie_page, actie_panel, explain_periode, owner_gone
from pact.views.hulp import add_errors, demand, get_actie, get_pact, inzender_of
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_PACT)
@require_GET
def actie(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Show an action: a page, or the panel beside the matrix for htmx."""
    found = get_actie(get_pact(request, code), nr)
    if request.headers.get("HX-Request") == "true":
        return actie_panel(request, found)
    return actie_page(request, found)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def actie_nieuw(request: HttpRequest, code: str) -> HttpResponse:
    """Add an action; the address fills in the cell of the matrix it is added to."""
    pact = get_pact(request, code)
    demand(request, Handeling.ACTIES, pact)
    if request.method == "GET":
        cell = ("thema", "niveau", "termijn", "eigenaar", "status")
        start = {naam: request.GET[naam] for naam in cell if naam in request.GET}
        return _form_page(request, pact, ActieForm(initial=start, pact=pact))
    form = ActieForm(request.POST, pact=pact)
    if form.is_valid():
        inzender = inzender_of(request, sleutel=form.cleaned_data["sleutel"])
        try:
            made = create_actie(pact=pact, inhoud=form.inhoud(), inzender=inzender)
        except AlGedaan as done:
            messages.info(request, str(done))
            return redirect(_in_matrix(done.code, done.nr))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Actie {made.nr} is toegevoegd." + _as_read(form))
            return redirect(_in_matrix(pact.code, made.nr))
    return _form_page(request, pact, form, status=422)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def actie_wijzig(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Change an action. A form opened before somebody else's change overwrites nothing: 409."""
    pact = get_pact(request, code)
    demand(request, Handeling.ACTIES, pact)
    found = get_actie(pact, nr)
    if request.method == "GET":
        return _form_page(request, pact, ActieForm(pact=pact, actie=found), actie=found)
    form = ActieForm(request.POST, pact=pact, actie=found)
    if form.is_valid():
        versie = form.cleaned_data["versie"]
        try:
            saved = change_actie(
                actie=found,
                inhoud=form.inhoud(),
                inzender=inzender_of(request, versie=versie),
                reden=form.cleaned_data["reden"],
            )
        except VerouderdeVersie:
            return _stale_page(request, pact, get_actie(pact, nr), form.inhoud(), versie)
        except ValidationError as error:
            add_errors(form, error)
        else:
            if saved.versie == versie:
                messages.info(request, "Er was niets gewijzigd.")
            else:
                messages.success(request, f"Actie {saved.nr} is opgeslagen." + _as_read(form))
            return redirect("pact:actie", code=pact.code, nr=saved.nr)
    return _form_page(request, pact, form, actie=found, status=422)


def _as_read(form: ActieForm) -> str:
    """Return how the period was read, where its dates were left to the text."""
    if form.gelezen is None or form.gelezen.lezing == Periodelezing.LEEG:
        return ""
    return f" De periode: {form.gelezen.uitleg}"


def _in_matrix(code: str, nr: int | None) -> str:
    return reverse("pact:matrix", args=[code]) + (f"#actie-{nr}" if nr else "")


def _form_page(
    request: HttpRequest,
    pact: Pact,
    form: ActieForm,
    *,
    actie: Actie | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    context = {"pact": pact, "actie": actie, "form": form, **extra}
    if actie is not None:
        context |= {"periode_uitleg": explain_periode(actie), "eigenaar_weg": owner_gone(actie)}
    return render(request, "pact/actie_form.html", context, status=status)


def _stale_page(
    request: HttpRequest, pact: Pact, current: Actie, mine: ActieInhoud, versie: int
) -> HttpResponse:
    """Show what is saved now beside what was filled in, in a form that can be sent again."""
    data = request.POST.copy()
    data["versie"] = str(current.versie)
    form = ActieForm(data, pact=pact, actie=current)
    form.is_valid()
    theirs, mine = inhoud_of(current), normalised(mine)
    now, yours = in_words(theirs), in_words(mine)
    return _form_page(
        request,
        pact,
        form,
        actie=current,
        status=409,
        verschillen=[
            {"veld": field_name(veld), "nu": now[veld], "jij": yours[veld]}
            for veld in changed_fields(theirs, mine)
        ],
        sindsdien=changes_since(current, versie),
    )
