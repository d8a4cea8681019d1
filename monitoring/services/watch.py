"""The watch: look at every casus that is due, decide, and write it in one transaction.

It has no memory of having run. What is due is read from `volgende_controle_op`; what was decided
is read from the escalations themselves. Two watches at once, a day run twice, ten days missed or
a broker that lost everything are all the same case (docs/adr/0003-outbox.md).
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cases.models import Casus
from cases.models.casus import NOOIT
from cases.selectors.feiten import load_feiten_of
from cases.services.stand import regelset_for, stand_columns
from cases.stand import OngeldigeFeiten, bereken_stand, stand_en_wijziging
from monitoring.ladder import Eerder, Status, decide
from monitoring.models import Escalatie, Ronde
from monitoring.services.claim import Due, claim
from monitoring.services.schrijven import Telling, Uitkomst, write_escalaties
from thuiszitters.berichten import wakeup
from thuiszitters.columns import update_columns

logger = logging.getLogger(__name__)

BATCH = 500


def run_round(
    *, peildatum: date, casus_ids: Collection[int] | None = None, batch: int = BATCH
) -> Telling:
    """Handle every casus that is due on `peildatum`, or those of `casus_ids`; return the counts.

    Safe to run beside itself and again. Facts are taken as known now, also for another day.
    """
    ronde = Ronde.objects.create(peildatum=peildatum) if casus_ids is None else None
    total = Telling()
    while True:
        done = _run_batch(peildatum, casus_ids, batch)
        total.add(done)
        if done.bekeken < batch:
            break
    if ronde is not None:
        Ronde.objects.filter(pk=ronde.pk).update(
            klaar_op=timezone.now(),
            bekeken=total.bekeken,
            geescaleerd=total.geescaleerd,
            overgeslagen=total.overgeslagen,
            vervallen=total.vervallen,
            berichten=total.berichten,
        )
    if total.berichten:
        transaction.on_commit(wakeup.wake_sender)
    return total


@transaction.atomic
def _run_batch(peildatum: date, casus_ids: Collection[int] | None, size: int) -> Telling:
    casussen = claim(peildatum, casus_ids, size)
    if not casussen:
        return Telling()
    uitkomsten, broken = _work_out(casussen, peildatum)
    telling = write_escalaties(uitkomsten, peildatum)
    _write_casussen(uitkomsten, peildatum)
    if broken:
        Casus.objects.filter(pk__in=broken).update(
            volgende_controle_op=peildatum + timedelta(days=1)
        )
    telling.bekeken = len(casussen)
    return telling


def _history(casussen: Iterable[Due]) -> dict[int, list[Eerder]]:
    found: dict[int, list[Eerder]] = defaultdict(list)
    rows = Escalatie.objects.filter(casus_id__in=[due.pk for due in casussen]).values_list(
        "casus_id", "pk", "drempel", "trede", "verzuim_sinds", "status"
    )
    for casus_id, pk, drempel, trede, verzuim_sinds, status in rows:
        found[casus_id].append(Eerder(pk, drempel, trede, verzuim_sinds, status))
    return found


def _work_out(casussen: list[Due], peildatum: date) -> tuple[list[Uitkomst], list[int]]:
    """Return what the rules say of each casus, and the ids of those they cannot be asked of."""
    facts = load_feiten_of([due.kind for due in casussen])
    history = _history(casussen)
    found: list[Uitkomst] = []
    broken: list[int] = []
    for due in casussen:
        feiten = facts[due.pk]
        regelset = regelset_for(due.plaatsen.swv, peildatum)
        try:
            stand, change = stand_en_wijziging(feiten, regelset, peildatum)
        except OngeldigeFeiten:
            # One casus with facts that do not fit must not hold up the others; its page shows it.
            logger.exception("casus %s has facts that do not fit", due.nummer)
            broken.append(due.pk)
            continue
        besluit = decide(
            stand=stand, history=history[due.pk], peildatum=peildatum, gesloten=not due.is_open
        )
        if any(nieuw.status == Status.OPEN for nieuw in besluit.nieuw):
            stand = bereken_stand(feiten, regelset, peildatum)
        coming = [day for day in (change, besluit.volgende_op) if day is not None]
        next_look = min(coming, default=NOOIT) if due.is_open else NOOIT
        found.append(Uitkomst(due, stand, besluit, next_look))
    return found, broken


def _write_casussen(uitkomsten: list[Uitkomst], peildatum: date) -> None:
    """Put the new Stand, rung and next date on every casus of the batch, in one statement."""
    columns: dict[str, list[object]] = defaultdict(list)
    for uitkomst in uitkomsten:
        for name, value in stand_columns(uitkomst.stand, peildatum).items():
            columns[name].append(value)
        columns["volgende_controle_op"].append(uitkomst.volgende_op)
        columns["trede"].append(uitkomst.besluit.trede.value if uitkomst.besluit.trede else "")
    update_columns(Casus, [uitkomst.due.pk for uitkomst in uitkomsten], columns)
