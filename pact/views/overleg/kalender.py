"""The meetings of a person in their own calendar: a secret address, made here and revoked here."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pact.ical import MEDIA_TYPE, build_calendar
from pact.models import Kalenderlink, Pact
from pact.selectors.overleg import meetings_of_person
from pact.services.kalenderlink import make_link, open_link, revoke_link
from pact.views.hulp import user_of
from pact.views.overleg.verslag import in_calendar
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import openbaar, vereist


@vereist(Recht.SEE_PACT)
@require_GET
def kalender(request: HttpRequest) -> HttpResponse:
    """Show whether there is an address for the calendar of this person, and what it is for."""
    return _page(request)


def _page(request: HttpRequest, adres: str = "") -> HttpResponse:
    link = Kalenderlink.objects.filter(user=user_of(request), ingetrokken_op__isnull=True).first()
    response = render(request, "pact/overleg/kalender.html", {"link": link, "adres": adres})
    response["Cache-Control"] = "private, no-store"
    return response


@vereist(Recht.SEE_PACT)
@require_POST
def kalender_nieuw(request: HttpRequest) -> HttpResponse:
    """Make an address and show it, this once; an earlier one stops working."""
    token = make_link(user=user_of(request))
    path = reverse("pact:kalender_feed", kwargs={"token": token})
    return _page(request, f"{settings.SITE_URL}{path}")


@vereist(Recht.SEE_PACT)
@require_POST
def kalender_intrekken(request: HttpRequest) -> HttpResponse:
    """Stop the address: a calendar that uses it reads nothing any more."""
    if revoke_link(user=user_of(request)):
        messages.success(request, "De link werkt niet meer.")
    return redirect("pact:kalender")


@openbaar
@require_GET
def kalender_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Return the meetings of who this secret address was made for; 404 for any other."""
    user = open_link(token=token, vandaag=timezone.localdate())
    if user is None:
        raise Http404
    found = meetings_of_person(user, Pact.objects.visible_to(user))
    made = build_calendar(
        [in_calendar(overleg, plaats=False) for overleg in found], nu=timezone.now()
    )
    response = HttpResponse(made, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response
