from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from thuiszitters.berichten.sender import send_berichten


class Command(BaseCommand):
    help = "Send the berichten that are due, and print the counts as one line of JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send until nothing is due."""
        self.stdout.write(json.dumps(asdict(send_berichten(limit=1_000_000))))
