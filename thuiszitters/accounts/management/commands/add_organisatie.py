from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from thuiszitters.accounts.management.zoeken import find_organisatie, get_organisatie
from thuiszitters.accounts.models import REGIO_KEUZES
from thuiszitters.accounts.rollen import Soort
from thuiszitters.accounts.services import add_to_werkgebied, create_organisatie


class Command(BaseCommand):
    help = "Add an organisation; one that exists is left as it is, and only its area is added to."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the kind, the official code and the name, and where it lies."""
        parser.add_argument("soort", choices=Soort.values)
        parser.add_argument("code", help="SWV-nummer, BRIN, bestuursnummer of gemeentecode")
        parser.add_argument("naam")
        parser.add_argument("--regio", default="", choices=[regio for regio, _ in REGIO_KEUZES])
        parser.add_argument("--swv", metavar="CODE", help="the SWV in whose area it lies")
        parser.add_argument("--bestuur", metavar="CODE", help="the schoolbestuur of a school")

    def handle(self, *args: Any, **options: Any) -> None:
        """Add it and print one sentence, or raise CommandError with what is not right."""
        soort = Soort(options["soort"])
        swv = get_organisatie(Soort.SWV, options["swv"]) if options["swv"] else None
        bestuur = (
            get_organisatie(Soort.SCHOOLBESTUUR, options["bestuur"]) if options["bestuur"] else None
        )
        existing = find_organisatie(soort, options["code"])
        try:
            if existing is None:
                organisatie = create_organisatie(
                    naam=options["naam"],
                    soort=soort,
                    code=options["code"],
                    vakantieregio=options["regio"],
                    bestuur=bestuur,
                    swv=swv,
                )
            elif swv is not None:
                add_to_werkgebied(swv=swv, organisatie=existing)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if existing is None:
            self.stdout.write(f"{organisatie} is toegevoegd als {soort.label}.")
        else:
            self.stdout.write(f"{existing} was er al als {soort.label} {existing.code}.")
