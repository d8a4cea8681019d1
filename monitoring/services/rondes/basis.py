"""What the watch needs to know of a kind of subject."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Generic, TypeVar

from monitoring.services.schrijven import Schrijfwijze
from monitoring.services.uitkomst import Onderwerp, Telling, Uitkomst

DAG = timedelta(days=1)
D = TypeVar("D", bound=Onderwerp)


class Ronderegel(ABC, Generic[D]):
    """How one kind of subject is claimed, worked out and written back."""

    wijze: Schrijfwijze

    @abstractmethod
    def claim(self, peildatum: date, ids: Collection[int] | None, size: int) -> list[D]:
        """Return at most `size` that are due, locked until the transaction ends."""

    @abstractmethod
    def list_due(
        self, peildatum: date, ids: Collection[int] | None, size: int
    ) -> list[tuple[int, str]]:
        """Return id and number of at most `size` that are due, the oldest first, unlocked."""

    @abstractmethod
    def work_out(self, claimed: Sequence[D], peildatum: date) -> tuple[list[Uitkomst], list[D]]:
        """Return what the rules say of each, and those they cannot be asked of."""

    @abstractmethod
    def write_back(self, uitkomsten: Sequence[Uitkomst], peildatum: date) -> None:
        """Put the outcome and the next day to look on each, in one statement."""

    @abstractmethod
    def postpone(self, ids: Collection[int], op: date) -> None:
        """Look at these again on this day: they could not be handled."""

    @abstractmethod
    def count(self, telling: Telling, aantal: int) -> None:
        """Count how many were looked at."""
