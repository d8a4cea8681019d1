"""What the ladder is told, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from monitoring.ladder.regels import LadderRegel
from monitoring.ladder.soorten import Drempel, Oorzaak, Spoor, Status, Trede


class Melding(Protocol):
    """A signal that holds on the peildatum, as cases.stand answers it."""

    @property
    def naam(self) -> str:
        """The drempel it belongs to."""

    @property
    def aanvang(self) -> date:
        """The day that tells this occurrence from another."""

    @property
    def op(self) -> date:
        """The day it was due, on or before the peildatum."""

    @property
    def zinnen(self) -> Sequence[str]:
        """Why it holds, in Dutch sentences with dates."""


@dataclass(frozen=True, slots=True)
class Eerder:
    """An escalation that exists already."""

    pk: int
    drempel: Drempel
    trede: Trede
    verzuim_sinds: date
    """The first day of what it is about: of the period at home, or of what was counted."""
    status: Status
    oorzaak: Oorzaak = Oorzaak.DATUM
    op: date = date.min
    """The peildatum on which it was opened."""
    termijn: int = 5
    """Werkdagen to answer in."""
    reageer_voor: date | None = None
    """The last day to answer, moved on by a reminder or by passing on."""
    herinnerd_op: date | None = None
    rust_tot: date | None = None
    """Until when whoever took it up may be silent."""
    herinneringen: int = 0

    @property
    def spoor(self) -> Spoor:
        """To what it belongs."""
        return self.drempel.spoor

    @property
    def sleutel(self) -> tuple[Drempel, Trede, date, Oorzaak]:
        """What makes it one of a kind at its casus."""
        return self.drempel, self.trede, self.verzuim_sinds, self.oorzaak


@dataclass(frozen=True, slots=True)
class Nieuw:
    """An escalation to record: open, or skipped with the reason."""

    regel: LadderRegel
    drempel: Drempel
    verzuim_sinds: date
    due_on: date
    status: Status
    reden: str
    oorzaak: Oorzaak = Oorzaak.DATUM
    zinnen: tuple[str, ...] = ()
    """The explanation, where it is not that of the Stand."""

    @property
    def sleutel(self) -> tuple[Drempel, Trede, date, Oorzaak]:
        """What makes it one of a kind at its casus."""
        return self.drempel, self.regel.trede, self.verzuim_sinds, self.oorzaak


@dataclass(frozen=True, slots=True)
class Herinnering:
    """Ask once more, by a new last day; `heropend` where the time somebody asked for has passed."""

    pk: int
    reageer_voor: date
    heropend: bool = False


@dataclass(frozen=True, slots=True)
class Besluit:
    """What the ladder decides for one casus on one day."""

    nieuw: tuple[Nieuw, ...] = ()
    vervalt: tuple[tuple[int, str], ...] = ()
    """The escalations that lapse, each with its reason."""
    opgevolgd: tuple[int, ...] = ()
    """The open escalations that a higher rung takes over from."""
    herinneringen: tuple[Herinnering, ...] = ()
    volgende_op: date | None = None
    """The next day on which something falls due, or None."""
    trede: Trede | None = None
    """The highest rung reached in the running period; None while the ladder rests."""
