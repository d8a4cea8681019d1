"""What is carried from deciding to writing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Protocol

from cases.stand import Stand
from monitoring.ladder import Besluit, Eerder, Ladder
from monitoring.ontvangers import Plek


@dataclass(slots=True)
class Telling:
    """What a round did."""

    bekeken: int = 0
    """Casussen that were looked at."""
    acties: int = 0
    """Actions of pacten that were looked at."""
    geescaleerd: int = 0
    overgeslagen: int = 0
    vervallen: int = 0
    berichten: int = 0
    herinnerd: int = 0
    fouten: list[str] = field(default_factory=list)
    """The numbers of the casussen and actions that could not be handled."""
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


class Onderwerp(Protocol):
    """A claimed casus or action: what writing needs of it."""

    @property
    def pk(self) -> int:
        """Its id."""

    @property
    def nummer(self) -> str:
        """What it is called where something goes wrong with it."""

    @property
    def versie(self) -> int:
        """The version a line of its history is written at."""

    @property
    def veranderd(self) -> bool:
        """Whether its facts or its people changed since it was last looked at."""

    @property
    def plaatsen(self) -> Plek:
        """Where its people are looked for."""

    def joins(self, organisatie: int) -> bool:
        """Return whether this organisation takes part once its people are addressed."""


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What was worked out for one casus or action, before anything is written."""

    due: Onderwerp
    history: tuple[Eerder, ...]
    besluit: Besluit
    ladder: Ladder
    volgende_op: date
    regelset: str
    """The code of the rules it was worked out with."""
    uitleg: Callable[[], Sequence[str]]
    """Gives the sentences that explain it; asked only where something opens."""
    stand: Stand | None = None
    """Of a casus only."""
