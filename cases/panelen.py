"""Parts that another room puts on the casus page. The page asks for them and imports none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from cases.models import Casus


@dataclass(frozen=True, slots=True)
class Paneel:
    """One part: its template, what goes in it, and how much it asks of people now."""

    sjabloon: str
    context: dict[str, Any] = field(default_factory=dict)
    open: int = 0
    """How many things in it wait for an answer; the page says so when nothing does."""


PaneelMaker = Callable[[HttpRequest, Casus], Paneel | None]

_makers: list[PaneelMaker] = []


def register_paneel(maker: PaneelMaker) -> None:
    """Put a part under "Wat er nu gevraagd wordt" on every casus page, in order of registering."""
    if maker not in _makers:
        _makers.append(maker)


def panelen_for(request: HttpRequest, casus: Casus) -> list[Paneel]:
    """Return the parts that have something to show for this casus to who asks."""
    made = (maker(request, casus) for maker in _makers)
    return [paneel for paneel in made if paneel is not None]
