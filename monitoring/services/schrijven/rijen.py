"""Rows gathered as columns, and the lines of the timeline."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils import timezone

from cases.models import Gebeurtenis, GebeurtenisSoort
from thuiszitters.columns import insert_columns


class Rows:
    """Rows for one table, gathered as columns."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = defaultdict(list)

    def add(self, **values: Any) -> None:
        """Add one row; name the same columns every time."""
        for name, value in values.items():
            self.columns[name].append(value)


class Tijdlijn:
    """The lines of the timeline of a batch."""

    def __init__(self, peildatum: date) -> None:
        self._rows = Rows()
        self._peildatum = peildatum

    def add(
        self,
        casus: int,
        soort: GebeurtenisSoort,
        titel: str,
        tekst: str,
        gegevens: dict[str, Any],
    ) -> None:
        """Add one line to the timeline of a casus."""
        self._rows.add(casus=casus, soort=soort.value, titel=titel, tekst=tekst, gegevens=gegevens)

    def write(self) -> None:
        """Write the lines, in one statement."""
        insert_columns(
            Gebeurtenis,
            self._rows.columns,
            constants={"op": timezone.now(), "datum": self._peildatum, "versie": 0},
        )
