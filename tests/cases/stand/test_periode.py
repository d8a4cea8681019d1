"""Where the verzuimperiode begins: what joins two absences, and what parts them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.stand import (
    LANDELIJK,
    Categorie,
    Duur,
    Feiten,
    Grond,
    Inschrijving,
    Plicht,
    Regelset,
    Vrijstelling,
    bereken_stand,
)
from tests.cases.stand.feiten import feiten, geoorloofd, kind, ongeoorloofd, peildata, regelsets
from thuiszitters.kalender import Regio

P = date(2026, 11, 21)
EEN_DAG_TERUG = (ongeoorloofd(date(2026, 9, 7), date(2026, 10, 6)), ongeoorloofd(date(2026, 10, 7)))


def sinds(feiten_: Feiten, regelset: Regelset = LANDELIJK, peildatum: date = P) -> date | None:
    return bereken_stand(feiten_, regelset, peildatum).verzuim_sinds


def test_one_schooldag_back_at_school_breaks_the_run() -> None:
    assert sinds(kind(verzuim=EEN_DAG_TERUG)) == date(2026, 10, 7)


def test_a_merge_gap_of_one_joins_over_one_schooldag_and_no_more() -> None:
    een = LANDELIJK.met("samenvoegen_schooldagen=1")
    assert sinds(kind(verzuim=EEN_DAG_TERUG), een) == date(2026, 9, 7)
    twee_dagen = (ongeoorloofd(date(2026, 9, 7), date(2026, 10, 5)), EEN_DAG_TERUG[1])
    assert sinds(kind(verzuim=twee_dagen), een) == date(2026, 10, 7)


def test_the_gap_is_counted_between_each_two_absences_anew() -> None:
    verzuim = (
        ongeoorloofd(date(2026, 9, 7), date(2026, 9, 15)),
        ongeoorloofd(date(2026, 9, 16), date(2026, 9, 22)),
        ongeoorloofd(date(2026, 9, 23)),
    )
    assert sinds(kind(verzuim=verzuim), LANDELIJK.met("samenvoegen_schooldagen=1")) == date(
        2026, 9, 7
    )


def test_the_same_holiday_joins_in_one_region_and_parts_in_another() -> None:
    verzuim = (ongeoorloofd(date(2026, 9, 7), date(2026, 10, 10)), ongeoorloofd(date(2026, 10, 19)))
    assert sinds(kind(verzuim=verzuim)) == date(2026, 9, 7)
    assert sinds(kind(verzuim=verzuim, regio=Regio.ZUID)) == date(2026, 10, 19)


def test_goede_vrijdag_joins_only_where_it_is_free() -> None:
    # From Maundy Thursday on the 2nd to the Tuesday after Easter.
    verzuim = (ongeoorloofd(date(2026, 3, 2), date(2026, 4, 3)), ongeoorloofd(date(2026, 4, 7)))
    peildatum = date(2026, 4, 20)
    assert sinds(kind(verzuim=verzuim), peildatum=peildatum) == date(2026, 3, 2)
    open_ = LANDELIJK.met("goede_vrijdag_vrij=nee")
    assert sinds(kind(verzuim=verzuim), open_, peildatum) == date(2026, 4, 7)


def test_authorised_absence_without_any_schooldag_does_not_break_the_run() -> None:
    verzuim = (
        ongeoorloofd(date(2026, 9, 7), date(2026, 10, 10)),
        geoorloofd(date(2026, 10, 10), date(2026, 10, 19)),
        ongeoorloofd(date(2026, 10, 19)),
    )
    assert sinds(kind(verzuim=verzuim)) == date(2026, 9, 7)
    # With one schooldag in it, it does.
    verzuim = (
        ongeoorloofd(date(2026, 9, 7), date(2026, 10, 9)),
        geoorloofd(date(2026, 10, 9), date(2026, 10, 19)),
        ongeoorloofd(date(2026, 10, 19)),
    )
    assert sinds(kind(verzuim=verzuim)) == date(2026, 10, 19)


def test_bridging_authorised_absence_never_starts_or_ends_a_run() -> None:
    overbrugd = LANDELIJK.met("geoorloofd_overbrugt=ja")
    verzuim = (geoorloofd(date(2026, 9, 1), date(2026, 10, 7)), ongeoorloofd(date(2026, 10, 7)))
    assert sinds(kind(verzuim=verzuim), overbrugd) == date(2026, 10, 7)
    verzuim = (ongeoorloofd(date(2026, 9, 7), date(2026, 10, 7)), geoorloofd(date(2026, 10, 7)))
    stand = bereken_stand(kind(verzuim=verzuim), overbrugd, P)
    assert (stand.verzuim_sinds, stand.categorie) == (None, Categorie.GEOORLOOFD)


def test_an_exemption_is_not_bridged_whatever_else_is_written_down_for_those_days() -> None:
    feiten_ = kind(
        verzuim=(
            ongeoorloofd(date(2026, 9, 7), date(2026, 10, 5)),
            geoorloofd(date(2026, 10, 5), date(2026, 10, 7)),
            ongeoorloofd(date(2026, 10, 7)),
        ),
        vrijstellingen=(Vrijstelling(Grond.ART5_A, date(2026, 10, 5), date(2026, 10, 7)),),
    )
    assert sinds(feiten_, LANDELIJK.met("geoorloofd_overbrugt=ja")) == date(2026, 10, 7)


def test_bridging_does_not_excuse_a_day_at_school() -> None:
    verzuim = (
        ongeoorloofd(date(2026, 9, 7), date(2026, 10, 5)),
        geoorloofd(date(2026, 10, 5), date(2026, 10, 7)),
        ongeoorloofd(date(2026, 10, 8)),  # back at school on Wednesday the 7th
    )
    overbrugd = LANDELIJK.met("geoorloofd_overbrugt=ja")
    assert sinds(kind(verzuim=verzuim), overbrugd) == date(2026, 10, 8)
    ook_een_dag = overbrugd.met("samenvoegen_schooldagen=1")
    assert sinds(kind(verzuim=verzuim), ook_een_dag) == date(2026, 9, 7)


def test_bridged_authorised_days_are_no_missed_schooldagen() -> None:
    verzuim = (
        ongeoorloofd(date(2026, 11, 2), date(2026, 11, 9)),  # five schooldagen
        geoorloofd(date(2026, 11, 9), date(2026, 11, 16)),
        ongeoorloofd(date(2026, 11, 16)),  # fifteen more
    )
    regels = LANDELIJK.met("geoorloofd_overbrugt=ja", "telwijze_4w=schooldagen")
    assert bereken_stand(kind(verzuim=verzuim), regels, P).vier_weken_op == date(2026, 12, 4)


def test_absence_without_and_with_enrolment_is_one_run() -> None:
    feiten_ = kind(
        inschrijvingen=(
            Inschrijving(None, date(2026, 8, 1)),
            Inschrijving(date(2026, 10, 5), None),
        ),
        verzuim=(ongeoorloofd(date(2026, 10, 5)),),
    )
    stand = bereken_stand(feiten_, LANDELIJK, P)
    assert (stand.categorie, stand.verzuim_sinds) == (Categorie.LRV, date(2026, 8, 1))


def test_authorised_absence_of_a_school_the_child_has_left_does_not_excuse() -> None:
    feiten_ = kind(
        inschrijvingen=(Inschrijving(None, date(2026, 10, 5)),),
        verzuim=(geoorloofd(date(2026, 9, 7)),),
    )
    stand = bereken_stand(feiten_, LANDELIJK, P)
    assert (stand.categorie, stand.verzuim_sinds) == (Categorie.AV, date(2026, 10, 5))


def test_an_enrolment_still_to_begin_leaves_absoluut_verzuim() -> None:
    feiten_ = kind(
        inschrijvingen=(
            Inschrijving(None, date(2026, 10, 5)),
            Inschrijving(date(2026, 12, 1), None),
        )
    )
    assert bereken_stand(feiten_, LANDELIJK, P).categorie is Categorie.AV
    assert bereken_stand(feiten_, LANDELIJK, date(2026, 12, 1)).categorie is Categorie.GEEN


def test_an_exemption_cuts_the_run_and_it_starts_again_after_it() -> None:
    feiten_ = kind(
        inschrijvingen=(),
        vrijstellingen=(Vrijstelling(Grond.ART5_A, date(2025, 8, 1), date(2026, 8, 1)),),
    )
    assert sinds(feiten_) == date(2026, 8, 1)
    tijdens = bereken_stand(feiten_, LANDELIJK, date(2026, 7, 31))
    assert (tijdens.categorie, tijdens.verzuim_sinds) == (Categorie.VRIJGESTELD, None)
    # The day before, the child is simply not enrolled.
    assert bereken_stand(feiten_, LANDELIJK, date(2025, 7, 31)).categorie is Categorie.AV


@pytest.mark.parametrize("grond", [Grond.ART5_A, Grond.ART5_B, Grond.ART5_C, Grond.ART5A_TREKKEND])
def test_an_exemption_from_inschrijving_goes_before_any_absence(grond: Grond) -> None:
    feiten_ = kind(
        verzuim=(ongeoorloofd(date(2026, 9, 7)),),
        vrijstellingen=(Vrijstelling(grond, date(2026, 11, 2), None),),
    )
    assert bereken_stand(feiten_, LANDELIJK, P).categorie is Categorie.VRIJGESTELD
    assert bereken_stand(feiten_, LANDELIJK, date(2026, 11, 1)).categorie is Categorie.LRV


def test_article_15_exempts_from_the_kwalificatieplicht_only() -> None:
    zestien = date(2010, 3, 4)  # kwalificatieplichtig since 2026-08-01
    vrijstelling = (Vrijstelling(Grond.ART15, date(2026, 5, 1), date(2026, 11, 2)),)
    feiten_ = kind(geboortedatum=zestien, inschrijvingen=(), vrijstellingen=vrijstelling)
    leerplicht = bereken_stand(feiten_, LANDELIJK, date(2026, 7, 31))
    assert (leerplicht.plicht, leerplicht.categorie) == (Plicht.LEERPLICHTIG, Categorie.AV)
    assert leerplicht.verzuim_sinds is not None
    tijdens = bereken_stand(feiten_, LANDELIJK, date(2026, 8, 1))
    assert (tijdens.plicht, tijdens.categorie) == (Plicht.GEEN, Categorie.NIET_PLICHTIG)
    erna = bereken_stand(feiten_, LANDELIJK, P)
    assert (erna.categorie, erna.verzuim_sinds) == (Categorie.AV, date(2026, 11, 2))


def test_a_startkwalificatie_ends_the_kwalificatieplicht_but_not_the_leerplicht() -> None:
    feiten_ = kind(
        geboortedatum=date(2010, 3, 4), inschrijvingen=(), startkwalificatie_op=date(2026, 7, 1)
    )
    assert bereken_stand(feiten_, LANDELIJK, date(2026, 7, 31)).categorie is Categorie.AV
    assert bereken_stand(feiten_, LANDELIJK, date(2026, 8, 1)).plicht is Plicht.GEEN
    later = kind(
        geboortedatum=date(2010, 3, 4), inschrijvingen=(), startkwalificatie_op=date(2026, 11, 21)
    )
    assert bereken_stand(later, LANDELIJK, date(2026, 11, 20)).categorie is Categorie.AV
    assert bereken_stand(later, LANDELIJK, P).categorie is Categorie.NIET_PLICHTIG


def test_the_run_begins_with_the_leerplicht_in_the_middle_of_a_span() -> None:
    feiten_ = kind(
        geboortedatum=date(2021, 7, 10),
        verzuim=(ongeoorloofd(date(2026, 6, 1)),),
    )
    assert sinds(feiten_) == date(2026, 8, 17)


def test_enrolled_since_before_we_know_is_enrolled_on_every_earlier_day() -> None:
    feiten_ = kind(inschrijvingen=(Inschrijving(None, None),))
    assert bereken_stand(feiten_, LANDELIJK, date(2019, 1, 7)).categorie is Categorie.GEEN
    bekend = kind(inschrijvingen=(Inschrijving(date(2024, 8, 26), None),))
    assert bereken_stand(bekend, LANDELIJK, date(2024, 8, 25)).categorie is Categorie.AV


def test_what_lies_after_the_day_is_not_known_to_the_category() -> None:
    feiten_ = kind(verzuim=(ongeoorloofd(date(2026, 11, 22)),))
    assert bereken_stand(feiten_, LANDELIJK, P).categorie is Categorie.GEEN
    # A known return changes no threshold before it comes.
    terug = kind(verzuim=(ongeoorloofd(date(2026, 11, 2), date(2026, 11, 25)),))
    stand = bereken_stand(terug, LANDELIJK, P)
    assert stand.vier_weken_op == date(2026, 11, 30)
    assert bereken_stand(terug, LANDELIJK, date(2026, 11, 25)).categorie is Categorie.GEEN


def test_first_day_and_last_day_of_a_span() -> None:
    feiten_ = kind(verzuim=(ongeoorloofd(date(2026, 11, 2), date(2026, 11, 10)),))
    categorieen = [
        bereken_stand(feiten_, LANDELIJK, date(2026, 11, dag)).categorie for dag in (1, 2, 9, 10)
    ]
    assert categorieen == [
        Categorie.GEEN,
        Categorie.DREIGEND,
        Categorie.DREIGEND,
        Categorie.GEEN,
    ]
    assert bereken_stand(feiten_, LANDELIJK, date(2026, 11, 2)).dagen_thuis == 0


@given(data=st.data(), kind_=feiten(), regelset=regelsets)
def test_what_always_holds(data: st.DataObject, kind_: Feiten, regelset: Regelset) -> None:
    peildatum = data.draw(peildata(kind_))
    stand = bereken_stand(kind_, regelset, peildatum)
    assert stand.is_thuiszitter == (stand.categorie in {Categorie.AV, Categorie.LRV})
    periode = [stand.duur, stand.verzuim_sinds, stand.dagen_thuis, stand.vier_weken_op]
    assert all(deel is None for deel in periode) or all(deel is not None for deel in periode)
    if stand.verzuim_sinds is None:
        assert stand.drie_maanden_op is None
        assert not stand.is_thuiszitter
        return
    assert stand.verzuim_sinds <= peildatum
    assert stand.plicht is not Plicht.GEEN
    # The first day is absent itself: asked on that day, the run is one day old or goes on.
    eerste = bereken_stand(kind_, regelset, stand.verzuim_sinds)
    assert eerste.verzuim_sinds == stand.verzuim_sinds
    ervoor = stand.verzuim_sinds - timedelta(days=1)
    assert bereken_stand(kind_, regelset, ervoor).verzuim_sinds is None
    if stand.categorie is Categorie.LRV:
        assert stand.duur is not Duur.KORTER_DAN_VIER_WEKEN
    if stand.volgende_drempel is not None:
        assert stand.volgende_drempel.op >= peildatum
