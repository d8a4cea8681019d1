"""The watch: look at every casus that is due, decide, and write it in one transaction.

It has no memory of having run. What is due is read from `volgende_controle_op`; what was decided
is read from the escalations themselves. Two watches at once, a day run twice, ten days missed or
a broker that lost everything are all the same case (docs/adr/0003-outbox.md).
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from billiard.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError, transaction
from django.utils import timezone

from cases.models import Casus
from cases.models.casus import NOOIT
from cases.selectors.feiten import load_feiten_of
from cases.services.stand import stand_columns
from cases.stand import OngeldigeFeiten, beoordeel
from cases.stand.signalen import bereken_signalen
from monitoring.ladder import Drempel, Eerder, Oorzaak, Status, Trede, beeld_van_stand, decide
from monitoring.models import Escalatie, Ronde
from monitoring.services.claim import Due, claim
from monitoring.services.mensen import hand_to_vervangers
from monitoring.services.regelboek import Regelboek
from monitoring.services.regels.herberekenen import finish_herberekeningen
from monitoring.services.schrijven import write_uitkomsten
from monitoring.services.uitkomst import Telling, Uitkomst
from thuiszitters.berichten import wakeup
from thuiszitters.berichten.verbinding import is_lost
from thuiszitters.columns import any_of, update_columns

logger = logging.getLogger(__name__)

BATCH = 1000
_DAG = timedelta(days=1)


def run_round(
    *,
    peildatum: date,
    casus_ids: Collection[int] | None = None,
    batch: int = BATCH,
    seconden: float | None = None,
) -> Telling:
    """Handle every casus that is due on `peildatum`, or those of `casus_ids`; return the counts.

    Safe to run beside itself and again. Facts are taken as known now, also for another day. A
    casus that cannot be handled is named in the counts and looked at again the next day; it
    holds up no other. After about `seconden` it stops between two batches, with `klaar` false:
    the next round goes on where this one was.
    """
    started = time.monotonic()
    ronde = None
    if casus_ids is None:
        ronde = Ronde.objects.create(peildatum=peildatum)
        hand_to_vervangers(peildatum)
        finish_herberekeningen(seconden=seconden)
    total = Telling()
    while True:
        done = _run_batch_safely(peildatum, casus_ids, batch)
        total.add(done)
        if done.bekeken < batch:
            break
        if seconden is not None and time.monotonic() - started > seconden:
            total.klaar = False
            break
    if ronde is not None:
        Ronde.objects.filter(pk=ronde.pk).update(
            klaar_op=timezone.now() if total.klaar else None,
            bekeken=total.bekeken,
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


def _says_nothing_of_a_casus(error: Exception) -> bool:
    """Return whether the database is away or has enough to do, or we were told to stop."""
    return isinstance(error, (OperationalError, SoftTimeLimitExceeded)) or is_lost(error)


def _run_batch_safely(peildatum: date, casus_ids: Collection[int] | None, size: int) -> Telling:
    """Run a batch; where it fails, each of its casussen by itself."""
    try:
        return _run_batch(peildatum, casus_ids, size)
    except Exception as error:
        if _says_nothing_of_a_casus(error):
            raise
        logger.exception("a batch of the watch failed; its casussen are handled one by one")
    due = Casus.objects.filter(volgende_controle_op__lte=peildatum)
    if casus_ids is not None:
        due = due.filter(pk__in=any_of(casus_ids))
    total = Telling()
    rows = due.order_by("volgende_controle_op", "pk").values_list("pk", "nummer")[:size]
    for pk, nummer in list(rows):
        try:
            total.add(_run_batch(peildatum, [pk], 1))
        except Exception as error:
            if _says_nothing_of_a_casus(error):
                raise
            logger.exception("casus %s could not be handled", nummer)
            Casus.objects.filter(pk=pk).update(volgende_controle_op=peildatum + _DAG)
            total.add(Telling(bekeken=1, fouten=[nummer]))
    return total


@transaction.atomic
def _run_batch(peildatum: date, casus_ids: Collection[int] | None, size: int) -> Telling:
    casussen = claim(peildatum, casus_ids, size)
    if not casussen:
        return Telling()
    uitkomsten, broken = _work_out(casussen, peildatum)
    telling = write_uitkomsten(uitkomsten, peildatum)
    _write_casussen(uitkomsten, peildatum)
    if broken:
        Casus.objects.filter(pk__in=[due.pk for due in broken]).update(
            volgende_controle_op=peildatum + _DAG
        )
        telling.fouten = [due.nummer for due in broken]
    telling.bekeken = len(casussen)
    return telling


_HISTORY = (
    "casus_id",
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


def load_history(casus_ids: Collection[int]) -> dict[int, tuple[Eerder, ...]]:
    """Return what was escalated before, by casus, in one statement."""
    found: dict[int, list[Eerder]] = defaultdict(list)
    rows = Escalatie.objects.filter(casus_id__in=any_of(casus_ids)).order_by("pk")
    for casus, pk, drempel, trede, sinds, status, oorzaak, *rest in rows.values_list(*_HISTORY):
        found[casus].append(
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
    return {casus: tuple(history) for casus, history in found.items()}


def _work_out(casussen: list[Due], peildatum: date) -> tuple[list[Uitkomst], list[Due]]:
    """Return what the rules say of each casus, and those they cannot be asked of."""
    facts = load_feiten_of([due.kind for due in casussen])
    histories = load_history([due.pk for due in casussen])
    regelboek = Regelboek()
    found: list[Uitkomst] = []
    broken: list[Due] = []
    for due in casussen:
        swv = due.plaatsen.swv
        regels = regelboek.regels(swv, peildatum)
        history = histories.get(due.pk, ())
        feiten = facts[due.pk]
        try:
            oordeel = beoordeel(feiten, regels.regelset, peildatum)
        except OngeldigeFeiten:
            # One casus with facts that do not fit must not hold up the others; its page shows it.
            logger.exception("casus %s has facts that do not fit", due.nummer)
            broken.append(due)
            continue
        signalen = bereken_signalen(feiten, regels.regelset, peildatum)
        besluit = decide(
            beeld=beeld_van_stand(oordeel.stand, gesloten=not due.is_open),
            signalen=signalen.signalen,
            history=history,
            peildatum=peildatum,
            ladder=regels.ladder,
        )
        next_look = NOOIT
        if due.is_open:
            wissel = regelboek.volgende_wissel(swv, peildatum)
            coming = (
                oordeel.wijziging,
                signalen.volgende_wijziging,
                besluit.volgende_op,
                wissel,
            )
            next_look = min((day for day in coming if day is not None), default=NOOIT)
            next_look = max(next_look, peildatum + _DAG)
        found.append(Uitkomst(due, history, oordeel, besluit, regels.ladder, next_look))
    return found, broken


def _write_casussen(uitkomsten: list[Uitkomst], peildatum: date) -> None:
    """Put the new Stand, rung and next date on every casus of the batch, in one statement."""
    columns: dict[str, list[object]] = defaultdict(list)
    for uitkomst in uitkomsten:
        for name, value in stand_columns(uitkomst.oordeel.stand, peildatum).items():
            columns[name].append(value)
        columns["volgende_controle_op"].append(uitkomst.volgende_op)
        columns["trede"].append(uitkomst.besluit.trede.tekst if uitkomst.besluit.trede else "")
    update_columns(Casus, [uitkomst.due.pk for uitkomst in uitkomsten], columns)
