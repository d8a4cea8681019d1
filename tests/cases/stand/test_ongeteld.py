"""Every unauthorised hour counts, or it is said why not."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cases.stand import LANDELIJK, Feiten, Gemist, Inschrijving, bereken_signalen
from cases.stand.ongeteld import ongetelde_uren
from thuiszitters.kalender import Regio

BEGIN = date(2025, 8, 1)
DAGEN = st.integers(0, 400).map(lambda n: BEGIN + timedelta(days=n))
GEMIST = st.dictionaries(DAGEN, st.tuples(st.integers(1, 8), st.booleans()), max_size=25)


def child(missed: dict[date, tuple[int, bool]], geboren: date = date(2013, 5, 1)) -> Feiten:
    """Return a child at school, that missed these hours."""
    return Feiten(
        geboortedatum=geboren,
        regio=Regio.NOORD,
        inschrijvingen=(Inschrijving(None, None),),
        gemist=tuple(Gemist(day, Decimal(n), leave) for day, (n, leave) in missed.items()),
    )


@given(GEMIST, DAGEN)
def test_what_is_not_named_is_in_the_counter_or_made_the_sixteen(
    missed: dict[date, tuple[int, bool]], peildatum: date
) -> None:
    facts = child(missed)
    named = ongetelde_uren(facts, LANDELIJK, peildatum)
    stand = bereken_signalen(facts, LANDELIJK, peildatum).urenstand
    rest = {
        day: Decimal(n)
        for day, (n, leave) in missed.items()
        if not leave and day <= peildatum and day not in named
    }
    if stand is None:
        assert not rest
        return
    reached = sum((day.uren for day in stand.bereikt_met), Decimal(0))
    assert sum(rest.values()) == stand.uren + reached
    assert bool(reached) == (stand.bereikt_op is not None)
    assert not reached or reached >= stand.grens


def test_a_child_that_is_too_young_or_too_old() -> None:
    day = date(2026, 11, 17)
    for born in (date(2023, 5, 1), date(2005, 5, 1)):
        why = ongetelde_uren(child({day: (5, False)}, born), LANDELIJK, date(2026, 11, 23))
        assert why == {day: "dan is het kind niet leerplichtig, of vrijgesteld"}


def test_the_hours_that_made_the_sixteen_did_count() -> None:
    missed = {date(2026, 11, 16) + timedelta(days=n): (8, False) for n in range(2)}
    before = {date(2026, 10, 12): (3, False)}
    why = ongetelde_uren(child(missed | before), LANDELIJK, date(2026, 11, 23))
    assert list(why) == [date(2026, 10, 12)]
