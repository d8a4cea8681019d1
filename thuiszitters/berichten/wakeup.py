"""Waking a job. A wake-up that gets lost costs minutes, never a mail: the clock comes by anyway."""

from __future__ import annotations

import logging
from typing import Any

from celery import current_app

logger = logging.getLogger(__name__)


def wake(task: str, *args: Any) -> None:
    """Ask the broker to run this task soon; a broker that is away is noted, not raised."""
    try:
        current_app.send_task(task, args=args, retry=False)
    except Exception:  # noqa: BLE001 - whatever the broker's client raises, the facts are safe
        logger.warning("no wake-up for %s: the broker did not answer", task)


def wake_sender() -> None:
    """Ask for the outbox to be emptied soon."""
    wake("berichten.send")
