"""Which version of the rules holds where and when: the one place that reads the records."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, Protocol, TypeVar

from django.db.models import F, Q

from cases import stand as rule
from cases.models import Regelset
from thuiszitters.berichten.venster import STANDAARD


class Geldig(Protocol):
    """What holds from a day until (not including) a day."""

    @property
    def geldig_vanaf(self) -> date:
        """The first day."""

    @property
    def geldig_tot(self) -> date | None:
        """The first day after; None while no end is known."""


V = TypeVar("V", bound=Geldig)


def _holds(versie: Geldig, dag: date) -> bool:
    tot = versie.geldig_tot
    return versie.geldig_vanaf <= dag and (tot is None or dag < tot)


@dataclass(frozen=True, slots=True)
class Versie:
    """One version of the rules as a value; without an id it is the national one in the code."""

    pk: int | None
    regelset: rule.Regelset
    mailvenster: str

    @property
    def geldig_vanaf(self) -> date:
        """The first day it holds."""
        return self.regelset.geldig_vanaf

    @property
    def geldig_tot(self) -> date | None:
        """The first day it no longer holds; None while no end is known."""
        return self.regelset.geldig_tot


IN_DE_CODE = Versie(None, rule.LANDELIJK, STANDAARD)
"""What holds where no record does."""


def as_versie(row: Regelset) -> Versie:
    """Return a record as a value."""
    settings = (f"{naam}={waarde}" for naam, waarde in row.instellingen.items())
    regelset = replace(
        rule.LANDELIJK.met(*settings),
        naam=row.code,
        geldig_vanaf=row.geldig_vanaf,
        geldig_tot=row.geldig_tot,
    )
    return Versie(row.pk, regelset, row.mailvenster)


class Regelsets:
    """The versions of some samenwerkingsverbanden, or of all, read in one statement.

    The own version of an SWV goes before the national record, and that before the code. Asking is
    a look-up; the answers are kept as long as this object, so make a new one for new work.
    """

    def __init__(self, swv_ids: Collection[int] | None = None) -> None:
        rows = Regelset.objects.exclude(geldig_tot=F("geldig_vanaf")).order_by("geldig_vanaf")
        if swv_ids is not None:
            rows = rows.filter(Q(swv__isnull=True) | Q(swv__in=list(swv_ids)))
        found: dict[int | None, list[Versie]] = defaultdict(list)
        for row in rows:
            found[row.swv_id].append(as_versie(row))
        landelijk = found.pop(None, [])
        self._landelijk = Lijn([], landelijk, IN_DE_CODE)
        self._eigen = {
            swv: Lijn(own, landelijk, IN_DE_CODE) for swv, own in found.items() if swv is not None
        }
        self._memo: dict[tuple[int, date], tuple[Versie, date | None]] = {}

    def versie(self, swv_id: int, peildatum: date) -> Versie:
        """Return the version in force at this SWV on this day."""
        return self._at(swv_id, peildatum)[0]

    def regelset(self, swv_id: int, peildatum: date) -> rule.Regelset:
        """Return the definitions in force at this SWV on this day."""
        return self._at(swv_id, peildatum)[0].regelset

    def volgende_wissel(self, swv_id: int, peildatum: date) -> date | None:
        """Return the first day after this one on which another version holds there, or None."""
        return self._at(swv_id, peildatum)[1]

    def landelijk(self, peildatum: date) -> Versie:
        """Return the national version in force on this day."""
        return self._landelijk.at(peildatum)[0]

    def _at(self, swv_id: int, peildatum: date) -> tuple[Versie, date | None]:
        key = (swv_id, peildatum)
        found = self._memo.get(key)
        if found is None:
            found = self._eigen.get(swv_id, self._landelijk).at(peildatum)
            self._memo[key] = found
        return found


class Lijn(Generic[V]):
    """What holds at one place through time: from each day on, until the next.

    Its own goes before the national one, and that before `anders`, which always holds.
    """

    def __init__(self, eigen: Iterable[V], landelijk: Iterable[V], anders: V) -> None:
        in_order = [*eigen, *landelijk]
        ends = [v.geldig_tot for v in in_order if v.geldig_tot is not None]
        days = sorted({date.min, *(v.geldig_vanaf for v in in_order), *ends})
        self._dagen: list[date] = []
        self._versies: list[V] = []
        for day in days:
            holds = next((v for v in in_order if _holds(v, day)), anders)
            if not self._versies or self._versies[-1] != holds:
                self._dagen.append(day)
                self._versies.append(holds)

    def at(self, peildatum: date) -> tuple[V, date | None]:
        """Return what holds on this day, and from which later day on something else does."""
        place = bisect_right(self._dagen, peildatum)
        coming = self._dagen[place] if place < len(self._dagen) else None
        return self._versies[place - 1], coming
