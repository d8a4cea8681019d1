"""The jobs of the watch. They carry ids at most, and can be run again at any time."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from monitoring.services.afstemming import continue_afstemming
from monitoring.services.regels.herberekenen import continue_herberekening
from monitoring.services.storingen import queue_storingen
from monitoring.services.watch import run_round
from thuiszitters.berichten import wakeup


@shared_task(name="monitoring.watch")
def watch() -> None:
    """Handle what is due today, and ask for the next part where that is too much for one job."""
    if not run_round(peildatum=timezone.localdate(), seconden=settings.WATCH_SECONDS).klaar:
        wakeup.wake("monitoring.watch")


@shared_task(name="monitoring.watch_casussen")
def watch_casussen(ids: list[int]) -> None:
    """Handle these casussen now: their facts changed."""
    run_round(peildatum=timezone.localdate(), casus_ids=ids)


@shared_task(name="monitoring.afstemming")
def afstemming() -> None:
    """Do a part of today's reconciliation, and ask for the next where there is more."""
    if continue_afstemming(nu=timezone.now(), seconds=settings.AFSTEMMING_SECONDS):
        wakeup.wake("monitoring.afstemming")


@shared_task(name="monitoring.storingen")
def storingen() -> None:
    """Tell the beheerders what went wrong, where something did."""
    queue_storingen(nu=timezone.now())


@shared_task(name="monitoring.herbereken")
def herbereken(ids: list[int]) -> None:
    """Mark the casussen of these versions of the rules, and have the watch look at them."""
    for pk in ids:
        continue_herberekening(regelset_id=pk)
    wakeup.wake("monitoring.watch")
