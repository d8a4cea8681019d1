from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from thuiszitters.accounts.models import Organisatie


class Command(BaseCommand):
    help = "Print every organisation, one line of JSON each."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the form of the output."""
        parser.add_argument("--json", action="store_true", help="one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them by kind and code."""
        rows = Organisatie.objects.order_by("soort", "code").values_list(
            "naam", "soort", "code", "vakantieregio"
        )
        for naam, soort, code, regio in rows:
            if options["json"]:
                line = {"naam": naam, "soort": soort, "code": code, "regio": regio or None}
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            else:
                self.stdout.write(f"{soort:24} {code:10} {naam}{f' ({regio})' if regio else ''}")
