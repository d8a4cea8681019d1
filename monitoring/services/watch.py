"""The watch: look at every casus and every action of a pact that is due, decide, and write it.

It has no memory of having run. What is due is read from `volgende_controle_op`; what was decided
is read from the escalations themselves. Two watches at once, a day run twice, ten days missed or
a broker that lost everything are all the same case (docs/adr/0003-outbox.md). Casussen and
actions go through the same code; what differs is in monitoring.services.rondes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from datetime import date
from typing import Any

from billiard.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, transaction
from django.utils import timezone

from monitoring.models import Ronde
from monitoring.services.geschiedenis import load_history
from monitoring.services.mensen import hand_to_vervangers
from monitoring.services.regels.herberekenen import finish_herberekeningen
from monitoring.services.rondes import OverActies, OverCasussen, Ronderegel
from monitoring.services.rondes.basis import DAG
from monitoring.services.schrijven import write_uitkomsten
from monitoring.services.uitkomst import Telling
from thuiszitters.berichten import wakeup
from thuiszitters.berichten.verbinding import is_lost

__all__ = ["BATCH", "load_history", "run_round"]

logger = logging.getLogger(__name__)

BATCH = 1000


def run_round(
    *,
    peildatum: date,
    casus_ids: Collection[int] | None = None,
    actie_ids: Collection[int] | None = None,
    batch: int = BATCH,
    seconden: float | None = None,
) -> Telling:
    """Handle all that is due on `peildatum`, or only these casussen or actions; return the counts.

    Safe to run beside itself and again. Facts are taken as known now, also for another day. A
    casus or action that cannot be handled is named in the counts and looked at again the next
    day; it holds up no other. After about `seconden` it stops between two batches, with `klaar`
    false: the next round goes on where this one was.
    """
    started = time.monotonic()
    whole = casus_ids is None and actie_ids is None
    ronde = None
    if whole:
        ronde = Ronde.objects.create(peildatum=peildatum)
        hand_to_vervangers(peildatum)
        finish_herberekeningen(seconden=seconden)
    total = Telling()
    rounds: list[tuple[Ronderegel[Any], Collection[int] | None]] = []
    if whole or casus_ids is not None:
        rounds.append((OverCasussen(), casus_ids))
    if whole or actie_ids is not None:
        rounds.append((OverActies(), actie_ids))
    for regel, ids in rounds:
        while total.klaar:
            done, handled = _run_batch_safely(regel, peildatum, ids, batch)
            total.add(done)
            if handled < batch:
                break
            total.klaar = seconden is None or time.monotonic() - started <= seconden
    if ronde is not None:
        Ronde.objects.filter(pk=ronde.pk).update(
            klaar_op=timezone.now() if total.klaar else None,
            bekeken=total.bekeken,
            acties=total.acties,
            geescaleerd=total.geescaleerd,
            overgeslagen=total.overgeslagen,
            vervallen=total.vervallen,
            berichten=total.berichten,
            herinnerd=total.herinnerd,
            fouten=total.fouten[:100],
        )
    if total.berichten:
        transaction.on_commit(wakeup.wake_sender)
    return total


def _says_nothing_of_one(error: Exception) -> bool:
    """Return whether the database is away or has enough to do, or we were told to stop."""
    return isinstance(error, (OperationalError, SoftTimeLimitExceeded)) or is_lost(error)


def _run_batch_safely(
    regel: Ronderegel[Any], peildatum: date, ids: Collection[int] | None, size: int
) -> tuple[Telling, int]:
    """Run a batch; where it fails, each of it by itself. Return the counts, and how many it was."""
    try:
        return _run_batch(regel, peildatum, ids, size)
    except Exception as error:
        if _says_nothing_of_one(error):
            raise
        logger.exception("a batch of the watch failed; it is handled one by one")
    total = Telling()
    many = 0
    for pk, nummer in regel.list_due(peildatum, ids, size):
        many += 1
        try:
            total.add(_run_batch(regel, peildatum, [pk], 1)[0])
        except Exception as error:
            if _says_nothing_of_one(error):
                raise
            logger.exception("%s %s could not be handled", regel.wijze.over, nummer)
            regel.postpone([pk], peildatum + DAG)
            total.fouten.append(nummer)
            regel.count(total, 1)
    return total, many


@transaction.atomic
def _run_batch(
    regel: Ronderegel[Any], peildatum: date, ids: Collection[int] | None, size: int
) -> tuple[Telling, int]:
    claimed = regel.claim(peildatum, ids, size)
    if not claimed:
        return Telling(), 0
    uitkomsten, broken = regel.work_out(claimed, peildatum)
    telling = write_uitkomsten(uitkomsten, peildatum, regel.wijze)
    regel.write_back(uitkomsten, peildatum)
    if broken:
        regel.postpone([due.pk for due in broken], peildatum + DAG)
        telling.fouten = [due.nummer for due in broken]
    regel.count(telling, len(claimed))
    return telling, len(claimed)
