from __future__ import annotations

import json
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from monitoring.services.watch import run_round


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is geen datum; schrijf jjjj-mm-dd") from None


class Command(BaseCommand):
    help = "Run one round of the watch now, and print the counts as one line of JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the day to look from."""
        parser.add_argument("--peildatum", type=_day, default=None, metavar="JJJJ-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the round; facts are taken as known now, also for another day."""
        peildatum = options["peildatum"] or timezone.localdate()
        self.stdout.write(json.dumps(run_round(peildatum=peildatum).as_json()))
