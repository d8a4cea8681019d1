"""The reports of a pact: the list, making one, and its files exactly as they were kept."""

from __future__ import annotations

import logging
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pact.errors import AlGedaan
from pact.forms.bureau import RapportageForm
from pact.models import Pact
from pact.permissions import Handeling, may
from pact.rapport import alineas, fingerprint
from pact.selectors.rapportage import default_periode, load_inhoud, rapportages_of
from pact.services.rapportage import (
    AndersGeworden,
    check_periode,
    contactpersonen_of,
    is_intact,
    make_rapportage,
    send_rapportage,
)
from pact.views.bureau import led_pact
from pact.views.hulp import get_pact, inzender_of, user_of
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist

logger = logging.getLogger(__name__)

SOORTEN = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@vereist(Recht.SEE_PACT)
@require_GET
def rapportages(request: HttpRequest, code: str) -> HttpResponse:
    """Show every report of a pact, to all its partners."""
    pact = get_pact(request, code)
    context = {
        "pact": pact,
        "rapportages": rapportages_of(pact),
        "mag_maken": may(user_of(request), Handeling.LEIDEN, pact).mag,
    }
    return render(request, "pact/rapportages.html", context)


@vereist(Recht.SEE_PACT)
@require_GET
def rapportage(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Show one report as it was kept."""
    pact = get_pact(request, code)
    found = rapportages_of(pact).defer(None).defer("pdf", "xlsx").filter(nr=nr).first()
    if found is None:
        raise Http404("Deze rapportage bestaat niet.")
    mag_sturen = may(user_of(request), Handeling.LEIDEN, pact).mag
    context = {
        "pact": pact,
        "rapportage": found,
        "inhoud": found.inhoud,
        "mag_sturen": mag_sturen,
        "mensen": len(contactpersonen_of(pact)) if mag_sturen and not found.verstuurd_op else 0,
    }
    return render(request, "pact/rapportage.html", context)


@vereist(Recht.SEE_PACT)
@require_GET
def rapportage_bestand(request: HttpRequest, code: str, nr: int, soort: str) -> HttpResponse:
    """Give a file of a report, byte for byte as it was kept.

    Bytes that are not those of the fingerprint are not given: a report must be what was sent.
    """
    pact = get_pact(request, code)
    found = pact.rapportages.only(soort, f"{soort}_sha256", "nr").filter(nr=nr).first()
    if found is None:
        raise Http404("Deze rapportage bestaat niet.")
    inhoud = bytes(getattr(found, soort))
    if not is_intact(inhoud, getattr(found, f"{soort}_sha256")):
        logger.error("report %s/%s: the %s is not what its fingerprint says", code, nr, soort)
        context = {"pact": pact, "rapportage": found}
        return render(request, "pact/rapportage_beschadigd.html", context, status=500)
    response = HttpResponse(inhoud, content_type=SOORTEN[soort])
    response["Content-Disposition"] = f'attachment; filename="rapportage-{code}-{nr}.{soort}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def rapportage_nieuw(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a report would say, with room for an introduction; then keep it.

    `stap=opslaan` keeps it; any other way of sending shows it again for the days filled in.
    """
    pact = led_pact(request, code)
    if request.method == "GET":
        van, tot = default_periode(pact, peildatum=timezone.localdate())
        start = {"van": van, "tot": tot, "sleutel": uuid4()}
        return _preview(request, pact, RapportageForm(initial=start), van=van, tot=tot)
    form = RapportageForm(request.POST)
    if not form.is_valid():
        return _preview(request, pact, form)
    data = form.cleaned_data
    days = {"van": data["van"], "tot": data["tot"]}
    try:
        check_periode(pact, **days)
        if request.POST.get("stap") != "opslaan":
            return _preview(request, pact, form, **days)
        made = make_rapportage(
            pact=pact,
            inleiding=data["inleiding"],
            gezien=data["gezien"],
            inzender=inzender_of(request, sleutel=data["sleutel"]),
            **days,
        )
    except AlGedaan as done:
        messages.info(request, str(done))
        return redirect("pact:rapportage", code=pact.code, nr=done.nr)
    except AndersGeworden as changed:
        return _preview(request, pact, form, **days, anders=str(changed))
    except ValidationError as error:
        form.add_error(None, error)
        wrong_days = {"van", "tot"} & set(form.errors)
        return _preview(request, pact, form, **({} if wrong_days else days))
    messages.success(request, f"Rapportage {made.nr} is opgeslagen.")
    return redirect("pact:rapportage", code=pact.code, nr=made.nr)


@vereist(Recht.SEE_PACT)
@require_POST
def rapportage_verstuur(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Tell the contact persons of all partners that a report is there, once."""
    pact = led_pact(request, code)
    found = rapportages_of(pact).filter(nr=nr).first()
    if found is None:
        raise Http404("Deze rapportage bestaat niet.")
    try:
        aantal = send_rapportage(rapportage=found, inzender=inzender_of(request))
    except AlGedaan:
        messages.info(request, "Het bericht was al verstuurd. Er is niets dubbel verstuurd.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        people = "1 contactpersoon" if aantal == 1 else f"{aantal} contactpersonen"
        messages.success(request, f"Het bericht gaat naar {people}.")
    return redirect("pact:rapportage", code=pact.code, nr=nr)


def _preview(
    request: HttpRequest,
    pact: Pact,
    form: RapportageForm,
    *,
    anders: str = "",
    **days: Any,
) -> HttpResponse:
    """Show the form with what the report says of these days; without days only the form."""
    inhoud = load_inhoud(pact, **days) if days else None
    context = {
        "pact": pact,
        "form": form,
        "inhoud": inhoud,
        "gezien": fingerprint(inhoud) if inhoud else "",
        "alineas": alineas(form["inleiding"].value() or ""),
        "anders": anders,
    }
    status = 409 if anders else 422 if form.errors else 200
    return render(request, "pact/rapportage_nieuw.html", context, status=status)
