from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pact.models import Pact
from pact.services.agenda import OnleesbaarBestand, import_agenda


class Command(BaseCommand):
    help = (
        "Read the agenda of a pact (CSV, XLSX or DOCX). Rows that are wrong are told on standard "
        "error, the others go in; the last line is a summary in JSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and the pact it belongs to."""
        parser.add_argument("bestand", type=Path, metavar="FILE")
        parser.add_argument("--pact", required=True, metavar="CODE")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen and write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read it; raises CommandError, with nothing written, for a file that cannot be read."""
        code = options["pact"].strip().lower()
        pact = Pact.objects.filter(code=code).select_related("organisatie").first()
        if pact is None:
            raise CommandError(f"Er is geen pact met code {options['pact']}.")
        try:
            telling = import_agenda(
                pad=options["bestand"],
                pact=pact,
                meld=lambda zin: self.stderr.write(zin, self.style.NOTICE),
                proef=options["dry_run"],
            )
        except OnleesbaarBestand as fout:
            raise CommandError(str(fout)) from None
        self.stdout.write(json.dumps(asdict(telling)))
