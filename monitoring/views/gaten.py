"""The page with holes: where signals have nobody to go to, and what to do about it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from monitoring.selectors.gaten import GatSoort, gaten_of
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import has_recht, organisatie_ids
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_OPERATIONS)
@require_GET
def gaten(request: HttpRequest) -> HttpResponse:
    """Show the holes at the organisations of this beheerder, without casework."""
    assert isinstance(request.user, User)
    found = gaten_of(organisatie_ids(request.user, Recht.SEE_OPERATIONS))
    context: dict[str, Any] = {
        "aantal": len(found),
        "mag_mensen": has_recht(request.user, Recht.MANAGE_PEOPLE),
        **{str(soort): [gat for gat in found if gat.soort == soort] for soort in GatSoort},
    }
    return render(request, "monitoring/gaten.html", context)
