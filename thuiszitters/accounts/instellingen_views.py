"""What everybody arranges for themselves: mail, who replaces them, and saying no to a mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from thuiszitters.accounts.afmelden import user_of
from thuiszitters.accounts.bereik import (
    end_vervanging,
    set_mailvoorkeur,
    set_storingsoverzicht,
    set_vervanging,
)
from thuiszitters.accounts.forms import AfwezigForm, MailForm
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.selectors import (
    casework_of,
    possible_vervangers,
    vervangingen_of,
    vervangt,
)
from thuiszitters.accounts.toegang import ingelogd, openbaar


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _mail_form(user: User, data: Any = None) -> MailForm:
    initial = {"mailvoorkeur": user.mailvoorkeur, "storingsoverzicht": user.storingsoverzicht}
    beheert = bool(organisatie_ids(user, Recht.SEE_OPERATIONS, any_role=True))
    return MailForm(data, initial=initial, beheert=beheert)


def afwezig_form(
    user: User, *organisaties: int, eigen: bool = True, data: Any = None
) -> AfwezigForm:
    """Return the form with which this person is set away, at these organisations or at all.

    `eigen`: they fill it in themselves.
    """
    places = {
        lid.organisatie_id: lid.organisatie
        for lid in casework_of(user)
        if not organisaties or lid.organisatie_id in organisaties
    }
    return AfwezigForm(data, keuzes=possible_vervangers(user, places.values()), eigen=eigen)


def plan_vervanging(form: AfwezigForm, *, user: User, door: User) -> bool:
    """Write what a valid form asks; return False with the errors on the form otherwise."""
    if not form.is_valid():
        return False
    organisatie, vervanger = form.cleaned_data["vervanger"]
    try:
        set_vervanging(
            user=user,
            vervanger=vervanger,
            organisatie=organisatie,
            van=form.cleaned_data["van"],
            tot=form.cleaned_data["tot"],
            door=door,
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _page(
    request: HttpRequest, *, mail: MailForm | None = None, afwezig: AfwezigForm | None = None
) -> HttpResponse:
    user = _user(request)
    wrong = bool((mail and mail.errors) or (afwezig and afwezig.errors))
    mail = mail or _mail_form(user)
    afwezig = afwezig or afwezig_form(user)
    context: dict[str, Any] = {
        "form": mail if mail.errors else afwezig,
        "mail": mail,
        "afwezig": afwezig,
        "met_casussen": casework_of(user).exists(),
        "vervangingen": list(vervangingen_of(user)),
        "vervangt": list(vervangt(user)),
    }
    return render(request, "accounts/instellingen.html", context, status=422 if wrong else 200)


@ingelogd
@require_http_methods(["GET", "POST"])
def instellingen(request: HttpRequest) -> HttpResponse:
    """Show what this person can arrange, and save what they get by mail."""
    if request.method != "POST":
        return _page(request)
    user = _user(request)
    form = _mail_form(user, request.POST)
    if not form.is_valid():
        return _page(request, mail=form)
    set_mailvoorkeur(user=user, mailvoorkeur=form.cleaned_data["mailvoorkeur"], door=user)
    if "storingsoverzicht" in form.cleaned_data:
        set_storingsoverzicht(user=user, aan=form.cleaned_data["storingsoverzicht"], door=user)
    messages.success(request, "Je keuze is bewaard.")
    return redirect("accounts:instellingen")


@ingelogd
@require_POST
def afwezig(request: HttpRequest) -> HttpResponse:
    """Plan that somebody replaces this person."""
    user = _user(request)
    form = afwezig_form(user, data=request.POST)
    if not plan_vervanging(form, user=user, door=user):
        return _page(request, afwezig=form)
    messages.success(request, f"{form.cleaned_data['vervanger'][1]} vervangt je.")
    return redirect("accounts:instellingen")


@ingelogd
@require_POST
def afwezig_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """End a replacement of this person."""
    user = _user(request)
    end_vervanging(vervanging=get_object_or_404(vervangingen_of(user), pk=pk), door=user)
    messages.success(request, "De vervanging is beëindigd. Je krijgt zelf weer alles.")
    return redirect("accounts:instellingen")


# Without a CSRF token: the mail program of the reader posts here itself, with one click and
# without a session (RFC 8058). The signed token says who it is about, and all that a forged post
# could do with somebody's own link is switch off one mail, which they switch on again themselves.
@openbaar
@csrf_exempt
@require_http_methods(["GET", "POST"])
def afmelden(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the storingsoverzicht must stop, and stop it."""
    user = user_of(token)
    if user is None:
        return render(request, "accounts/afmelden.html", {"klopt_niet": True}, status=404)
    if request.method == "POST":
        user = set_storingsoverzicht(user=user, aan=False, door=user)
    return render(request, "accounts/afmelden.html", {"staat_uit": not user.storingsoverzicht})
