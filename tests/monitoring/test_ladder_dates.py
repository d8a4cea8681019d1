"""Every date of 2024-2034 as a first day at home, the fortnightly check, and the rules as data."""

from __future__ import annotations

from datetime import date, timedelta

from cases.stand import LANDELIJK, Feiten, Inschrijving, Verzuim, bereken_stand
from monitoring.ladder import (
    LANDELIJKE_ACTIELADDER,
    LANDELIJKE_LADDER,
    Anker,
    Drempel,
    Herinnering,
    Status,
)
from tests.cases.stand.oracle import drie_maanden_na
from tests.monitoring.model import NATIONAL, CasusModel
from tests.monitoring.model.beside import (
    FakeSignal,
    Recorder,
    ladder_of,
    told,
    told_by_model,
)
from tests.monitoring.test_ladder import BEGIN, DAY, FAR, HERE, Watched, at_home, opened
from thuiszitters.kalender import Regio

FIRST, LAST = date(2024, 1, 1), date(2034, 12, 31)


def rungs_of(since: date) -> list[tuple[str, str, date]]:
    """The rungs of a period at home and their days, straight from the table of the page."""
    four, three = since + timedelta(days=28), drie_maanden_na(since)
    return [
        ("veertien_dagen", "preventie", since + timedelta(days=14)),
        ("vier_weken", "stimuleren", four - timedelta(days=7)),
        ("vier_weken", "signaleren", four),
        ("drie_maanden", "signaleren", three - timedelta(days=28)),
        ("drie_maanden", "aanspreken", three - timedelta(days=14)),
        ("drie_maanden_voorbij", "aanspreken", three + timedelta(days=1)),
    ]


def test_from_every_date_every_rung_opens_on_exactly_its_date() -> None:
    since = FIRST
    dates = 0
    while since <= LAST:
        feiten = Feiten(
            geboortedatum=since - timedelta(days=13 * 365 + 100),
            regio=Regio.MIDDEN,
            inschrijvingen=(Inschrijving(None, None),),
            verzuim=(Verzuim(since, None, geoorloofd=False),),
        )
        recorder, model = Recorder(), CasusModel()
        for drempel, trede, due in rungs_of(since):
            for day in (due - DAY, due):
                stand = bereken_stand(feiten, LANDELIJK, day, met_uitleg=False)
                besluit = recorder.decide(day, stand, (), closed=False, ladder=LANDELIJKE_LADDER)
                by_date = [
                    (n.drempel, n.regel.trede, n.status, n.due_on)
                    for n in besluit.nieuw
                    if n.oorzaak == "datum" and n.drempel != "veertiendaags"
                ]
                expected = [(drempel, trede, "open", due)] if day == due else []
                assert by_date == expected, f"at home since {since}, on {day}"
                assert told(besluit, recorder.rows) | {"new": None} == told_by_model(
                    model.round(day, stand)
                ) | {"new": None}, f"at home since {since}, on {day}"
                recorder.write(besluit, day)
        since += DAY
        dates += 1
    assert dates == 4018


# 5: the fortnightly check


def test_after_fourteen_quiet_days_the_casus_is_looked_at_again() -> None:
    child = Watched()
    child.look(BEGIN + 28 * DAY)
    child.take_up(date(2026, 11, 6))
    besluit = child.look(date(2026, 11, 4))
    assert (besluit.nieuw, besluit.volgende_op) == ((), date(2026, 11, 9))
    # Nobody is asked anything: what was taken up without a day stays taken up.
    child.take_up(None)
    seen = child.every_day(date(2026, 11, 5), date(2026, 11, 16))
    assert seen == [("veertiendaags/preventie", date(2026, 11, 16))]
    assert child.recorder.rows[-1].verzuim_sinds == date(2026, 11, 16)


def test_the_check_counts_from_the_day_somebody_asked_to_be_left_alone_until() -> None:
    child = Watched()
    child.look(BEGIN + 28 * DAY)
    child.take_up(None)
    child.look(date(2026, 11, 3), FakeSignal("uren_16", BEGIN, BEGIN))
    child.take_up(date(2026, 11, 13))
    # The hours give no signal any more, so nobody is asked again; the day still counts.
    assert child.every_day(date(2026, 11, 4), date(2026, 11, 27)) == [
        ("veertiendaags/preventie", date(2026, 11, 27))
    ]


def test_a_check_that_comes_late_carries_the_day_it_was_due() -> None:
    child = Watched()
    child.look(BEGIN + 28 * DAY)
    child.take_up(None)
    besluit = child.look(date(2026, 11, 25))
    assert opened(besluit) == ["veertiendaags/preventie"]
    assert besluit.nieuw[0].verzuim_sinds == besluit.nieuw[0].due_on == date(2026, 11, 16)


def test_there_is_no_check_while_something_is_asked_or_the_ladder_rests() -> None:
    child = Watched()
    child.look(BEGIN + 28 * DAY)
    assert not any("veertiendaags" in word for word, _ in child.every_day(FAR, FAR + 40 * DAY))
    assert Watched(HERE).every_day(BEGIN, BEGIN + 60 * DAY) == []


def test_a_check_asks_and_climbs_like_any_other() -> None:
    child = Watched()
    child.look(BEGIN + 28 * DAY)
    child.take_up(None)
    assert child.every_day(date(2026, 11, 16), date(2026, 12, 2)) == [
        ("veertiendaags/preventie", date(2026, 11, 16)),  # until Monday the 23rd
        ("herinnering veertiendaags/preventie", date(2026, 11, 24)),  # until 1 December
        ("veertiendaags/stimuleren", date(2026, 12, 2)),
    ]


def test_a_check_of_a_day_before_the_period_lapses() -> None:
    child = Watched()
    child.look(BEGIN + 28 * DAY)
    child.take_up(None)
    child.look(date(2026, 11, 16))
    later = at_home(verzuim=(Verzuim(date(2026, 11, 17), None, geoorloofd=False),))
    besluit = child.look(date(2026, 11, 18), feiten=later)
    assert besluit.vervalt == ((3, "Het verzuim telt nu vanaf een andere dag."),)


# Taking over and being reopened in one round


def test_what_is_reopened_asks_in_the_same_round() -> None:
    """A lower one is done at once; it does not wait for the next werkdag (the model found this)."""
    child = Watched()
    child.every_day(BEGIN + 28 * DAY, date(2026, 12, 8))  # signaleren beside aanspreken (stilte)
    high = next(e.pk for e in child.recorder.rows if e.trede == "aanspreken")
    child.recorder.change(high, status=Status.BEANTWOORD, rust_tot=date(2026, 12, 17))
    child.every_day(date(2026, 12, 9), date(2026, 12, 17))
    besluit = child.look(date(2026, 12, 18))
    assert [(h.pk, h.heropend) for h in besluit.herinneringen] == [(high, True)]
    assert besluit.opgevolgd == (len(child.recorder.rows) - 1,)


def test_who_is_taken_over_is_not_reminded_in_the_same_round() -> None:
    child = Watched()
    child.look(BEGIN + 14 * DAY)
    besluit = child.look(BEGIN + 28 * DAY)  # its reminder is due too
    assert besluit.opgevolgd == (0,)
    assert besluit.herinneringen == ()


# The rules as data


def test_the_model_and_the_code_have_the_same_national_rungs() -> None:
    mine = {
        (r.drempel, r.trede, r.anker, r.dagen, r.termijn, r.rollen)
        for r in ladder_of(NATIONAL).regels
    }
    real = {
        (r.drempel, r.trede, r.anker, r.dagen, r.termijn, r.rollen)
        for r in LANDELIJKE_LADDER.regels
    }
    assert mine == real


def test_every_rung_reaches_somebody_and_asks_something() -> None:
    for ladder in (LANDELIJKE_LADDER, LANDELIJKE_ACTIELADDER):
        keys = [regel.sleutel for regel in ladder.regels]
        assert len(set(keys)) == len(keys)
    regels = LANDELIJKE_LADDER.regels + LANDELIJKE_ACTIELADDER.regels
    assert set(Anker) == {regel.anker for regel in regels}
    # What is asked by hand has no rung in the rules: a person writes it.
    assert set(Drempel) - {Drempel.MET_DE_HAND} == {regel.drempel for regel in regels}
    for regel in regels:
        assert regel.rollen
        assert regel.vraag.endswith(".")
        assert regel.termijn > 0


def test_a_reminder_gives_the_same_term_again() -> None:
    child = Watched()
    child.look(BEGIN + 28 * DAY)
    besluit = child.look(date(2026, 11, 6))
    assert besluit.herinneringen == (Herinnering(2, date(2026, 11, 11)),)
    assert besluit.volgende_op == date(2026, 11, 12)
