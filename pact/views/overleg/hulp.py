"""What the pages of meetings share."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from pact.keuzes import OverlegStatus
from pact.models import Agendapunt, Overleg, Pact
from pact.permissions import Handeling, may
from pact.views.hulp import demand, get_pact, user_of


def leidt(request: HttpRequest, pact: Pact) -> bool:
    """Return whether who asks leads this pact."""
    return may(user_of(request), Handeling.LEIDEN, pact).mag


def led_pact(request: HttpRequest, code: str) -> Pact:
    """Return the pact, for who leads it. Raises Http404 and PermissionDenied for others."""
    pact = get_pact(request, code)
    demand(request, Handeling.LEIDEN, pact)
    return pact


def get_overleg(pact: Pact, nr: int) -> Overleg:
    """Return this meeting of a pact that is visible already. Raises Http404 without one."""
    found = pact.overleggen.select_related("vorige").filter(nr=nr).first()
    if found is None:
        raise Http404("Dit overleg bestaat niet.")
    # One object, so that what hangs on the pact is read once.
    found.pact = pact
    return found


def led_overleg(request: HttpRequest, code: str, nr: int) -> Overleg:
    """Return a meeting, for who leads its pact. Raises Http404 and PermissionDenied."""
    return get_overleg(led_pact(request, code), nr)


def get_punt(overleg: Overleg, pk: int) -> Agendapunt:
    """Return a point of the agenda. Raises Http404 without one."""
    found = overleg.agendapunten.select_related("afspraak", "actie").filter(pk=pk).first()
    if found is None:
        raise Http404("Dit agendapunt bestaat niet.")
    found.overleg = overleg
    return found


def is_htmx(request: HttpRequest) -> bool:
    """Return whether a part of a page is asked for."""
    return request.headers.get("HX-Request") == "true"


def can_be_held(overleg: Overleg) -> bool:
    """Return whether minutes can still be written."""
    return overleg.status in {OverlegStatus.GEPLAND, OverlegStatus.GEHOUDEN}


def to_overleg(overleg: Overleg, name: str = "pact:overleg", anker: str = "") -> HttpResponse:
    """Return the way to a page of this meeting."""
    return redirect(reverse(name, args=[overleg.pact.code, overleg.nr]) + anker)
