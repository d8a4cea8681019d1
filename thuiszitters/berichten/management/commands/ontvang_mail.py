from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thuiszitters.berichten.ontvangen import MOST_BYTES, OnleesbareMail, receive_mail


class Command(BaseCommand):
    help = (
        "Read one mail on stdin, as a mail server pipes it: a report that mail of ours was not "
        "delivered, or an answer to one. Prints in a word what it was; keeps nothing of it."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it in; raises CommandError (status 65, EX_DATAERR) for what is no mail."""
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        try:
            soort = receive_mail(raw)
        except OnleesbareMail as error:
            raise CommandError(str(error), returncode=os.EX_DATAERR) from None
        self.stdout.write(soort.value)
