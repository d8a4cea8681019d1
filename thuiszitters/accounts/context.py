"""What every page's frame shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from thuiszitters.accounts.middleware import acting_as
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import has_recht
from thuiszitters.accounts.rollen import Recht
from thuiszitters.ui.banieren import banieren_for


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the navigation, for people with a right."""

    label: str
    url_name: str
    recht: Recht
    prefix: str


ROOMS = (
    Room("Werkvoorraad", "cases:werkvoorraad", Recht.SEE_CASES, "/casussen/"),
    Room("Mijn signalen", "monitoring:mijn_signalen", Recht.SEE_CASES, "/signalen/"),
    Room("Monitoring", "monitoring:overzicht", Recht.SEE_FIGURES, "/monitoring/"),
    Room("Matrix", "pact:pacten", Recht.SEE_PACT, "/pact/"),
    Room("Mensen", "accounts:mensen", Recht.MANAGE_PEOPLE, "/beheer/mensen/"),
    Room("Berichten", "accounts:berichten", Recht.SEE_OPERATIONS, "/beheer/berichten/"),
    Room("Gaten", "monitoring:gaten", Recht.SEE_OPERATIONS, "/beheer/gaten/"),
    Room("Techniek", "monitoring:techniek", Recht.SEE_OPERATIONS, "/beheer/techniek/"),
    Room("Regels", "monitoring:regels", Recht.SEE_RULES, "/regels/"),
    Room("Logboek", "accounts:logboek", Recht.SEE_LOG, "/beheer/logboek/"),
)


Teller = Callable[[User], int]

_tellers: dict[str, Teller] = {}


def register_teller(url_name: str, teller: Teller) -> None:
    """Show beside this room how much in it waits for the person who looks."""
    _tellers[url_name] = teller


class Punt:
    """One entry of the navigation, for one person on one page."""

    def __init__(self, room: Room, user: User, path: str) -> None:
        self.label = room.label
        self.url = reverse(room.url_name)
        self.current = path.startswith(room.prefix)
        self._teller = _tellers.get(room.url_name)
        self._user = user

    @cached_property
    def count(self) -> int:
        """How much waits for them in this room; asked only where the navigation is shown."""
        return self._teller(self._user) if self._teller is not None else 0


def rooms_of(user: User) -> list[Room]:
    """Return the rooms this user may enter in the role they act in, in order."""
    return [room for room in ROOMS if has_recht(user, room.recht)]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return navigation, memberships and whether this is a demo, for base.html."""
    user = getattr(request, "user", None)
    shown: dict[str, Any] = {"demo": settings.DEMO}
    if isinstance(user, User):
        shown |= {
            "navigatie": [Punt(room, user, request.path) for room in rooms_of(user)],
            "lidmaatschap": acting_as(request),
            "banieren": banieren_for(request),
            "lidmaatschappen": getattr(request, "lidmaatschappen", []),
            "toon_zoeken": has_recht(user, Recht.SEE_CASES),
            "mag_overdragen": has_recht(user, Recht.HAND_OVER),
        }
    return shown
