"""What a beheerder arranges for one person of their organisation: being away, and the address."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from thuiszitters.accounts.bereik import change_email, clear_onbestelbaar, end_vervanging
from thuiszitters.accounts.forms import AdresForm, AfwezigForm
from thuiszitters.accounts.instellingen_views import afwezig_form, plan_vervanging
from thuiszitters.accounts.middleware import acting_as
from thuiszitters.accounts.models import Lidmaatschap, User, Vervanging
from thuiszitters.accounts.rollen import Recht, rollen_with
from thuiszitters.accounts.selectors import vervangingen_of
from thuiszitters.accounts.toegang import vereist
from thuiszitters.accounts.views import beheerd


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _lid(request: HttpRequest, pk: int) -> Lidmaatschap:
    """Return a membership, running or to come, of the beheerder's own organisation; else 404."""
    held = Lidmaatschap.objects.exclude(tot__lte=timezone.localdate())
    return get_object_or_404(
        held.select_related("user", "organisatie"), pk=pk, organisatie=beheerd(request)
    )


def _is_ours_alone(lid: Lidmaatschap) -> bool:
    """Return whether this person works nowhere else.

    An address opens the account, by a new password. So a beheerder changes only that of somebody
    whose every role is one that they could give themselves.
    """
    if lid.user.is_superuser:
        return False
    elsewhere = Lidmaatschap.objects.exclude(tot__lte=timezone.localdate()).filter(user=lid.user)
    return not elsewhere.exclude(organisatie_id=lid.organisatie_id).exists()


def _page(
    request: HttpRequest,
    lid: Lidmaatschap,
    *,
    afwezig: AfwezigForm | None = None,
    adres: AdresForm | None = None,
) -> HttpResponse:
    wrong = bool((afwezig and afwezig.errors) or (adres and adres.errors))
    adres = adres or AdresForm(initial={"email": lid.user.email})
    afwezig = afwezig or afwezig_form(lid.user, lid.organisatie_id, eigen=False)
    context: dict[str, Any] = {
        "lid": lid,
        "ik": acting_as(request),
        "form": adres if adres.errors else afwezig,
        "afwezig": afwezig,
        "adres": adres,
        "adres_mag": _is_ours_alone(lid),
        "met_casussen": lid.rol in rollen_with(Recht.SEE_CASES),
        "vervangingen": list(vervangingen_of(lid.user).filter(organisatie=lid.organisatie)),
    }
    return render(request, "accounts/lid.html", context, status=422 if wrong else 200)


@vereist(Recht.MANAGE_PEOPLE)
@require_GET
def lid(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: their role here, their address, and when they are away."""
    return _page(request, _lid(request, pk))


@vereist(Recht.MANAGE_PEOPLE)
@require_POST
def lid_afwezig(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan that somebody replaces this person here."""
    found = _lid(request, pk)
    form = afwezig_form(found.user, found.organisatie_id, eigen=False, data=request.POST)
    if not plan_vervanging(form, user=found.user, door=_user(request)):
        return _page(request, found, afwezig=form)
    messages.success(request, f"{form.cleaned_data['vervanger'][1]} vervangt {found.user}.")
    return redirect("accounts:lid", pk=pk)


@vereist(Recht.MANAGE_PEOPLE)
@require_POST
def lid_afwezig_stop(request: HttpRequest, pk: int, vervanging: int) -> HttpResponse:
    """End a replacement of this person here."""
    found = _lid(request, pk)
    ending = get_object_or_404(
        Vervanging, pk=vervanging, user=found.user, organisatie=found.organisatie
    )
    end_vervanging(vervanging=ending, door=_user(request))
    messages.success(request, f"De vervanging van {found.user} is beëindigd.")
    return redirect("accounts:lid", pk=pk)


@vereist(Recht.MANAGE_PEOPLE)
@require_POST
def lid_adres(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the address of this person, or say that mail to it arrives again."""
    found = _lid(request, pk)
    if "werkt_weer" in request.POST:
        clear_onbestelbaar(user=found.user, door=_user(request))
        messages.success(request, f"{found.user} krijgt weer e-mail.")
        return redirect("accounts:lid", pk=pk)
    form = AdresForm(request.POST)
    if form.is_valid():
        try:
            if not _is_ours_alone(found):
                raise ValidationError(
                    f"{found.user} werkt ook ergens anders. Nodig deze persoon uit op het nieuwe "
                    "adres."
                )
            change_email(user=found.user, email=form.cleaned_data["email"], door=_user(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Het adres van {found.user} is veranderd.")
            return redirect("accounts:lid", pk=pk)
    return _page(request, found, adres=form)
