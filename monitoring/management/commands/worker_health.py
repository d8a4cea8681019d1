from __future__ import annotations

import socket
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone
from kombu.exceptions import OperationalError

from monitoring.selectors.hartslag import overdue_since
from thuiszitters.celery import app
from thuiszitters.ui.templatetags.ui import tijdstip


class Command(BaseCommand):
    help = "Say whether the worker of this machine answers and the watch goes its rounds."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the worker and how long it may take to answer."""
        parser.add_argument(
            "--worker",
            default=f"celery@{socket.gethostname()}",
            metavar="NAAM",
            help="the node name of the worker; default: the one on this machine",
        )
        parser.add_argument("--timeout", type=float, default=3.0, metavar="SECONDEN")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one sentence, or raise CommandError (status 1) with what is wrong."""
        worker = options["worker"]
        if not _answers(worker, options["timeout"]):
            raise CommandError(f"De worker {worker} antwoordt niet.")
        try:
            since = overdue_since(timezone.now())
        except DatabaseError:
            raise CommandError("De database antwoordt niet.") from None
        if since is not None:
            raise CommandError(
                f"De laatste ronde was klaar op {tijdstip(since)}. Dat is te lang geleden."
            )
        self.stdout.write(f"De worker {worker} antwoordt en de rondes lopen.")


def _answers(worker: str, timeout: float) -> bool:
    """Return whether this worker answers in time. Raises CommandError without a broker."""
    try:
        with app.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0)
            found = app.control.ping([worker], timeout=timeout, connection=connection)
    except (OperationalError, OSError):
        raise CommandError("De broker (REDIS_URL) antwoordt niet.") from None
    return any(worker in answer for answer in found or ())
