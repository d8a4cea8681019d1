"""Reading the past back from the history."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pact.keuzes import Status
from pact.verloop import Regel, Toestand, reached_on, rewind, verloop
from thuiszitters.kalender import datum_kort

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAGEN = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))


def day(n: int) -> datetime:
    return START + timedelta(days=n)


def words(toestand: Toestand) -> dict[str, str]:
    return {
        "status": toestand.status.label,
        "deadline": datum_kort(toestand.deadline) if toestand.deadline else "",
    }


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.sampled_from(Status), DAGEN, st.booleans()), max_size=25
    ),
    st.integers(-1, 26),
)
def test_undoing_the_history_gives_what_stood_there(
    steps: list[tuple[int, Status, date | None, bool]], back_to: int
) -> None:
    """An action comes to be on its first step and changes, or is only spoken of, on the next."""
    now: dict[int, Toestand] = {}
    regels: list[Regel] = []
    wanted: dict[int, Toestand] = {}
    for n, (pk, status, deadline, speaks) in enumerate(steps):
        if n == back_to:
            wanted = dict(now)
        new = Toestand(status, deadline)
        if pk not in now:
            regels.append(Regel(pk, "toegevoegd", day(n), 1))
        elif speaks:
            regels.append(Regel(pk, "update", day(n), 1, tekst="Het loopt."))
            continue
        else:
            was, becomes = words(now[pk]), words(new)
            changed = tuple((v, was[v], becomes[v]) for v in was if was[v] != becomes[v])
            regels.append(Regel(pk, "gewijzigd", day(n), 2 + n, changed))
        now[pk] = new
    if back_to >= len(steps):
        wanted = dict(now)
    assert rewind(now, regels, day(back_to) - timedelta(hours=1)) == wanted


def test_the_outcome_counts_and_not_the_steps() -> None:
    then = {
        1: Toestand(Status.LOOPT, date(2026, 3, 1)),
        2: Toestand(Status.GEDAAN, None),
        3: Toestand(Status.NOG_NIET_BEGONNEN, date(2026, 5, 1)),
        4: Toestand(Status.LOOPT, date(2026, 3, 1)),
        5: Toestand(Status.LOOPT, None),
    }
    now = {
        1: Toestand(Status.LOOPT, date(2026, 4, 1)),
        2: Toestand(Status.LOOPT, None),
        3: Toestand(Status.LOOPT, date(2026, 4, 1)),
        4: Toestand(Status.VERVALLEN, date(2026, 9, 1)),
        5: Toestand(Status.LOOPT, date(2026, 9, 1)),
        6: Toestand(Status.GEDAAN, date(2026, 2, 1)),
        7: Toestand(Status.LOOPT, None),
        8: Toestand(Status.LOOPT, date(2026, 4, 1)),
        9: Toestand(Status.LOOPT, date(2026, 4, 1)),
    }
    moved = (("deadline", "1 mrt 2026", "1 apr 2026"),)
    regels = [
        Regel(1, "gewijzigd", day(1), 2, moved, "De zaal was dicht."),
        Regel(1, "gewijzigd", day(2), 3, (("status", "Loopt", "Loopt"),), "Niet hierom."),
        Regel(1, "antwoord", day(3), 4, moved, "En nog eens."),
        *(Regel(pk, "toegevoegd", day(4), 1) for pk in (8, 9)),
        Regel(8, "antwoord", day(5), 2, moved, "De jeugdarts was ziek."),
        Regel(9, "gewijzigd", day(5), 2, moved),
    ]
    found = verloop(then, now, regels)
    assert found.gedaan == (6,)
    assert found.vervallen == (4,)
    assert found.heropend == (2,)
    assert found.begonnen == (3,)
    assert found.toegevoegd == (6, 7, 8, 9)
    assert [(v.actie, v.redenen) for v in found.later] == [
        (1, ("De zaal was dicht.", "En nog eens.")),
        (8, ("De jeugdarts was ziek.",)),
    ]
    assert [v.actie for v in found.eerder] == [3]
    assert found
    assert not verloop(now, now, regels)


def test_words_nobody_knows_change_nothing() -> None:
    now = {1: Toestand(Status.LOOPT, date(2026, 3, 1))}
    strange = (("status", "Halverwege", "Loopt"), ("deadline", "ooit", "1 mrt 2026"))
    assert rewind(now, [Regel(1, "gewijzigd", day(1), 2, strange)], day(0)) == now


def test_the_day_something_was_done_is_the_last_one() -> None:
    done = (("status", "Loopt", "Gedaan"),)
    regels = [Regel(1, "gewijzigd", day(n), n, done) for n in (2, 5)]
    assert reached_on(regels, Status.GEDAAN) == {1: day(5).date()}


def test_what_came_without_a_deadline_counts_from_the_first_that_was_set() -> None:
    now = {1: Toestand(Status.LOOPT, date(2026, 5, 1))}
    regels = [
        Regel(1, "ingelezen", day(1), 1),
        Regel(1, "gewijzigd", day(2), 2, (("deadline", "", "1 mrt 2026"),)),
        Regel(1, "antwoord", day(3), 3, (("deadline", "1 mrt 2026", "1 mei 2026"),), "De zaal."),
    ]
    (moved,) = verloop({}, now, regels).later
    assert (moved.actie, moved.redenen) == (1, ("De zaal.",))
    corrected = [regels[0], regels[1]]
    assert not verloop({}, {1: Toestand(Status.LOOPT, date(2026, 3, 1))}, corrected).later
