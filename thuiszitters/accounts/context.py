"""What every page's frame shows."""

from __future__ import annotations

import re
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
    """Where its pages are: how addresses begin, with spaces between them, * for one part of an
    address and $ for its end."""
    args: tuple[str, ...] = ()
    niet: Recht | None = None
    """Who holds this right has another room for it."""
    binnen: str = ""
    """The name in the page of what is being looked at, where this is a room of that."""

    @property
    def url(self) -> str:
        """Its address."""
        return reverse(self.url_name, args=self.args)

    def length_on(self, path: str) -> int:
        """Return how much of an address says that it is in this room; 0 when it is not."""
        patterns = re.escape(self.prefix).replace(r"\*", "[^/]+").replace(r"\$", "$").split(r"\ ")
        found = (re.match(pattern, path) for pattern in patterns)
        return max((one.end() for one in found if one), default=0)


def _pact(
    label: str, kamer: str, recht: Recht, *, prefix: str = "", niet: Recht | None = None
) -> Room:
    """Return a room of the pact that is being looked at, or else of the one that runs."""
    return Room(
        label, "pact:naar", recht, prefix or f"/pact/*/{kamer}", (kamer,), niet, binnen="pact"
    )


ROOMS = (
    Room("Werkvoorraad", "cases:werkvoorraad", Recht.SEE_CASES, "/casussen/"),
    Room("Mijn signalen", "monitoring:mijn_signalen", Recht.SEE_CASES, "/signalen/"),
    Room("Monitoring", "monitoring:overzicht", Recht.SEE_FIGURES, "/monitoring/"),
    _pact("Bureau", "bureau", Recht.EDIT_PACT),
    _pact("Mijn acties", "mijn", Recht.SEE_PACT, niet=Recht.EDIT_PACT),
    Room(
        "Mijn signalen",
        "monitoring:mijn_signalen",
        Recht.SEE_PACT,
        "/signalen/",
        niet=Recht.SEE_CASES,
    ),
    _pact("Matrix", "matrix", Recht.SEE_PACT, prefix="/pact/*/$ /pact/*/acties"),
    _pact("Overleg", "overleg", Recht.SEE_PACT),
    _pact("Rapportage", "rapportage", Recht.EDIT_PACT),
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

    def __init__(self, room: Room, user: User, *, current: bool) -> None:
        self.label = room.label
        self.url = room.url
        self.binnen = room.binnen
        self.current = current
        self._teller = _tellers.get(room.url_name)
        self._user = user

    @cached_property
    def count(self) -> int:
        """How much waits for them in this room; asked only where the navigation is shown."""
        return self._teller(self._user) if self._teller is not None else 0


def rooms_of(user: User) -> list[Room]:
    """Return the rooms this user may enter in the role they act in, in order."""
    return [
        room
        for room in ROOMS
        if has_recht(user, room.recht) and not (room.niet and has_recht(user, room.niet))
    ]


def punten_for(user: User, path: str) -> list[Punt]:
    """Return the navigation of this user on this page; the room that fits it best is current."""
    rooms = rooms_of(user)
    lengths = [room.length_on(path) for room in rooms]
    best = max(lengths, default=0)
    return [
        Punt(room, user, current=0 < length == best)
        for room, length in zip(rooms, lengths, strict=True)
    ]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return navigation, memberships and whether this is a demo, for base.html."""
    user = getattr(request, "user", None)
    shown: dict[str, Any] = {"demo": settings.DEMO}
    if isinstance(user, User):
        shown |= {
            "navigatie": punten_for(user, request.path),
            "lidmaatschap": acting_as(request),
            "banieren": banieren_for(request),
            "lidmaatschappen": getattr(request, "lidmaatschappen", []),
            "toon_zoeken": has_recht(user, Recht.SEE_CASES),
            "mag_overdragen": has_recht(user, Recht.HAND_OVER),
        }
    return shown
