"""Which pacten there are, what one says of itself, and the rooms that need a pact."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pact.kamers import LANDINGEN, landing_url
from pact.models import Pact
from pact.permissions import Handeling, may
from pact.selectors import list_pacten
from pact.selectors.inrichten import load_partners, pacten_with_counts, rollen_of
from pact.views.hulp import get_pact, organisatie_of, user_of
from thuiszitters.accounts.rechten import has_recht, organisatie_ids
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_PACT)
@require_GET
def pacten(request: HttpRequest) -> HttpResponse:
    """Show the pacten this person takes part in; go on to the only one, unless `?alle=1`."""
    user = user_of(request)
    today = timezone.localdate()
    rows = list(pacten_with_counts(Pact.objects.visible_to(user), peildatum=today))
    if len(rows) == 1 and not request.GET.get("alle"):
        return redirect("pact:matrix", code=rows[0].code)
    rollen = rollen_of(organisatie_of(request))
    shown = [(pact, rollen.get(pact.pk, "")) for pact in rows]
    context: dict[str, Any] = {
        "pacten": rows,
        "nu": [row for row in shown if row[0].einde is None or row[0].einde >= today],
        "voorbij": [row for row in shown if row[0].einde is not None and row[0].einde < today],
        "peildatum": today,
        "mag_opzetten": has_recht(user, Recht.EDIT_PACT),
    }
    return render(request, "pact/pacten.html", context)


@vereist(Recht.SEE_PACT)
@require_GET
def over(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a pact says of itself, who takes part and how its agenda changed."""
    pact = get_pact(request, code)
    user = user_of(request)
    today = timezone.localdate()
    versies = list(pact.versies.all())
    visible = Pact.objects.visible_to(user)
    context: dict[str, Any] = {
        "pact": pact,
        "peildatum": today,
        "partners": load_partners(pact, peildatum=today),
        "versies": versies,
        "geldt": next((versie for versie in versies if versie.datum <= today), None),
        "voorganger": visible.filter(opvolgers=pact).first(),
        "opvolgers": visible.filter(voorganger=pact),
        "mag_inrichten": may(user, Handeling.INRICHTEN, pact).mag,
    }
    return render(request, "pact/over.html", context)


@vereist(Recht.SEE_PACT)
@require_GET
def naar(request: HttpRequest, kamer: str) -> HttpResponse:
    """Go to this room of the pact looked at, or of the only one; else let people choose."""
    if kamer not in LANDINGEN:
        raise Http404("Deze pagina bestaat niet.")
    today = timezone.localdate()
    user = user_of(request)
    leads = organisatie_ids(user, Recht.EDIT_PACT)
    pacten = list(list_pacten(Pact.objects.visible_to(user), peildatum=today))
    if not pacten:
        return redirect("pact:pacten")
    looked_at = [pact for pact in pacten if pact.code == request.GET.get("pact")]
    running = [pact for pact in pacten if pact.einde is None or pact.einde >= today]
    keuzes = [
        (pact, landing_url(kamer, pact, leidt=pact.organisatie_id in leads))
        for pact in looked_at or running or pacten
    ]
    if len(keuzes) == 1:
        return redirect(keuzes[0][1])
    if kamer == "matrix":
        return redirect("pact:pacten")
    context = {"kamer": LANDINGEN[kamer][0], "keuzes": keuzes}
    return render(request, "pact/naar.html", context)
