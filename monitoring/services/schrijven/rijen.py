"""Rows gathered as columns, and the lines of the timeline."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.models import Gebeurtenis, GebeurtenisSoort
from monitoring.services.uitkomst import Onderwerp
from pact.models import ActieLog, LogSoort
from thuiszitters.columns import insert_columns


class Rows:
    """Rows for one table, gathered as columns."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = defaultdict(list)

    def add(self, **values: Any) -> None:
        """Add one row; name the same columns every time."""
        for name, value in values.items():
            self.columns[name].append(value)


class Tijdlijn(ABC):
    """The lines of the history of what a batch is about."""

    def __init__(self, peildatum: date) -> None:
        self._rows = Rows()
        self._peildatum = peildatum

    @abstractmethod
    def add(
        self,
        due: Onderwerp,
        soort: GebeurtenisSoort,
        titel: str,
        tekst: str,
        gegevens: dict[str, Any],
    ) -> None:
        """Add one line to the history of a casus or an action."""

    @abstractmethod
    def write(self) -> None:
        """Write the lines, in one statement."""


class Casustijdlijn(Tijdlijn):
    """Lines of the timelines of casussen."""

    def add(
        self,
        due: Onderwerp,
        soort: GebeurtenisSoort,
        titel: str,
        tekst: str,
        gegevens: dict[str, Any],
    ) -> None:
        """Add one line to the timeline of a casus."""
        self._rows.add(casus=due.pk, soort=soort.value, titel=titel, tekst=tekst, gegevens=gegevens)

    def write(self) -> None:
        """Write the lines, in one statement."""
        insert_columns(
            Gebeurtenis,
            self._rows.columns,
            constants={"op": timezone.now(), "datum": self._peildatum, "versie": 0},
        )


class Actietijdlijn(Tijdlijn):
    """Lines of the histories of actions of a pact; with who wrote them, where that is a person."""

    def __init__(
        self,
        peildatum: date,
        *,
        door: int | None = None,
        namens: int | None = None,
        sleutel: UUID | None = None,
    ) -> None:
        super().__init__(peildatum)
        self._constants = {"door": door, "namens": namens, "sleutel": sleutel}

    def add(
        self,
        due: Onderwerp,
        soort: GebeurtenisSoort,
        titel: str,
        tekst: str,
        gegevens: dict[str, Any],
    ) -> None:
        """Add one line to the history of an action."""
        self._rows.add(actie=due.pk, versie=due.versie, tekst=f"{titel}. {tekst}".strip())

    def write(self) -> None:
        """Write the lines, in one statement."""
        insert_columns(
            ActieLog,
            self._rows.columns,
            constants={
                "soort": LogSoort.SIGNAAL.value,
                "op": timezone.now(),
                "wijzigingen": [],
                **self._constants,
            },
        )
