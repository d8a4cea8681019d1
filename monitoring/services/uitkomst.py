"""What is carried from deciding to writing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from datetime import date

from cases.stand import Beoordeling
from monitoring.ladder import Besluit, Eerder, Ladder
from monitoring.services.claim import Due


@dataclass(slots=True)
class Telling:
    """What a round did."""

    bekeken: int = 0
    geescaleerd: int = 0
    overgeslagen: int = 0
    vervallen: int = 0
    berichten: int = 0
    herinnerd: int = 0
    fouten: list[str] = field(default_factory=list)
    """The numbers of the casussen that could not be handled."""
    klaar: bool = True
    """Whether nothing that was due is left."""

    def add(self, other: Telling) -> None:
        """Add the counts of a batch."""
        for veld in fields(self):
            if veld.name != "klaar":
                setattr(self, veld.name, getattr(self, veld.name) + getattr(other, veld.name))

    def as_json(self) -> dict[str, int | bool]:
        """Return the counts by name."""
        return asdict(self) | {"fouten": len(self.fouten)}


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What was worked out for one casus, before anything is written."""

    due: Due
    history: tuple[Eerder, ...]
    oordeel: Beoordeling
    besluit: Besluit
    ladder: Ladder
    volgende_op: date
