"""The matrix of a pact."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from pact.forms import ZONDER
from pact.matrix import Eigendom, Telling, overdue_by_owner
from pact.matrixvraag import Matrixvraag
from pact.models import Partner
from pact.permissions import Handeling, may
from pact.selectors import count_owned, next_deadline
from pact.views.hulp import get_pact, organisatie_of, user_of
from pact.views.verplaatsen import take_net_verplaatst
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_PACT)
@require_GET
def matrix(request: HttpRequest, code: str) -> HttpResponse:
    """Show the actions of a pact along two axes, what is overdue first."""
    pact = get_pact(request, code)
    user = user_of(request)
    today = timezone.localdate()
    vraag = Matrixvraag.read(pact, request.GET, peildatum=today)
    alles = request.GET.get("alles") == "on"
    found = vraag.answer(alles=alles)
    owned = count_owned(pact, peildatum=today)
    adres = reverse("pact:matrix", args=[pact.code])
    context: dict[str, Any] = {
        "pact": pact,
        "peildatum": today,
        "vraag": vraag,
        "form": vraag.form,
        "matrix": found,
        "alles": alles,
        "telling": sum((row.telling for row in owned), Telling()),
        "achterstanden": [
            (rij, f"{adres}?{urlencode({'te_laat': 'on', 'partner': rij.eigenaar_id or ZONDER})}")
            for rij in overdue_by_owner(owned)
        ],
        "eigen": _own(request, vraag.partners, owned),
        "eerstvolgende": next_deadline(pact, peildatum=today),
        "aan": [
            (woorden, adres + vraag.query_with(zonder=naam))
            for naam, _waarde, woorden in vraag.form.chosen()
        ],
        "query": vraag.query,
        "verplaatst": take_net_verplaatst(request, pact),
        "partners": [p for p in vraag.partners if p.tot is None or p.tot > today],
        "mag_acties": may(user, Handeling.ACTIES, pact).mag,
        "mag_inrichten": may(user, Handeling.INRICHTEN, pact).mag,
    }
    response = render(request, "pact/matrix.html", context)
    if request.headers.get("HX-Target") == "matrixdeel":
        # In the address stands only what is on.
        response["HX-Push-Url"] = adres + vraag.query
    return response


def _own(
    request: HttpRequest, partners: list[Partner], owned: list[Eigendom]
) -> tuple[Partner, Telling] | None:
    """Return what the reader's own organisation promised; None when it owns nothing."""
    organisatie = organisatie_of(request)
    counts = {row.eigenaar_id: row.telling for row in owned}
    for partner in partners:
        if partner.organisatie_id == organisatie.pk and partner.pk in counts:
            return partner, counts[partner.pk]
    return None
