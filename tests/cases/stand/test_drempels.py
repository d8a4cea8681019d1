"""The dates of the thresholds under every setting, and the sixteen hours."""

from datetime import date
from decimal import Decimal

import pytest

from cases.stand import (
    LANDELIJK,
    Aanbod,
    Categorie,
    Duur,
    Feiten,
    Gemist,
    Regelset,
    bereken_stand,
)
from tests.cases.stand.feiten import kind, ongeoorloofd

P = date(2026, 11, 21)
SINDS_24_AUGUSTUS = (ongeoorloofd(date(2026, 8, 24)),)


def met_aanbod(*aanbod: Aanbod) -> Feiten:
    return kind(verzuim=SINDS_24_AUGUSTUS, aanbod=aanbod)


@pytest.mark.parametrize(
    ("regels", "vier_weken"),
    [
        ((), date(2026, 11, 30)),
        (("operator_4w=>",), date(2026, 12, 1)),
        (("telwijze_4w=schooldagen",), date(2026, 11, 27)),
        (("telwijze_4w=schooldagen", "operator_4w=>"), date(2026, 11, 30)),
    ],
)
def test_four_weeks_by_counting_way_and_operator(regels: tuple[str, ...], vier_weken: date) -> None:
    feiten = kind(verzuim=(ongeoorloofd(date(2026, 11, 2)),))
    regelset = LANDELIJK.met(*regels)
    assert bereken_stand(feiten, regelset, P).vier_weken_op == vier_weken
    assert bereken_stand(feiten, regelset, vier_weken).categorie is Categorie.LRV
    ervoor = date.fromordinal(vier_weken.toordinal() - 1)
    stand = bereken_stand(feiten, regelset, ervoor)
    assert (stand.categorie, stand.duur) == (Categorie.DREIGEND, Duur.KORTER_DAN_VIER_WEKEN)


def test_a_bridged_day_of_return_is_no_missed_schooldag() -> None:
    feiten = kind(
        verzuim=(
            ongeoorloofd(date(2026, 11, 2), date(2026, 11, 11)),
            ongeoorloofd(date(2026, 11, 12)),
        )
    )
    regels = LANDELIJK.met("telwijze_4w=schooldagen", "samenvoegen_schooldagen=1")
    assert bereken_stand(feiten, regels, P).vier_weken_op == date(2026, 11, 30)


def test_beyond_the_holiday_table_every_weekday_is_a_schooldag() -> None:
    feiten = kind(geboortedatum=date(2016, 3, 4), verzuim=(ongeoorloofd(date(2029, 7, 2)),))
    regels = LANDELIJK.met("telwijze_4w=schooldagen")
    assert bereken_stand(feiten, regels, date(2029, 7, 3)).vier_weken_op == date(2029, 7, 27)


@pytest.mark.parametrize(
    ("stopt_bij", "loopt"), [("gedaan", True), ("geaccepteerd", True), ("gestart", False)]
)
def test_which_moment_of_an_aanbod_stops_the_clock(stopt_bij: str, loopt: bool) -> None:
    aanbod = Aanbod(
        gestart_op=date(2026, 11, 30),
        einde=None,
        gedaan_op=date(2026, 11, 2),
        geaccepteerd_op=date(2026, 11, 16),
    )
    stand = bereken_stand(met_aanbod(aanbod), LANDELIJK.met(f"stopt_bij={stopt_bij}"), P)
    assert (stand.categorie is Categorie.MET_AANBOD) is loopt
    assert (stand.drie_maanden_op is None) is loopt


def test_where_the_moment_is_not_known_the_start_stands_in() -> None:
    gestart = met_aanbod(Aanbod(date(2026, 11, 2), None))
    for moment in ("gedaan", "geaccepteerd", "gestart"):
        stand = bereken_stand(gestart, LANDELIJK.met(f"stopt_bij={moment}"), P)
        assert stand.categorie is Categorie.MET_AANBOD


def test_an_aanbod_that_was_made_but_never_started_does_not_run() -> None:
    gedaan = met_aanbod(Aanbod(None, None, gedaan_op=date(2026, 11, 2)))
    assert bereken_stand(gedaan, LANDELIJK, P).categorie is Categorie.LRV
    assert (
        bereken_stand(gedaan, LANDELIJK.met("stopt_bij=gedaan"), P).categorie
        is Categorie.MET_AANBOD
    )


def test_first_and_last_day_of_an_aanbod() -> None:
    feiten = met_aanbod(Aanbod(date(2026, 11, 2), date(2026, 11, 10)))
    categorieen = [
        bereken_stand(feiten, LANDELIJK, date(2026, 11, dag)).categorie for dag in (1, 2, 9, 10)
    ]
    assert categorieen == [
        Categorie.LRV,
        Categorie.MET_AANBOD,
        Categorie.MET_AANBOD,
        Categorie.LRV,
    ]


@pytest.mark.parametrize(
    ("na_aanbod", "drie_maanden"),
    [("telt_door", date(2026, 11, 24)), ("opnieuw", date(2027, 2, 10))],
)
def test_after_an_aanbod_the_clock_goes_on_or_starts_again(
    na_aanbod: str, drie_maanden: date
) -> None:
    feiten = met_aanbod(
        Aanbod(date(2026, 9, 7), date(2026, 9, 14)), Aanbod(date(2026, 11, 2), date(2026, 11, 10))
    )
    stand = bereken_stand(feiten, LANDELIJK.met(f"na_aanbod={na_aanbod}"), P)
    assert stand.drie_maanden_op == drie_maanden
    # The duration looks at the period, not at the aanbod.
    later = bereken_stand(feiten, LANDELIJK.met(f"na_aanbod={na_aanbod}"), date(2026, 11, 25))
    assert later.duur is Duur.LANGER_DAN_DRIE_MAANDEN


def test_an_aanbod_that_ended_before_the_period_does_not_move_the_clock() -> None:
    feiten = met_aanbod(Aanbod(date(2026, 5, 1), date(2026, 6, 1)))
    stand = bereken_stand(feiten, LANDELIJK.met("na_aanbod=opnieuw"), P)
    assert stand.drie_maanden_op == date(2026, 11, 24)


def uren(*lijst: tuple[date, float], geoorloofd: bool = False) -> Feiten:
    gemist = tuple(Gemist(dag, aantal, geoorloofd) for dag, aantal in lijst)
    return kind(gemist=gemist)


def zestien(feiten: Feiten, peildatum: date = P, regelset: Regelset = LANDELIJK) -> date | None:
    return bereken_stand(feiten, regelset, peildatum).uren_16_op


def test_sixteen_hours_are_reached_on_the_day_the_sum_is() -> None:
    feiten = uren((date(2026, 11, 2), 8), (date(2026, 11, 4), 7.5), (date(2026, 11, 6), 0.5))
    assert zestien(feiten) == date(2026, 11, 6)
    assert zestien(feiten, date(2026, 11, 5)) is None


def test_without_hours_there_is_no_answer() -> None:
    assert zestien(kind()) is None
    assert zestien(uren((date(2026, 11, 2), 15.99))) is None


def test_sixteen_hours_need_no_period_at_home() -> None:
    stand = bereken_stand(uren((date(2026, 11, 2), 16)), LANDELIJK, P)
    assert (stand.categorie, stand.uren_16_op) == (Categorie.GEEN, date(2026, 11, 2))


def test_hours_of_one_day_are_added_up_and_tenths_stay_exact() -> None:
    dag = date(2026, 11, 2)
    assert zestien(uren(*[(dag, 0.1)] * 160)) == dag
    assert zestien(uren(*[(dag, 0.1)] * 159)) is None
    assert (
        zestien(kind(gemist=(Gemist(dag, Decimal("15.9"), False), Gemist(dag, 0.1, False)))) == dag
    )


def test_authorised_hours_do_not_count() -> None:
    assert zestien(uren((date(2026, 11, 2), 20), geoorloofd=True)) is None


def test_hours_on_a_day_without_school_are_left_out_and_said() -> None:
    feiten = uren((date(2026, 11, 7), 8), (date(2026, 11, 2), 8))
    stand = bereken_stand(feiten, LANDELIJK, P)
    assert stand.uren_16_op is None
    assert any("8 uur op 7 nov 2026" in zin for zin in stand.uitleg)


@pytest.mark.parametrize(
    ("tweede", "bereikt"),
    [
        (date(2026, 11, 6), True),  # weeks 41, 43, 44, 45: week 42 is holiday in noord
        (date(2026, 11, 9), False),  # weeks 43 to 46
    ],
)
def test_the_window_is_four_lesweken_and_skips_a_week_without_school(
    tweede: date, bereikt: bool
) -> None:
    feiten = uren((date(2026, 10, 5), 8), (tweede, 8))
    assert zestien(feiten) == (tweede if bereikt else None)


@pytest.mark.parametrize(
    ("tweede", "bereikt"), [(date(2026, 11, 27), True), (date(2026, 11, 30), False)]
)
def test_without_a_holiday_the_window_is_four_weeks_in_a_row(tweede: date, bereikt: bool) -> None:
    feiten = uren((date(2026, 11, 2), 8), (tweede, 8))
    assert zestien(feiten, date(2026, 12, 11)) == (tweede if bereikt else None)


def test_the_count_starts_again_on_the_next_day_and_the_latest_time_is_given() -> None:
    lijst = [(date(2026, 11, 2), 10), (date(2026, 11, 3), 10), (date(2026, 11, 4), 10)]
    assert zestien(uren(*lijst)) == date(2026, 11, 3)
    assert zestien(uren(*lijst, (date(2026, 11, 5), 6))) == date(2026, 11, 5)
    # Asked earlier, only what had happened by then counts.
    assert zestien(uren(*lijst, (date(2026, 11, 5), 6)), date(2026, 11, 4)) == date(2026, 11, 3)


def test_goede_vrijdag_is_a_schooldag_where_the_rules_say_so() -> None:
    feiten = uren((date(2026, 4, 2), 8), (date(2026, 4, 3), 8))
    assert zestien(feiten) is None
    assert zestien(feiten, P, LANDELIJK.met("goede_vrijdag_vrij=nee")) == date(2026, 4, 3)
