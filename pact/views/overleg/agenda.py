"""The agenda of a meeting: order, own points, what is left out. Works without a script."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pact.errors import PactError, VerouderdeVersie
from pact.models import Agendapunt, Overleg
from pact.services.overleg import (
    add_punt,
    change_punt,
    move_punt,
    rebuild_agenda,
    remove_punt,
    restore_punt,
)
from pact.services.overleg.agenda import merk_of_punt
from pact.views.hulp import inzender_of
from pact.views.overleg.hulp import get_punt, is_htmx, led_overleg, to_overleg
from pact.views.overleg.pagina import agenda_context, overleg_context
from pact.views.overleg.stukjes import merk_from
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_PACT)
@require_POST
def punt_nieuw(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Add an own point."""
    found = led_overleg(request, code, nr)
    titel, toelichting = request.POST.get("titel", ""), request.POST.get("toelichting", "")
    return _do(
        request,
        found,
        lambda: add_punt(
            overleg=found, titel=titel, toelichting=toelichting, inzender=inzender_of(request)
        ),
        typed={"titel": titel, "toelichting": toelichting},
    )


@vereist(Recht.SEE_PACT)
@require_POST
def agenda_aanvullen(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Add what came up since the agenda was made."""
    found = led_overleg(request, code, nr)
    return _do(request, found, lambda: rebuild_agenda(overleg=found, inzender=inzender_of(request)))


@vereist(Recht.SEE_PACT)
@require_POST
def punt_verplaats(request: HttpRequest, code: str, nr: int, pk: int) -> HttpResponse:
    """Move a point, or its group, up or down."""
    found = led_overleg(request, code, nr)
    punt = get_punt(found, pk)
    up = request.POST.get("richting") == "op"
    return _do(
        request,
        found,
        lambda: move_punt(
            punt=punt,
            richting="op" if up else "neer",
            blok=request.POST.get("blok") == "1",
            inzender=inzender_of(request),
        ),
    )


@vereist(Recht.SEE_PACT)
@require_POST
def punt_weg(request: HttpRequest, code: str, nr: int, pk: int) -> HttpResponse:
    """Take a point off the agenda."""
    found = led_overleg(request, code, nr)
    punt = get_punt(found, pk)
    return _do(request, found, lambda: remove_punt(punt=punt, inzender=inzender_of(request)))


@vereist(Recht.SEE_PACT)
@require_POST
def punt_terug(request: HttpRequest, code: str, nr: int, pk: int) -> HttpResponse:
    """Put a point back that was taken off."""
    found = led_overleg(request, code, nr)
    punt = get_punt(found, pk)
    return _do(request, found, lambda: restore_punt(punt=punt, inzender=inzender_of(request)))


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def punt_wijzig(request: HttpRequest, code: str, nr: int, pk: int) -> HttpResponse:
    """Change the words of a point; 409 when somebody else did so since the form was opened."""
    found = led_overleg(request, code, nr)
    punt = get_punt(found, pk)
    if request.method == "GET":
        return _punt_page(request, punt, punt.titel, punt.toelichting)
    titel = request.POST.get("titel", punt.titel)
    toelichting = request.POST.get("toelichting", "")
    try:
        change_punt(
            punt=punt,
            titel=titel,
            toelichting=toelichting,
            inzender=inzender_of(request, versie=merk_from(request)),
        )
    except VerouderdeVersie:
        return _punt_page(request, punt, titel, toelichting, status=409, nu=punt)
    except PactError as refused:
        return _punt_page(request, punt, titel, toelichting, status=409, fouten=[str(refused)])
    except ValidationError as error:
        return _punt_page(request, punt, titel, toelichting, status=422, fouten=error.messages)
    messages.success(request, "Het agendapunt is opgeslagen.")
    return to_overleg(found, anker="#agenda")


def _punt_page(
    request: HttpRequest,
    punt: Agendapunt,
    titel: str,
    toelichting: str,
    *,
    status: int = 200,
    **extra: object,
) -> HttpResponse:
    context = {
        "pact": punt.overleg.pact,
        "overleg": punt.overleg,
        "punt": punt,
        "titel": titel,
        "toelichting": toelichting,
        "stond": merk_of_punt(punt),
        **extra,
    }
    return render(request, "pact/overleg/punt.html", context, status=status)


def _do(
    request: HttpRequest,
    overleg: Overleg,
    act: Callable[[], object],
    *,
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    """Do something with the agenda and show it: the part for htmx, otherwise the page again."""
    wrong: list[str] = []
    status = 200
    try:
        act()
    except PactError as refused:
        wrong, status = [str(refused)], 409
    except ValidationError as error:
        wrong, status = error.messages, 422
    extra = {"fouten": wrong, "getypt": typed if wrong else None}
    if is_htmx(request):
        saved = None if wrong else timezone.localtime()
        context = {**agenda_context(request, overleg), **extra, "opgeslagen": saved}
        return render(request, "pact/overleg/_agenda.html", context, status=status)
    if wrong:
        context = {**overleg_context(request, overleg), **extra}
        return render(request, "pact/overleg/overleg.html", context, status=status)
    return to_overleg(overleg, anker="#agenda")
