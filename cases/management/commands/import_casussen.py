from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.services.inlezen import OnleesbaarBestand, lees_lijst
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Soort


class Command(BaseCommand):
    help = (
        "Read a list of casussen (CSV or XLSX). Rows that are wrong are told on standard error, "
        "the others go in; the last line is a summary in JSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and the samenwerkingsverband it belongs to."""
        parser.add_argument("bestand", type=Path, metavar="FILE")
        parser.add_argument("--swv", required=True, metavar="CODE")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen and write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read it; raises CommandError, with nothing written, for a file that cannot be read."""
        code = options["swv"].strip().upper()
        swv = Organisatie.objects.filter(soort=Soort.SWV, code=code).first()
        if swv is None:
            raise CommandError(f"Er is geen samenwerkingsverband met code {options['swv']}.")
        try:
            telling = lees_lijst(
                pad=options["bestand"],
                swv=swv,
                meld=lambda zin: self.stderr.write(zin, self.style.NOTICE),
                proef=options["dry_run"],
            )
        except OnleesbaarBestand as fout:
            raise CommandError(str(fout)) from None
        self.stdout.write(json.dumps(asdict(telling)))
