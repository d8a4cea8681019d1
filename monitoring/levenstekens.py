"""Celery's processes show that they live, in the database: beat at every job it gives out, a
worker before and after every job. Who looks needs no broker, and sees a silent one of both.
"""

from __future__ import annotations

from typing import Any

from celery import signals

from monitoring.models import Proces
from monitoring.services.hartslag import show_alive
from thuiszitters.berichten.claim import zender


def connect() -> None:
    """Listen to the signals of Celery; outside its processes they are never sent."""
    signals.beat_init.connect(_beat_begins, dispatch_uid="levenstekens-beat")
    signals.beat_embedded_init.connect(_beat_begins, dispatch_uid="levenstekens-beat-embedded")
    signals.task_prerun.connect(_worker_lives, dispatch_uid="levenstekens-prerun")
    signals.task_postrun.connect(_worker_lives, dispatch_uid="levenstekens-postrun")


def _beat_begins(**kwargs: Any) -> None:
    # Before, not after: beat lives also while the broker is away.
    signals.before_task_publish.connect(_beat_lives, dispatch_uid="levenstekens-publish")
    _beat_lives()


def _beat_lives(**kwargs: Any) -> None:
    show_alive(Proces.WEKKER, zender())


def _worker_lives(task: Any, **kwargs: Any) -> None:
    if not task.request.is_eager and task.request.hostname:
        show_alive(Proces.WERKER, task.request.hostname)
