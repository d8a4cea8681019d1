"""One partner of a pact: its role, its signature, who speaks for it, and its leaving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pact.convenant import needs_convenant
from pact.forms import ContactpersoonForm, RolForm
from pact.keuzes import PartnerRol
from pact.models import Contactpersoon, Pact, Partner
from pact.selectors.inrichten import (
    beheerders_of,
    contactpersonen_of,
    open_acties_of,
    open_afspraken_of,
    possible_contactpersonen,
)
from pact.services.partners import (
    add_contactpersoon,
    change_partner,
    end_contactpersoon,
    end_partner,
)
from pact.views.hulp import inzender_of, user_of
from pact.views.inrichten import own_pact
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def partner(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show a partner; a POST changes its role and the day it signed the convenant."""
    pact, found = _partner(request, code, pk)
    if request.method == "GET":
        return _page(request, pact, found)
    form = RolForm(request.POST)
    if form.is_valid():
        try:
            change_partner(
                partner=found,
                rol=PartnerRol(form.cleaned_data["rol"]),
                convenant_op=form.cleaned_data["convenant_op"],
                inzender=inzender_of(request),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"De gegevens van {found.organisatie} zijn opgeslagen.")
            return redirect("pact:partner", code=pact.code, pk=found.pk)
    return _page(request, pact, found, rol_form=form)


@vereist(Recht.SEE_PACT)
@require_POST
def contactpersoon_nieuw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Add a contact person: from now on they are addressed on what the partner promised."""
    pact, found = _partner(request, code, pk)
    form = ContactpersoonForm(request.POST, people=possible_contactpersonen(found))
    if form.is_valid():
        try:
            contact = add_contactpersoon(
                partner=found, user=form.cleaned_data["user"], inzender=inzender_of(request)
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"{contact.user} is nu contactpersoon.")
            return redirect(_people(pact, found))
    return _page(request, pact, found, contact_form=form)


@vereist(Recht.SEE_PACT)
@require_POST
def contactpersoon_stop(request: HttpRequest, code: str, pk: int, contact: int) -> HttpResponse:
    """End a contact person."""
    pact, found = _partner(request, code, pk)
    rows = Contactpersoon.objects.select_related("user", "partner__pact").filter(partner=found)
    ended = end_contactpersoon(
        contact=get_object_or_404(rows, pk=contact), inzender=inzender_of(request)
    )
    messages.success(request, f"{ended.user} is geen contactpersoon meer.")
    return redirect(_people(pact, found))


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def partner_stop(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask first what becomes of what this partner promised; a POST ends the partnership."""
    pact, found = _partner(request, code, pk)
    acties = list(open_acties_of(found))
    if request.method == "GET":
        context: dict[str, Any] = {
            "pact": pact,
            "partner": found,
            "leidt": found.organisatie_id == pact.organisatie_id,
            "peildatum": timezone.localdate(),
            "acties": acties,
            "afspraken": list(open_afspraken_of(found)),
            "contacten": list(contactpersonen_of(found)),
        }
        return render(request, "pact/partner_stop.html", context)
    try:
        end_partner(partner=found, inzender=inzender_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{found.organisatie} is geen partner meer.")
        if acties:
            messages.warning(
                request,
                f"{found.organisatie} is nog eigenaar van {len(acties)} open "
                f"{'actie' if len(acties) == 1 else 'acties'}. Geef ze een andere eigenaar.",
            )
    return redirect(reverse("pact:inrichten", args=[pact.code]) + "#partners")


def _partner(request: HttpRequest, code: str, pk: int) -> tuple[Pact, Partner]:
    pact = own_pact(request, code)
    return pact, get_object_or_404(pact.partners.select_related("pact", "organisatie"), pk=pk)


def _people(pact: Pact, partner: Partner) -> str:
    return reverse("pact:partner", args=[pact.code, partner.pk]) + "#contactpersonen"


def _page(
    request: HttpRequest,
    pact: Pact,
    partner: Partner,
    *,
    rol_form: RolForm | None = None,
    contact_form: ContactpersoonForm | None = None,
) -> HttpResponse:
    """Show the page, with the form that was refused in the place of its fresh one."""
    today = timezone.localdate()
    wrong: forms.Form | None = rol_form or contact_form
    people = possible_contactpersonen(partner)
    initial = {"rol": partner.rol, "convenant_op": partner.convenant_op}
    context: dict[str, Any] = {
        "pact": pact,
        "partner": partner,
        "peildatum": today,
        "leidt": partner.organisatie_id == pact.organisatie_id,
        "weg": partner.tot is not None and partner.tot <= today,
        "moet_tekenen": needs_convenant(pact, partner.organisatie),
        "form": wrong,
        "rol_form": rol_form or RolForm(initial=initial),
        "contacten": list(contactpersonen_of(partner)),
        "mogelijk": people.exists(),
        "contact_form": contact_form or ContactpersoonForm(people=people),
        "beheerders": list(beheerders_of(partner.organisatie)),
        "beheert": partner.organisatie_id
        in organisatie_ids(user_of(request), Recht.MANAGE_PEOPLE, any_role=True),
        "mensen_adres": request.build_absolute_uri(reverse("accounts:mensen")),
        "acties": list(open_acties_of(partner)),
    }
    return render(request, "pact/partner.html", context, status=422 if wrong else 200)
