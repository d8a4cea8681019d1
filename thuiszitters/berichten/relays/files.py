"""Mail that does not leave: to files for a demo, to memory for a test."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.parser import BytesHeaderParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from thuiszitters.berichten.backends import FileBackend, mark_of
from thuiszitters.berichten.relays.base import Answer, Outcome


class BackendRelay:
    """Any mail backend of Django's; it cannot be asked."""

    can_be_asked = False
    settle = timedelta(0)

    def __init__(self) -> None:
        self._backend = get_connection()

    def send(self, mail: EmailMessage, *, still_ours: Callable[[], bool]) -> Answer:
        """Give it to the backend."""
        if not still_ours():
            return Answer(Outcome.LEFT)
        try:
            self._backend.send_messages([mail])
        except OSError as error:
            return Answer(Outcome.DEFERRED, type(error).__name__)
        return Answer(Outcome.ACCEPTED)

    def knows(self, message_id: str) -> bool | None:
        """Return None: it cannot say."""
        return None

    def close(self) -> None:
        """Close the backend."""
        self._backend.close()


class FileRelay(BackendRelay):
    """The folder MAIL_DIR, which can be looked through."""

    can_be_asked = True

    def __init__(self) -> None:
        self._backend = FileBackend()

    def knows(self, message_id: str) -> bool | None:
        """Return whether there is a mail with this Message-ID in the folder."""
        folder: Path | None = settings.MAIL_DIR
        if folder is None:
            return None
        for path in folder.glob(f"*-{mark_of(message_id)}.eml"):
            with path.open("rb") as file:
                if BytesHeaderParser().parse(file)["Message-ID"] == message_id:
                    return True
        return False
