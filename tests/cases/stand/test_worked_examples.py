"""Every worked example of the definition of the Stand, and the known dates around them."""

from datetime import date
from typing import Any

import pytest

from cases.stand import (
    LANDELIJK,
    Aanbod,
    Categorie,
    Drempel,
    Drempelnaam,
    Duur,
    Feiten,
    Gemist,
    Grond,
    Inschrijving,
    Plicht,
    Verzuim,
    Vrijstelling,
    bereken_stand,
)
from tests.cases.stand.feiten import geoorloofd, kind, ongeoorloofd
from thuiszitters.kalender import Regio

SINDS_2_NOVEMBER = kind(verzuim=(ongeoorloofd(date(2026, 11, 2)),))


def test_the_whole_answer_of_the_example() -> None:
    feiten = Feiten(
        geboortedatum=date(2012, 3, 4),
        regio=Regio.NOORD,
        inschrijvingen=(Inschrijving(date(2024, 8, 26), None),),
        verzuim=(Verzuim(date(2026, 10, 5), None, geoorloofd=False),),
        aanbod=(Aanbod(date(2026, 11, 30), None),),
        vrijstellingen=(Vrijstelling(Grond.ART5_A, date(2025, 8, 1), date(2026, 8, 1)),),
        gemist=(Gemist(date(2026, 10, 6), 5.0, geoorloofd=False),),
    )
    stand = bereken_stand(feiten, LANDELIJK, date(2026, 11, 21))
    assert stand.plicht == "leerplichtig"
    assert stand.categorie == "LRV"
    assert stand.duur == "4w-3m"
    assert stand.verzuim_sinds == date(2026, 10, 5)
    assert stand.dagen_thuis == 47
    assert stand.vier_weken_op == date(2026, 11, 2)
    assert stand.drie_maanden_op == date(2027, 1, 5)
    assert stand.uren_16_op is None
    assert stand.volgende_drempel == ("drie_maanden", date(2027, 1, 5))
    assert stand.regelset == "landelijk"
    assert stand.is_thuiszitter
    assert stand.uitleg


def test_nineteen_days_is_a_threat_with_both_dates_ahead() -> None:
    stand = bereken_stand(SINDS_2_NOVEMBER, LANDELIJK, date(2026, 11, 21))
    assert stand.categorie is Categorie.DREIGEND
    assert stand.dagen_thuis == 19
    assert stand.vier_weken_op == date(2026, 11, 30)
    assert stand.drie_maanden_op == date(2027, 2, 2)
    assert stand.volgende_drempel == Drempel(Drempelnaam.VIER_WEKEN, date(2026, 11, 30))
    assert not stand.is_thuiszitter


@pytest.mark.parametrize(
    ("peildatum", "categorie", "duur"),
    [
        (date(2026, 11, 29), Categorie.DREIGEND, Duur.KORTER_DAN_VIER_WEKEN),
        (date(2026, 11, 30), Categorie.LRV, Duur.VIER_WEKEN_TOT_DRIE_MAANDEN),
        (date(2027, 2, 2), Categorie.LRV, Duur.VIER_WEKEN_TOT_DRIE_MAANDEN),
        (date(2027, 2, 3), Categorie.LRV, Duur.LANGER_DAN_DRIE_MAANDEN),
    ],
)
def test_category_and_duration_turn_on_the_right_day(
    peildatum: date, categorie: Categorie, duur: Duur
) -> None:
    stand = bereken_stand(SINDS_2_NOVEMBER, LANDELIJK, peildatum)
    assert (stand.categorie, stand.duur) == (categorie, duur)


@pytest.mark.parametrize(
    ("peildatum", "volgende"),
    [
        (date(2026, 11, 30), ("vier_weken", date(2026, 11, 30))),
        (date(2026, 12, 1), ("drie_maanden", date(2027, 2, 2))),
        (date(2027, 2, 2), ("drie_maanden", date(2027, 2, 2))),
        (date(2027, 2, 3), None),
    ],
)
def test_the_next_threshold_is_on_or_after_the_day(peildatum: date, volgende: Any) -> None:
    assert bereken_stand(SINDS_2_NOVEMBER, LANDELIJK, peildatum).volgende_drempel == volgende


def test_three_months_end_with_the_month() -> None:
    feiten = kind(verzuim=(ongeoorloofd(date(2026, 11, 30)),))
    stand = bereken_stand(feiten, LANDELIJK, date(2027, 1, 15))
    assert stand.drie_maanden_op == date(2027, 2, 28)
    schooldagen = LANDELIJK.met("telwijze_4w=schooldagen")
    assert bereken_stand(feiten, schooldagen, date(2027, 1, 15)).vier_weken_op == date(2027, 1, 8)


def test_weekend_and_kerstvakantie_do_not_break_the_run() -> None:
    feiten = kind(
        verzuim=(
            ongeoorloofd(date(2026, 12, 14), date(2026, 12, 19)),
            ongeoorloofd(date(2027, 1, 4)),
        )
    )
    assert bereken_stand(feiten, LANDELIJK, date(2027, 1, 10)).verzuim_sinds == date(2026, 12, 14)
    # Between the two spans the child is not absent.
    assert bereken_stand(feiten, LANDELIJK, date(2026, 12, 25)).verzuim_sinds is None


def test_authorised_absence_breaks_the_run() -> None:
    feiten = kind(
        verzuim=(
            ongeoorloofd(date(2026, 9, 7), date(2026, 10, 5)),
            geoorloofd(date(2026, 10, 5), date(2026, 10, 7)),
            ongeoorloofd(date(2026, 10, 7)),
        )
    )
    peildatum = date(2026, 11, 21)
    assert bereken_stand(feiten, LANDELIJK, peildatum).verzuim_sinds == date(2026, 10, 7)
    overbrugd = LANDELIJK.met("geoorloofd_overbrugt=ja")
    assert bereken_stand(feiten, overbrugd, peildatum).verzuim_sinds == date(2026, 9, 7)


def test_not_enrolled_without_exemption_is_absoluut_verzuim() -> None:
    feiten = kind(inschrijvingen=(Inschrijving(None, date(2026, 8, 1)),))
    stand = bereken_stand(feiten, LANDELIJK, date(2026, 11, 21))
    assert stand.categorie is Categorie.AV
    assert stand.verzuim_sinds == date(2026, 8, 1)
    assert stand.duur is Duur.LANGER_DAN_DRIE_MAANDEN


def test_a_running_aanbod_stops_the_three_months_and_counts_apart() -> None:
    feiten = kind(
        verzuim=(ongeoorloofd(date(2026, 8, 24)),), aanbod=(Aanbod(date(2026, 11, 2), None),)
    )
    stand = bereken_stand(feiten, LANDELIJK, date(2026, 11, 21))
    assert stand.categorie is Categorie.MET_AANBOD
    assert stand.drie_maanden_op is None
    assert any("sinds 2 nov 2026" in zin for zin in stand.uitleg)


def test_the_leerplicht_begins_on_the_first_schooldag_of_the_region() -> None:
    geboren = date(2021, 7, 10)
    peildatum = date(2026, 8, 20)
    noord = Feiten(geboren, Regio.NOORD)
    stand = bereken_stand(noord, LANDELIJK, peildatum)
    assert (stand.plicht, stand.categorie) == (Plicht.LEERPLICHTIG, Categorie.AV)
    assert stand.verzuim_sinds == date(2026, 8, 17)
    assert bereken_stand(noord, LANDELIJK, date(2026, 8, 16)).plicht is Plicht.GEEN

    midden = bereken_stand(Feiten(geboren, Regio.MIDDEN), LANDELIJK, peildatum)
    assert (midden.plicht, midden.categorie) == (Plicht.GEEN, Categorie.NIET_PLICHTIG)
    assert any("31 aug 2026" in zin for zin in midden.uitleg)


@pytest.mark.parametrize(
    ("geboren", "noord", "midden", "zuid"),
    [
        (date(2021, 6, 15), date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 1)),
        (date(2021, 7, 10), date(2026, 8, 17), date(2026, 8, 31), date(2026, 8, 24)),
        (date(2020, 7, 10), date(2025, 8, 25), date(2025, 9, 1), date(2025, 8, 18)),
        (date(2021, 9, 1), date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 1)),
        # A child of 29 February has its fifth birthday on 1 March: it starts in April.
        (date(2020, 2, 29), date(2025, 4, 1), date(2025, 4, 1), date(2025, 4, 1)),
    ],
)
def test_first_day_of_the_leerplicht(geboren: date, noord: date, midden: date, zuid: date) -> None:
    for regio, begin in zip(Regio, (noord, midden, zuid), strict=True):
        feiten = Feiten(geboren, regio)
        stand = bereken_stand(feiten, LANDELIJK, begin)
        assert (stand.plicht, stand.verzuim_sinds) == (Plicht.LEERPLICHTIG, begin)
        ervoor = date.fromordinal(begin.toordinal() - 1)
        assert bereken_stand(feiten, LANDELIJK, ervoor).plicht is Plicht.GEEN


def test_the_leerplicht_ends_with_the_schooljaar_of_the_sixteenth_birthday() -> None:
    feiten = Feiten(
        date(2010, 8, 1), Regio.NOORD, inschrijvingen=(Inschrijving(None, date(2027, 6, 1)),)
    )
    laatste = bereken_stand(feiten, LANDELIJK, date(2027, 7, 31))
    assert (laatste.plicht, laatste.categorie) == (Plicht.LEERPLICHTIG, Categorie.AV)
    volgende = bereken_stand(feiten, LANDELIJK, date(2027, 8, 1))
    assert volgende.plicht is Plicht.KWALIFICATIEPLICHTIG
    assert volgende.verzuim_sinds == date(2027, 6, 1)

    dag_eerder = Feiten(date(2010, 7, 31), Regio.NOORD)
    assert bereken_stand(dag_eerder, LANDELIJK, date(2026, 7, 31)).plicht is Plicht.LEERPLICHTIG
    assert (
        bereken_stand(dag_eerder, LANDELIJK, date(2026, 8, 1)).plicht is Plicht.KWALIFICATIEPLICHTIG
    )


def test_the_kwalificatieplicht_ends_the_day_before_the_eighteenth_birthday() -> None:
    feiten = Feiten(date(2010, 8, 1), Regio.NOORD)
    laatste = bereken_stand(feiten, LANDELIJK, date(2028, 7, 31))
    assert laatste.plicht is Plicht.KWALIFICATIEPLICHTIG
    jarig = bereken_stand(feiten, LANDELIJK, date(2028, 8, 1))
    assert (jarig.plicht, jarig.categorie) == (Plicht.GEEN, Categorie.NIET_PLICHTIG)
    assert jarig.verzuim_sinds is None

    schrikkel = Feiten(date(2008, 2, 29), Regio.NOORD)
    assert (
        bereken_stand(schrikkel, LANDELIJK, date(2026, 2, 28)).plicht is Plicht.KWALIFICATIEPLICHTIG
    )
    assert bereken_stand(schrikkel, LANDELIJK, date(2026, 3, 1)).plicht is Plicht.GEEN


@pytest.mark.parametrize(
    ("sinds", "vier_weken", "schooldagen", "drie_maanden"),
    [
        (date(2026, 11, 2), date(2026, 11, 30), date(2026, 11, 27), date(2027, 2, 2)),
        (date(2026, 11, 30), date(2026, 12, 28), date(2027, 1, 8), date(2027, 2, 28)),
        (date(2026, 6, 22), date(2026, 7, 20), date(2026, 8, 28), date(2026, 9, 22)),
        (date(2026, 10, 5), date(2026, 11, 2), date(2026, 11, 6), date(2027, 1, 5)),
        (date(2026, 8, 31), date(2026, 9, 28), date(2026, 9, 25), date(2026, 11, 30)),
        (date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 5), date(2027, 4, 30)),
    ],
)
def test_known_threshold_dates(
    sinds: date, vier_weken: date, schooldagen: date, drie_maanden: date
) -> None:
    feiten = kind(verzuim=(ongeoorloofd(sinds),))
    stand = bereken_stand(feiten, LANDELIJK, sinds)
    assert (stand.vier_weken_op, stand.drie_maanden_op) == (vier_weken, drie_maanden)
    telwijze = LANDELIJK.met("telwijze_4w=schooldagen")
    # Counted in schooldagen the date is the same whether it is asked before or after.
    for peildatum in (sinds, schooldagen, date(2027, 6, 1)):
        assert bereken_stand(feiten, telwijze, peildatum).vier_weken_op == schooldagen
