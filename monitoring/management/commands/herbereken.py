from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.models import Regelset
from monitoring.selectors.regels import voortgang_of
from monitoring.services.regels import continue_herberekening, restart_herberekening
from monitoring.services.watch import run_round


class Command(BaseCommand):
    help = (
        "Have every open casus of one version of the rules worked out under it. Can be stopped at "
        "any moment; the next time it goes on where it was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the code of the version."""
        parser.add_argument("--regelset", required=True, metavar="CODE", help='as "VO2705 v3"')
        parser.add_argument("--opnieuw", action="store_true", help="begin at the first casus")
        parser.add_argument("--batch", type=int, default=5000, metavar="N", help="per step")

    def handle(self, *args: Any, **options: Any) -> None:
        """Mark what is left, and let the watch work out what is due today."""
        found = Regelset.objects.filter(code=options["regelset"]).first()
        if found is None:
            raise CommandError(f"Er is geen regelset met code {options['regelset']}.")
        if found.ingetrokken:
            raise CommandError(f"{found.code} is ingetrokken voordat hij begon.")
        if options["batch"] < 1:
            raise CommandError("Kies een --batch van 1 of meer.")
        if options["opnieuw"]:
            restart_herberekening(regelset_id=found.pk)
        marked = continue_herberekening(
            regelset_id=found.pk,
            chunk=options["batch"],
            told=lambda total: self.stderr.write(f"{total} casussen klaargezet"),
        )
        today = timezone.localdate()
        if found.geldt_op(today):
            run_round(peildatum=today)
        voortgang = voortgang_of(found, today)
        self.stdout.write(
            f"{found.code}: {marked} klaargezet, {voortgang.klaar} van {voortgang.totaal} berekend"
        )
