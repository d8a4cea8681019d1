"""Which relay the settings name."""

from __future__ import annotations

from django.conf import settings

from thuiszitters.berichten.relays.base import Relay
from thuiszitters.berichten.relays.files import BackendRelay, FileRelay
from thuiszitters.berichten.relays.queryable import QueryableRelay
from thuiszitters.berichten.relays.smtp import SmtpRelay

_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_FILES = "thuiszitters.berichten.backends.FileBackend"


def open_relay() -> Relay:
    """Return the relay of this installation; it connects at the first mail."""
    if settings.EMAIL_BACKEND == _SMTP:
        return QueryableRelay() if settings.RELAY_QUERY_URL else SmtpRelay()
    return FileRelay() if settings.EMAIL_BACKEND == _FILES else BackendRelay()
