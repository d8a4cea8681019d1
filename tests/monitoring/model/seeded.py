"""Long stories from a seed: what hypothesis seldom comes to, a random year often does."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from cases.stand import (
    Aanbod,
    Feiten,
    Gemist,
    Grond,
    Inschrijving,
    Signaalnaam,
    Verzuim,
    Vrijstelling,
)
from tests.monitoring.model.beside import FakeSignal
from tests.monitoring.model.rungs import NATIONAL, Rung, Rungs
from tests.monitoring.model.stories import HINGES, ONE_DAY, Answer, FakeSpan, Look, Story
from thuiszitters.kalender import Regio


def random_first_day(rng: Random, *, hinges: float = 0.3) -> date:
    """A day in 2024-2034, often one of which a threshold lies on or near a special day."""
    if rng.random() < hinges:
        return rng.choice(HINGES) + rng.randrange(-92, 4) * ONE_DAY
    return date(2024, 1, 1) + rng.randrange(365 * 10) * ONE_DAY


def random_facts(rng: Random, first_day: date) -> Feiten:
    """A child that comes to be at home around this day."""
    enrolled = rng.choice(["always", "always", "always", "always", "left", "gap"])
    left = first_day + rng.randrange(0, 40) * ONE_DAY
    schools: tuple[Inschrijving, ...] = (Inschrijving(None, None),)
    if enrolled != "always":
        schools = (Inschrijving(None, left),)
    if enrolled == "gap":
        schools += (Inschrijving(left + rng.randrange(1, 120) * ONE_DAY, None),)
    return Feiten(
        geboortedatum=random_birth(rng, first_day),
        regio=rng.choice(list(Regio)),
        inschrijvingen=schools,
        verzuim=random_absence(rng, first_day),
        aanbod=random_aanbod(rng, first_day),
        vrijstellingen=random_exemption(rng, first_day),
        gemist=random_hours(rng, first_day),
        startkwalificatie_op=(
            first_day + rng.randrange(120) * ONE_DAY if rng.random() < 0.05 else None
        ),
    )


def random_birth(rng: Random, first_day: date) -> date:
    """Of school age, or coming of an age at which something changes; now and then a leap day."""
    if rng.random() < 0.05:
        leap = max(day for day in (2008, 2012, 2016) if day <= first_day.year - 8)
        return date(leap, 2, 29)
    years = rng.choice([5, 8, 12, 13, 14, 15, 16, 17])
    return first_day - timedelta(days=round(365.25 * years)) + rng.randrange(-150, 60) * ONE_DAY


def random_absence(rng: Random, first_day: date) -> tuple[Verzuim, ...]:
    """One to four absences, some authorised, or a row of sick reports."""
    spans: list[Verzuim] = []
    day = first_day
    often_sick = rng.random() < 0.15
    for _ in range(rng.randrange(4, 9) if often_sick else rng.choice([1, 1, 1, 2, 3, 4])):
        days = rng.choice([None, rng.randrange(1, 20), rng.randrange(20, 150)])
        if often_sick:
            days = rng.choice([1, 2, 4, 12])
        end = None if days is None else day + days * ONE_DAY
        sick = rng.random() < (0.9 if often_sick else 0.05)
        spans.append(Verzuim(day, end, geoorloofd=sick or rng.random() < 0.15, ziek=sick))
        if end is None:
            break
        day = end + rng.choice([0, 0, 1, 2, 3, 10, 40]) * ONE_DAY
    return tuple(spans)


def random_aanbod(rng: Random, first_day: date) -> tuple[Aanbod, ...]:
    """Mostly none; else one or two, of which some fail."""
    made: list[Aanbod] = []
    start = first_day
    for _ in range(rng.choice([0, 0, 0, 1, 1, 2])):
        start += rng.randrange(1, 110) * ONE_DAY
        end = start + rng.randrange(1, 60) * ONE_DAY if rng.random() < 0.6 else None
        made.append(Aanbod(start, end))
        if end is None:
            break
        start = end
    return tuple(made)


def random_exemption(rng: Random, first_day: date) -> tuple[Vrijstelling, ...]:
    """Mostly none."""
    if rng.random() < 0.9:
        return ()
    begin = first_day + rng.randrange(-10, 100) * ONE_DAY
    end = begin + rng.randrange(1, 60) * ONE_DAY if rng.random() < 0.6 else None
    return (Vrijstelling(rng.choice(list(Grond)), begin, end),)


def random_hours(rng: Random, first_day: date) -> tuple[Gemist, ...]:
    """Mostly none; else a number of days on which hours were missed."""
    if rng.random() < 0.8:
        return ()
    days = rng.sample(range(60), rng.randrange(2, 12))
    return tuple(
        Gemist(first_day + n * ONE_DAY, rng.choice([1, 2, 4, 5.5, 6]), rng.random() < 0.1)
        for n in days
    )


def random_rungs(rng: Random) -> Rungs:
    """The national ladder, or one that differs from it."""
    if rng.random() < 0.5:
        return NATIONAL
    kept: list[Rung] = []
    for rung in NATIONAL.all:
        if rng.random() < 0.15:
            continue
        days = rung.days
        if rung.counts_from not in {"signaal", "stilte"}:
            days += rng.randrange(-6, 7)
        kept.append(
            Rung(
                rung.drempel,
                rung.trede,
                rung.counts_from,
                days,
                rng.choice([rung.term, 1, 2, 8]),
                rung.roles,
            )
        )
    return Rungs(kept)


def random_signals(rng: Random, first_day: date) -> tuple[FakeSpan, ...]:
    """Made up signals."""
    spans: list[FakeSpan] = []
    for _ in range(rng.randrange(5)):
        aanvang = first_day + rng.randrange(-10, 120) * ONE_DAY
        op = aanvang + rng.randrange(4) * ONE_DAY
        signal = FakeSignal(rng.choice(list(Signaalnaam)).value, aanvang, op)
        spans.append(FakeSpan(signal, op + rng.randrange(3, 90) * ONE_DAY))
    return tuple(spans)


def random_answers(rng: Random) -> tuple[Answer, ...]:
    """What happens after a round: mostly nothing."""
    if rng.random() < 0.8:
        return ()
    kind = rng.choice(["gezien", "neem_op", "neem_op", "doorsturen"])
    return (Answer(rng.randrange(4), kind, rng.randrange(15)),)


def random_story(seed: int) -> Story:
    """The story of this seed."""
    rng = Random(seed)
    first_day = random_first_day(rng)
    facts = [(0, random_facts(rng, first_day))]
    if rng.random() < 0.2:
        shifted = first_day + rng.randrange(-10, 11) * ONE_DAY
        facts.append((rng.randrange(1, 100), random_facts(rng, shifted)))
    rungs = [(0, random_rungs(rng))]
    if rng.random() < 0.3:
        rungs.append((rng.randrange(1, 100), random_rungs(rng)))
    return Story(
        first_day=first_day,
        facts=tuple(facts),
        rungs=tuple(rungs),
        signals=random_signals(rng, first_day) if rng.random() < 0.6 else None,
        looks=tuple(
            Look(
                after=rng.choice([0, 1, 1, 1, 2, 3, 5, 8]),
                answers=random_answers(rng),
                closed=rng.random() < 0.01,
            )
            for _ in range(rng.randrange(10, 70))
        ),
    )
