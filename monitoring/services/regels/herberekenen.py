"""Marking every open casus of a new version to be looked at on the day it begins.

In chunks of their own, in the order of their numbers in the database, so that it can be stopped
at any moment and goes on where it was. The watch does the rest: it works the marked casussen out
under the rules that hold on the day. What a casus is marked with is the day, not METEEN: rules
changed, not the facts or the people. Of a version withdrawn on its first day, what was worked out
under it is marked.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from cases.models import Casus, Status
from monitoring.models import Herberekening

CHUNK = 5_000


def finish_herberekeningen(*, seconden: float | None = None) -> int:
    """Mark what is left of every version; return how many casussen were marked.

    One statement where there is nothing to do. The watch does this first, so that a wake-up that
    got lost, or a job that was killed, costs at most the time until the next round.
    """
    todo = Herberekening.objects.filter(klaar_op__isnull=True).order_by("pk")
    return sum(
        continue_herberekening(regelset_id=pk, seconden=seconden)
        for pk in list(todo.values_list("regelset_id", flat=True))
    )


def continue_herberekening(
    *,
    regelset_id: int,
    chunk: int = CHUNK,
    seconden: float | None = None,
    told: Callable[[int], None] | None = None,
) -> int:
    """Mark the casussen of one version from where it was left; return how many were marked.

    Safe beside itself: whoever comes second leaves it to the first. After about `seconden` it
    stops between two chunks, for the next to go on with. `told` hears the count so far after each
    chunk.
    """
    started = time.monotonic()
    total = 0
    while (marked := _mark_chunk(regelset_id, chunk)) is not None:
        total += marked
        if told is not None:
            told(total)
        if seconden is not None and time.monotonic() - started > seconden:
            break
    return total


def restart_herberekening(*, regelset_id: int) -> None:
    """Have all casussen of a version marked again, from the first on."""
    Herberekening.objects.filter(regelset_id=regelset_id).update(
        tot_id=0, begonnen_op=timezone.now(), klaar_op=None
    )


@transaction.atomic
def _mark_chunk(regelset_id: int, chunk: int) -> int | None:
    """Mark the next casussen; return how many, or None when there are no more."""
    busy = (
        Herberekening.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("regelset")
        .filter(regelset_id=regelset_id, klaar_op__isnull=True)
        .first()
    )
    if busy is None:
        return None
    version = busy.regelset
    rows = Casus.objects.filter(pk__gt=busy.tot_id, status=Status.OPEN)
    if version.swv_id is not None:
        rows = rows.filter(swv_id=version.swv_id)
    # Locked in one order, so that two versions at once cannot wait for each other. A batch of the
    # watch that holds some of them is waited for: it may have read the rules before this one.
    ids = list(
        rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True)[:chunk]
    )
    if not ids:
        Herberekening.objects.filter(pk=busy.pk).update(klaar_op=timezone.now())
        return None
    stale = Casus.objects.filter(pk__in=ids, volgende_controle_op__gt=version.geldig_vanaf)
    if version.ingetrokken:
        stale = stale.filter(regelset=version.code)
    else:
        stale = stale.exclude(regelset=version.code)
    marked = stale.update(volgende_controle_op=version.geldig_vanaf)
    Herberekening.objects.filter(pk=busy.pk).update(tot_id=ids[-1])
    return marked
