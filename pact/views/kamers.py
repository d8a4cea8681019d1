"""A room of the main navigation that needs a pact: on to the only one, or a choice."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from pact.kamers import LANDINGEN, landing_url
from pact.models import Pact
from pact.selectors import list_pacten
from pact.views.hulp import user_of
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_PACT)
@require_GET
def naar(request: HttpRequest, kamer: str) -> HttpResponse:
    """Go to this room of the only pact that runs; with more of them, let people choose one."""
    if kamer not in LANDINGEN:
        raise Http404("Deze pagina bestaat niet.")
    today = timezone.localdate()
    user = user_of(request)
    leads = organisatie_ids(user, Recht.EDIT_PACT)
    pacten = list(list_pacten(Pact.objects.visible_to(user), peildatum=today))
    if not pacten:
        return redirect("pact:pacten")
    running = [pact for pact in pacten if pact.einde is None or pact.einde >= today] or pacten
    keuzes = [
        (pact, landing_url(kamer, pact, leidt=pact.organisatie_id in leads)) for pact in running
    ]
    if len(keuzes) == 1:
        return redirect(keuzes[0][1])
    context = {"kamer": LANDINGEN[kamer][0], "keuzes": keuzes}
    return render(request, "pact/naar.html", context)
