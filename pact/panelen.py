"""Parts that another room puts on top of the page of an action. The page imports none of them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from pact.models import Actie

Actiepaneelbouwer = Callable[[HttpRequest, Actie], str | None]

Vraagt = Callable[[Actie], bool]

_bouwers: list[Actiepaneelbouwer] = []
_vragers: list[Vraagt] = []


def register_actiepaneel(bouwer: Actiepaneelbouwer) -> None:
    """Put a part on top of every action, on its page and beside the matrix, in this order.

    The builder returns safe HTML, or None where there is nothing to ask of who looks.
    """
    if bouwer not in _bouwers:
        _bouwers.append(bouwer)


def actiepanelen_for(request: HttpRequest, actie: Actie) -> list[str]:
    """Return the parts that have something to show of this action to who asks."""
    made = (bouwer(request, actie) for bouwer in _bouwers)
    return [html for html in made if html]


def register_vraag(vraagt: Vraagt) -> None:
    """Tell when a part on top of an action asks for an answer, with the answers beside it."""
    if vraagt not in _vragers:
        _vragers.append(vraagt)


def asks_for_answer(actie: Actie) -> bool:
    """Return whether a part on top of this action asks whoever answers for it."""
    return any(vraagt(actie) for vraagt in _vragers)
