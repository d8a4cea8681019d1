from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thuiszitters.kalender import datum_kort
from thuiszitters.ui.datums import (
    MAANDEN,
    dag_tekst,
    dagen_tekst,
    over_dagen_tekst,
    parse_datum,
)

DAGEN = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "tekst",
    [
        "12-3-26",
        "12-03-2026",
        "12/3/2026",
        "12.03.26",
        "12 3 2026",
        "2026-03-12",
        "2026-3-12",
        "12 mrt 2026",
        "12 mrt. 2026",
        "12 maart 2026",
        "12 Maart '26",
        "12mrt2026",
        "12-mrt-2026",
        "do 12 mrt 2026",
        "donderdag 12 maart 2026",
        "  12  maart   2026 ",
    ],
)
def test_reads_what_people_write(tekst: str) -> None:
    assert parse_datum(tekst) == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("tekst", "zegt"),
    [
        ("volgende week", "Dit is geen datum"),
        ("", "Dit is geen datum"),
        ("12", "Dit is geen datum"),
        ("12-3", "Dit is geen datum"),
        ("12-3-202", "Dit is geen datum"),
        ("12-3-20266", "Dit is geen datum"),
        ("١٢-٣-٢٠٢٦", "Dit is geen datum"),
        ("12 march 2026", "Dit is geen datum"),
        ("31-2-2026", "31 februari 2026 bestaat niet"),
        ("0-3-2026", "0 maart 2026 bestaat niet"),
        ("29 februari 2027", "29 februari 2027 bestaat niet"),
        ("3-13-2026", "Maand 13 bestaat niet"),
        ("12-3-0026", "Het jaar 26 kan niet kloppen"),
        ("12-3-9999", "Het jaar 9999 kan niet kloppen"),
    ],
)
def test_says_what_is_wrong(tekst: str, zegt: str) -> None:
    with pytest.raises(ValueError, match=zegt):
        parse_datum(tekst)


@pytest.mark.parametrize(("jaar", "eeuw"), [("00", 2000), ("68", 2068), ("69", 1969), ("99", 1999)])
def test_two_digits_of_a_year(jaar: str, eeuw: int) -> None:
    assert parse_datum(f"1-1-{jaar}").year == eeuw


@given(DAGEN)
def test_reads_back_every_way_a_date_is_shown(dag: date) -> None:
    voluit = f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"
    cijfers = f"{dag.day}-{dag.month}-{dag.year}"
    for tekst in (datum_kort(dag), dag.isoformat(), voluit, cijfers):
        assert parse_datum(tekst) == dag


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_sentence(tekst: str) -> None:
    try:
        uitkomst: object = parse_datum(tekst)
    except ValueError as fout:
        uitkomst = str(fout)
    assert isinstance(uitkomst, date) or str(uitkomst).endswith(".")


@pytest.mark.parametrize(
    ("verschil", "tekst"),
    [
        (0, "vandaag"),
        (1, "morgen"),
        (-1, "gisteren"),
        (6, "over 6 dagen"),
        (-3, "3 dagen geleden"),
    ],
)
def test_distance(verschil: int, tekst: str) -> None:
    peildatum = date(2026, 3, 28)
    assert over_dagen_tekst(peildatum + timedelta(days=verschil), peildatum) == tekst


def test_day_to_plan_with_names_another_year() -> None:
    assert dag_tekst(date(2026, 11, 27), date(2026, 11, 21)) == "vr 27 nov"
    assert dag_tekst(date(2027, 1, 5), date(2026, 11, 21)) == "di 5 jan 2027"


@pytest.mark.parametrize(("aantal", "tekst"), [(0, "0 dagen"), (1, "1 dag"), (41, "41 dagen")])
def test_number_of_days(aantal: int, tekst: str) -> None:
    assert dagen_tekst(aantal) == tekst
