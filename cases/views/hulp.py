"""What the pages of cases share: who asks, and the one way to a casus."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest

from cases.models import Casus
from cases.services.tijdlijn import Inzender
from thuiszitters.accounts.middleware import SESSION_KEY, acting_as
from thuiszitters.accounts.models import Lidmaatschap, User
from thuiszitters.accounts.rechten import active_lidmaatschappen

_FRAME = ("leerling", "school", "gemeente", "swv", "eigenaar")


def user_of(request: HttpRequest) -> User:
    """Return the person who asks. The access marks of the views keep everybody else out."""
    assert isinstance(request.user, User)
    return request.user


def inzender_of(
    request: HttpRequest, *, sleutel: UUID | None = None, versie: int | None = None
) -> Inzender:
    """Return who sends a form, in the role they act in."""
    acting = acting_as(request)
    return Inzender(
        door=user_of(request),
        namens=acting.organisatie if acting else None,
        sleutel=sleutel,
        versie=versie,
    )


def get_casus(request: HttpRequest, nummer: str) -> Casus:
    """Return the casus with this number, with leerling, school, gemeente, swv and eigenaar.

    Who may see it only in another of their roles is moved to that role, and told so, but only
    while reading: a form is never sent in another role than the one it was opened in. Raises
    Http404 for what is not theirs, the same as for what does not exist.
    """
    user = user_of(request)
    casus = Casus.objects.visible_to(user).select_related(*_FRAME).filter(nummer=nummer).first()
    if casus is not None:
        return casus
    if request.method in {"GET", "HEAD"}:
        casus = (
            Casus.objects.visible_to(user, any_role=True)
            .select_related(*_FRAME)
            .filter(nummer=nummer)
            .first()
        )
        if casus is not None and _switch_to(request, user, casus) is not None:
            return casus
    raise Http404("Deze casus bestaat niet.")


def _switch_to(request: HttpRequest, user: User, casus: Casus) -> Lidmaatschap | None:
    """Act from now on in the first membership that sees the casus, and say so; return it."""
    before = user.acting_as
    for held in active_lidmaatschappen(user).select_related("organisatie"):
        user.acting_as = held
        if Casus.objects.visible_to(user).filter(pk=casus.pk).exists():
            request.session[SESSION_KEY] = held.pk
            messages.info(request, f"Je kijkt nu als {held}.")
            return held
    user.acting_as = before
    return None
