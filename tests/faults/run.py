"""One scenario: start the processes, do them harm, let them finish, and check."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connection, connections

from tests.faults.broker import Broker
from tests.faults.check import Outcome, check
from tests.faults.relay import WORST, Manners, Relay
from tests.faults.roles import keep_clock, run_child
from tests.faults.shared import FIRST_DAY, POINTS, SLOTS, Shared, fork
from tests.faults.world import make_world

USUAL = ("watch", "watch", "watch_some", "sender", "sender", "sender", "reaper", "bundler")
_DRAIN_PATIENCE = 180.0
_DERAILED_PATIENCE = 50
"""So many processes may end by an error of their own before a run gives up; it has failed then."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is done to the processes, and how often."""

    name: str
    faults: int
    roles: Sequence[str] = USUAL
    lifetime: float = 0.0
    """The mean life of a process before it is killed at random, in seconds; 0: not at random."""
    points: Mapping[str, float] = field(default_factory=dict)
    """Places where a process is killed (or pauses), and how often of each visit."""
    counted: str = ""
    """The place of which the visits count; empty: every fault does."""
    pause: bool = False
    crashes: bool = False
    """PostgreSQL is crashed instead of a process."""
    plain: bool = False
    """The relay cannot be asked."""
    manners: Manners = WORST
    skew: float = 0.0
    """How far the clocks of the processes are apart, in seconds either way."""
    skip: bool = False
    least_days: int = 1
    """How many days must be watched at least while harm is done."""
    broker: bool = False
    """The broker is emptied and killed instead of a process."""
    casussen: int = 120
    """How many there are at most; a short run has less."""


@dataclass(slots=True)
class _Kid:
    pid: int
    slot: int
    role: str
    dies_at: float = 0.0
    """Set once it has begun to work: a busy machine takes its time to start one."""
    wakes_at: float = 0.0


class Run:
    """One scenario while it runs."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        self.scenario = scenario
        self.faults = 0
        self._rng = random.Random(seed)
        self._shared = Shared()
        self._folder = Path(tempfile.mkdtemp(prefix="thuiszitters-faults-"))
        self._errors = self._folder / "errors.log"
        self._kids: dict[int, _Kid] = {}
        self._keeper = 0
        self._derailed = 0
        self._broker: Broker | None = None

    def go(self) -> Outcome:
        """Run it to its end and return the counts."""
        scenario = self.scenario
        region = make_world(scenario.casussen, self._rng.randrange(2**31))
        relay = Relay(self._folder / "relay.log", self._shared, scenario.manners, 1)
        settings.EMAIL_PORT = relay.smtp_port
        settings.RELAY_QUERY_URL = "" if scenario.plain else relay.query_url
        connections.close_all()
        self._shared.start_day(FIRST_DAY)
        relay.start()
        try:
            self._start_keeper()
            self._harm()
            self._shared.finish.value = 1
            self._shared.faulty.value = 0
            self._drain()
        finally:
            self._end_all()
            relay.stop()
        outcome = check(region, self._shared.all_days(), relay.accepted(), plain=scenario.plain)
        outcome.ontspoord = self._derailed
        outcome.niet_klaar = 1 - int(self._shared.drained.value)
        outcome.niet_gehaald = max(0, scenario.faults - self.faults)
        return outcome

    @property
    def days(self) -> int:
        """How many days were watched."""
        return int(self._shared.day_count.value)

    @property
    def errors(self) -> str:
        """What processes that ended by an error of their own had to say."""
        return self._errors.read_text(encoding="utf-8") if self._errors.exists() else ""

    def _start_keeper(self) -> None:
        seed = self._rng.randrange(2**31)
        self._keeper = fork(
            lambda: keep_clock(self._shared, seed=seed, skip=self.scenario.skip, log=self._errors)
        )

    def _start(self, slot: int) -> None:
        scenario = self.scenario
        role = scenario.roles[slot]
        seed = self._rng.randrange(2**31)
        self._shared.hit[slot] = self._shared.ready[slot] = 0
        pid = fork(
            lambda: run_child(
                role,
                self._shared,
                slot=slot,
                seed=seed,
                points=scenario.points,
                stop=scenario.pause,
                skew=scenario.skew,
                log=self._errors,
            )
        )
        self._kids[slot] = _Kid(pid, slot, role)

    def _harm(self) -> None:
        next_crash = time.monotonic() + 1.0
        broker = Broker() if self.scenario.broker else None
        self._broker = broker
        while self.faults < self.scenario.faults or self.days < self.scenario.least_days:
            self._tend(harm=True)
            if self._derailed > _DERAILED_PATIENCE or self._shared.days_up.value:
                return
            if broker is not None and broker.tend() and time.monotonic() > next_crash:
                broker.harm(self._rng)
                self.faults += 1
                next_crash = time.monotonic() + self._rng.uniform(1.0, 4.0)
            if self.scenario.crashes and time.monotonic() > next_crash:
                self.faults += _crash_postgres(self._rng)
                next_crash = time.monotonic() + self._rng.uniform(0.5, 1.5)
            time.sleep(0.002)

    def _drain(self) -> None:
        if self._broker is not None:
            self._broker.tend(at_once=True)
        until = time.monotonic() + _DRAIN_PATIENCE
        while not self._shared.drained.value and time.monotonic() < until:
            if os.waitpid(self._keeper, os.WNOHANG)[0]:
                self._keeper, self._derailed = 0, self._derailed + 1
                return
            self._tend(harm=False)
            time.sleep(0.01)

    def _tend(self, *, harm: bool) -> None:
        """Start who is not there, see who ended or paused, and kill whose time has come."""
        assert len(self.scenario.roles) <= SLOTS
        now = time.monotonic()
        for slot in range(len(self.scenario.roles)):
            kid = self._kids.get(slot)
            if kid is None:
                self._start(slot)
                continue
            pid, status = os.waitpid(kid.pid, os.WNOHANG | os.WUNTRACED)
            if pid and os.WIFSTOPPED(status):
                self._count(kid)
                lease = settings.BERICHT_LEASE_SECONDS
                kid.wakes_at = now + lease * self._rng.uniform(1.1, 2.0)
            elif pid:
                self._ended(kid, status)
            elif kid.wakes_at and now > kid.wakes_at:
                kid.wakes_at = 0.0
                os.kill(kid.pid, signal.SIGCONT)
            elif not kid.dies_at:
                if self._shared.ready[slot]:
                    mean = self.scenario.lifetime
                    kid.dies_at = now + (self._rng.expovariate(1 / mean) if mean else 1e9)
            elif harm and now > kid.dies_at and not kid.wakes_at:
                _end(kid.pid)
                self.faults += not self.scenario.broker
                del self._kids[slot]

    def _ended(self, kid: _Kid, status: int) -> None:
        del self._kids[kid.slot]
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
            self._count(kid)
        elif status:
            self._derailed += 1

    def _count(self, kid: _Kid) -> None:
        place = self._shared.hit[kid.slot] - 1
        self._shared.hit[kid.slot] = 0
        self._shared.counts[place] += 1
        if not self.scenario.counted or POINTS[place] == self.scenario.counted:
            self.faults += 1

    def _end_all(self) -> None:
        for pid in [self._keeper, *(kid.pid for kid in self._kids.values())]:
            if pid:
                _end(pid)
        self._kids.clear()
        if self._broker is not None:
            self._broker.stop()


def _end(pid: int) -> None:
    """Kill a process and what it started, at once."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:  # killed before it had a group of its own
        os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _crash_postgres(rng: random.Random) -> int:
    """Kill a process of the server, upon which it starts all over; return whether that worked."""
    try:
        found = psycopg2.connect(os.environ["DATABASE_URL"], connect_timeout=5)
    except psycopg2.OperationalError:
        return 0
    try:
        with found.cursor() as cursor:
            cursor.execute(
                "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND backend_type IN ('client backend', 'walwriter', 'background writer')"
            )
            pids = [pid for (pid,) in cursor.fetchall()]
    finally:
        found.close()
    if not pids:
        return 0
    try:
        os.kill(rng.choice(pids), signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return 1


def wait_for_database() -> None:
    """Wait until the database answers again."""
    until = time.monotonic() + 60
    while True:
        try:
            connection.ensure_connection()
        except Exception:
            connection.close()
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
