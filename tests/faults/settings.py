"""The test settings with a short patience, so that a lease passes within a second."""

from __future__ import annotations

from thuiszitters.settings.test import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = 0
EMAIL_TIMEOUT = 0.6
BERICHT_LEASE_SECONDS = 1
BERICHT_SEND_SECONDS = 0.7
BERICHT_BACKOFF_SECONDS = 0.1
BERICHT_RUN_SECONDS = 5
BERICHT_MAX_ATTEMPTS = 1000
"""Whoever is killed often enough would give up on plain SMTP; that is tested elsewhere."""
RELAY_SETTLE_SECONDS = 1.2
"""Longer than the relay of the harness ever takes to accept after the connection was lost."""

CELERY_BEAT_SCHEDULE = {
    "watch": {"task": "monitoring.watch", "schedule": 1.0},
    "bundle": {"task": "berichten.bundle", "schedule": 1.0},
    "send": {"task": "berichten.send", "schedule": 0.5, "options": {"expires": 5}},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "handlers": {"none": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["none"], "level": "CRITICAL"},
}
