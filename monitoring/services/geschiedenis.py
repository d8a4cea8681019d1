"""What was escalated before, as the ladder reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Literal

from monitoring.ladder import Drempel, Eerder, Oorzaak, Status, Trede
from monitoring.models import Escalatie
from thuiszitters.columns import any_of

Over = Literal["casus", "actie"]
"""What an escalation is about, as the name of its field."""

_FIELDS = (
    "pk",
    "drempel",
    "trede",
    "verzuim_sinds",
    "status",
    "oorzaak",
    "op",
    "termijn",
    "reageer_voor",
    "herinnerd_op",
    "rust_tot",
    "herinneringen",
)
_DREMPEL = {drempel.value: drempel for drempel in Drempel}
_TREDE = {trede.value: trede for trede in Trede}
_STATUS = {status.value: status for status in Status}
_OORZAAK = {oorzaak.value: oorzaak for oorzaak in Oorzaak}


def load_history(ids: Collection[int], over: Over = "casus") -> dict[int, tuple[Eerder, ...]]:
    """Return what was escalated before, by casus or by action, in one statement."""
    found: dict[int, list[Eerder]] = defaultdict(list)
    key = f"{over}_id"
    rows = Escalatie.objects.filter(**{f"{key}__in": any_of(ids)}).order_by("pk")
    for about, pk, drempel, trede, sinds, status, oorzaak, *rest in rows.values_list(key, *_FIELDS):
        found[about].append(
            Eerder(
                pk,
                _DREMPEL[drempel],
                _TREDE[trede],
                sinds,
                _STATUS[status],
                _OORZAAK[oorzaak],
                *rest,
            )
        )
    return {about: tuple(history) for about, history in found.items()}
