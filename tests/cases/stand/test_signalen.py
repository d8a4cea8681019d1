"""Written examples of the signals, each with days that can be checked on a calendar."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cases.stand import LANDELIJK, Feiten, Gemist, Grond, Inschrijving, Vrijstelling
from cases.stand.signalen import GEEN_SIGNALEN, Signaalnaam, Signalen, bereken_signalen
from tests.cases.stand.feiten import geoorloofd, kind, ongeoorloofd, ziek
from thuiszitters.kalender import Regio

DAG = timedelta(days=1)


def uren(*dagen: tuple[date, float | Decimal]) -> Feiten:
    return kind(gemist=tuple(Gemist(dag, aantal, geoorloofd=False) for dag, aantal in dagen))


def op(feiten: Feiten, peildatum: date, *regels: str) -> dict[Signaalnaam, tuple[date, date]]:
    antwoord = bereken_signalen(feiten, LANDELIJK.met(*regels), peildatum)
    return {s.naam: (s.aanvang, s.op) for s in antwoord.signalen}


def zinnen(feiten: Feiten, peildatum: date, *regels: str) -> str:
    (signaal,) = bereken_signalen(feiten, LANDELIJK.met(*regels), peildatum).signalen
    return " ".join(signaal.zinnen)


def wijziging(feiten: Feiten, peildatum: date, *regels: str) -> date | None:
    return bereken_signalen(feiten, LANDELIJK.met(*regels), peildatum).volgende_wijziging


class TestHours:
    # Mondays; 25 May is Pinkstermaandag.
    twaalf = uren(
        (date(2026, 5, 4), 4), (date(2026, 5, 11), 4), (date(2026, 5, 20), Decimal("2.5")),
        (date(2026, 5, 27), 1.5),
    )  # fmt: skip

    def test_twelve_of_sixteen(self) -> None:
        assert op(self.twaalf, date(2026, 5, 26)) == {}
        assert op(self.twaalf, date(2026, 5, 28)) == {
            Signaalnaam.UREN_12: (date(2026, 5, 27), date(2026, 5, 27))
        }
        stand = bereken_signalen(self.twaalf, LANDELIJK, date(2026, 5, 28)).urenstand
        assert stand is not None
        assert stand.uren == 12
        assert stand.grens == 16
        assert (stand.van, stand.tot_en_met) == (date(2026, 5, 4), date(2026, 5, 31))

    def test_it_lapses_when_the_first_lesweek_falls_out(self) -> None:
        assert wijziging(self.twaalf, date(2026, 5, 28)) == date(2026, 6, 1)
        assert op(self.twaalf, date(2026, 5, 31)) != {}
        assert op(self.twaalf, date(2026, 6, 1)) == {}

    @pytest.mark.parametrize(
        ("derde", "aanvang"),
        # The hours of 7 September leave the window on Monday 5 October.
        [(date(2026, 10, 5), date(2026, 9, 14)), (date(2026, 10, 6), date(2026, 10, 6))],
    )
    def test_reached_again_after_a_day_below_is_another_occurrence(
        self, derde: date, aanvang: date
    ) -> None:
        feiten = uren((date(2026, 9, 7), 6), (date(2026, 9, 14), 6), (derde, 6))
        assert op(feiten, date(2026, 10, 4)) == {
            Signaalnaam.UREN_12: (date(2026, 9, 14), date(2026, 9, 14))
        }
        assert op(feiten, derde) == {Signaalnaam.UREN_12: (aanvang, aanvang)}

    def test_every_sum_can_be_checked(self) -> None:
        gezegd = zinnen(self.twaalf, date(2026, 5, 28))
        assert "4 uur op 4 mei 2026, 4 uur op 11 mei 2026, 2,5 uur op 20 mei 2026" in gezegd
        assert "1,5 uur op 27 mei 2026, samen 12 uur" in gezegd
        assert "van 4 tot en met 31 mei 2026" in gezegd
        assert "artikel 21a Leerplichtwet" in gezegd

    def test_a_holiday_takes_no_room_in_the_window(self) -> None:
        # Noord: herfstvakantie from 10 to 18 October 2026.
        feiten = uren((date(2026, 9, 18), 6), (date(2026, 10, 23), 6))
        assert op(feiten, date(2026, 10, 23)) == {}
        feiten = uren((date(2026, 9, 21), 6), (date(2026, 10, 23), 6))
        assert list(op(feiten, date(2026, 10, 23))) == [Signaalnaam.UREN_12]
        stand = bereken_signalen(feiten, LANDELIJK, date(2026, 10, 23)).urenstand
        assert stand is not None
        assert (stand.van, stand.tot_en_met) == (date(2026, 9, 21), date(2026, 10, 25))
        # In the holiday itself the window is that of the last lesweek.
        stand = bereken_signalen(feiten, LANDELIJK, date(2026, 10, 14)).urenstand
        assert stand is not None
        assert (stand.van, stand.tot_en_met) == (date(2026, 9, 14), date(2026, 10, 11))

    def test_sixteen_takes_the_place_of_twelve_and_the_count_begins_again(self) -> None:
        feiten = uren((date(2026, 9, 7), 12), (date(2026, 9, 8), 4), (date(2026, 9, 14), 13))
        assert list(op(feiten, date(2026, 9, 7))) == [Signaalnaam.UREN_12]
        assert op(feiten, date(2026, 9, 8)) == {
            Signaalnaam.UREN_16: (date(2026, 9, 8), date(2026, 9, 8))
        }
        assert op(feiten, date(2026, 9, 14)) == {
            Signaalnaam.UREN_12: (date(2026, 9, 14), date(2026, 9, 14)),
            Signaalnaam.UREN_16: (date(2026, 9, 8), date(2026, 9, 8)),
        }
        stand = bereken_signalen(feiten, LANDELIJK, date(2026, 9, 14)).urenstand
        assert stand is not None
        assert stand.uren == 13
        assert (stand.van, stand.bereikt_op) == (date(2026, 9, 9), date(2026, 9, 8))

    def test_sixteen_holds_for_its_four_lesweken(self) -> None:
        feiten = uren((date(2026, 9, 8), 16))
        # Weeks of 7, 14, 21, 28 September.
        assert wijziging(feiten, date(2026, 9, 9)) == date(2026, 10, 5)
        assert list(op(feiten, date(2026, 10, 4))) == [Signaalnaam.UREN_16]
        assert op(feiten, date(2026, 10, 5)) == {}
        assert "tot en met 4 okt 2026" in zinnen(feiten, date(2026, 9, 9))

    def test_of_two_sixteens_the_most_recent_holds(self) -> None:
        feiten = uren((date(2026, 9, 8), 16), (date(2026, 9, 15), 16))
        assert op(feiten, date(2026, 9, 15)) == {
            Signaalnaam.UREN_16: (date(2026, 9, 15), date(2026, 9, 15))
        }

    def test_hours_of_a_time_without_a_duty_do_not_count(self) -> None:
        feiten = kind(
            gemist=(Gemist(date(2026, 9, 8), 15, geoorloofd=False),),
            vrijstellingen=(Vrijstelling(Grond.ART5_A, date(2026, 9, 1), date(2026, 10, 1)),),
        )
        antwoord = bereken_signalen(feiten, LANDELIJK, date(2026, 9, 10))
        assert antwoord.signalen == ()
        assert antwoord.urenstand is not None
        assert antwoord.urenstand.uren == 0

    def test_authorised_hours_do_not_count(self) -> None:
        feiten = kind(gemist=(Gemist(date(2026, 9, 8), 16, geoorloofd=True),))
        assert op(feiten, date(2026, 9, 8)) == {}

    def test_hours_that_are_known_ahead_are_looked_at_on_their_day(self) -> None:
        feiten = uren((date(2026, 9, 7), 6), (date(2026, 9, 9), 6))
        assert wijziging(feiten, date(2026, 9, 7)) == date(2026, 9, 9)

    def test_each_can_be_switched_off(self) -> None:
        feiten = uren((date(2026, 9, 8), 13))
        assert op(feiten, date(2026, 9, 8), "uren_preventie=0") == {}
        assert op(feiten, date(2026, 9, 8), "uren_preventie=14") == {}
        feiten = uren((date(2026, 9, 8), 16))
        assert op(feiten, date(2026, 9, 8), "uren_melding=nee") == {}


class TestSickness:
    vier = tuple(
        ziek(begin, begin + DAG)
        for begin in (
            date(2026, 9, 1),
            date(2026, 9, 21),
            date(2026, 10, 5),
            date(2026, 11, 23),
        )
    )

    def test_the_fourth_report_within_twelve_weeks(self) -> None:
        # 1 September is day 84 before and including 23 November.
        feiten = kind(verzuim=self.vier)
        assert op(feiten, date(2026, 11, 22)) == {}
        assert op(feiten, date(2026, 11, 23)) == {
            Signaalnaam.ZIEK_MELDINGEN: (date(2026, 11, 23), date(2026, 11, 23))
        }
        eerder = ziek(date(2026, 8, 31), date(2026, 9, 1))
        assert op(kind(verzuim=(eerder, *self.vier[1:])), date(2026, 11, 23)) == {}

    def test_it_holds_for_twelve_weeks_and_says_which_reports(self) -> None:
        feiten = kind(verzuim=self.vier)
        assert wijziging(feiten, date(2026, 11, 23)) == date(2027, 2, 15)
        assert op(feiten, date(2027, 2, 14)) != {}
        assert op(feiten, date(2027, 2, 15)) == {}
        gezegd = zinnen(feiten, date(2026, 11, 23))
        assert "Ziek gemeld op 1 sep 2026, 21 sep 2026, 5 okt 2026 en 23 nov 2026." in gezegd
        assert "4 ziekmeldingen in 12 weken (van 1 sep tot en met 23 nov 2026)" in gezegd
        assert "MAZL" in gezegd

    def test_a_fifth_report_is_the_same_occurrence(self) -> None:
        meldingen = [ziek(date(2026, 9, 1) + i * 7 * DAG, date(2026, 9, 2) + i * 7 * DAG)
                     for i in range(5)]  # fmt: skip
        feiten = kind(verzuim=tuple(meldingen))
        assert op(feiten, date(2026, 9, 30)) == {
            Signaalnaam.ZIEK_MELDINGEN: (date(2026, 9, 22), date(2026, 9, 22))
        }

    def test_leave_is_no_sick_report(self) -> None:
        verlof = geoorloofd(date(2026, 9, 21), date(2026, 9, 22))
        feiten = kind(verzuim=(self.vier[0], verlof, *self.vier[2:]))
        assert op(feiten, date(2026, 11, 23)) == {}

    @pytest.mark.parametrize(
        ("regio", "zevende"),
        # From Thursday 8 October 2026; noord has herfstvakantie from the 10th to the 18th.
        [(Regio.NOORD, date(2026, 10, 23)), (Regio.MIDDEN, date(2026, 10, 16))],
    )
    def test_the_seventh_schooldag_in_a_row(self, regio: Regio, zevende: date) -> None:
        feiten = kind(regio=regio, verzuim=(ziek(date(2026, 10, 8)),))
        assert op(feiten, zevende - DAG) == {}
        assert wijziging(feiten, zevende - DAG) == zevende
        assert op(feiten, zevende) == {Signaalnaam.ZIEK_SCHOOLDAGEN: (date(2026, 10, 8), zevende)}

    def test_it_ends_with_the_first_day_back(self) -> None:
        feiten = kind(verzuim=(ziek(date(2026, 11, 2), date(2026, 11, 12)),))
        assert list(op(feiten, date(2026, 11, 11))) == [Signaalnaam.ZIEK_SCHOOLDAGEN]
        assert wijziging(feiten, date(2026, 11, 11)) == date(2026, 11, 12)
        assert op(feiten, date(2026, 11, 12)) == {}

    def test_reports_with_only_a_weekend_between_are_one_sickness(self) -> None:
        feiten = kind(verzuim=(ziek(date(2026, 11, 4), date(2026, 11, 7)), ziek(date(2026, 11, 9))))
        # Three schooldagen, the weekend, and the fourth from then on.
        assert op(feiten, date(2026, 11, 11)) == {}
        assert op(feiten, date(2026, 11, 12)) == {
            Signaalnaam.ZIEK_SCHOOLDAGEN: (date(2026, 11, 9), date(2026, 11, 12))
        }
        assert "vanaf 4 nov 2026" in zinnen(feiten, date(2026, 11, 12))

    def test_a_day_at_school_between_them_begins_anew(self) -> None:
        feiten = kind(
            verzuim=(ziek(date(2026, 11, 2), date(2026, 11, 9)), ziek(date(2026, 11, 10)))
        )
        assert op(feiten, date(2026, 11, 17)) == {}
        assert list(op(feiten, date(2026, 11, 18))) == [Signaalnaam.ZIEK_SCHOOLDAGEN]

    def test_other_absence_is_no_sickness(self) -> None:
        assert op(kind(verzuim=(ongeoorloofd(date(2026, 11, 2)),)), date(2026, 11, 20)) == {}

    def test_an_exempt_child_gets_no_signal(self) -> None:
        feiten = kind(
            verzuim=(ziek(date(2026, 11, 2)),),
            vrijstellingen=(Vrijstelling(Grond.ART5_A, date(2026, 11, 16), None),),
        )
        assert op(feiten, date(2026, 11, 15)) != {}
        assert op(feiten, date(2026, 11, 16)) == {}

    def test_each_can_be_switched_off(self) -> None:
        feiten = kind(verzuim=(*self.vier[:3], ziek(date(2026, 11, 23))))
        assert len(op(feiten, date(2026, 12, 10))) == 2
        assert list(op(feiten, date(2026, 12, 10), "ziek_schooldagen=0")) == ["ziek_meldingen"]
        assert list(op(feiten, date(2026, 12, 10), "ziek_meldingen=0")) == ["ziek_schooldagen"]
        assert list(op(feiten, date(2026, 12, 10), "ziek_weken=8")) == ["ziek_schooldagen"]


class TestAbsoluutVerzuim:
    def uitgeschreven(self, einde: date) -> Feiten:
        return kind(inschrijvingen=(Inschrijving(None, einde),))

    def test_it_is_due_on_the_first_day(self) -> None:
        feiten = self.uitgeschreven(date(2026, 11, 2))
        assert wijziging(feiten, date(2026, 10, 1)) == date(2026, 11, 2)
        assert op(feiten, date(2026, 11, 2)) == {
            Signaalnaam.ABSOLUUT_VERZUIM: (date(2026, 11, 2), date(2026, 11, 2))
        }
        assert "artikel 2 en 19 Leerplichtwet" in zinnen(feiten, date(2026, 11, 2))

    @pytest.mark.parametrize("einde", [date(2026, 8, 1), date(2026, 9, 30), date(2026, 10, 1)])
    def test_after_the_summer_it_waits_until_october(self, einde: date) -> None:
        feiten = self.uitgeschreven(einde)
        assert op(feiten, date(2026, 9, 30)) == {}
        assert wijziging(feiten, date(2026, 9, 30)) == date(2026, 10, 1)
        assert op(feiten, date(2026, 10, 1)) == {
            Signaalnaam.ABSOLUUT_VERZUIM: (einde, date(2026, 10, 1))
        }

    def test_it_does_not_wait_for_who_was_away_before_the_summer(self) -> None:
        feiten = self.uitgeschreven(date(2026, 7, 31))
        assert op(feiten, date(2026, 8, 1)) != {}
        assert "gewacht" not in zinnen(feiten, date(2026, 8, 1))

    def test_the_grace_is_a_setting(self) -> None:
        feiten = self.uitgeschreven(date(2026, 8, 1))
        assert op(feiten, date(2026, 9, 1), "av_respijt_tot=nee") != {}
        assert op(feiten, date(2026, 9, 14), "av_respijt_tot=15-9") == {}
        assert op(feiten, date(2026, 9, 15), "av_respijt_tot=15-9") != {}
        assert "gewacht tot 15 sep 2026" in zinnen(feiten, date(2026, 9, 15), "av_respijt_tot=15-9")
        assert op(feiten, date(2026, 11, 1), "av_signaal=nee") == {}

    def test_a_child_that_turns_five_waits_for_the_papers_too(self) -> None:
        # Leerplichtig from 17 August 2026 in noord.
        feiten = Feiten(date(2021, 7, 10), Regio.NOORD)
        assert op(feiten, date(2026, 9, 30)) == {}
        assert op(feiten, date(2026, 10, 1)) == {
            Signaalnaam.ABSOLUUT_VERZUIM: (date(2026, 8, 17), date(2026, 10, 1))
        }

    def test_a_new_enrolment_ends_it(self) -> None:
        feiten = kind(
            inschrijvingen=(
                Inschrijving(None, date(2026, 11, 2)),
                Inschrijving(date(2026, 11, 9), None),
            )
        )
        assert op(feiten, date(2026, 11, 8)) != {}
        assert wijziging(feiten, date(2026, 11, 8)) == date(2026, 11, 9)
        assert op(feiten, date(2026, 11, 9)) == {}
        assert wijziging(feiten, date(2026, 11, 9)) is None

    def test_a_startkwalificatie_ends_the_duty_after_the_leerplicht_only(self) -> None:
        feiten = kind(inschrijvingen=(), startkwalificatie_op=date(2026, 6, 1))
        assert op(feiten, date(2028, 7, 31)) != {}
        assert op(feiten, date(2028, 8, 1)) == {}

        oud = date(2009, 3, 4)
        feiten = kind(geboortedatum=oud, inschrijvingen=(), startkwalificatie_op=date(2026, 6, 1))
        assert op(feiten, date(2026, 5, 31)) != {}
        assert op(feiten, date(2026, 6, 1)) == {}


def test_nothing_to_say_costs_nothing() -> None:
    assert bereken_signalen(kind(), LANDELIJK, date(2026, 11, 21)) is GEEN_SIGNALEN
    thuis = kind(verzuim=(ongeoorloofd(date(2026, 9, 1)),))
    assert bereken_signalen(thuis, LANDELIJK, date(2026, 11, 21)) is GEEN_SIGNALEN


def test_no_sentence_looks_like_a_name_or_a_number_of_a_person() -> None:
    feiten = kind(
        verzuim=(ziek(date(2026, 9, 1)),),
        gemist=(Gemist(date(2026, 9, 7), 16, geoorloofd=False),),
        inschrijvingen=(),
    )
    antwoord: Signalen = bereken_signalen(feiten, LANDELIJK, date(2026, 10, 2))
    assert len(antwoord.signalen) == 3
    for signaal in antwoord.signalen:
        assert "4 mrt 2012" not in " ".join(signaal.zinnen)
