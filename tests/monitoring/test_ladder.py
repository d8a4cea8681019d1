"""The ladder, sentence by sentence of docs/ladder.md, on written days.

BEGIN is Monday 5 October 2026; the first feestdag after it is Christmas. Random stories are in
tests/monitoring/model.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.stand import (
    LANDELIJK,
    Aanbod,
    Feiten,
    Inschrijving,
    Stand,
    Verzuim,
    Vrijstelling,
    bereken_stand,
)
from cases.stand.feiten import Grond
from cases.stand.signalen import Signaalnaam
from monitoring.ladder import (
    LANDELIJKE_LADDER,
    MAIL_VENSTER,
    Besluit,
    Drempel,
    Ladder,
    Spoor,
    Status,
    Trede,
)
from tests.monitoring.model.beside import FakeSignal, Recorder, key_of
from thuiszitters.berichten.venster import STANDAARD
from thuiszitters.kalender import Regio

BORN = date(2013, 5, 6)
BEGIN = date(2026, 10, 5)
DAY = timedelta(days=1)
FAR = date(2027, 6, 1)


def at_home(**facts: object) -> Feiten:
    """A child of thirteen that does not come to school since BEGIN."""
    known: dict[str, object] = {
        "geboortedatum": BORN,
        "regio": Regio.NOORD,
        "inschrijvingen": (Inschrijving(None, None),),
        "verzuim": (Verzuim(BEGIN, None, geoorloofd=False),),
    }
    return Feiten(**(known | facts))  # type: ignore[arg-type]


def stand_on(day: date, feiten: Feiten) -> Stand:
    return bereken_stand(feiten, LANDELIJK, day)


class Watched:
    """One child, watched by the real ladder; its rows are those the writer would record."""

    def __init__(self, feiten: Feiten | None = None, ladder: Ladder = LANDELIJKE_LADDER) -> None:
        self.feiten = feiten or at_home()
        self.ladder = ladder
        self.recorder = Recorder()

    def look(
        self, day: date, *signals: FakeSignal, closed: bool = False, feiten: Feiten | None = None
    ) -> Besluit:
        """One round."""
        besluit = self.recorder.decide(
            day,
            stand_on(day, feiten or self.feiten),
            signals,
            closed=closed,
            ladder=self.ladder,
        )
        self.recorder.write(besluit, day)
        return besluit

    def every_day(self, first: date, last: date, *signals: FakeSignal) -> list[tuple[str, date]]:
        """A round on every day; what opened and what was reminded, with its day."""
        seen: list[tuple[str, date]] = []
        day = first
        while day <= last:
            besluit = self.look(day, *signals)
            seen += [(name(n.drempel, n.regel.trede), day) for n in besluit.nieuw]
            rows = self.recorder.rows
            for h in besluit.herinneringen:
                seen.append((f"herinnering {name(rows[h.pk].drempel, rows[h.pk].trede)}", day))
            day += DAY
        return seen

    def take_up(self, until: date | None) -> None:
        """Somebody takes up the newest."""
        self.recorder.change(len(self.rows) - 1, status=Status.BEANTWOORD, rust_tot=until)

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """The rows: drempel, trede, oorzaak, status."""
        return [
            (*key_of(row)[:2], row.oorzaak.value, row.status.value) for row in self.recorder.rows
        ]


def name(drempel: Drempel, trede: Trede) -> str:
    return f"{drempel.value}/{trede.value}"


def opened(besluit: Besluit) -> list[str]:
    return [name(n.drempel, n.regel.trede) for n in besluit.nieuw if n.status == Status.OPEN]


def without(*tredes: Trede) -> Ladder:
    """The national ladder, in which silence does not lead to these rungs."""
    return Ladder(
        tuple(
            replace(r, aan=not (r.drempel == Drempel.GEEN_REACTIE and r.trede in tredes))
            for r in LANDELIJKE_LADDER.regels
        )
    )


# 0 and 1: lapsing


def test_a_closed_casus_lets_every_open_one_lapse_and_does_nothing_else() -> None:
    child = Watched()
    child.look(BEGIN + 14 * DAY, FakeSignal("uren_16", BEGIN, BEGIN))
    besluit = child.look(BEGIN + 30 * DAY, FakeSignal("uren_16", BEGIN, BEGIN), closed=True)
    assert besluit == Besluit(vervalt=((0, "De casus is gesloten."), (1, "De casus is gesloten.")))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            {"verzuim": (Verzuim(BEGIN, BEGIN + 16 * DAY, geoorloofd=False),)},
            "De leerling is terug op school.",
        ),
        ({"aanbod": (Aanbod(BEGIN + 16 * DAY, None),)}, "Er loopt een passend aanbod."),
        (
            {"vrijstellingen": (Vrijstelling(Grond.ART5_A, BEGIN + 16 * DAY, None),)},
            "De leerling heeft een vrijstelling.",
        ),
        (
            {
                "verzuim": (
                    Verzuim(BEGIN, BEGIN + 16 * DAY, geoorloofd=False),
                    Verzuim(BEGIN + 16 * DAY, None, geoorloofd=True),
                )
            },
            "De leerling is geoorloofd afwezig.",
        ),
        (
            {"geboortedatum": date(2008, 10, 21)},
            "De leerling is niet meer leer- of kwalificatieplichtig.",
        ),
    ],
)
def test_while_the_ladder_rests_what_is_open_lapses_with_the_reason(
    change: dict[str, object], reason: str
) -> None:
    child = Watched(at_home(**change))
    assert opened(child.look(BEGIN + 14 * DAY)) == ["veertien_dagen/preventie"]
    besluit = child.look(BEGIN + 16 * DAY)
    assert besluit.vervalt == ((0, reason),)
    assert (besluit.nieuw, besluit.trede, besluit.volgende_op) == ((), None, None)


def test_an_open_one_of_another_first_day_lapses_and_the_new_period_climbs_by_itself() -> None:
    child = Watched()
    child.look(BEGIN + 14 * DAY)
    earlier = at_home(verzuim=(Verzuim(BEGIN - 7 * DAY, None, geoorloofd=False),))
    besluit = child.look(BEGIN + 15 * DAY, feiten=earlier)
    assert besluit.vervalt == ((0, "Het verzuim telt nu vanaf een andere dag."),)
    assert opened(besluit) == ["vier_weken/stimuleren"]


def test_what_was_taken_up_keeps_its_status_and_is_not_reopened_where_it_no_longer_belongs() -> (
    None
):
    child = Watched(at_home(verzuim=(Verzuim(BEGIN, BEGIN + 20 * DAY, geoorloofd=False),)))
    child.look(BEGIN + 14 * DAY)
    child.take_up(BEGIN + 18 * DAY)
    assert child.every_day(BEGIN + 15 * DAY, BEGIN + 18 * DAY) == []
    assert child.every_day(BEGIN + 21 * DAY, BEGIN + 90 * DAY) == []
    assert child.rows == [("veertien_dagen", "preventie", "datum", "beantwoord")]


# 2: by date


def test_every_rung_opens_on_its_day_and_not_before() -> None:
    child = Watched()
    days = [14, 21, 28, 64, 78, 93]  # 5 January is day 92
    rungs = [
        "veertien_dagen/preventie",
        "vier_weken/stimuleren",
        "vier_weken/signaleren",
        "drie_maanden/signaleren",
        "drie_maanden/aanspreken",
        "drie_maanden_voorbij/aanspreken",
    ]
    for days_in, rung in zip(days, rungs, strict=True):
        day = BEGIN + days_in * DAY
        assert rung not in opened(child.look(day - DAY))
        besluit = child.look(day)
        assert opened(besluit) == [rung]
        child.take_up(FAR)


def test_of_rungs_that_are_due_together_only_the_last_opens_and_the_others_say_why_not() -> None:
    besluit = Watched().look(BEGIN + 200 * DAY)
    assert [n.status for n in besluit.nieuw] == [Status.OVERGESLAGEN] * 5 + [Status.OPEN]
    assert opened(besluit) == ["drie_maanden_voorbij/aanspreken"]
    assert besluit.trede == Trede.AANSPREKEN
    assert besluit.nieuw[0].reden == (
        "Overgeslagen: deze trede gold vanaf 19 okt 2026, maar op 23 apr 2027 was een hogere "
        "trede (aanspreken) al bereikt."
    )


def test_a_rung_is_recorded_once_in_a_period_whatever_became_of_it() -> None:
    failing = Aanbod(BEGIN + 15 * DAY, BEGIN + 18 * DAY)
    child = Watched(at_home(aanbod=(failing,)))
    child.look(BEGIN + 14 * DAY)
    child.look(BEGIN + 15 * DAY)
    assert child.look(BEGIN + 18 * DAY).nieuw == ()
    assert child.rows == [("veertien_dagen", "preventie", "datum", "vervallen")]


def test_a_rung_that_comes_due_after_a_higher_one_is_skipped() -> None:
    # It turns out that the child has been away for a shorter time: four weeks lie ahead again.
    child = Watched()
    child.look(BEGIN + 28 * DAY)
    earlier = [row for row in child.recorder.rows if row.trede == Trede.SIGNALEREN]
    child.recorder.rows = [replace(earlier[0], pk=0)]
    besluit = child.look(BEGIN + 29 * DAY)
    assert {n.status for n in besluit.nieuw} == {Status.OVERGESLAGEN}
    assert besluit.trede == Trede.SIGNALEREN


def test_what_silence_opened_does_not_hold_up_a_threshold() -> None:
    child = Watched()
    child.every_day(BEGIN + 28 * DAY, date(2026, 12, 7))
    assert ("vier_weken", "aanspreken", "stilte", "open") in child.rows
    assert opened(child.look(date(2026, 12, 8))) == ["drie_maanden/signaleren"]


def test_a_stand_without_three_months_has_no_rungs_on_it() -> None:
    day = BEGIN + 100 * DAY
    stand = replace(stand_on(day, at_home()), drie_maanden_op=None)
    besluit = Recorder().decide(day, stand, (), closed=False, ladder=LANDELIJKE_LADDER)
    assert {n.drempel for n in besluit.nieuw} == {Drempel.VEERTIEN_DAGEN, Drempel.VIER_WEKEN}


# 3: signals


HERE = at_home(verzuim=())


def test_a_signal_opens_its_rung_once_and_it_lapses_when_the_signal_no_longer_holds() -> None:
    child = Watched(HERE)
    sixteen = FakeSignal("uren_16", BEGIN, BEGIN)
    besluit = child.look(BEGIN, sixteen)
    assert opened(besluit) == ["uren_16/stimuleren"]
    assert besluit.nieuw[0].due_on == BEGIN
    assert child.look(BEGIN + DAY, sixteen).nieuw == ()
    assert [pk for pk, _ in child.look(BEGIN + 2 * DAY).vervalt] == [0]
    assert child.look(BEGIN + 3 * DAY, sixteen).nieuw == ()  # the same occurrence


def test_another_occurrence_of_a_signal_opens_its_rung_again() -> None:
    child = Watched(HERE)
    child.look(BEGIN, FakeSignal("ziek_meldingen", BEGIN, BEGIN))
    besluit = child.look(BEGIN + DAY, FakeSignal("ziek_meldingen", BEGIN + DAY, BEGIN + DAY))
    assert opened(besluit) == ["ziek_meldingen/preventie"]
    assert [pk for pk, _ in besluit.vervalt] == [0]


def test_a_higher_signal_takes_over_from_a_lower_one_in_its_own_spoor_only() -> None:
    child = Watched(HERE)
    twelve = FakeSignal("uren_12", BEGIN, BEGIN)
    sick = FakeSignal("ziek_meldingen", BEGIN, BEGIN)
    child.look(BEGIN, twelve, sick)
    child.look(BEGIN + DAY, twelve, FakeSignal("uren_16", BEGIN + DAY, BEGIN + DAY), sick)
    assert child.rows == [
        ("uren_12", "preventie", "datum", "opgevolgd"),
        ("ziek_meldingen", "preventie", "datum", "open"),
        ("uren_16", "stimuleren", "datum", "open"),
    ]


# 4: silence


def test_silence_is_reminded_once_then_climbs_and_at_the_top_reminds_every_week() -> None:
    child = Watched()
    child.look(BEGIN + 28 * DAY)  # Monday 2 November; three werkdagen: until Thursday the 5th
    assert child.every_day(date(2026, 11, 3), date(2026, 12, 3)) == [
        ("herinnering vier_weken/signaleren", date(2026, 11, 6)),  # until the 11th
        ("vier_weken/aanspreken", date(2026, 11, 12)),  # two werkdagen: until Monday the 16th
        ("herinnering vier_weken/aanspreken", date(2026, 11, 17)),
        ("herinnering vier_weken/aanspreken", date(2026, 11, 24)),
        ("herinnering vier_weken/aanspreken", date(2026, 12, 1)),
    ]


def test_everything_counts_from_what_was_sent() -> None:
    child = Watched()
    child.look(BEGIN + 28 * DAY)
    besluit = child.look(date(2026, 11, 21))  # a Saturday; the watch was down
    assert [h.reageer_voor for h in besluit.herinneringen] == [date(2026, 11, 25)]
    assert child.every_day(date(2026, 11, 22), date(2026, 11, 26)) == [
        ("vier_weken/aanspreken", date(2026, 11, 26))
    ]


def test_a_weekly_reminder_moves_on_to_a_werkdag() -> None:
    child = Watched()
    child.look(BEGIN + 28 * DAY)
    for day in (date(2026, 11, 6), date(2026, 11, 12), date(2026, 11, 20)):
        child.look(day)
    assert child.look(date(2026, 11, 27)).herinneringen
    # In a chain of Fridays: 25 December is no werkdag, nor are the two days after it.
    chain = Watched(HERE, without(Trede.STIMULEREN, Trede.SIGNALEREN, Trede.AANSPREKEN))
    sick = FakeSignal("ziek_meldingen", date(2026, 12, 10), date(2026, 12, 10))
    seen = chain.every_day(date(2026, 12, 10), date(2027, 1, 6), sick)
    assert [day for word, day in seen if word.startswith("herinnering")] == [
        date(2026, 12, 18),
        date(2026, 12, 28),
        date(2027, 1, 4),
    ]


def test_silence_skips_a_rung_that_is_switched_off_or_used() -> None:
    child = Watched(HERE, without(Trede.STIMULEREN))
    sick = FakeSignal("ziek_meldingen", BEGIN, BEGIN)
    assert child.every_day(BEGIN, date(2026, 10, 21), sick) == [
        ("ziek_meldingen/preventie", BEGIN),
        ("herinnering ziek_meldingen/preventie", date(2026, 10, 13)),
        ("ziek_meldingen/signaleren", date(2026, 10, 21)),
    ]


def test_what_silence_opens_takes_over_from_all_below_it_in_its_spoor() -> None:
    child = Watched(HERE)
    twelve, sixteen = FakeSignal("uren_12", BEGIN, BEGIN), FakeSignal("uren_16", BEGIN, BEGIN)
    child.look(BEGIN, twelve, sixteen)
    child.every_day(BEGIN + DAY, date(2026, 10, 20), twelve, sixteen)
    assert child.rows == [
        ("uren_12", "preventie", "datum", "open"),
        ("uren_16", "stimuleren", "datum", "open"),
    ]
    besluit = child.look(date(2026, 10, 21), twelve, sixteen)
    assert sorted(besluit.opgevolgd) == [0, 1]
    assert opened(besluit) == ["uren_16/signaleren"]


def test_who_took_it_up_is_left_alone_until_the_day_and_asked_again_on_the_next_werkdag() -> None:
    child = Watched()
    child.look(BEGIN + 28 * DAY)
    child.take_up(date(2026, 11, 13))  # a Friday
    assert child.every_day(date(2026, 11, 3), date(2026, 11, 20)) == [
        ("herinnering vier_weken/signaleren", date(2026, 11, 16)),
        ("vier_weken/aanspreken", date(2026, 11, 20)),  # as if reminded on the 16th
    ]


def test_a_threshold_does_not_wait_for_who_took_it_up_and_takes_over_for_good() -> None:
    child = Watched()
    child.look(BEGIN + 14 * DAY)
    child.take_up(BEGIN + 22 * DAY)
    assert opened(child.look(BEGIN + 21 * DAY)) == ["vier_weken/stimuleren"]
    seen = child.every_day(BEGIN + 22 * DAY, BEGIN + 60 * DAY)
    assert not any("veertien_dagen" in word for word, _ in seen)
    assert child.rows[0] == ("veertien_dagen", "preventie", "datum", "beantwoord")


def test_silence_waits_while_a_higher_one_is_taken_up() -> None:
    child = Watched(HERE)
    twelve, sixteen = FakeSignal("uren_12", BEGIN, BEGIN), FakeSignal("uren_16", BEGIN, BEGIN)
    child.look(BEGIN, twelve, sixteen)
    child.take_up(date(2026, 10, 28))
    assert child.every_day(BEGIN + DAY, date(2026, 10, 28), twelve, sixteen) == [
        ("herinnering uren_12/preventie", date(2026, 10, 13))
    ]
    assert child.every_day(date(2026, 10, 29), date(2026, 10, 29), twelve, sixteen) == [
        ("herinnering uren_16/stimuleren", date(2026, 10, 29))
    ]
    # Reopened, it asks again: the lower one is done in the same round.
    assert child.rows[0][-1] == "opgevolgd"


def test_words_that_two_rooms_share_are_the_same() -> None:
    # The ladder and the Stand may not import each other's texts, nor the outbox's.
    assert {naam.value for naam in Signaalnaam} == {
        drempel.value for drempel in Drempel if drempel.spoor not in {Spoor.THUIS, Spoor.ACTIE}
    }
    assert MAIL_VENSTER == STANDAARD
