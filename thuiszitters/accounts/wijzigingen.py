"""Telling other rooms that somebody can or cannot be reached any more.

They put their handler here when the application starts; it runs in the transaction of the change.
"""

from __future__ import annotations

from collections.abc import Callable

Handler = Callable[[int, "int | None"], None]

_handlers: list[Handler] = []


def on_change_of_people(handler: Handler) -> None:
    """Have `handler` called with the id of a person, and of an organisation where it is one's."""
    if handler not in _handlers:
        _handlers.append(handler)


def people_changed(*, user_id: int, organisatie_id: int | None = None) -> None:
    """Tell that this person came, left, is away, is back, or has another address."""
    for handler in _handlers:
        handler(user_id, organisatie_id)
