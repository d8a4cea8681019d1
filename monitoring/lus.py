"""The watch without Celery: one process that does everything in turn, for ever.

It remembers nothing that matters: what is due is read from the database at every turn, so it may
be killed, run beside itself and beside Celery.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import close_old_connections, connection
from django.utils import timezone

from cases.models import Casus
from monitoring.models import Herberekening, Proces
from monitoring.selectors.hartslag import LUS_TEKEN, last_ronde
from monitoring.services.afstemming import continue_afstemming
from monitoring.services.hartslag import end_hartslag, show_alive
from monitoring.services.storingen import queue_storingen
from monitoring.services.watch import run_round
from thuiszitters.berichten.bundelen import bundle_berichten
from thuiszitters.berichten.claim import zender
from thuiszitters.berichten.sender import send_berichten
from thuiszitters.berichten.verbinding import is_lost

logger = logging.getLogger(__name__)

EVERY = 30.0
"""Seconds between two turns."""
UUR = timedelta(hours=1)
"""A round that finds nothing to do is written down this often: the heartbeat of the watch."""
_PART = 20.0
"""Seconds that a turn goes on with mail, or with the reconciliation: who asks it to stop waits for
that."""
_BREATH = 0.05
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0

Job = Callable[[datetime], dict[str, Any] | None]
"""Does something at this moment; returns what it did, by name."""


@dataclass(slots=True)
class Lus:
    """One loop. `stop` is set by who wants it to end; it ends after what it is doing."""

    every: float = EVERY
    stop: threading.Event = field(default_factory=threading.Event)
    _pause: float = 0.0
    _busy: bool = False
    """Whether the last turn did something, so that there may be more of it."""
    _done: dict[str, datetime] = field(default_factory=dict)
    """The moment for which each job of the clock was last done by this process."""

    def run(self) -> None:
        """Take turns until asked to stop; a database that is away is waited for."""
        logger.info("watch --loop begins, every %g seconds", self.every)
        while not self.stop.is_set():
            begun = time.monotonic()
            close_old_connections()
            pause = self.turn()
            if not pause and not self._busy:
                pause = self.every - (time.monotonic() - begun)
            self._rest(max(pause, _BREATH))
        end_hartslag(soort=Proces.LUS, naam=zender())
        logger.info("watch --loop ends")

    def _rest(self, seconds: float) -> None:
        """Wait until the next turn or until asked to stop, and show now and then that we live."""
        until = time.monotonic() + seconds
        while not self.stop.wait(min(seconds, LUS_TEKEN.total_seconds())):
            seconds = until - time.monotonic()
            if seconds <= 0:
                return
            show_alive(Proces.LUS, zender())

    def turn(self) -> float:
        """Do everything that is due; return how long to wait for the database, zero usually."""
        self._busy = False
        try:
            for name, step in self._steps():
                if self.stop.is_set():
                    break
                show_alive(Proces.LUS, zender())
                self._say(name, step(timezone.now()))
        except Exception as error:
            if is_lost(error):
                return self._wait_for_database(error)
            # One job that fails must not end the watch over the children.
            logger.exception("a turn of the watch failed; the next one begins anew")
        self._pause = 0.0
        return 0.0

    def _wait_for_database(self, error: Exception) -> float:
        """Return how long to wait, longer each time."""
        self._pause = min(max(self._pause * 2, _FIRST_PAUSE), _LONGEST_PAUSE)
        # Its words may hold a host or a name; its kind says enough.
        logger.warning(
            "the database is away (%s); again in %g seconds", type(error).__name__, self._pause
        )
        connection.close()
        return self._pause

    def _steps(self) -> list[tuple[str, Job]]:
        return [
            ("ronde", _round),
            ("dagoverzicht", self._on_the_clock("dagoverzicht", _hourly, _bundle)),
            ("storingen", self._on_the_clock("storingen", _at_half_past_seven, _storingen)),
            ("post", _send),
            ("afstemming", _reconcile),
        ]

    def _on_the_clock(self, name: str, moment: Callable[[datetime], datetime], job: Job) -> Job:
        """Return the job, to be done once for every `moment`. Doing it again does no harm."""

        def step(nu: datetime) -> dict[str, Any] | None:
            begin = moment(timezone.localtime(nu))
            if nu < begin or self._done.get(name) == begin:
                return None
            found = job(nu)
            self._done[name] = begin
            return found

        return step

    def _say(self, name: str, counts: dict[str, Any] | None) -> None:
        """Write one line of what was done, and none where nothing was."""
        did = {key: value for key, value in (counts or {}).items() if value}
        if did:
            self._busy = True
            logger.info("%s: %s", name, ", ".join(f"{key} {value}" for key, value in did.items()))


def _hourly(local: datetime) -> datetime:
    return local.replace(minute=5, second=0, microsecond=0)


def _at_half_past_seven(local: datetime) -> datetime:
    return local.replace(hour=7, minute=30, second=0, microsecond=0)


def _round(nu: datetime) -> dict[str, Any] | None:
    """Go a round where anything is due, and once an hour in any case."""
    today = timezone.localdate(nu)
    due = Casus.objects.filter(volgende_controle_op__lte=today).order_by("volgende_controle_op")
    last = last_ronde()
    recent = (
        last is not None
        and last.peildatum == today
        and last.klaar_op is not None
        and nu - last.klaar_op < UUR
    )
    new_rules = Herberekening.objects.filter(klaar_op__isnull=True)
    if recent and not due[:1] and not new_rules.exists():
        return None
    counts: dict[str, Any] = run_round(peildatum=today, seconden=_PART).as_json()
    return counts | {"klaar": None, "nog niet klaar": not counts["klaar"]}


def _send(nu: datetime) -> dict[str, Any] | None:
    counts = asdict(send_berichten(seconds=_PART))
    counts.pop("wachtend")
    return counts


def _bundle(nu: datetime) -> dict[str, Any] | None:
    return asdict(bundle_berichten(nu=nu))


def _storingen(nu: datetime) -> dict[str, Any] | None:
    return {"aan beheerders": queue_storingen(nu=nu)}


def _reconcile(nu: datetime) -> dict[str, Any] | None:
    more = continue_afstemming(nu=nu, seconds=_PART)
    return {"nog niet klaar": more}
