"""The rules of every SWV, read once for a round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.services.stand import regelset_for
from cases.stand import Regelset
from monitoring.ladder import LANDELIJKE_LADDER, Ladder


@dataclass(frozen=True, slots=True)
class Regels:
    """What holds for one SWV on one day."""

    regelset: Regelset
    ladder: Ladder


class Regelboek:
    """Which rules hold where and when."""

    def regels(self, swv_id: int, peildatum: date) -> Regels:
        """Return the rules in force at this SWV on this day."""
        return Regels(regelset_for(swv_id, peildatum), LANDELIJKE_LADDER)

    def volgende_wissel(self, swv_id: int, peildatum: date) -> date | None:
        """Return the first day after this one on which other rules hold there, or None."""
        return None
