"""Mail as files, for trying out: one .eml per mail in MAIL_DIR, and the postvak page reads them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


def mark_of(message_id: str) -> str:
    """Return the part of the file's name that tells the Message-ID: eight hexadecimal digits."""
    return sha256(message_id.encode()).hexdigest()[:8]


class FileBackend(BaseEmailBackend):
    """Writes every mail as a file that appears whole or not at all."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails and return how many."""
        folder: Path | None = settings.MAIL_DIR
        if folder is None:
            raise ImproperlyConfigured("MAIL_DIR is not set, so mail cannot be written to files.")
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            content = message.message()
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{mark_of(str(content['Message-ID']))}"
            half = folder / f".{name}.part"
            half.write_bytes(content.as_bytes())
            half.rename(folder / f"{name}.eml")
        return len(email_messages)
