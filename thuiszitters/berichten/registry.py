"""How a Bericht gets its words: each template has one function that knows what it is about.

The apps that send mail register theirs; the outbox itself knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thuiszitters.berichten.models import Bericht

ContextMaker = Callable[["Bericht"], "dict[str, Any] | None"]

_makers: dict[str, ContextMaker] = {}


def register(sjabloon: str, maker: ContextMaker) -> None:
    """Let `maker` give the context of this template; None from it withdraws the Bericht."""
    _makers[sjabloon] = maker


def context_for(bericht: Bericht) -> dict[str, Any] | None:
    """Return the context to render this Bericht with, or None when it is no longer true.

    Raises KeyError for a template nobody registered.
    """
    return _makers[bericht.sjabloon](bericht)
