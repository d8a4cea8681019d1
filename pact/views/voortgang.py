"""What the people of an action send in from its page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan, VerouderdeVersie
from pact.forms.voortgang import VoortgangForm
from pact.models import Actie, Bestand
from pact.permissions import may_bijdragen
from pact.selectors.acties import get_bestand
from pact.selectors.vervolg import may_open
from pact.services.voortgang import (
    add_bewijs,
    add_update,
    finish_actie,
    hand_over_actie,
    postpone_actie,
    store_bestand,
)
from pact.views.actiepagina import BIJDRAGEN, actie_page
from pact.views.hulp import add_errors, get_actie, get_pact, inzender_of, user_of
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist

_FORMS = {bijdrage.naam: bijdrage.form for bijdrage in BIJDRAGEN}


def _file(actie: Actie, data: dict[str, Any], inzender: Inzender) -> Bestand | None:
    sent = data["bestand"]
    if not isinstance(sent, UploadedFile):
        return None
    return store_bestand(
        pact=actie.pact, naam=sent.name or "", inhoud=sent.read(), inzender=inzender
    )


def write_bijdrage(naam: str, actie: Actie, data: dict[str, Any], inzender: Inzender) -> str:
    """Write what was sent and return the sentence that says so."""
    if naam == "update":
        add_update(actie=actie, tekst=data["tekst"], inzender=inzender)
        return "De stand van zaken is toegevoegd."
    if naam == "later":
        postpone_actie(
            actie=actie, deadline=data["deadline"], reden=data["reden"], inzender=inzender
        )
        return "De nieuwe deadline is vastgelegd."
    if naam == "overdragen":
        hand_over_actie(actie=actie, naar=data["naar"], reden=data["reden"], inzender=inzender)
        return f"De actie is overgedragen aan {data['naar']}."
    bestand = _file(actie, data, inzender)
    if naam == "gedaan":
        finish_actie(
            actie=actie,
            resultaat=data["resultaat"],
            bewijs=data["bewijs"],
            link=data["link"],
            bestand=bestand,
            inzender=inzender,
        )
        return "De actie is gedaan gemeld."
    add_bewijs(
        actie=actie,
        omschrijving=data["omschrijving"],
        link=data["link"],
        bestand=bestand,
        inzender=inzender,
    )
    return "Het bewijs is toegevoegd."


def _send(request: HttpRequest, code: str, nr: int, naam: str) -> HttpResponse:
    actie = get_actie(get_pact(request, code), nr)
    oordeel = may_bijdragen(user_of(request), actie)
    if not oordeel.mag:
        raise PermissionDenied(oordeel.waarom)
    form = _FORMS[naam](request.POST, request.FILES, actie=actie)
    if not form.is_valid():
        return actie_page(request, actie, sent=(naam, form), status=422)
    data = form.cleaned_data
    inzender = inzender_of(request, sleutel=data["sleutel"], versie=data["versie"])
    try:
        # A file that is kept without what it belongs to would be lost.
        with transaction.atomic():
            said = write_bijdrage(naam, actie, data, inzender)
    except AlGedaan as done:
        messages.info(request, str(done))
    except VerouderdeVersie as stale:
        return _stale(request, get_actie(actie.pact, nr), naam, data["versie"], stale.versie)
    except ValidationError as error:
        add_errors(form, error)
        return actie_page(request, actie, sent=(naam, form), status=422)
    else:
        messages.success(request, said)
    return redirect("pact:actie", code=code, nr=nr)


def _stale(request: HttpRequest, actie: Actie, naam: str, opened: int, versie: int) -> HttpResponse:
    """Show what changed since, and keep what was filled in, to be sent again."""
    data = request.POST.copy()
    form: VoortgangForm = _FORMS[naam](data, request.FILES, actie=actie)
    data[form.add_prefix("versie")] = str(versie)
    form.is_valid()
    return actie_page(request, actie, sent=(naam, form), versie=opened, status=409)


@vereist(Recht.SEE_PACT)
@require_POST
def actie_update(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Add how an action stands."""
    return _send(request, code, nr, "update")


@vereist(Recht.SEE_PACT)
@require_POST
def actie_bewijs(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Add evidence: text, a link, a file."""
    return _send(request, code, nr, "bewijs")


@vereist(Recht.SEE_PACT)
@require_POST
def actie_gedaan(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Say that an action is done, with evidence."""
    return _send(request, code, nr, "gedaan")


@vereist(Recht.SEE_PACT)
@require_POST
def actie_later(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Give an action a later deadline, with the reason."""
    return _send(request, code, nr, "later")


@vereist(Recht.SEE_PACT)
@require_POST
def actie_overdragen(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Pass an action on to another partner, with the reason."""
    return _send(request, code, nr, "overdragen")


@vereist(Recht.SEE_PACT)
@require_GET
def bestand(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give a file of a pact to its people, to save and never to show in the browser.

    A bouwsteen of others is not there until its question is closed.
    """
    found = get_bestand(get_pact(request, code), pk)
    if found is None or not may_open(found, organisatie_ids(user_of(request), Recht.SEE_PACT)):
        raise Http404("Dit bestand bestaat niet.")
    response = HttpResponse(bytes(found.inhoud), content_type=found.soort)
    response["Content-Disposition"] = content_disposition_header(True, found.naam) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
