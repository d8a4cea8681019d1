from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pact.models import Actie, Pact


class Command(BaseCommand):
    help = "Print the actions of one pact in the order of the agenda, one line each."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the code of the pact."""
        parser.add_argument("--pact", required=True, metavar="CODE")
        parser.add_argument("--json", action="store_true", help="one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them. `nr` is the number in the agenda, `actie` the one on the pages."""
        pact = Pact.objects.filter(code=options["pact"].strip().lower()).first()
        if pact is None:
            raise CommandError(f"Er is geen pact met code {options['pact']}.")
        rows = (
            Actie.objects.filter(pact=pact)
            .select_related("thema", "eigenaar__organisatie")
            .order_by("thema__volgorde", "thema_id", "nr")
        )
        for actie in rows.iterator(chunk_size=2000):
            line = {
                "thema": actie.thema.naam,
                "nr": actie.nummer_tekst,
                "activiteit": actie.activiteit,
                "begin": _iso(actie.begin),
                "einde": _iso(actie.einde),
                "deadline": _iso(actie.deadline),
                "periode_tekst": actie.periode_tekst,
                "eigenaar": str(actie.eigenaar) if actie.eigenaar else None,
                "trede": actie.trede or None,
                "status": actie.status,
                "actie": actie.nr,
            }
            if options["json"]:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            else:
                self.stdout.write(
                    f"{line['thema']} {line['nr'] or actie.nr}: {line['activiteit']} "
                    f"({line['deadline'] or 'geen deadline'}, {line['eigenaar'] or 'niemand'}, "
                    f"{line['status']})"
                )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
