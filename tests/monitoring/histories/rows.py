"""One escalation as the tables and as the model have it, in the same form."""

from __future__ import annotations

from monitoring.models import Escalatie
from tests.monitoring.model import Recorded

Line = tuple[object, ...]
Rows = dict[Line, Line]


def found_line(e: Escalatie) -> Line:
    """As it was recorded."""
    return (
        e.status,
        e.op,
        e.gold_vanaf,
        e.termijn,
        tuple(e.rollen),
        e.reageer_voor,
        e.herinnerd_op,
        e.herinneringen,
        e.rust_tot,
        e.doorgestuurd,
    )


def expected_line(e: Recorded) -> Line:
    """The same by the model."""
    return (
        e.status,
        e.op,
        e.due,
        e.term,
        e.roles,
        e.last_day,
        e.herinnerd_op,
        e.herinneringen,
        e.rust_tot,
        e.passed_on,
    )


def key_of(e: Escalatie) -> Line:
    """What tells it from the others, as the model has it."""
    return (e.drempel, e.trede, e.verzuim_sinds, e.oorzaak)
