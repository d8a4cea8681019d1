"""How a Bericht gets its words: each template has one function that knows what it is about.

The apps that send mail register theirs; the outbox itself knows none of them.

A template that may wait for the daily overzicht has two files more, `item.txt` and `item.html`,
and its context may hold `urgentie`: a tuple of numbers, the lowest first. What comes without one
follows after, the oldest first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thuiszitters.berichten.models import Bericht

ContextMaker = Callable[["Bericht"], "dict[str, Any] | None"]
UrlMaker = Callable[["Bericht"], str]
Handler = Callable[["Bericht"], None]


@dataclass(frozen=True, slots=True)
class Sjabloon:
    """What the outbox knows of a template."""

    context: ContextMaker
    afmeld_url: UrlMaker | None = None


_sjablonen: dict[str, Sjabloon] = {}
_undeliverable: list[Handler] = []


def register(sjabloon: str, maker: ContextMaker, *, afmeld_url: UrlMaker | None = None) -> None:
    """Let `maker` give the context of this template; None from it withdraws the Bericht.

    With `afmeld_url` the mail says how to be left out of it, in a header (RFC 8058): the address
    must take a POST without logging in. Give it only where being left out is allowed.
    """
    _sjablonen[sjabloon] = Sjabloon(maker, afmeld_url)


def context_for(bericht: Bericht) -> dict[str, Any] | None:
    """Return the context to render this Bericht with, or None when it is no longer true.

    Raises KeyError for a template nobody registered.
    """
    return _sjablonen[bericht.sjabloon].context(bericht)


def afmeld_url_for(bericht: Bericht) -> str | None:
    """Return where its receiver can be left out of mails like this, or None where they cannot."""
    maker = _sjablonen[bericht.sjabloon].afmeld_url
    return maker(bericht) if maker is not None else None


def on_undeliverable(handler: Handler) -> None:
    """Call `handler` with every Bericht whose address turns out not to exist.

    It runs in the transaction that marks the Bericht: what it raises undoes both.
    """
    if handler not in _undeliverable:
        _undeliverable.append(handler)


def tell_undeliverable(bericht: Bericht) -> None:
    """Tell everybody who asked that mail to this receiver does not arrive."""
    for handler in _undeliverable:
        handler(bericht)
