"""Playing a story in the model and in the real ladder, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from cases.stand import LANDELIJK, beoordeel, bereken_signalen
from monitoring.ladder import Besluit, Melding
from tests.monitoring.model.beside import (
    Recorder,
    ladder_of,
    state_of_model,
    state_of_rows,
    told,
    told_by_model,
)
from tests.monitoring.model.casus import CasusModel
from tests.monitoring.model.stories import CALENDAR_ENDS, ONE_DAY, Answer, Story

AHEAD = 21
"""How many days ahead is tried that nothing would happen before the day that was promised."""


class Play:
    """One story in both."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.model = CasusModel()
        self.recorder = Recorder()
        self.opened = 0
        self.reminded = 0

    def signals_on(self, day: date) -> Sequence[Melding]:
        """The signals that hold."""
        if self.story.signals is not None:
            return self.story.fake_signals_on(day)
        return bereken_signalen(self.story.facts_on(day), LANDELIJK, day).signalen

    def run(self) -> None:
        """All looks of the story."""
        day = self.story.first_day
        for look in self.story.looks:
            day += timedelta(days=look.after)
            if day > CALENDAR_ENDS:
                break
            self.look(day, closed=look.closed)
            for answer in look.answers:
                self.answer(answer, day)

    def look(self, day: date, *, closed: bool) -> None:
        """One round, in both; they must agree on all of it."""
        facts, rungs = self.story.facts_on(day), self.story.rungs_on(day)
        oordeel = beoordeel(facts, LANDELIJK, day)
        signals = self.signals_on(day)
        besluit = self.recorder.decide(
            day, oordeel.stand, signals, closed=closed, ladder=ladder_of(rungs)
        )
        said = told(besluit, self.recorder.rows)
        done = self.model.round(day, oordeel.stand, signals, closed=closed, rungs=rungs)
        self.recorder.write(besluit, day)
        assert said == told_by_model(done), f"on {day}"
        assert state_of_rows(self.recorder.rows) == state_of_model(self.model), f"on {day}"
        assert all(reden for _, reden in besluit.vervalt)
        assert besluit.volgende_op is None or besluit.volgende_op > day
        self.opened += len(done.opened)
        self.reminded += len(done.reminded)
        if not closed:
            self.nothing_before(self.next_look(day, besluit, oordeel.wijziging), day)

    def next_look(self, day: date, besluit: Besluit, wijziging: date | None) -> date:
        """The first day on which the watch would look again."""
        days = [besluit.volgende_op, wijziging]
        if self.story.signals is None:
            known = self.story.facts_on(day)
            days.append(bereken_signalen(known, LANDELIJK, day).volgende_wijziging)
        for span in self.story.signals or ():
            days += (span.signal.op, span.until)
        for changes in (self.story.facts, self.story.rungs):
            days += (self.story.first_day + n * ONE_DAY for n, _ in changes)
        return min((d for d in days if d is not None and d > day), default=date.max)

    def nothing_before(self, promised: date, day: date) -> None:
        """No round before the promised day would do anything."""
        other = day
        for _ in range(AHEAD):
            stand = beoordeel(self.story.facts_on(other), LANDELIJK, other).stand
            trial = self.model.copy()
            rungs = self.story.rungs_on(other)
            done = trial.round(other, stand, self.signals_on(other), rungs=rungs)
            assert not done.anything, f"looked at again on {promised}, but {other} has work: {done}"
            other += ONE_DAY
            if other >= promised or other > CALENDAR_ENDS:
                return

    def answer(self, answer: Answer, day: date) -> None:
        """Somebody answers one of the open escalations."""
        there = self.model.open_ones()
        if not there:
            return
        escalatie = there[answer.which % len(there)]
        if answer.kind == "neem_op":
            until = day + answer.days * ONE_DAY if answer.days else None
            self.model.take_up(escalatie.nr, until)
        elif answer.kind == "doorsturen":
            self.model.pass_on(escalatie.nr, day)
        self.recorder.copy_answer(escalatie)
