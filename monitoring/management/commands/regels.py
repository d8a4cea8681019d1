from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from monitoring.selectors.pactregels import pactversies_of
from monitoring.selectors.regels import versies_of
from monitoring.services.regelboek import Regelboek
from pact.models import Pact
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Soort
from thuiszitters.kalender import datum_kort


class Command(BaseCommand):
    help = (
        "Print the versions of the rules, one line each, oldest first: those of one "
        "samenwerkingsverband, or the national ones and those of all that have their own. With "
        "--pact: those by which the partners of one pact are addressed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the code of the samenwerkingsverband."""
        parser.add_argument(
            "--swv", metavar="CODE", help="without: national, and all that have their own"
        )
        parser.add_argument("--pact", metavar="CODE", help="the rules of the actions of this pact")
        parser.add_argument("--json", action="store_true", help="one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them."""
        if options["pact"]:
            self._print_pact(options["pact"], as_json=options["json"])
            return
        places: list[Organisatie | None]
        if options["swv"]:
            swv = Organisatie.objects.filter(soort=Soort.SWV, code=options["swv"].upper()).first()
            if swv is None:
                raise CommandError(f"Er is geen samenwerkingsverband met code {options['swv']}.")
            places = [swv]
        else:
            own = Organisatie.objects.filter(regelsets__isnull=False).distinct().order_by("code")
            places = [None, *own]
        today, boek = timezone.localdate(), Regelboek()
        for regel in (regel for swv in places for regel in reversed(versies_of(swv, boek, today))):
            row = regel.regelset
            line = {
                "code": row.code,
                "swv": row.swv.code if row.swv else None,
                "versie": row.versie,
                "geldig_vanaf": row.geldig_vanaf.isoformat(),
                "geldig_tot": row.geldig_tot.isoformat() if row.geldig_tot else None,
                "toestand": regel.toestand.value,
                "reden": row.reden,
                "instellingen": row.instellingen,
                "mailvenster": row.mailvenster,
                "afwijkingen": [verschil.zin for verschil in regel.afwijkingen],
                "soepeler": [verschil.zin for verschil in regel.afwijkingen if verschil.soepeler],
            }
            if options["json"]:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            else:
                until = f" tot {datum_kort(row.geldig_tot)}" if row.geldig_tot else ""
                self.stdout.write(
                    f"{row.code}: {regel.toestand.value}, vanaf {datum_kort(row.geldig_vanaf)}"
                    f"{until}, {len(line['afwijkingen'])} afwijkingen"
                )

    def _print_pact(self, code: str, *, as_json: bool) -> None:
        pact = Pact.objects.filter(code=code).first()
        if pact is None:
            raise CommandError(f"Er is geen pact met code {code}.")
        for versie in reversed(pactversies_of(pact, timezone.localdate())):
            row = versie.row
            line = {
                "code": row.code,
                "pact": pact.code,
                "versie": row.versie,
                "geldig_vanaf": row.geldig_vanaf.isoformat(),
                "geldig_tot": row.geldig_tot.isoformat() if row.geldig_tot else None,
                "toestand": versie.toestand,
                "reden": row.reden,
                "mailvenster": row.mailvenster,
                "afwijkingen": [verschil.zin for verschil in versie.afwijkingen],
                "soepeler": [v.zin for v in versie.afwijkingen if v.soepeler],
            }
            if as_json:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            else:
                until = f" tot {datum_kort(row.geldig_tot)}" if row.geldig_tot else ""
                self.stdout.write(
                    f"{row.code}: {versie.toestand}, vanaf {datum_kort(row.geldig_vanaf)}{until}, "
                    f"{len(versie.afwijkingen)} afwijkingen"
                )
