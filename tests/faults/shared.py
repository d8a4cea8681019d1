"""What the processes of the harness know of each other: a clock, wishes and counts.

It is shared memory without locks: a process that is killed holding one would stop them all. Every
cell has one writer.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from ctypes import c_double, c_int
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from multiprocessing.sharedctypes import RawArray, RawValue
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST_DAY = date(2026, 3, 2)
"""A Monday."""
SLOTS = 32
_PR_SET_PDEATHSIG = 1
MOST_DAYS = 400
HARMFUL_DAYS = MOST_DAYS - 20
"""After so many days no harm is done any more: the rest is for coming to rest."""
POINTS = (
    "na_claim",
    "voor_smtp",
    "voor_data",
    "tussen_250_en_commit",
    "na_settle",
    "reaper_na_verlaten",
    "reaper_voor_settle",
    "halverwege_ronde",
    "na_commit_voor_wekken",
)


@dataclass
class Shared:
    """Cells in memory that every process sees."""

    epoch: Any = field(default_factory=lambda: RawValue(c_double, 0.0))
    """What to add to the monotonic clock to get the time of the harness."""
    days: Any = field(default_factory=lambda: RawArray(c_int, MOST_DAYS))
    """The days that were watched, as ordinals; written by the clock keeper."""
    day_count: Any = field(default_factory=lambda: RawValue(c_int, 0))
    days_up: Any = field(default_factory=lambda: RawValue(c_int, 0))
    """1: there are no more days to do harm on."""
    finish: Any = field(default_factory=lambda: RawValue(c_int, 0))
    """1: begin no new day; written by the parent."""
    drained: Any = field(default_factory=lambda: RawValue(c_int, 0))
    """1: nothing is left to do on the last day; written by the clock keeper."""
    hit: Any = field(default_factory=lambda: RawArray(c_int, SLOTS))
    """Per process the number of the failpoint it met, plus one."""
    ready: Any = field(default_factory=lambda: RawArray(c_int, SLOTS))
    """Per process 1 from when it has a connection and begins to work."""
    counts: Any = field(default_factory=lambda: RawArray(c_int, len(POINTS)))
    """How often each failpoint was met; written by the parent."""
    faulty: Any = field(default_factory=lambda: RawValue(c_int, 1))
    """0: the relay behaves from now on."""

    def now(self) -> datetime:
        """Return the time of the harness, whatever the clock of this process says."""
        return datetime.fromtimestamp(time.monotonic() + self.epoch.value, UTC)

    def start_day(self, day: date) -> None:
        """Let it be ten in the morning of this day."""
        moment = datetime.combine(day, clock(10), tzinfo=AMSTERDAM)
        self.days[self.day_count.value] = day.toordinal()
        self.epoch.value = moment.timestamp() - time.monotonic()
        self.day_count.value += 1

    def today(self) -> date:
        """Return the day that is being watched."""
        return date.fromordinal(self.days[self.day_count.value - 1])

    def all_days(self) -> list[date]:
        """Return the days that were watched, in order."""
        return [date.fromordinal(self.days[n]) for n in range(self.day_count.value)]


class Clock:
    """The clock of one process, which may be off by some seconds."""

    def __init__(self, shared: Shared, skew: float = 0.0) -> None:
        self._shared = shared
        self._skew = timedelta(seconds=skew)
        self._epoch = shared.epoch.value
        self._traveller = time_machine.travel(shared.now() + self._skew, tick=True).start()

    def follow(self) -> None:
        """Move on when a new day was begun."""
        if self._shared.epoch.value != self._epoch:
            self._epoch = self._shared.epoch.value
            self._traveller.move_to(self._shared.now() + self._skew, tick=True)


def fork(work: Callable[[], None]) -> int:
    """Do the work in a process and a group of its own, which ends when we do; return its id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        os.setpgid(0, 0)
        if sys.platform.startswith("linux"):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        work()
    finally:
        os._exit(4)
