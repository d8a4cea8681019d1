"""The Celery application: the alarm clock of the watch and of the mail."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuiszitters.settings.dev")

app = Celery("thuiszitters")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
