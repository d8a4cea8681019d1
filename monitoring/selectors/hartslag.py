"""Whether the watch still goes its rounds, and the processes that make it go still live."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Min

from monitoring.models import Hartslag, Proces, Ronde

MEESTE_STILTE = timedelta(hours=26)
"""A day and two hours: a round is due every hour, and every morning for certain."""

LUS_TEKEN = timedelta(seconds=30)

LEEFT: dict[Proces, timedelta] = {
    Proces.WEKKER: timedelta(minutes=5),
    Proces.WERKER: timedelta(minutes=10),
    Proces.LUS: timedelta(minutes=2),
}
"""How long after its last sign of life a process is still taken for alive: longer than any one
job of it may take. The loop gives a sign at least every LUS_TEKEN, also between its turns."""


def last_ronde() -> Ronde | None:
    """Return the round that came to its end last."""
    return Ronde.objects.filter(klaar_op__isnull=False).order_by("-klaar_op").first()


def last_sign() -> datetime | None:
    """Return when a round last came to its end; when the first began where none did yet."""
    klaar = (
        Ronde.objects.filter(klaar_op__isnull=False)
        .order_by("-klaar_op")
        .values_list("klaar_op", flat=True)
        .first()
    )
    if klaar is not None:
        return klaar
    first: datetime | None = Ronde.objects.aggregate(first=Min("begonnen_op"))["first"]
    return first


def overdue_since(nu: datetime) -> datetime | None:
    """Return since when no round came to its end, where that is too long ago; else None.

    An installation where no round ever began is not late yet.
    """
    last = last_sign()
    return last if last is not None and nu - last > MEESTE_STILTE else None


def hartslagen() -> list[Hartslag]:
    """Return the last sign of life of every process of the last week."""
    return list(Hartslag.objects.order_by("soort", "naam"))


def leeft(hartslag: Hartslag, nu: datetime) -> bool:
    """Return whether this process is taken for alive."""
    return nu - hartslag.op <= LEEFT[Proces(hartslag.soort)]
