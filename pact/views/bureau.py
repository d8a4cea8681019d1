"""The desk of the regievoerder, and the contacts with each partner."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from pact.bronnen import aanspreek_url
from pact.errors import AlGedaan
from pact.forms.bureau import ContactForm
from pact.models import Pact, Partner
from pact.permissions import Handeling
from pact.selectors.bureau import (
    acties_of,
    afspraken_of,
    load_bureau,
    load_contacten,
    moments_of,
    partner_of,
)
from pact.services.contact import log_contact
from pact.views.hulp import demand, get_pact, inzender_of
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist

PER_PAGINA = 20


def led_pact(request: HttpRequest, code: str) -> Pact:
    """Return a pact that this person leads; others get 404 or 403."""
    pact = get_pact(request, code)
    demand(request, Handeling.LEIDEN, pact)
    return pact


@vereist(Recht.SEE_PACT)
@require_GET
def bureau(request: HttpRequest, code: str) -> HttpResponse:
    """Show what asks for the regievoerder now, and how the pact moved since the last meeting."""
    pact = led_pact(request, code)
    today = timezone.localdate()
    found = load_bureau(pact, peildatum=today)
    context: dict[str, Any] = {
        "pact": pact,
        "peildatum": today,
        "bureau": found,
        "aanspreken": {
            rij.actie.nr: aanspreek_url(pact.code, rij.actie.nr)
            for groep in found.achterstanden
            for rij in groep.rijen
            if rij.actie.eigenaar_id is not None
        },
    }
    return render(request, "pact/bureau.html", context)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show when a partner was spoken with and write a contact down: a page, or one row for htmx.

    The row is asked for by the desk, to write it down in place.
    """
    pact = led_pact(request, code)
    partner = partner_of(pact, pk)
    if partner is None:
        raise Http404("Deze partner doet niet mee in dit pact.")
    in_place = request.headers.get("HX-Request") == "true"
    prefix = f"contact{pk}" if in_place else None
    if request.method == "GET":
        form = ContactForm.fresh(prefix=prefix)
        if in_place:
            return _row(request, pact, partner, form=form)
        return _page(request, pact, partner, form)
    form = ContactForm(request.POST, prefix=prefix)
    if form.is_valid():
        inzender = inzender_of(request, sleutel=form.cleaned_data["sleutel"])
        try:
            log_contact(partner=partner, gesprek=form.gesprek(), inzender=inzender)
        except AlGedaan as done:
            if in_place:
                return _row(request, pact, partner, bewaard=str(done))
            messages.info(request, str(done))
            return redirect("pact:contact", code=pact.code, pk=pk)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if in_place:
                return _row(request, pact, partner, bewaard="Vastgelegd.")
            messages.success(request, f"Het contact met {partner} is vastgelegd.")
            return redirect("pact:contact", code=pact.code, pk=pk)
    if in_place:
        return _row(request, pact, partner, form=form)
    return _page(request, pact, partner, form)


def _page(request: HttpRequest, pact: Pact, partner: Partner, form: ContactForm) -> HttpResponse:
    today = timezone.localdate()
    paginator = Paginator(moments_of(partner), PER_PAGINA)
    context: dict[str, Any] = {
        "pact": pact,
        "partner": partner,
        "weg": partner.tot is not None and partner.tot <= today,
        "eigen": partner.organisatie_id == pact.organisatie_id,
        "peildatum": today,
        "form": form,
        "page_obj": paginator.get_page(request.GET.get("pagina")),
        "acties": acties_of(partner, peildatum=today),
        "afspraken": afspraken_of(partner),
        "terug": reverse("pact:bureau", args=[pact.code]) + f"#partner-{partner.pk}",
    }
    return render(request, "pact/contact.html", context, status=422 if form.errors else 200)


def _row(
    request: HttpRequest,
    pact: Pact,
    partner: Partner,
    *,
    form: ContactForm | None = None,
    bewaard: str = "",
) -> HttpResponse:
    """Return the row of one partner on the desk: with its form, or as it stands after saving."""
    today = timezone.localdate()
    rows = load_contacten(pact, peildatum=today)
    rij = next((row for row in rows if row.partner_id == partner.pk), None)
    if rij is None:
        raise Http404("Deze partner staat niet op het bureau.")
    context = {
        "pact": pact,
        "peildatum": today,
        "rij": rij,
        "form": form,
        "bewaard": bewaard,
        "los": True,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "pact/_contactrij.html", context, status=status)
