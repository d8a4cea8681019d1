"""The rules of every SWV, read once for a batch."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from cases.services.regels import Regelsets, Versie
from monitoring.ladder import LANDELIJKE_LADDER, Anker, Drempel, Ladder, LadderRegel, Trede
from monitoring.ladder.geheel import LANDELIJKE_REGELS, Regels
from monitoring.models import LadderRegel as Rij
from thuiszitters.accounts.rollen import Rol

__all__ = ["RIJVELDEN", "Regelboek", "Regels", "read_rung"]

RIJVELDEN = (
    "drempel",
    "trede",
    "anker",
    "dagen",
    "termijn",
    "rollen",
    "aanleiding",
    "vraag",
    "aan",
)
"""The fields of a stored rung, as `read_rung` takes them."""


class Regelboek:
    """Which rules hold where and when: two statements, then look-ups.

    Make one for each batch, after its casussen are locked: whoever makes a version marks the
    casussen after it is committed, so what is read after the lock is never older than the mark.
    """

    in_de_code = LANDELIJKE_REGELS

    def __init__(self) -> None:
        self._versies = Regelsets()
        self._rijen: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        rijen = Rij.objects.filter(regelset__isnull=False).order_by("pk")
        for regelset, *row in rijen.values_list("regelset_id", *RIJVELDEN):
            self._rijen[regelset].append(tuple(row))
        self._memo: dict[int, Regels] = {}

    def regels(self, swv_id: int, peildatum: date) -> Regels:
        """Return the rules in force at this SWV on this day."""
        return self.of(self._versies.versie(swv_id, peildatum))

    def volgende_wissel(self, swv_id: int, peildatum: date) -> date | None:
        """Return the first day after this one on which other rules hold there, or None."""
        return self._versies.volgende_wissel(swv_id, peildatum)

    def landelijk(self, peildatum: date) -> Regels:
        """Return the national rules on this day."""
        return self.of(self._versies.landelijk(peildatum))

    def of(self, versie: Versie) -> Regels:
        """Return a version with its rungs; the national rungs where it has none of its own."""
        if versie.pk is None:
            return LANDELIJKE_REGELS
        found = self._memo.get(versie.pk)
        if found is None:
            rungs = tuple(read_rung(row) for row in self._rijen.get(versie.pk, ()))
            ladder = Ladder(rungs or LANDELIJKE_LADDER.regels, versie.mailvenster)
            found = self._memo[versie.pk] = Regels(versie.regelset, ladder)
        return found


def read_rung(row: tuple[Any, ...]) -> LadderRegel:
    """Return a stored rung, given as its RIJVELDEN."""
    drempel, trede, anker, dagen, termijn, rollen, aanleiding, vraag, aan = row
    return LadderRegel(
        Drempel(drempel),
        Trede(trede),
        Anker(anker),
        dagen,
        termijn,
        tuple(Rol(rol) for rol in rollen),
        aanleiding,
        vraag,
        aan,
    )
