"""One casus, walked through the steps of docs/ladder.md round by round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Protocol

from cases.stand import Stand
from tests.monitoring.model.days import (
    first_werkdag_after,
    nth_werkdag_after,
    this_or_next_werkdag,
)
from tests.monitoring.model.rungs import (
    HEIGHT,
    NATIONAL,
    NATIONAL_ACTIONS,
    SPOOR,
    Rung,
    Rungs,
    dates_of,
)

CLIMBS = {"AV", "LRV", "dreigend"}
FORTNIGHTLY = "veertiendaags"
BY_HAND = "met_de_hand"
BY_DATES = {drempel for drempel, spoor in SPOOR.items() if spoor in {"thuis", "actie"}} - {BY_HAND}
Key = tuple[str, str, date, str]


class Signal(Protocol):
    """A signal that holds."""

    @property
    def naam(self) -> str:
        """Its drempel."""

    @property
    def aanvang(self) -> date:
        """Its first day."""

    @property
    def op(self) -> date:
        """The day it was due."""


@dataclass
class Recorded:
    """One recorded escalation."""

    nr: int
    drempel: str
    trede: str
    first_day: date
    oorzaak: str
    op: date
    due: date
    status: str
    term: int
    roles: tuple[str, ...]
    last_day: date | None = None
    herinnerd_op: date | None = None
    herinneringen: int = 0
    rust_tot: date | None = None
    passed_on: int = 0

    @property
    def key(self) -> Key:
        """What makes it one of a kind."""
        return self.drempel, self.trede, self.first_day, self.oorzaak

    @property
    def spoor(self) -> str:
        """What it belongs to."""
        return SPOOR[self.drempel]

    @property
    def height(self) -> int:
        """How high it stands."""
        return HEIGHT[self.trede]

    @property
    def is_open(self) -> bool:
        """Whether an answer is asked."""
        return self.status == "open"

    @property
    def is_live(self) -> bool:
        """Whether it is open or beantwoord."""
        return self.status in {"open", "beantwoord"}


@dataclass
class Done:
    """What one round did."""

    opened: list[Recorded] = field(default_factory=list)
    skipped: list[Recorded] = field(default_factory=list)
    lapsed: list[Recorded] = field(default_factory=list)
    taken_over: list[Recorded] = field(default_factory=list)
    reminded: list[Recorded] = field(default_factory=list)
    reached: str = ""

    @property
    def anything(self) -> bool:
        """Whether it did anything at all."""
        return any((self.opened, self.skipped, self.lapsed, self.taken_over, self.reminded))


@dataclass(frozen=True)
class Subject:
    """What a round is about: its first day, whether the ladder climbs, and its dates."""

    since: date | None
    climbs: bool
    dates: Mapping[str, date | None]


class CasusModel:
    """What is recorded for one casus, or for one action of a pact."""

    def __init__(self) -> None:
        self.recorded: list[Recorded] = []

    def round(
        self,
        day: date,
        stand: Stand,
        signals: Sequence[Signal] = (),
        *,
        closed: bool = False,
        rungs: Rungs = NATIONAL,
    ) -> Done:
        """One round on a day: the steps of the page, in their order."""
        subject = Subject(stand.verzuim_sinds, stand.categorie in CLIMBS, dates_of(stand))
        return _Round(self.recorded, day, subject, signals, rungs).run(closed=closed)

    def action_round(
        self, day: date, deadline: date | None, *, over: bool, rungs: Rungs = NATIONAL_ACTIONS
    ) -> Done:
        """One round of an action: the same steps, around its deadline."""
        return self._about_action(day, deadline, rungs).run(closed=over)

    def action_changed(self, day: date, deadline: date | None, *, over: bool) -> None:
        """An action was changed: what no longer belongs lapses at once."""
        a_round = self._about_action(day, deadline, NATIONAL_ACTIONS)
        if over:
            a_round.run(closed=True)
        else:
            a_round.step_1_lapse()

    def _about_action(self, day: date, deadline: date | None, rungs: Rungs) -> _Round:
        subject = Subject(deadline, deadline is not None, {"deadline": deadline})
        return _Round(self.recorded, day, subject, (), rungs)

    def address(self, trede: str, day: date, rungs: Rungs) -> Recorded:
        """Somebody is addressed by hand: the term is that of the rung in the rules."""
        terms = [r.term for r in rungs.by_date if r.trede == trede]
        usual = {"preventie": 5, "stimuleren": 5, "signaleren": 3, "aanspreken": 2}
        rung = Rung("met_de_hand", trede, "", 0, terms[-1] if terms else usual[trede], ("partner",))
        a_round = self._about_action(day, None, rungs)
        a_round.open(rung, rung.drempel, day, day, "hand")
        return self.recorded[-1]

    def take_up(self, nr: int, until: date | None) -> None:
        """Neem ik op, until a day; without one (old rows have none) for good."""
        escalatie = self.recorded[nr]
        escalatie.status = "beantwoord"
        escalatie.rust_tot = until

    def pass_on(self, nr: int, day: date) -> None:
        """Hoort bij iemand anders: twice the term starts anew, after that it runs on."""
        escalatie = self.recorded[nr]
        escalatie.passed_on += 1
        if escalatie.passed_on <= 2:
            escalatie.last_day = nth_werkdag_after(day, escalatie.term)
            escalatie.herinnerd_op = None

    def copy(self) -> CasusModel:
        """A second one to try things on."""
        other = CasusModel()
        other.recorded = [replace(escalatie) for escalatie in self.recorded]
        return other

    def open_ones(self) -> list[Recorded]:
        """The escalations that can be answered."""
        return [escalatie for escalatie in self.recorded if escalatie.is_open]


class _Round:
    """One round for one casus."""

    def __init__(
        self,
        recorded: list[Recorded],
        day: date,
        subject: Subject,
        signals: Sequence[Signal],
        rungs: Rungs,
    ) -> None:
        self.recorded = recorded
        self.day = day
        self.dates = subject.dates
        self.since = subject.since
        self.climbs = subject.climbs
        self.signals = signals
        self.rungs = rungs
        self.from_before = list(recorded)
        self.before_reminding: dict[int, Recorded] = {}
        self.done = Done()

    def reached(self) -> str:
        """The highest rung reached: of what lives, and of the running period what did not lapse."""
        there = [
            e
            for e in self.recorded
            if self.belongs(e)
            and (e.is_live or (e.drempel in BY_DATES and e.status == "opgevolgd"))
            # A word of the regievoerder that was answered for good is no rung any more.
            and not (e.drempel == BY_HAND and e.status == "beantwoord" and e.rust_tot is None)
        ]
        return max(there, key=lambda e: e.height).trede if there else ""

    def run(self, *, closed: bool) -> Done:
        if closed:
            for escalatie in self.recorded:
                if escalatie.is_open:
                    self.lapse(escalatie)
            return self.done
        self.step_1_lapse()
        if self.climbs:
            self.step_2_by_date()
        self.step_3_signals()
        self.step_4_silence()
        if self.climbs:
            self.step_5_fortnightly()
        self.done.reached = self.reached()
        return self.done

    # 1

    def belongs(self, escalatie: Recorded) -> bool:
        """Whether what it is about still holds."""
        if escalatie.drempel == BY_HAND:
            return True  # until the action is over
        if escalatie.spoor not in {"thuis", "actie"}:
            return any(
                signal.naam == escalatie.drempel and signal.aanvang == escalatie.first_day
                for signal in self.signals
            )
        if not self.climbs:
            return False
        assert self.since is not None
        if escalatie.drempel == FORTNIGHTLY:
            return escalatie.first_day >= self.since
        return escalatie.first_day == self.since

    def step_1_lapse(self) -> None:
        for escalatie in self.recorded:
            if escalatie.is_open and not self.belongs(escalatie):
                self.lapse(escalatie)

    def lapse(self, escalatie: Recorded) -> None:
        escalatie.status = "vervallen"
        self.done.lapsed.append(escalatie)

    # 2

    def step_2_by_date(self) -> None:
        assert self.since is not None
        before = {
            (e.drempel, e.trede): e.status
            for e in self.recorded
            if e.oorzaak == "datum" and e.first_day == self.since
        }
        order = self.rungs.by_date
        looked_at: list[tuple[int, Rung, date]] = []
        for place, rung in enumerate(order):
            due = rung.due(self.dates)
            if due is not None and due <= self.day and (rung.drempel, rung.trede) not in before:
                looked_at.append((place, rung, due))
        for place, rung, due in looked_at:
            is_last = place == looked_at[-1][0]
            higher_up = [before.get((r.drempel, r.trede)) for r in order[place + 1 :]]
            was_passed = any(status not in {None, "overgeslagen"} for status in higher_up)
            if is_last and not was_passed:
                self.open(rung, rung.drempel, self.since, due, "datum")
            else:
                self.record(rung, rung.drempel, self.since, due, "datum", "overgeslagen")

    # 3

    def step_3_signals(self) -> None:
        for signal in self.signals:
            rung = self.rungs.on_signal.get(signal.naam)
            known = any(
                e.drempel == signal.naam and e.first_day == signal.aanvang for e in self.recorded
            )
            if rung is not None and not known:
                self.open(rung, rung.drempel, signal.aanvang, signal.op, "datum")

    # Taking over

    def record(
        self, rung: Rung, drempel: str, first_day: date, due: date, oorzaak: str, status: str
    ) -> Recorded:
        escalatie = Recorded(
            nr=len(self.recorded),
            drempel=drempel,
            trede=rung.trede,
            first_day=first_day,
            oorzaak=oorzaak,
            op=self.day,
            due=due,
            status=status,
            term=rung.term,
            roles=rung.roles,
        )
        assert escalatie.key not in {e.key for e in self.recorded}, "recorded once, ever"
        self.recorded.append(escalatie)
        (self.done.opened if status == "open" else self.done.skipped).append(escalatie)
        return escalatie

    def open(self, rung: Rung, drempel: str, first_day: date, due: date, oorzaak: str) -> None:
        new = self.record(rung, drempel, first_day, due, oorzaak, "open")
        new.last_day = nth_werkdag_after(self.day, rung.term)
        for other in self.from_before:
            if other.is_open and other.spoor == new.spoor and other.height <= new.height:
                self.take_over(other)

    def take_over(self, escalatie: Recorded) -> None:
        if escalatie in self.done.reminded:  # a few lines ago, in this very round: not so
            self.done.reminded.remove(escalatie)
            was = self.before_reminding[escalatie.nr]
            escalatie.status = was.status
            escalatie.rust_tot = was.rust_tot
            escalatie.herinnerd_op = was.herinnerd_op
            escalatie.herinneringen = was.herinneringen
            escalatie.last_day = was.last_day
        if escalatie.is_open:
            escalatie.status = "opgevolgd"
            self.done.taken_over.append(escalatie)

    # 4

    def step_4_silence(self) -> None:
        still_live = [e for e in self.from_before if e.is_live and self.belongs(e)]
        for escalatie in sorted(still_live, key=lambda e: (-e.height, e.nr)):
            if escalatie.status == "beantwoord":
                self.after_the_agreed_day(escalatie)
            elif escalatie.is_open:  # not taken over meanwhile
                self.without_an_answer(escalatie)

    def others(self, escalatie: Recorded) -> list[Recorded]:
        """The other live ones of its spoor."""
        return [
            e
            for e in self.recorded
            if e is not escalatie and e.spoor == escalatie.spoor and e.is_live and self.belongs(e)
        ]

    def after_the_agreed_day(self, escalatie: Recorded) -> None:
        until = escalatie.rust_tot
        if until is None or self.day < first_werkdag_after(until):
            return
        for other in self.others(escalatie):
            newer = other.nr > escalatie.nr
            if other.height > escalatie.height or (other.height == escalatie.height and newer):
                return
        self.remind(escalatie)

    def without_an_answer(self, escalatie: Recorded) -> None:
        assert escalatie.last_day is not None
        term_is_over = self.day >= first_werkdag_after(escalatie.last_day)
        if escalatie.herinnerd_op is None:
            if term_is_over:
                self.remind(escalatie)
            return
        rung = self.next_rung(escalatie)
        if rung is None:
            again = this_or_next_werkdag(escalatie.herinnerd_op + timedelta(days=7))
            if self.day >= again:
                self.remind(escalatie)
        elif term_is_over:
            self.climb(escalatie, rung)

    def remind(self, escalatie: Recorded) -> None:
        self.before_reminding[escalatie.nr] = replace(escalatie)
        escalatie.status = "open"
        escalatie.rust_tot = None
        escalatie.herinnerd_op = self.day
        escalatie.herinneringen += 1
        escalatie.last_day = nth_werkdag_after(self.day, escalatie.term)
        self.done.reminded.append(escalatie)

    def next_rung(self, escalatie: Recorded) -> Rung | None:
        used = {e.key for e in self.recorded}
        for trede in ("stimuleren", "signaleren", "aanspreken"):
            rung = self.rungs.on_silence.get(trede)
            key = (escalatie.drempel, trede, escalatie.first_day, "stilte")
            if rung is not None and HEIGHT[trede] > escalatie.height and key not in used:
                return rung
        return None

    def climb(self, escalatie: Recorded, rung: Rung) -> None:
        there = [e for e in self.others(escalatie) if e.height >= rung.height]
        if any(e.is_open for e in there):
            self.take_over(escalatie)
        elif not any(e.rust_tot is not None for e in there):
            assert escalatie.last_day is not None
            due = first_werkdag_after(escalatie.last_day)
            self.open(rung, escalatie.drempel, escalatie.first_day, due, "stilte")

    # 5

    def step_5_fortnightly(self) -> None:
        rung = self.rungs.check
        if rung is None or self.done.opened or self.done.reminded:
            return
        for escalatie in self.recorded:
            if escalatie.is_open:
                return
            resting = escalatie.status == "beantwoord" and escalatie.rust_tot is not None
            if resting and escalatie.rust_tot and escalatie.rust_tot >= self.day:
                return
        assert self.since is not None
        days = [self.since]
        for escalatie in self.recorded:
            if escalatie.status != "overgeslagen":
                days.append(escalatie.op)
                if escalatie.rust_tot is not None:
                    days.append(escalatie.rust_tot)
        due = max(days) + timedelta(days=rung.days)
        if due <= self.day:
            self.open(rung, rung.drempel, due, due, "datum")
