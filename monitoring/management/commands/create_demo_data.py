from __future__ import annotations

import json
from argparse import ArgumentTypeError
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from monitoring.demo import Gemaakt, create_demo
from thuiszitters.accounts.models import Organisatie


def _count(text: str) -> int:
    if not text.isdigit():
        raise ArgumentTypeError(f"{text!r} is geen aantal")
    return int(text)


class Command(BaseCommand):
    help = (
        "Make a composed region with people, casussen and a pact, for trying out. Refuses where "
        "real work is done. The last line is a summary in JSON."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how much, and from which seed."""
        parser.add_argument("--casussen", type=_count, default=60, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument(
            "--eens", action="store_true", help="do nothing where there are organisations already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and print how much; raises CommandError outside a demo."""
        if not settings.DEMO:
            raise CommandError("Dit is geen proefomgeving. Er zijn geen gegevens gemaakt.")
        if options["eens"] and Organisatie.objects.exists():
            self.stdout.write("Er zijn al organisaties; er is niets gemaakt.")
            gemaakt = Gemaakt()
        else:
            gemaakt = create_demo(
                casussen=options["casussen"],
                seed=options["seed"],
                zeg=self._zeg,
            )
        self.stdout.write(json.dumps(asdict(gemaakt)))

    def _zeg(self, zin: str) -> None:
        self.stdout.write(zin)
        self.stdout.flush()
