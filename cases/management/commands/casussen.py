from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.models import Casus
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Soort

_FIELDS = (
    "nummer",
    "kenmerk",
    "categorie",
    "duur",
    "verzuim_sinds",
    "vier_weken_op",
    "drie_maanden_op",
    "trede",
)


class Command(BaseCommand):
    help = "Print the casussen of one samenwerkingsverband, one line of JSON each. No names."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the code of the samenwerkingsverband."""
        parser.add_argument("--swv", required=True, metavar="CODE")
        parser.add_argument("--json", action="store_true", help="one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them by number, the open and the closed ones."""
        swv = Organisatie.objects.filter(soort=Soort.SWV, code=options["swv"].upper()).first()
        if swv is None:
            raise CommandError(f"Er is geen samenwerkingsverband met code {options['swv']}.")
        rows = Casus.objects.filter(swv=swv).order_by("nummer").values(*_FIELDS)
        for row in rows.iterator(chunk_size=2000):
            if options["json"]:
                line = {
                    name: (value.isoformat() if hasattr(value, "isoformat") else value)
                    for name, value in row.items()
                }
                line |= {"duur": row["duur"] or None, "trede": row["trede"] or None}
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            else:
                self.stdout.write(
                    f"{row['nummer']} {row['categorie']} {row['duur'] or '-'} "
                    f"sinds {row['verzuim_sinds'] or '-'} {row['trede'] or '-'}"
                )
