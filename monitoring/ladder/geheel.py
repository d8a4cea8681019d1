"""The rules of one place on one day: the definitions of the Stand and the ladder, as one value."""

from __future__ import annotations

from dataclasses import dataclass

from cases.stand import LANDELIJK, Regelset
from monitoring.ladder.regels import LANDELIJKE_LADDER, Ladder


@dataclass(frozen=True, slots=True)
class Regels:
    """What holds for one SWV on one day."""

    regelset: Regelset
    ladder: Ladder


LANDELIJKE_REGELS = Regels(LANDELIJK, LANDELIJKE_LADDER)
"""What holds where no record does."""
