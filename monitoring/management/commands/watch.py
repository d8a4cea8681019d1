from __future__ import annotations

import json
import signal
from argparse import ArgumentTypeError
from datetime import date
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from monitoring.lus import EVERY, Lus
from monitoring.services.watch import run_round
from thuiszitters.kalender import datum_kort


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is geen datum; schrijf jjjj-mm-dd") from None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 3600:
        raise ArgumentTypeError(f"{text!r} is geen aantal seconden van 0.1 tot 3600")
    return seconds


class Command(BaseCommand):
    help = (
        "Run one round of the watch now, and print the counts as one line of JSON. With --loop: "
        "rounds, mail and the daily jobs, for ever and without Celery, until SIGTERM or Ctrl-C."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the day to look from, or whether to go on for ever."""
        parser.add_argument("--peildatum", type=_day, default=None, metavar="JJJJ-MM-DD")
        parser.add_argument("--loop", action="store_true", help="go on, without Celery")
        parser.add_argument(
            "--every",
            type=_seconds,
            default=EVERY,
            metavar="SECONDEN",
            help=f"how often the loop looks what is due; default: {EVERY:g}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the round, or the loop; facts are taken as known now, also for another day."""
        if not options["loop"]:
            today = timezone.localdate()
            peildatum = options["peildatum"] or today
            if peildatum > today:
                self.stderr.write(
                    f"Let op: {datum_kort(peildatum)} is later dan vandaag. Wat dan geldt, wordt "
                    "nu echt vastgelegd, en de mensen krijgen er nu echt e-mail over."
                )
            self.stdout.write(json.dumps(run_round(peildatum=peildatum).as_json()))
            return
        if options["peildatum"] is not None:
            raise CommandError("--loop kijkt altijd vanaf vandaag: laat --peildatum weg.")
        lus = Lus(every=options["every"])

        def end(number: int, frame: FrameType | None) -> None:
            lus.stop.set()

        before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            lus.run()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
