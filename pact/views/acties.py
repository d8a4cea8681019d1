"""One action: see it, add it, change it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from pact.errors import AlGedaan, VerouderdeVersie
from pact.forms import ActieForm
from pact.keuzes import Status
from pact.matrix import dagen_te_laat
from pact.models import Actie, Pact, field_name
from pact.permissions import Handeling, may
from pact.selectors import changes_since, history_of
from pact.services.acties import (
    ActieInhoud,
    change_actie,
    changed_fields,
    create_actie,
    in_words,
    inhoud_of,
)
from pact.views.hulp import demand, get_actie, get_pact, inzender_of, user_of
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_PACT)
@require_GET
def actie(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Show an action with its history: a page, or the panel beside the matrix for htmx."""
    pact = get_pact(request, code)
    found = get_actie(pact, nr)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "pact": pact,
        "actie": found,
        "peildatum": today,
        "dagen_te_laat": dagen_te_laat(
            status=Status(found.status), deadline=found.deadline, peildatum=today
        ),
        "geschiedenis": history_of(found),
        "mag_acties": may(user_of(request), Handeling.ACTIES, pact).mag,
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
    }
    in_panel = request.headers.get("HX-Request") == "true"
    return render(request, "pact/_actiepaneel.html" if in_panel else "pact/actie.html", context)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def actie_nieuw(request: HttpRequest, code: str) -> HttpResponse:
    """Add an action; `?thema=` and `?niveau=` fill in the cell it is added to."""
    pact = get_pact(request, code)
    demand(request, Handeling.ACTIES, pact)
    if request.method == "GET":
        start = {naam: request.GET[naam] for naam in ("thema", "niveau") if naam in request.GET}
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
            form.add_error(None, error)
        else:
            messages.success(request, f"Actie {made.nr} is toegevoegd.")
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
            )
        except VerouderdeVersie:
            return _stale_page(request, pact, get_actie(pact, nr), form.inhoud(), versie)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if saved.versie == versie:
                messages.info(request, "Er was niets gewijzigd.")
            else:
                messages.success(request, f"Actie {saved.nr} is opgeslagen.")
            return redirect("pact:actie", code=pact.code, nr=saved.nr)
    return _form_page(request, pact, form, actie=found, status=422)


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
    return render(request, "pact/actie_form.html", context, status=status)


def _stale_page(
    request: HttpRequest, pact: Pact, current: Actie, mine: ActieInhoud, versie: int
) -> HttpResponse:
    """Show what is saved now beside what was filled in, in a form that can be sent again."""
    data = request.POST.copy()
    data["versie"] = str(current.versie)
    form = ActieForm(data, pact=pact, actie=current)
    form.is_valid()
    theirs = inhoud_of(current)
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
