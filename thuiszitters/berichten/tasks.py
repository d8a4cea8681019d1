"""The jobs of the outbox. Both can be run at any time, by any number of workers."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from thuiszitters.berichten.bundelen import bundle_berichten
from thuiszitters.berichten.sender import send_berichten


@shared_task(name="berichten.send")
def send() -> None:
    """Send what is due."""
    send_berichten(seconds=settings.BERICHT_RUN_SECONDS)


@shared_task(name="berichten.bundle")
def bundle() -> None:
    """Put what waits for a daily overzicht in one; the mails leave with the next `send`."""
    bundle_berichten(nu=timezone.now())
