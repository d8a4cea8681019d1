"""The ladder as a pure function, and against a step-by-step model of its rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.stand import LANDELIJK, Feiten, Inschrijving, Stand, Verzuim, bereken_stand
from monitoring.ladder import (
    LANDELIJKE_LADDER,
    Drempel,
    Eerder,
    Status,
    Trede,
    decide,
)
from thuiszitters.kalender import Regio, plus_maanden

BORN = date(2013, 5, 6)
BEGIN = date(2026, 10, 5)


def stand_on(peildatum: date, *spans: Verzuim) -> Stand:
    feiten = Feiten(
        geboortedatum=BORN,
        regio=Regio.NOORD,
        inschrijvingen=(Inschrijving(None, None),),
        verzuim=spans or (Verzuim(BEGIN, None, geoorloofd=False),),
    )
    return bereken_stand(feiten, LANDELIJK, peildatum)


def fired(days: int, history: tuple[Eerder, ...] = ()) -> list[tuple[str, str, str]]:
    day = BEGIN + timedelta(days=days)
    besluit = decide(stand=stand_on(day), history=history, peildatum=day)
    return [(n.regel.drempel, n.regel.trede, n.status) for n in besluit.nieuw]


def test_nothing_is_due_before_day_fourteen() -> None:
    assert fired(13) == []
    assert fired(14) == [("veertien_dagen", "preventie", "open")]


def test_a_late_look_opens_only_the_highest_and_says_why_the_rest_is_skipped() -> None:
    day = BEGIN + timedelta(days=200)
    besluit = decide(stand=stand_on(day), history=(), peildatum=day)
    assert [n.status for n in besluit.nieuw] == [Status.OVERGESLAGEN] * 5 + [Status.OPEN]
    assert besluit.nieuw[-1].regel.drempel == Drempel.DRIE_MAANDEN_VOORBIJ
    assert besluit.trede == Trede.AANSPREKEN
    assert besluit.nieuw[0].reden == (
        "Overgeslagen: deze trede gold vanaf 19 okt 2026, maar op 23 apr 2027 was een hogere "
        "trede (aanspreken) al bereikt."
    )


def test_the_same_rung_never_comes_twice_in_a_period() -> None:
    before = Eerder(1, "veertien_dagen", "preventie", BEGIN, "vervallen")
    assert fired(14, (before,)) == []


def test_a_new_period_climbs_again() -> None:
    earlier = Eerder(1, "veertien_dagen", "preventie", BEGIN - timedelta(days=90), "beantwoord")
    assert fired(14, (earlier,)) == [("veertien_dagen", "preventie", "open")]


def test_open_signals_lapse_when_the_child_is_back() -> None:
    back = BEGIN + timedelta(days=20)
    day = back + timedelta(days=1)
    open_one = Eerder(7, "veertien_dagen", "preventie", BEGIN, "open")
    answered = Eerder(8, "vier_weken", "stimuleren", BEGIN, "beantwoord")
    besluit = decide(
        stand=stand_on(day, Verzuim(BEGIN, back, geoorloofd=False)),
        history=(open_one, answered),
        peildatum=day,
    )
    assert besluit.vervalt == (7,)
    assert besluit.vervalt_reden == "De leerling is terug op school."
    assert besluit.trede is None
    assert besluit.volgende_op is None


def test_open_signals_lapse_when_the_casus_is_closed() -> None:
    day = BEGIN + timedelta(days=20)
    besluit = decide(
        stand=stand_on(day),
        history=(Eerder(7, "veertien_dagen", "preventie", BEGIN, "open"),),
        peildatum=day,
        gesloten=True,
    )
    assert (besluit.vervalt, besluit.nieuw) == ((7,), ())


def test_open_signals_of_a_period_that_turned_out_different_lapse() -> None:
    day = BEGIN + timedelta(days=15)
    old = Eerder(3, "veertien_dagen", "preventie", BEGIN - timedelta(days=4), "open")
    besluit = decide(stand=stand_on(day), history=(old,), peildatum=day)
    assert besluit.vervalt == (3,)
    assert [n.status for n in besluit.nieuw] == [Status.OPEN]


def test_a_lower_rung_that_comes_due_after_a_higher_one_is_skipped() -> None:
    day = BEGIN + timedelta(days=14)
    higher = Eerder(1, "vier_weken", "signaleren", BEGIN, "open")
    besluit = decide(stand=stand_on(day), history=(higher,), peildatum=day)
    assert [(n.regel.trede, n.status) for n in besluit.nieuw] == [
        (Trede.PREVENTIE, Status.OVERGESLAGEN)
    ]
    assert besluit.trede == Trede.SIGNALEREN


def test_every_rung_reaches_somebody_and_asks_something() -> None:
    keys = [(r.drempel, r.trede) for r in LANDELIJKE_LADDER]
    assert len(set(keys)) == len(keys)
    for regel in LANDELIJKE_LADDER:
        assert regel.rollen
        assert regel.vraag.endswith(".")
        assert regel.termijn > 0


def model_due(since: date, day: date) -> list[tuple[str, str]]:
    """The rungs due on a day, straight from the text of the issue."""
    four = since + timedelta(days=28)
    three = plus_maanden(since, 3)
    dates = [
        ("veertien_dagen", "preventie", since + timedelta(days=14)),
        ("vier_weken", "stimuleren", four - timedelta(days=7)),
        ("vier_weken", "signaleren", four),
        ("drie_maanden", "signaleren", three - timedelta(days=28)),
        ("drie_maanden", "aanspreken", three - timedelta(days=14)),
        ("drie_maanden_voorbij", "aanspreken", three + timedelta(days=1)),
    ]
    return [(drempel, trede) for drempel, trede, due in dates if due <= day]


@given(
    since=st.dates(date(2025, 1, 6), date(2027, 6, 30)),
    looks=st.lists(st.integers(0, 150), min_size=1, max_size=12).map(sorted),
)
def test_any_rhythm_of_looking_records_each_rung_once_and_opens_the_highest(
    since: date, looks: list[int]
) -> None:
    history: list[Eerder] = []
    for days in looks:
        day = since + timedelta(days=days)
        stand = stand_on(day, Verzuim(since, None, geoorloofd=False))
        if stand.verzuim_sinds is None:  # before the child had to go to school, say
            continue
        besluit = decide(stand=stand, history=history, peildatum=day)
        known = {(e.drempel, e.trede) for e in history}
        expected = [rung for rung in model_due(stand.verzuim_sinds, day) if rung not in known]
        got = [(n.regel.drempel.value, n.regel.trede.value) for n in besluit.nieuw]
        assert got == expected
        assert [n.status for n in besluit.nieuw[:-1]] == [Status.OVERGESLAGEN] * max(
            len(expected) - 1, 0
        )
        if expected:
            assert besluit.nieuw[-1].status == Status.OPEN
        history += [
            Eerder(len(history) + i, n.regel.drempel, n.regel.trede, since, n.status)
            for i, n in enumerate(besluit.nieuw)
        ]
        again = decide(stand=stand, history=history, peildatum=day)
        assert again.nieuw == ()
        assert again.volgende_op == besluit.volgende_op
        if besluit.volgende_op is not None:
            assert besluit.volgende_op > day


def test_a_stand_without_three_month_date_has_no_rungs_on_it() -> None:
    day = BEGIN + timedelta(days=100)
    stand = replace(stand_on(day), drie_maanden_op=None)
    besluit = decide(stand=stand, history=(), peildatum=day)
    assert {n.regel.drempel for n in besluit.nieuw} == {Drempel.VEERTIEN_DAGEN, Drempel.VIER_WEKEN}
