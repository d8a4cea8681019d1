"""The job that empties the outbox."""

from __future__ import annotations

from celery import shared_task

from thuiszitters.berichten.sender import send_berichten


@shared_task(name="berichten.send")
def send() -> None:
    """Send what is due."""
    send_berichten()
