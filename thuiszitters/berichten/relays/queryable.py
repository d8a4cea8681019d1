"""A mail server that can be asked over HTTP whether it took a mail."""

from __future__ import annotations

import http.client
from datetime import timedelta
from urllib.parse import quote, urlsplit

from django.conf import settings

from thuiszitters.berichten.relays.smtp import SmtpRelay

_PATIENCE = 5.0


class QueryableRelay(SmtpRelay):
    """SMTP to send, and `GET RELAY_QUERY_URL?message_id=...` to ask: 200 is yes, 404 is no."""

    can_be_asked = True

    def __init__(self) -> None:
        super().__init__()
        self.settle = timedelta(seconds=settings.RELAY_SETTLE_SECONDS)

    def knows(self, message_id: str) -> bool | None:
        """Return what the relay says; None for anything but a plain yes or no.

        A redirect is no answer: it may lead to a page that says 200 to everybody.
        """
        parts = urlsplit(settings.RELAY_QUERY_URL)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        headers = {}
        if settings.RELAY_QUERY_TOKEN:
            headers["Authorization"] = f"Bearer {settings.RELAY_QUERY_TOKEN}"
        server = kind(parts.netloc, timeout=_PATIENCE)
        try:
            path = f"{parts.path or '/'}?message_id={quote(message_id, safe='')}"
            server.request("GET", path, headers=headers)
            status = server.getresponse().status
        except (OSError, http.client.HTTPException):
            return None
        finally:
            server.close()
        return {200: True, 404: False}.get(status)
