"""Random stories: what is known of a child, which rules hold, who answers, when rounds run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from cases.stand import (
    Aanbod,
    Feiten,
    Grond,
    Inschrijving,
    Signaalnaam,
    Verzuim,
    Vrijstelling,
)
from tests.cases.stand.feiten import schoolkinderen
from tests.monitoring.model.beside import FakeSignal
from tests.monitoring.model.rungs import NATIONAL, Rung, Rungs
from thuiszitters.kalender import Regio

ONE_DAY = timedelta(days=1)
CALENDAR_ENDS = date(2035, 6, 30)


@dataclass(frozen=True)
class Answer:
    """What somebody does with one of the open escalations, some days after a round."""

    which: int
    kind: str
    days: int


@dataclass(frozen=True)
class Look:
    """A round so many days after the one before, and the answers that follow on it."""

    after: int
    answers: tuple[Answer, ...] = ()
    closed: bool = False


@dataclass(frozen=True)
class FakeSpan:
    """A made up signal and the day it no longer holds."""

    signal: FakeSignal
    until: date


@dataclass(frozen=True)
class Story:
    """One child, its versions of the facts and of the rules by the day they count from."""

    first_day: date
    facts: tuple[tuple[int, Feiten], ...]
    rungs: tuple[tuple[int, Rungs], ...]
    signals: tuple[FakeSpan, ...] | None
    """None: those that follow from the facts."""
    looks: tuple[Look, ...]

    def facts_on(self, day: date) -> Feiten:
        """What is known on a day."""
        return [f for n, f in self.facts if self.first_day + n * ONE_DAY <= day or n == 0][-1]

    def rungs_on(self, day: date) -> Rungs:
        """The rules of a day."""
        return [r for n, r in self.rungs if self.first_day + n * ONE_DAY <= day or n == 0][-1]

    def fake_signals_on(self, day: date) -> list[FakeSignal]:
        """The made up signals that hold on a day, at most one of each name, in their order."""
        holding: dict[str, FakeSignal] = {}
        for span in self.signals or ():
            if span.signal.op <= day < span.until:
                holding.setdefault(span.signal.naam, span.signal)
        return [holding[naam.value] for naam in Signaalnaam if naam.value in holding]


# Days on which something starts: around the clock changes, leap days, month ends, holidays.
HINGES = [
    date(2024, 2, 29),
    date(2024, 3, 31),
    date(2025, 10, 26),
    date(2025, 11, 30),
    date(2026, 3, 29),
    date(2026, 8, 31),
    date(2026, 12, 31),
    date(2027, 1, 31),
    date(2028, 2, 29),
    date(2032, 2, 29),
]
first_days: SearchStrategy[date] = st.one_of(
    st.dates(date(2024, 1, 1), date(2033, 12, 31)),
    st.builds(lambda day, n: day + n * ONE_DAY, st.sampled_from(HINGES), st.integers(-92, 3)),
)


@st.composite
def at_home(draw: DrawFn, first_day: date) -> Feiten:
    """A child that comes to be at home around this day, now and then with something that helps."""
    spans: list[Verzuim] = []
    day = first_day + draw(st.sampled_from([0, 0, 0, -1, 3, -20])) * ONE_DAY
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 2, 3, 4]))):
        days = draw(st.one_of(st.none(), st.integers(1, 20), st.integers(20, 130)))
        end = None if days is None else day + days * ONE_DAY
        kind = draw(st.sampled_from(["", "", "", "", "geoorloofd", "ziek"]))
        spans.append(Verzuim(day, end, bool(kind), kind == "ziek"))
        if end is None:
            break
        day = end + draw(st.sampled_from([0, 0, 1, 2, 3, 10, 40])) * ONE_DAY
    enrolled = draw(st.sampled_from(["always", "always", "always", "left", "gap"]))
    schools = {
        "always": (Inschrijving(None, None),),
        "left": (Inschrijving(None, first_day + 20 * ONE_DAY),),
        "gap": (
            Inschrijving(None, first_day),
            Inschrijving(first_day + draw(st.integers(1, 90)) * ONE_DAY, None),
        ),
    }[enrolled]
    return Feiten(
        geboortedatum=draw(_birth_dates(first_day)),
        regio=draw(st.sampled_from(Regio)),
        inschrijvingen=schools,
        verzuim=tuple(spans),
        aanbod=draw(_aanbod(first_day)),
        vrijstellingen=draw(_vrijstellingen(first_day)),
        startkwalificatie_op=draw(st.sampled_from([None, None, None, first_day + 60 * ONE_DAY])),
    )


@st.composite
def _birth_dates(draw: DrawFn, first_day: date) -> date:
    """Of school age throughout, or coming of an age at which something changes."""
    years = draw(st.sampled_from([5, 12, 13, 14, 16, 17]))
    around = draw(st.integers(-60, 150))
    return first_day - timedelta(days=round(365.25 * years)) + around * ONE_DAY


@st.composite
def _aanbod(draw: DrawFn, first_day: date) -> tuple[Aanbod, ...]:
    """None, one that lasts, or one or two that fail."""
    made: list[Aanbod] = []
    start = first_day
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2]))):
        start += draw(st.integers(1, 100)) * ONE_DAY
        days = draw(st.one_of(st.none(), st.integers(1, 60)))
        made.append(Aanbod(start, None if days is None else start + days * ONE_DAY))
        if days is None:
            break
        start += days * ONE_DAY
    return tuple(made)


@st.composite
def _vrijstellingen(draw: DrawFn, first_day: date) -> tuple[Vrijstelling, ...]:
    if draw(st.integers(0, 5)):
        return ()
    begin = first_day + draw(st.integers(-10, 90)) * ONE_DAY
    days = draw(st.one_of(st.none(), st.integers(1, 60)))
    end = None if days is None else begin + days * ONE_DAY
    return (Vrijstelling(draw(st.sampled_from(Grond)), begin, end),)


@st.composite
def ladders(draw: DrawFn) -> Rungs:
    """The national one, or one with rungs switched off and other days, terms and roles."""
    if draw(st.booleans()):
        return NATIONAL
    off = draw(st.sets(st.integers(0, len(NATIONAL.all) - 1), max_size=8))
    kept: list[Rung] = []
    for place, rung in enumerate(NATIONAL.all):
        if place in off:
            continue
        days = rung.days
        if rung.counts_from not in {"signaal", "stilte"}:
            days = max(days + draw(st.integers(-6, 6)), 1 if rung.days == 14 else -40)
        roles = draw(st.sampled_from([rung.roles, ("coordinator",), ("directeur", "bestuurder")]))
        kept.append(
            Rung(
                rung.drempel,
                rung.trede,
                rung.counts_from,
                days,
                draw(st.sampled_from([rung.term, 1, 2, 8])),
                roles,
            )
        )
    return Rungs(draw(st.permutations(kept)) if draw(st.booleans()) else kept)


@st.composite
def _fake_signals(draw: DrawFn, first_day: date) -> tuple[FakeSpan, ...]:
    spans: list[FakeSpan] = []
    for _ in range(draw(st.integers(0, 5))):
        aanvang = first_day + draw(st.integers(-15, 120)) * ONE_DAY
        op = aanvang + draw(st.integers(0, 8)) * ONE_DAY
        signal = FakeSignal(draw(st.sampled_from(Signaalnaam)).value, aanvang, op)
        spans.append(FakeSpan(signal, op + draw(st.integers(1, 80)) * ONE_DAY))
    return tuple(spans)


answers: SearchStrategy[Answer] = st.builds(
    Answer,
    st.integers(0, 5),
    st.sampled_from(["gezien", "neem_op", "neem_op", "doorsturen", "doorsturen"]),
    st.integers(0, 14),
)
looks: SearchStrategy[list[Look]] = st.lists(
    st.builds(
        Look,
        after=st.one_of(
            st.integers(0, 3), st.integers(0, 3), st.integers(1, 10), st.integers(0, 60)
        ),
        answers=st.one_of(
            st.just(()), st.just(()), st.lists(answers, min_size=1, max_size=2).map(tuple)
        ),
        closed=st.integers(0, 24).map(lambda n: n == 24),
    ),
    min_size=3,
    max_size=40,
)


@st.composite
def stories(draw: DrawFn) -> Story:
    """Any story."""
    first_day = draw(first_days)
    if draw(st.integers(0, 3)):
        known = draw(at_home(first_day))
    else:
        known, first_day = draw(schoolkinderen())
    facts = [(0, known)]
    if draw(st.integers(0, 2)) == 0:
        # Somebody corrects what is known, or tells it late.
        shifted = first_day + draw(st.integers(-10, 10)) * ONE_DAY
        facts.append((draw(st.integers(1, 100)), draw(at_home(shifted))))
    rungs = [(0, draw(ladders()))]
    if draw(st.integers(0, 2)) == 0:
        rungs.append((draw(st.integers(1, 100)), draw(ladders())))
    signals = draw(st.one_of(st.none(), _fake_signals(first_day)))
    return Story(first_day, tuple(facts), tuple(rungs), signals, tuple(draw(looks)))
