from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pact.models import Pact


class Command(BaseCommand):
    help = "Print the pacten by code, one line each."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how they are printed."""
        parser.add_argument("--json", action="store_true", help="one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them."""
        for code, naam in Pact.objects.order_by("code").values_list("code", "naam"):
            if options["json"]:
                line = {"code": code, "naam": naam}
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            else:
                self.stdout.write(f"{code} {naam}")
