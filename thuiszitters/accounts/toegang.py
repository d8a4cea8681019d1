"""What a view demands. A view that says nothing is refused (DenyByDefaultMiddleware)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required

from thuiszitters.accounts.rollen import Recht

View = TypeVar("View", bound=Callable[..., Any])

OPENBAAR = "openbaar"
INGELOGD = "ingelogd"


def openbaar(view: View) -> View:
    """Mark a view that needs no login."""
    view.toegang = OPENBAAR  # type: ignore[attr-defined]
    return login_not_required(view)


def ingelogd(view: View) -> View:
    """Mark a view for everybody who is logged in."""
    view.toegang = INGELOGD  # type: ignore[attr-defined]
    return view


def vereist(recht: Recht) -> Callable[[View], View]:
    """Mark a view for people who hold this right somewhere in the role they act in.

    It opens the door of the room only: which casus they see is decided by `visible_to`.
    """

    def mark(view: View) -> View:
        view.toegang = recht  # type: ignore[attr-defined]
        return view

    return mark
