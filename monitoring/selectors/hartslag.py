"""Whether the watch still goes its rounds."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, Min

from monitoring.models import Ronde

MEESTE_STILTE = timedelta(hours=26)
"""A day and two hours: a round is due every hour, and every morning for certain."""


def overdue_since(nu: datetime) -> datetime | None:
    """Return since when no round came to its end, where that is too long ago; else None.

    An installation where no round ever began is not late yet.
    """
    seen = Ronde.objects.aggregate(klaar=Max("klaar_op"), begonnen=Min("begonnen_op"))
    last: datetime | None = seen["klaar"] or seen["begonnen"]
    return last if last is not None and nu - last > MEESTE_STILTE else None
