"""Handing over a caseload: whose, which casussen, to whom; and back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.errors import AlGedaan
from cases.views.hulp import inzender_of, user_of
from monitoring.selectors.overdracht import (
    Regel,
    caseload_of,
    handed_over_by,
    handed_over_with,
    has_worked_at,
    owners_at,
    possible_owners,
    was_sent,
)
from monitoring.services.overdracht import hand_over_caseload
from thuiszitters.accounts.middleware import acting_as
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


class OverdrachtForm(forms.Form):
    """Which casussen go over, and to whom."""

    naar = forms.TypedChoiceField(label="Naar wie?", empty_value=None)
    nummers = forms.MultipleChoiceField(
        label="Welke casussen?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één casus."},
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, mensen: list[User], regels: list[Regel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {str(user.pk): user for user in mensen}
        naar, nummers = self.fields["naar"], self.fields["nummers"]
        assert isinstance(naar, forms.TypedChoiceField)
        assert isinstance(nummers, forms.MultipleChoiceField)
        naar.choices = [("", "Kies een coördinator"), *((pk, str(u)) for pk, u in people.items())]
        naar.coerce = lambda pk: people[pk]
        nummers.choices = [(regel.casus.nummer, _in_words(regel)) for regel in regels]


def _in_words(regel: Regel) -> str:
    words = [regel.casus.nummer, regel.casus.leerling.korte_naam]
    for many, one, more in (
        (regel.signalen, "open signaal", "open signalen"),
        (regel.taken, "volgende stap", "volgende stappen"),
    ):
        if many:
            words.append(f"{many} {one if many == 1 else more}")
    return " · ".join(words)


def _swv(request: HttpRequest) -> Organisatie:
    acting = acting_as(request)
    if acting is None:
        raise Http404
    return acting.organisatie


@vereist(Recht.HAND_OVER)
@require_GET
def overdragen(request: HttpRequest) -> HttpResponse:
    """Show who has open casussen here, those who left first; and the way back just after."""
    swv, door = _swv(request), user_of(request)
    context = {
        "organisatie": swv,
        "eigenaren": owners_at(swv, door),
        "terug": _way_back(request, swv, door),
    }
    return render(request, "monitoring/overdragen.html", context)


def _way_back(request: HttpRequest, swv: Organisatie, door: User) -> dict[str, Any] | None:
    """Return what just went over, and where to hand it back; None where that cannot be done."""
    sleutel = _uuid(request.GET.get("gedaan"))
    van, naar = (_user(request.GET.get(name)) for name in ("van", "naar"))
    if sleutel is None or van is None or naar is None:
        return None
    nummers = handed_over_by(sleutel, swv, naar, door)
    if not nummers or van not in possible_owners(swv, naar):
        return None
    url = reverse("monitoring:overdracht", args=[naar.pk])
    return {
        "aantal": len(nummers),
        "van": van,
        "naar": naar,
        "url": f"{url}?{urlencode({'terug': str(sleutel), 'naar': van.pk})}",
    }


@vereist(Recht.HAND_OVER)
@require_http_methods(["GET", "POST"])
def overdracht(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the caseload of one person, and hand it over."""
    swv, door = _swv(request), user_of(request)
    van = get_object_or_404(User, pk=pk)
    if not has_worked_at(van, swv, door):
        raise Http404
    regels, mensen = caseload_of(van, swv, door), possible_owners(swv, van)
    data = request.POST if request.method == "POST" else None
    form = OverdrachtForm(
        data, mensen=mensen, regels=regels, initial=_initial(request, swv, van, regels)
    )
    if data is not None:
        answer = _hand_over(request, form, van, swv)
        if answer is not None:
            return answer
    status = 422 if form.errors else 200
    return _page(request, form, van, swv, regels=regels, mensen=mensen, status=status)


def _page(
    request: HttpRequest,
    form: OverdrachtForm,
    van: User,
    swv: Organisatie,
    *,
    regels: list[Regel],
    mensen: list[User],
    status: int,
    **extra: Any,
) -> HttpResponse:
    context = {
        "organisatie": swv,
        "van": van,
        "form": form,
        "regels": regels,
        "mensen": mensen,
        "signalen": sum(regel.signalen for regel in regels),
        "taken": sum(regel.taken for regel in regels),
        **extra,
    }
    return render(request, "monitoring/overdracht.html", context, status=status)


def _initial(
    request: HttpRequest, swv: Organisatie, van: User, regels: list[Regel]
) -> dict[str, Any]:
    """Return what is filled in: everything, or what an earlier form brought here."""
    earlier = _uuid(request.GET.get("terug"))
    if earlier is None:
        nummers = [regel.casus.nummer for regel in regels]
    else:
        nummers = handed_over_by(earlier, swv, van, user_of(request))
    return {"sleutel": uuid4(), "nummers": nummers, "naar": request.GET.get("naar", "")}


def _hand_over(
    request: HttpRequest, form: OverdrachtForm, van: User, swv: Organisatie
) -> HttpResponse | None:
    """Do what a form asks; return where to go, or None with the errors on the form."""
    sleutel = _uuid(request.POST.get("sleutel"))
    done_before = sleutel is not None and was_sent(sleutel)
    if not done_before and not form.is_valid():
        return None
    try:
        if done_before:
            raise AlGedaan("")
        naar = form.cleaned_data["naar"]
        done = hand_over_caseload(
            van=van,
            naar=naar,
            organisatie=swv,
            inzender=inzender_of(request, sleutel=sleutel),
            nummers=form.cleaned_data["nummers"],
        )
    except AlGedaan:
        if sleutel is not None and (changed := _changed(request, sleutel, van, swv)) is not None:
            return changed
        messages.info(request, "Deze casussen waren al overgedragen.")
        return redirect("monitoring:overdragen")
    except ValidationError as error:
        form.add_error(None, error)
        return None
    many = len(done.nummers)
    messages.success(
        request,
        f"{many} {'casus is' if many == 1 else 'casussen zijn'} overgedragen van {van} aan {naar}.",
    )
    query = urlencode({"gedaan": str(sleutel or ""), "van": van.pk, "naar": naar.pk})
    return redirect(f"{reverse('monitoring:overdragen')}?{query}")


def _changed(
    request: HttpRequest, sleutel: UUID, van: User, swv: Organisatie
) -> HttpResponse | None:
    """Show what was changed in a form that was handled before; None where nothing was.

    What was asked the second time was not done. It stays filled in, as far as it can still be.
    """
    door = user_of(request)
    before = handed_over_with(sleutel, swv, door)
    asked = sorted(set(request.POST.getlist("nummers")))
    naar = request.POST.get("naar", "")
    if before is None or (before.van, str(before.naar.pk), list(before.nummers)) == (
        van.pk,
        naar,
        asked,
    ):
        return None
    regels, mensen = caseload_of(van, swv, door), possible_owners(swv, van)
    known = {*before.nummers, *(regel.casus.nummer for regel in regels)}
    wanted = next((user for user in mensen if str(user.pk) == naar), None)
    elsewhere = None
    if wanted not in {None, before.naar} and set(asked) & set(before.nummers):
        url = reverse("monitoring:overdracht", args=[before.naar.pk])
        elsewhere = f"{url}?{urlencode({'terug': str(sleutel), 'naar': naar})}"
    form = OverdrachtForm(
        mensen=mensen,
        regels=regels,
        initial={"sleutel": uuid4(), "nummers": asked, "naar": naar},
    )
    veranderd = {
        "eerder": before,
        "naar": wanted,
        "nummers": [nummer for nummer in asked if nummer in known],
        "elders": elsewhere,
    }
    return _page(
        request, form, van, swv, regels=regels, mensen=mensen, status=409, veranderd=veranderd
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _user(text: str | None) -> User | None:
    if not text or not text.isdecimal() or len(text) > 18:
        return None
    return User.objects.filter(pk=int(text)).first()
