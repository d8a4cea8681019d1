"""Opening a casus: search first, then one page. Names go by POST, never in an address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from cases.errors import AlGedaan
from cases.forms.nieuw import NieuweCasusForm, ZoekForm
from cases.models import Casus, Leerling
from cases.selectors.zoeken import leerlingen_zoals
from cases.services.casussen import DubbeleLeerling, open_casus
from cases.views.hulp import inzender_of, user_of
from thuiszitters.accounts.middleware import acting_as
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist

_KIND = ("voornaam", "achternaam", "geboortedatum")


def _eigen_swv(request: HttpRequest) -> Organisatie:
    """Return the SWV for which this reader opens casussen in the role they act in."""
    acting = acting_as(request)
    held = organisatie_ids(user_of(request), Recht.OPEN_CASES)
    if acting is None or acting.organisatie_id not in held:
        raise PermissionDenied("Alleen een coördinator kan een casus openen.")
    return acting.organisatie


@vereist(Recht.OPEN_CASES)
@require_http_methods(["GET", "POST"])
def nieuw(request: HttpRequest) -> HttpResponse:
    """Look first whether the child is known, to avoid a double."""
    swv = _eigen_swv(request)
    form = ZoekForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if form.is_bound:
        if form.is_valid():
            context["treffers"] = leerlingen_zoals(
                user=user_of(request),
                swv=swv,
                naam=form.naam,
                geboortedatum=form.cleaned_data["geboortedatum"],
            )
            context["gezocht"] = True
        else:
            status = 422
    return render(request, "cases/nieuw_zoeken.html", context, status=status)


@vereist(Recht.OPEN_CASES)
@require_http_methods(["GET", "POST"])
def gegevens(request: HttpRequest) -> HttpResponse:
    """Show the one page of a new casus with what the search brought along, or open the casus."""
    swv = _eigen_swv(request)
    if request.method != "POST":
        return redirect("cases:nieuw")
    user = user_of(request)
    child = _bekend_kind(request, swv)
    if "begin" in request.POST:
        if child is not None and (busy := child.casussen.open().first()) is not None:
            return _al_open(request, busy.nummer)
        known = {name: request.POST.get(name, "").strip() for name in _KIND}
        return _toon(request, NieuweCasusForm(initial=known, swv=swv, user=user, leerling=child))
    form = NieuweCasusForm(request.POST, swv=swv, user=user, leerling=child)
    if not form.is_valid():
        return _toon(request, form, status=422)
    try:
        casus = open_casus(
            swv=swv,
            new=form.nieuwe_casus,
            inzender=inzender_of(request, sleutel=form.cleaned_data["sleutel"]),
            leerling=child,
        )
    except ValidationError as error:
        form.tell(error)
        return _toon(request, form, status=422)
    except DubbeleLeerling as error:
        seen = Casus.objects.visible_to(user).filter(nummer=error.nummer).first()
        return _toon(request, form, status=422, dubbel=seen, dubbel_tekst=str(error))
    except AlGedaan as error:
        if error.anders and Casus.objects.visible_to(user).filter(nummer=error.nummer).exists():
            return _toon_veranderd(request, form, error)
        messages.info(request, str(error))
        return redirect("cases:casus", error.nummer)
    messages.success(request, f"Casus {casus.nummer} is geopend.")
    return redirect("cases:casus", casus.nummer)


def _bekend_kind(request: HttpRequest, swv: Organisatie) -> Leerling | None:
    """Return the child of this SWV the casus is opened for again, if one was chosen."""
    raw = request.POST.get("leerling", "")
    if not raw:
        return None
    return get_object_or_404(
        Leerling, swv=swv, pk=int(raw) if raw.isascii() and raw.isdigit() else 0
    )


def _al_open(request: HttpRequest, nummer: str) -> HttpResponse:
    messages.info(request, "Voor deze leerling is al een casus open. Dit is hem.")
    return redirect("cases:casus", nummer)


def _toon_veranderd(request: HttpRequest, form: NieuweCasusForm, error: AlGedaan) -> HttpResponse:
    """Show what was changed after the casus was opened by this form: it is not in the casus."""
    context = {"nummer": error.nummer, "anders": form.typed(error.anders)}
    return render(request, "cases/nieuw_veranderd.html", context, status=409)


def _toon(
    request: HttpRequest, form: NieuweCasusForm, *, status: int = 200, **extra: Any
) -> HttpResponse:
    return render(request, "cases/nieuw.html", {"form": form, **extra}, status=status)
