"""What every page's frame shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from thuiszitters.accounts.middleware import acting_as
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import has_recht
from thuiszitters.accounts.rollen import Recht


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the navigation, for people with a right."""

    label: str
    url_name: str
    recht: Recht
    prefix: str


ROOMS = (
    Room("Werkvoorraad", "cases:werkvoorraad", Recht.SEE_CASES, "/casussen/"),
    Room("Monitoring", "monitoring:overzicht", Recht.SEE_FIGURES, "/monitoring/"),
    Room("Matrix", "pact:pacten", Recht.SEE_PACT, "/pact/"),
    Room("Mensen", "accounts:mensen", Recht.MANAGE_PEOPLE, "/beheer/mensen/"),
    Room("Berichten", "accounts:berichten", Recht.SEE_OPERATIONS, "/beheer/berichten/"),
    Room("Logboek", "accounts:logboek", Recht.SEE_LOG, "/beheer/logboek/"),
)


def rooms_of(user: User) -> list[Room]:
    """Return the rooms this user may enter in the role they act in, in order."""
    return [room for room in ROOMS if has_recht(user, room.recht)]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return navigation, memberships and whether this is a demo, for base.html."""
    user = getattr(request, "user", None)
    shown: dict[str, Any] = {"demo": settings.DEMO}
    if isinstance(user, User):
        shown |= {
            "navigatie": [
                {
                    "label": room.label,
                    "url": reverse(room.url_name),
                    "current": request.path.startswith(room.prefix),
                }
                for room in rooms_of(user)
            ],
            "lidmaatschap": acting_as(request),
            "lidmaatschappen": getattr(request, "lidmaatschappen", []),
            "toon_zoeken": has_recht(user, Recht.SEE_CASES),
        }
    return shown
