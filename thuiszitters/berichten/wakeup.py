"""Waking a job. A wake-up that gets lost costs minutes, never a mail: the clock comes by anyway."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from celery import current_app

logger = logging.getLogger(__name__)

IDS_PER_MESSAGE = 500

_collecting: ContextVar[dict[str, dict[int, None]] | None] = ContextVar("_collecting", default=None)


def wake(task: str, ids: list[int] | None = None) -> None:
    """Ask the broker to run this task soon, for `ids` where given; inside `collected`, later.

    A broker that is away is noted, not raised.
    """
    kept = _collecting.get()
    if kept is None:
        _send(task, ids)
    else:
        kept.setdefault(task, {}).update(dict.fromkeys(ids or ()))


def wake_sender() -> None:
    """Ask for the outbox to be emptied soon."""
    wake("berichten.send")


@contextmanager
def collected() -> Iterator[None]:
    """Keep the wake-ups of this block and send them at its end, the ids of a task together.

    For work that touches thousands of casussen: a few messages instead of thousands, and a
    broker that is away is waited for once. They are sent too when the block fails, because what
    it had committed by then stands.
    """
    if _collecting.get() is not None:
        yield
        return
    kept: dict[str, dict[int, None]] = {}
    token = _collecting.set(kept)
    try:
        yield
    finally:
        _collecting.reset(token)
        _send_all(kept)


def _send_all(kept: dict[str, dict[int, None]]) -> None:
    for task, found in kept.items():
        ids = list(found)
        batches: list[list[int] | None] = [
            ids[start : start + IDS_PER_MESSAGE] for start in range(0, len(ids), IDS_PER_MESSAGE)
        ]
        for batch in batches or [None]:
            if not _send(task, batch):
                return


def _send(task: str, ids: list[int] | None) -> bool:
    """Return whether the broker took the message."""
    args: list[Any] = [] if ids is None else [ids]
    try:
        current_app.send_task(task, args=args, retry=False)
    except Exception:  # noqa: BLE001 - whatever the broker's client raises, the facts are safe
        logger.warning("no wake-up for %s: the broker did not answer", task)
        return False
    return True
