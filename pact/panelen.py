"""Parts that another room puts on top of the page of an action. The page imports none of them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from pact.models import Actie

Actiepaneelbouwer = Callable[[HttpRequest, Actie], str | None]

_bouwers: list[Actiepaneelbouwer] = []


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
