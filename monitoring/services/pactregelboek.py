"""The rules of every pact, read once for a batch."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from cases.services.regels import Lijn
from monitoring.ladder import LANDELIJKE_ACTIELADDER, Ladder, LadderRegel
from monitoring.models import LadderRegel as Rij
from monitoring.models import Pactregels
from monitoring.services.regelboek import RIJVELDEN, read_rung

LANDELIJK = "landelijk"
"""What stands on an escalation that was decided by the ladder in the code."""


@dataclass(frozen=True, slots=True)
class Pactversie:
    """The rules of a pact from a day until (not including) a day."""

    code: str
    geldig_vanaf: date
    geldig_tot: date | None
    ladder: Ladder


IN_DE_CODE = Pactversie(LANDELIJK, date.min, None, LANDELIJKE_ACTIELADDER)
"""What holds where no record does."""


class Pactregelboek:
    """Which rules hold for which pact and when: two statements, then look-ups.

    Make one for each batch, after its actions are locked, as for `Regelboek`.
    """

    def __init__(self) -> None:
        rungs: dict[int, list[LadderRegel]] = defaultdict(list)
        rijen = Rij.objects.filter(pactregels__isnull=False).order_by("pk")
        for versie, *row in rijen.values_list("pactregels_id", *RIJVELDEN):
            rungs[versie].append(read_rung(tuple(row)))
        found: dict[int | None, list[Pactversie]] = defaultdict(list)
        living = Pactregels.objects.exclude(geldig_tot=F("geldig_vanaf"))
        for row in living.order_by("geldig_vanaf"):
            found[row.pact_id].append(as_pactversie(row, rungs[row.pk]))
        landelijk = found.pop(None, [])
        self._landelijk = Lijn([], landelijk, IN_DE_CODE)
        self._eigen = {pact: Lijn(own, landelijk, IN_DE_CODE) for pact, own in found.items()}
        self._memo: dict[tuple[int, date], tuple[Pactversie, date | None]] = {}

    def regels(self, pact_id: int, peildatum: date) -> Pactversie:
        """Return the rules in force for this pact on this day."""
        return self._at(pact_id, peildatum)[0]

    def volgende_wissel(self, pact_id: int, peildatum: date) -> date | None:
        """Return the first day after this one on which other rules hold for it, or None."""
        return self._at(pact_id, peildatum)[1]

    def landelijk(self, peildatum: date) -> Pactversie:
        """Return what holds on this day for a pact without rules of its own."""
        return self._landelijk.at(peildatum)[0]

    def _at(self, pact_id: int, peildatum: date) -> tuple[Pactversie, date | None]:
        key = (pact_id, peildatum)
        if key not in self._memo:
            self._memo[key] = self._eigen.get(pact_id, self._landelijk).at(peildatum)
        return self._memo[key]


def as_pactversie(row: Pactregels, rungs: list[LadderRegel]) -> Pactversie:
    """Return a record with its rungs as a value; the rungs in the code where it has none."""
    ladder = Ladder(tuple(rungs) or LANDELIJKE_ACTIELADDER.regels, row.mailvenster)
    return Pactversie(row.code, row.geldig_vanaf, row.geldig_tot, ladder)
