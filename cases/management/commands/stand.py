"""`manage.py stand`: facts in, Stand out, one JSON object per line; needs no database."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from cases.stand import LANDELIJK, LANGSTE_REGEL, OngeldigeRegel, beantwoord


def lees_regels(invoer: BinaryIO) -> Iterator[bytes]:
    """The lines of the input; of one past LANGSTE_REGEL no more than shows that it is too long."""
    while regel := invoer.readline(LANGSTE_REGEL + 1):
        yield regel
        while len(regel) > LANGSTE_REGEL and not regel.endswith(b"\n"):
            regel = invoer.readline(LANGSTE_REGEL + 1)


class Command(BaseCommand):
    """Reads facts on standard input and writes the Stand of each line, in the same order."""

    help = (
        "Reads one JSON object with the facts about a child per line on standard input and "
        "writes its Stand as one JSON object per line. Exit status 1 when a line was not valid."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only the settings of the regelset can be changed."""
        parser.add_argument(
            "--regel",
            action="append",
            default=[],
            metavar="naam=waarde",
            help="changes one setting of the national regelset; may be given more than once",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Answers every line; raises CommandError after the last one when any was invalid."""
        try:
            regelset = LANDELIJK.met(*options["regel"])
        except OngeldigeRegel as fout:
            raise CommandError(str(fout), returncode=2) from None
        fouten = aantal = 0
        try:
            for regel in lees_regels(sys.stdin.buffer):
                if not regel.strip():
                    continue
                antwoord, geldig = beantwoord(regel, regelset)
                self.stdout.write(antwoord)
                aantal += 1
                fouten += not geldig
            self.stdout.flush()
        except BrokenPipeError:
            # The reader has seen enough, as with `| head`. Python would complain once more at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        if fouten:
            msg = f"{fouten} van de {aantal} regels zijn niet geldig."
            raise CommandError(msg)
