"""The list of pacten and the matrix of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from pact.forms import ZONDER, FilterForm
from pact.keuzes import Niveau
from pact.matrix import (
    MatrixActie,
    Telling,
    build_matrix,
    next_deadline,
    overdue_by_owner,
    select_acties,
    tel,
)
from pact.models import Pact, Partner
from pact.permissions import Handeling, may
from pact.selectors import list_pacten, load_acties, load_themas, owners_of, partners_of
from pact.views.hulp import get_pact, organisatie_of, user_of
from thuiszitters.accounts.rechten import has_recht
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_PACT)
@require_GET
def pacten(request: HttpRequest) -> HttpResponse:
    """Show the pacten this person takes part in; go on to the only one, unless `?alle=1`."""
    user = user_of(request)
    rows = list(list_pacten(Pact.objects.visible_to(user), peildatum=timezone.localdate()))
    if len(rows) == 1 and not request.GET.get("alle"):
        return redirect("pact:matrix", code=rows[0].code)
    context = {"pacten": rows, "mag_opzetten": has_recht(user, Recht.EDIT_PACT)}
    return render(request, "pact/pacten.html", context)


@vereist(Recht.SEE_PACT)
@require_GET
def matrix(request: HttpRequest, code: str) -> HttpResponse:
    """Show the actions of a pact by thema and niveau, what is overdue first."""
    pact = get_pact(request, code)
    user = user_of(request)
    today = timezone.localdate()
    acties = load_acties(pact)
    themas = load_themas(pact)
    owners = list(owners_of(pact))
    form = FilterForm.forgiving(request.GET, themas=themas, partners=owners)
    asked = form.asked()
    shown = select_acties(acties, asked, peildatum=today)
    chosen = form.chosen()
    # With a filter on, a row without any action says nothing.
    rows = {actie.thema for actie in shown} if chosen else {thema.id for thema in themas}
    adres = reverse("pact:matrix", args=[pact.code])
    query = urlencode([(naam, waarde) for naam, waarde, _ in chosen])
    context: dict[str, Any] = {
        "pact": pact,
        "peildatum": today,
        "form": form,
        "matrix": build_matrix(
            shown,
            themas=[thema for thema in themas if thema.id in rows],
            niveaus=[n for n in Niveau if asked.niveau in {None, n}],
            peildatum=today,
        ),
        "telling": tel(acties, peildatum=today),
        "achterstanden": [
            (rij, f"{adres}?{urlencode({'te_laat': 'on', 'partner': rij.eigenaar_id or ZONDER})}")
            for rij in overdue_by_owner(acties, peildatum=today)
        ],
        "eigen": _own(request, owners, acties, today),
        "eerstvolgende": next_deadline(acties, peildatum=today),
        "aan": [(woorden, _without(adres, chosen, naam)) for naam, _waarde, woorden in chosen],
        "query": f"?{query}" if query else "",
        "partners": partners_of(pact),
        "mag_acties": may(user, Handeling.ACTIES, pact).mag,
        "mag_inrichten": may(user, Handeling.INRICHTEN, pact).mag,
    }
    response = render(request, "pact/matrix.html", context)
    if request.headers.get("HX-Request") == "true":
        # In the address stands only what is on.
        response["HX-Push-Url"] = adres + context["query"]
    return response


def _own(
    request: HttpRequest, owners: list[Partner], acties: list[MatrixActie], today: date
) -> tuple[Partner, Telling] | None:
    """Return what the reader's own organisation promised; None when it owns nothing."""
    organisatie = organisatie_of(request)
    mine = next((p for p in owners if p.organisatie_id == organisatie.pk), None)
    if mine is None:
        return None
    counted = tel([a for a in acties if a.eigenaar_id == mine.pk], peildatum=today)
    return (mine, counted) if counted.totaal else None


def _without(adres: str, chosen: list[tuple[str, str, str]], off: str) -> str:
    rest = urlencode([(naam, waarde) for naam, waarde, _ in chosen if naam != off])
    return f"{adres}?{rest}" if rest else adres
