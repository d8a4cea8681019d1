"""Moving an action to another cell: by the form, by dragging, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pact.errors import VerouderdeVersie
from pact.forms.verplaatsen import VerplaatsForm
from pact.matrix import Assen
from pact.matrixvraag import Matrixvraag
from pact.models import Actie, LogSoort, Pact
from pact.permissions import Handeling
from pact.selectors import changes_since
from pact.services.verplaatsen import TE_LAAT, undo_verplaatsing, verplaats_actie
from pact.views.hulp import demand, get_actie, get_pact, inzender_of
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist

NET_VERPLAATST = "pact_net_verplaatst"
"""Where the session keeps the move that can be taken back on the next page."""


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def verplaatsen(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Move an action. What is asked behind the address is the matrix people come back to.

    A move that calls for a reason and has none answers 422 with the question, and one of an
    action that somebody else changed in the meantime answers 409: nothing is overwritten.
    """
    pact = get_pact(request, code)
    demand(request, Handeling.ACTIES, pact)
    found = get_actie(pact, nr)
    vraag = Matrixvraag.read(pact, request.GET, peildatum=timezone.localdate())
    if request.method == "GET":
        return _form_page(request, pact, _opened(request, found, vraag.assen), vraag)
    form = VerplaatsForm(request.POST, actie=found, assen=vraag.assen)
    if form.is_valid():
        versie = form.cleaned_data["versie"]
        form.ask_why(form.doel())
        try:
            moved = verplaats_actie(
                actie=found,
                naar=form.doel(),
                reden=form.cleaned_data["reden"],
                inzender=inzender_of(request, versie=versie),
            )
        except VerouderdeVersie:
            return _stale_page(request, get_actie(pact, nr), vraag, versie)
        except ValidationError as error:
            if _is_drop(request) and list(error.message_dict) == ["reden"]:
                # Nothing went wrong yet: one question, before it is moved.
                asking = VerplaatsForm.asking(form, vraag.assen)
                return _form_page(request, pact, asking, vraag, status=422, vraagt=True)
            _add_errors(form, error)
        else:
            if moved is not None:
                request.session[NET_VERPLAATST] = {
                    "pact": pact.pk,
                    "nr": nr,
                    "versie": moved.actie.versie,
                    "terug": moved.terug,
                    "gemeld": False,
                }
            return _back(request, pact, nr, vraag.query)
    return _form_page(request, pact, form, vraag, status=422)


@vereist(Recht.SEE_PACT)
@require_POST
def terugzetten(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Take a move back, as long as nothing else was changed in the action since."""
    pact = get_pact(request, code)
    demand(request, Handeling.ACTIES, pact)
    found = get_actie(pact, nr)
    vraag = Matrixvraag.read(pact, request.GET, peildatum=timezone.localdate())
    made = request.session.get(NET_VERPLAATST) or {}
    if (made.get("pact"), made.get("nr")) != (pact.pk, nr):
        # The second press of the same button, or another move since.
        messages.info(request, TE_LAAT)
        return _back(request, pact, nr, vraag.query)
    versie = made["versie"]
    del request.session[NET_VERPLAATST]
    try:
        undo_verplaatsing(
            actie=found, terug=made["terug"], inzender=inzender_of(request, versie=versie)
        )
    except VerouderdeVersie:
        return _stale_page(request, found, vraag, versie, terug=True)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Actie {nr} staat weer waar hij stond.")
    return _back(request, pact, nr, vraag.query)


def take_net_verplaatst(request: HttpRequest, pact: Pact) -> dict[str, Any] | None:
    """Return the move that was made just now in this pact, once; None without one."""
    made = request.session.get(NET_VERPLAATST)
    if not made or made["gemeld"] or made["pact"] != pact.pk:
        return None
    request.session[NET_VERPLAATST] = made | {"gemeld": True}
    moved = Actie.objects.filter(pact=pact, nr=made["nr"], versie=made["versie"]).first()
    if moved is None:
        return None
    regels = moved.geschiedenis.filter(soort=LogSoort.VERPLAATST, versie=made["versie"])
    return {"actie": moved, "regel": regels.first()}


def _add_errors(form: VerplaatsForm, error: ValidationError) -> None:
    """Put every message at its field; the owner is called partner in addresses."""
    for veld, messages_of in error.message_dict.items():
        name = "partner" if veld == "eigenaar" else veld
        form.add_error(name if name in form.fields else None, messages_of)


def _opened(request: HttpRequest, actie: Actie, assen: Assen) -> VerplaatsForm:
    """Return the form as it opens, with what the address fills in for it."""
    names = [naam for naam in request.GET if naam.startswith(f"{VerplaatsForm.prefix}-")]
    if not names:
        return VerplaatsForm(actie=actie, assen=assen)
    data = request.GET.copy()
    data.setdefault(f"{VerplaatsForm.prefix}-versie", str(actie.versie))
    filled = VerplaatsForm(data, actie=actie, assen=assen)
    if not filled.is_valid():
        return VerplaatsForm(actie=actie, assen=assen)
    return VerplaatsForm.asking(filled, assen)


def _is_drop(request: HttpRequest) -> bool:
    """Return whether an action was dropped in a cell, so that no form was filled in."""
    return f"{VerplaatsForm.prefix}-was" not in request.POST


def _back(request: HttpRequest, pact: Pact, nr: int, query: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        # The page asks for its matrix again, in the state it has then.
        return HttpResponse(status=204, headers={"HX-Trigger": "verplaatst"})
    return redirect(reverse("pact:matrix", args=[pact.code]) + f"{query}#actie-{nr}")


def _form_page(
    request: HttpRequest,
    pact: Pact,
    form: VerplaatsForm,
    vraag: Matrixvraag,
    *,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    context = {
        "pact": pact,
        "actie": form.actie,
        "form": form,
        "query": vraag.query,
        "peildatum": vraag.peildatum,
        **extra,
    }
    in_panel = request.headers.get("HX-Request") == "true"
    name = "pact/_verplaatspaneel.html" if in_panel else "pact/verplaatsen.html"
    return render(request, name, context, status=status)


def _stale_page(
    request: HttpRequest, current: Actie, vraag: Matrixvraag, versie: int, *, terug: bool = False
) -> HttpResponse:
    """Show what others changed, in a form that can be sent again."""
    data = request.POST.copy()
    data[f"{VerplaatsForm.prefix}-versie"] = str(current.versie)
    form = VerplaatsForm(data, actie=current, assen=vraag.assen)
    if form.is_valid():
        form.ask_why(form.doel())
    return _form_page(
        request,
        current.pact,
        form,
        vraag,
        status=409,
        verouderd=True,
        terug=terug,
        sindsdien=changes_since(current, versie),
    )
