"""Random stories of an action of a pact, in the model and in the real ladder side by side."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from monitoring.ladder import Trede, address, beeld_van_actie, decide
from tests.monitoring.model.beside import (
    Recorder,
    ladder_of,
    state_of_model,
    state_of_rows,
    told,
    told_by_model,
)
from tests.monitoring.model.casus import CasusModel
from tests.monitoring.model.rungs import NATIONAL_ACTIONS, Rung, Rungs

ONE_DAY = timedelta(days=1)
FIRST = date(2026, 1, 5)
AHEAD = 10


def random_rungs(rng: Random) -> Rungs:
    """The national rungs, or others: moved, with other terms and roles, some off."""
    if rng.random() < 0.4:
        return NATIONAL_ACTIONS
    kept = []
    for rung in NATIONAL_ACTIONS.all:
        if rng.random() < 0.15:
            continue
        days = rung.days if rung.counts_from == "stilte" else rung.days + rng.randrange(-5, 6)
        term = rng.choice([rung.term, 1, 2, 8])
        roles = rng.choice([rung.roles, ("regievoerder",)])
        kept.append(Rung(rung.drempel, rung.trede, rung.counts_from, days, term, roles))
    return Rungs(kept)


class ActiePlay:
    """One action: its deadline moves, it is done and not; people answer, or stay silent."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.day = FIRST + self.rng.randrange(400) * ONE_DAY
        self.deadline: date | None = self.day + self.rng.randrange(-20, 40) * ONE_DAY
        self.status = "loopt"
        self.pact_ends = self.day + self.rng.choice([40, 200, 900]) * ONE_DAY
        self.rungs = random_rungs(self.rng)
        self.model = CasusModel()
        self.recorder = Recorder()

    @property
    def over(self) -> bool:
        """Whether nothing is asked any more."""
        return self.status in {"gedaan", "vervallen"} or self.pact_ends < self.day

    def run(self, looks: int) -> None:
        """So many rounds, with a few days between them."""
        for _ in range(looks):
            self.day += self.rng.choice([0, 1, 1, 1, 2, 3, 7, 15]) * ONE_DAY
            self.happens()
            self.look()

    def happens(self) -> None:
        """What people do before a round."""
        what = self.rng.random()
        if what < 0.05:
            self.deadline = self.day + self.rng.randrange(-30, 40) * ONE_DAY
        elif what < 0.06:
            self.deadline = None
        elif what < 0.08:
            self.status = self.rng.choice(["gedaan", "vervallen", "loopt"])
        elif what < 0.10:
            self.status = "loopt"
        elif what < 0.12:
            self.rungs = random_rungs(self.rng)
        elif what < 0.17 and not self.over:
            self.by_hand()
        elif what < 0.40:
            self.answer()

    def by_hand(self) -> None:
        """The regievoerder addresses the owner."""
        trede = self.rng.choice(list(Trede))
        history = tuple(self.recorder.rows)
        key = ("met_de_hand", trede.value, self.day, "hand")
        if key in {(e.drempel, e.trede, e.verzuim_sinds, e.oorzaak) for e in history}:
            return
        besluit = address(
            trede=trede, history=history, peildatum=self.day, ladder=ladder_of(self.rungs)
        )
        self.recorder.write(besluit, self.day)
        self.model.address(trede.value, self.day, self.rungs)

    def answer(self) -> None:
        """Somebody answers one of the open ones, or gets it passed on."""
        there = self.model.open_ones()
        if not there:
            return
        one = self.rng.choice(there)
        if self.rng.random() < 0.7:
            until = self.day + self.rng.randrange(14) * ONE_DAY
            self.model.take_up(one.nr, until if self.rng.random() < 0.8 else None)
        else:
            self.model.pass_on(one.nr, self.day)
        self.recorder.copy_answer(one)

    def look(self) -> None:
        """One round, in both; they must agree on all of it."""
        beeld = beeld_van_actie(
            status=self.status,
            deadline=self.deadline,
            pact_einde=self.pact_ends,
            peildatum=self.day,
        )
        ladder = ladder_of(self.rungs)
        besluit = decide(
            beeld=beeld, history=tuple(self.recorder.rows), peildatum=self.day, ladder=ladder
        )
        said = told(besluit, self.recorder.rows)
        over = self.over
        done = self.model.action_round(self.day, self.deadline, over=over, rungs=self.rungs)
        self.recorder.write(besluit, self.day)
        assert said == told_by_model(done), f"on {self.day}"
        assert state_of_rows(self.recorder.rows) == state_of_model(self.model), f"on {self.day}"
        assert all(reden for _, reden in besluit.vervalt)
        again = decide(
            beeld=beeld, history=tuple(self.recorder.rows), peildatum=self.day, ladder=ladder
        )
        said_again = (again.nieuw, again.vervalt, again.opgevolgd, again.herinneringen)
        assert said_again == ((), (), (), ())
        if not over:
            self.nothing_before(besluit.volgende_op or date.max)

    def nothing_before(self, promised: date) -> None:
        """No round before the promised day would do anything."""
        assert promised > self.day
        for n in range(AHEAD):
            day = self.day + n * ONE_DAY
            if day >= min(promised, self.pact_ends + ONE_DAY):
                return
            trial = self.model.copy()
            done = trial.action_round(day, self.deadline, over=False, rungs=self.rungs)
            assert not done.anything, f"looked at again on {promised}, but {day} has work: {done}"
