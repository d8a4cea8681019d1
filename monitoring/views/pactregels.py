"""The rules by which the partners of a pact are addressed: versions, a new one, a preview."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.errors import AlGedaan
from monitoring.ladder.vergelijking import compare_ladders
from monitoring.ladder.woorden import regel_in_woorden
from monitoring.models import Pactregels
from monitoring.pactregelforms import Pactvoorstel
from monitoring.selectors.pactregels import Aanspreking, pactversies_of, preview_pactregels
from monitoring.services.pactregelboek import Pactregelboek
from monitoring.services.regels import check_pactvoorstel, make_pactregels, withdraw_pactregels
from monitoring.services.regels.versies import why_not_withdraw
from pact.models import Pact
from pact.permissions import Handeling, may
from pact.views.hulp import demand, get_pact, inzender_of, user_of
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_PACT)
@require_GET
def pactregels(request: HttpRequest, code: str) -> HttpResponse:
    """Show the rules that hold for a pact, and its versions."""
    pact = get_pact(request, code)
    vandaag = timezone.localdate()
    boek = Pactregelboek()
    geldt = boek.regels(pact.pk, vandaag)
    versies = pactversies_of(pact, vandaag)
    context = {
        "pact": pact,
        "geldt": geldt,
        "landelijk": geldt == boek.landelijk(vandaag),
        "treden": [(regel, regel_in_woorden(regel)) for regel in geldt.ladder.regels],
        "versies": versies,
        "intrekbaar": {v.row.pk for v in versies if not why_not_withdraw(v.row)},
        "mag": may(user_of(request), Handeling.INRICHTEN, pact).mag,
    }
    return render(request, "monitoring/pactregels.html", context)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def pactregels_nieuw(request: HttpRequest, code: str) -> HttpResponse:
    """Make a new version: first a preview of which actions it addresses today, then record it."""
    pact = get_pact(request, code)
    demand(request, Handeling.INRICHTEN, pact)
    vandaag = timezone.localdate()
    van = Pactregelboek().regels(pact.pk, vandaag).ladder
    if request.method == "GET":
        return _page(request, pact, Pactvoorstel(van=van, geldig_vanaf=vandaag))
    voorstel = Pactvoorstel(van=van, data=request.POST)
    if not voorstel.is_valid():
        return _page(request, pact, voorstel, status=422)
    ladder, day = voorstel.ladder(), voorstel.geldig_vanaf
    reden = voorstel.form.cleaned_data["reden"]
    try:
        if request.POST.get("stap") != "vastleggen":
            check_pactvoorstel(pact=pact, geldig_vanaf=day, ladder=ladder, reden=reden)
            return _page(
                request, pact, voorstel, voorbeeld=preview_pactregels(pact, ladder, vandaag)
            )
        made = make_pactregels(
            pact=pact,
            geldig_vanaf=day,
            ladder=ladder,
            reden=reden,
            inzender=inzender_of(request, sleutel=voorstel.form.cleaned_data["sleutel"]),
        )
    except AlGedaan:
        messages.info(request, "Deze versie was al vastgelegd.")
    except ValidationError as error:
        voorstel.refuse(error)
        return _page(request, pact, voorstel, status=422)
    else:
        messages.success(request, f"De regels zijn vastgelegd als {made.code}.")
    return redirect("monitoring:pactregels", code=code)


def _page(
    request: HttpRequest,
    pact: Pact,
    voorstel: Pactvoorstel,
    *,
    voorbeeld: list[Aanspreking] | None = None,
    status: int = 200,
) -> HttpResponse:
    vandaag = timezone.localdate()
    context = {
        "pact": pact,
        "voorstel": voorstel,
        "form": voorstel.form,
        "voorbeeld": voorbeeld,
        "afwijkingen": []
        if voorbeeld is None
        else compare_ladders(
            voorstel.ladder(), Pactregelboek().landelijk(voorstel.geldig_vanaf).ladder
        ),
        "vandaag": vandaag,
    }
    return render(request, "monitoring/pactregels_nieuw.html", context, status=status)


@vereist(Recht.SEE_PACT)
@require_POST
def pactregels_intrekken(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Withdraw a version by which nothing was decided."""
    pact = get_pact(request, code)
    demand(request, Handeling.INRICHTEN, pact)
    row = Pactregels.objects.filter(pact=pact, pk=pk).first()
    if row is None:
        raise Http404("Deze versie van de regels bestaat niet.")
    try:
        withdraw_pactregels(regels=row, inzender=inzender_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{row.code} is ingetrokken.")
    return redirect("monitoring:pactregels", code=code)
