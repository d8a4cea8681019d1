"""The states of a casus and the steps between them."""

from __future__ import annotations

from dataclasses import dataclass

from cases.errors import NietToegestaan
from cases.models import Status


@dataclass(frozen=True, slots=True)
class Overgang:
    """A step from one state to another, and why it exists."""

    van: Status
    naar: Status
    waarom: str


OVERGANGEN = (
    Overgang(
        Status.OPEN,
        Status.GESLOTEN,
        "Een casus eindigt met een uitkomst; die telt mee in de cijfers.",
    ),
    Overgang(Status.GESLOTEN, Status.OPEN, "Een kind dat terugvalt houdt zijn geschiedenis."),
)


def check_overgang(van: str, naar: str) -> None:
    """Raise NietToegestaan unless this step exists."""
    if not any((stap.van, stap.naar) == (van, naar) for stap in OVERGANGEN):
        raise NietToegestaan(f"Een casus die {van} is, kan niet {naar} worden.")
