"""Taking the casussen that are due, locked, with just what the watch needs of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import Casus, Status
from cases.models.casus import METEEN
from cases.selectors.feiten import Kind, regio_of
from monitoring.ontvangers import Plaatsen
from thuiszitters.columns import any_of


@dataclass(frozen=True, slots=True)
class Due:
    """One claimed casus."""

    pk: int
    nummer: str
    is_open: bool
    veranderd: bool
    """Whether its facts or its people changed since it was last looked at."""
    kind: Kind
    plaatsen: Plaatsen

    @property
    def versie(self) -> int:
        """The line that the watch adds to a timeline makes no version of the casus."""
        return 0

    def joins(self, organisatie: int) -> bool:
        """Return whether it is the schoolbestuur: it takes part once its people are addressed."""
        return organisatie == self.plaatsen.bestuur


_FIELDS = (
    "pk",
    "nummer",
    "status",
    "volgende_controle_op",
    "leerling_id",
    "leerling__geboortedatum",
    "leerling__startkwalificatie_op",
    "swv_id",
    "gemeente_id",
    "school_id",
    "eigenaar_id",
    "school__bestuur_id",
    "school__vakantieregio",
    "gemeente__vakantieregio",
    "swv__vakantieregio",
)


def claim(peildatum: date, casus_ids: Collection[int] | None, size: int) -> list[Due]:
    """Return at most `size` due casussen, locked until the transaction ends.

    Those another watch holds are left to it. Two statements.
    """
    due = Casus.objects.filter(volgende_controle_op__lte=peildatum)
    if casus_ids is not None:
        due = due.filter(pk__in=any_of(casus_ids))
    # The oldest first; of named ones any, so that they are looked up instead of searched for.
    order = ("volgende_controle_op", "pk") if casus_ids is None else ("pk",)
    ids = list(
        due.select_for_update(skip_locked=True).order_by(*order).values_list("pk", flat=True)[:size]
    )
    if not ids:
        return []
    # Read after the lock: what is read here is what holds until we write.
    return load_due(ids)


def load_due(ids: Collection[int]) -> list[Due]:
    """Return what the watch needs of these casussen, in one statement.

    In a fixed order, so that the same day gives the same rows in the same order wherever it is
    played.
    """
    rows = Casus.objects.filter(pk__in=any_of(ids)).order_by("pk").values_list(*_FIELDS)
    return [_due(row) for row in rows]


def _due(row: tuple[Any, ...]) -> Due:
    (
        pk,
        nummer,
        status,
        controle_op,
        leerling_id,
        geboortedatum,
        startkwalificatie_op,
        swv,
        gemeente,
        school,
        eigenaar,
        bestuur,
        *vakantieregios,
    ) = row
    return Due(
        pk=pk,
        nummer=nummer,
        is_open=status == Status.OPEN,
        veranderd=controle_op == METEEN,
        kind=Kind(pk, leerling_id, geboortedatum, startkwalificatie_op, regio_of(*vakantieregios)),
        plaatsen=Plaatsen(swv, gemeente, school, bestuur, eigenaar),
    )
