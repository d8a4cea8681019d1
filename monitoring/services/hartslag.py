"""Writing signs of life. A sign of life that cannot be written stops nobody's work."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from monitoring.models import Hartslag, Proces

logger = logging.getLogger(__name__)

_OFTEN = 20.0
"""Seconds between two signs of life of one process; more often says nothing more."""
_KEPT = timedelta(days=7)
"""A process that was away for so long is forgotten: containers get a new name at every start."""

_last: dict[tuple[str, str], float] = {}


def write_hartslag(*, soort: Proces, naam: str) -> None:
    """Write that this process is alive now, and forget those that were not seen for a week."""
    nu = timezone.now()
    Hartslag.objects.bulk_create(
        [Hartslag(soort=soort, naam=naam[:100], op=nu)],
        update_conflicts=True,
        unique_fields=["soort", "naam"],
        update_fields=["op"],
    )
    Hartslag.objects.filter(op__lt=nu - _KEPT).delete()


def end_hartslag(*, soort: Proces, naam: str) -> None:
    """Take back the sign of life of a process that ends by itself; nothing is raised."""
    _last.pop((soort.value, naam), None)
    try:
        Hartslag.objects.filter(soort=soort, naam=naam[:100]).delete()
    except (DatabaseError, InterfaceError):
        logger.warning("%s %s ends while the database is away", soort.value, naam)
        connection.close()


def show_alive(soort: Proces, naam: str) -> None:
    """Write a sign of life when the last one of this process is long enough ago.

    Without a database there is none, and nothing is raised.
    """
    key = (soort.value, naam)
    now = time.monotonic()
    if now - _last.get(key, -_OFTEN) < _OFTEN:
        return
    try:
        write_hartslag(soort=soort, naam=naam)
    except (DatabaseError, InterfaceError):
        logger.warning("no sign of life of %s %s: the database is away", soort.value, naam)
        if not connection.in_atomic_block:
            connection.close()
    else:
        _last[key] = now
