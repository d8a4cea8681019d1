from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from monitoring.models import Escalatie
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Soort


class Command(BaseCommand):
    help = "Print the escalations of one samenwerkingsverband, one line of JSON each."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the code of the samenwerkingsverband."""
        parser.add_argument("--swv", required=True, metavar="CODE")
        parser.add_argument("--json", action="store_true", help="one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them by casus, oldest first."""
        swv = Organisatie.objects.filter(soort=Soort.SWV, code=options["swv"].upper()).first()
        if swv is None:
            raise CommandError(f"Er is geen samenwerkingsverband met code {options['swv']}.")
        rows = (
            Escalatie.objects.filter(casus__swv=swv)
            .order_by("casus__nummer", "op", "gold_vanaf", "pk")
            .values_list(
                "casus__nummer", "casus__kenmerk", "drempel", "trede", "op", "status", "reden"
            )
        )
        for nummer, kenmerk, drempel, trede, op, status, reden in rows.iterator(chunk_size=2000):
            line = {
                "nummer": nummer,
                "kenmerk": kenmerk,
                "drempel": drempel,
                "trede": trede,
                "op": op.isoformat(),
                "status": status,
                "reden": reden,
            }
            if options["json"]:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            else:
                self.stdout.write(f"{nummer} {op} {trede} ({drempel}): {status}. {reden}")
