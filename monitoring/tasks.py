"""The jobs of the watch. They carry ids at most, and can be run again at any time."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from monitoring.services.watch import run_round


@shared_task(name="monitoring.watch")
def watch() -> None:
    """Handle everything that is due today."""
    run_round(peildatum=timezone.localdate())


@shared_task(name="monitoring.watch_casussen")
def watch_casussen(ids: list[int]) -> None:
    """Handle these casussen now: their facts changed."""
    run_round(peildatum=timezone.localdate(), casus_ids=ids)
