"""Periods as people write them, and what is read from them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pact.keuzes import Periodelezing
from pact.periode import Periode, read_periode

BEGIN, EINDE = date(2026, 3, 9), date(2029, 7, 31)


def lees(tekst: str, *, begin: date = BEGIN, einde: date | None = EINDE) -> Periode:
    return read_periode(tekst, pact_begin=begin, pact_einde=einde)


def dag(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


@pytest.mark.parametrize(
    ("tekst", "begin", "einde"),
    [
        # Months, with and without years, with every kind of dash and quote.
        ("okt ‘26 – jan ‘27", "2026-10-01", "2027-01-31"),
        ("okt '26 - jan '27", "2026-10-01", "2027-01-31"),
        ("dec ’26 -februari  2027", "2026-12-01", "2027-02-28"),
        ("september -december 2026", "2026-09-01", "2026-12-31"),
        ("september – december 2027", "2027-09-01", "2027-12-31"),
        ("maart-mei 2028", "2028-03-01", "2028-05-31"),
        ("jan-mrt 2028", "2028-01-01", "2028-03-31"),
        ("mrt–juni 2027", "2027-03-01", "2027-06-30"),
        ("november t/m februari 2028", "2027-11-01", "2028-02-29"),
        ("okt. 2026 t/m jan.", "2026-10-01", "2027-01-31"),
        ("okt 26 - jan 27", "2026-10-01", "2027-01-31"),
        ("in de periode maart-mei 2027", "2027-03-01", "2027-05-31"),
        ("maart en mei 2027", "2027-03-01", "2027-05-31"),
        ("januari/februari 2027", "2027-01-01", "2027-02-28"),
        ("februari 2028", "2028-02-01", "2028-02-29"),
        ("dec-26", "2026-12-01", "2026-12-31"),
        ("06-2027", "2027-06-01", "2027-06-30"),
        ("2027-06", "2027-06-01", "2027-06-30"),
        ("van sept. 2026 tot en met dec. 2026", "2026-09-01", "2026-12-31"),
        ("tussen mei en juli 2027", "2027-05-01", "2027-07-31"),
        # The pact itself.
        ("gehele looptijd", "2026-03-09", "2029-07-31"),
        ("Gehele looptijd Pact ", "2026-03-09", "2029-07-31"),
        ("gehele periode pact", "2026-03-09", "2029-07-31"),
        ("gedurende de gehele looptijd van het pact", "2026-03-09", "2029-07-31"),
        ("gedurende de\ngehele looptijd", "2026-03-09", "2029-07-31"),
        ("hele pactperiode", "2026-03-09", "2029-07-31"),
        ("vanaf 1 jan 2027 tot einde pact", "2027-01-01", "2029-07-31"),
        # One end only.
        ("uiterlijk einde schooljaar 26-27", "", "2027-07-31"),
        ("voor einde schooljaar '26-'27", "", "2027-07-31"),
        ("uiterlijk 1 juni 2027", "", "2027-06-01"),
        ("gereed uiterlijk 1 juni 2027", "", "2027-06-01"),
        ("1 juni 2027 gereed", "", "2027-06-01"),
        ("voor 1 juni 2027", "", "2027-05-31"),
        ("vóór 1 juni 2027", "", "2027-05-31"),
        ("voor juni 2027", "", "2027-05-31"),
        ("voor begin schooljaar 2027-2028", "", "2027-07-31"),
        ("tot 1 juni 2027", "", "2027-05-31"),
        ("t/m mei 2027", "", "2027-05-31"),
        ("tot en met mei 2027", "", "2027-05-31"),
        ("eind 2027", "", "2027-12-31"),
        ("uiterlijk eind juni 2027", "", "2027-06-30"),
        ("eerste start februari 2027", "2027-02-01", ""),
        ("Start: sept. 2026", "2026-09-01", ""),
        ("vanaf september 2026", "2026-09-01", ""),
        ("vanaf 10 maart 2025", "2025-03-10", ""),
        ("schooljaar 2025-2026", "2025-08-01", "2026-07-31"),
        ("m.i.v. 1 september 2026", "2026-09-01", ""),
        ("met ingang van schooljaar 2027-2028", "2027-08-01", ""),
        ("start schooljaar 2027-2028", "2027-08-01", ""),
        ("september 2026 e.v.", "2026-09-01", ""),
        ("vanaf februari 2027 (doorlopend)", "2027-02-01", ""),
        ("doorlopend", "", ""),
        # Quarters, halves, weeks, years.
        ("Q3 2026", "2026-07-01", "2026-09-30"),
        ("Q3-2026", "2026-07-01", "2026-09-30"),
        ("2026 Q3", "2026-07-01", "2026-09-30"),
        ("Q1-Q2 2027", "2027-01-01", "2027-06-30"),
        ("Q4 2026 en Q1 2027", "2026-10-01", "2027-03-31"),
        ("3e kwartaal 2026", "2026-07-01", "2026-09-30"),
        ("vierde kwartaal van 2026", "2026-10-01", "2026-12-31"),
        ("eerste helft van 2027", "2027-01-01", "2027-06-30"),
        ("week 12 2027", "2027-03-22", "2027-03-28"),
        ("weken 12 t/m 14 van 2027", "2027-03-22", "2027-04-11"),
        ("week 12-14, 2027", "2027-03-22", "2027-04-11"),
        ("2027", "2027-01-01", "2027-12-31"),
        ("2027 t/m 2028", "2027-01-01", "2028-12-31"),
        ("schooljaar 2026-2027", "2026-08-01", "2027-07-31"),
        ("Schooljaar 26/27", "2026-08-01", "2027-07-31"),
        ("schooljaar '26-'27", "2026-08-01", "2027-07-31"),
        # Days.
        ("1 juni 2027", "2027-06-01", "2027-06-01"),
        ("di 1 juni 2027", "2027-06-01", "2027-06-01"),
        ("1-6-2027", "2027-06-01", "2027-06-01"),
        ("01/06/27", "2027-06-01", "2027-06-01"),
        ("1.6.2027", "2027-06-01", "2027-06-01"),
        ("2027-06-01", "2027-06-01", "2027-06-01"),
        ("1 jun '27", "2027-06-01", "2027-06-01"),
        ("1-15 juni 2027", "2027-06-01", "2027-06-15"),
        ("1 juni-15 juli 2027", "2027-06-01", "2027-07-15"),
        ("1-1-2027 - 31-3-2027", "2027-01-01", "2027-03-31"),
        ("1-1-2027 tot 31-12-2027", "2027-01-01", "2027-12-31"),
        # Several in one cell, and phases.
        ("oktober-november 2026\n\n\nfebruari 2027", "2026-10-01", "2027-02-28"),
        ("1 september 2026 –\n31 december 2026", "2026-09-01", "2026-12-31"),
        ("- maart 2027\n- juni 2027", "2027-03-01", "2027-06-30"),
        ("fase 1: sept-dec 2026; fase 2: jan t/m juni 2027", "2026-09-01", "2027-06-30"),
        ("Fase 1 maart 2027, fase 2 juni 2027", "2027-03-01", "2027-06-30"),
        ("start feb 2027, gereed juni 2027", "2027-02-01", "2027-06-30"),
    ],
)
def test_reads_what_is_certain(tekst: str, begin: str, einde: str) -> None:
    found = lees(tekst)
    assert (found.begin, found.einde, found.lezing) == (
        dag(begin),
        dag(einde),
        Periodelezing.GELEZEN,
    ), found.uitleg
    assert found.deadline == found.einde


@pytest.mark.parametrize(
    "tekst",
    [
        "voor de zomervakantie 2027",
        "voorjaar 2027",
        "medio 2027",
        "begin 2027",
        "z.s.m.",
        "zo snel mogelijk",
        "n.t.b.",
        "nader te bepalen",
        "PM",
        "?",
        "oktober",
        "week 12",
        "maart 15",
        "tot juni 2027",
        "2027-2028",
        "2027/2028",
        "schooljaar 2027",
        "dit schooljaar",
        "per 1 januari 2027",
        "jaarlijks",
        "fase 1: sept-dec 2026; fase 2: later",
        "maart-mei 2027 (twee bijeenkomsten)",
        "december 2027 - maart 2027",
        "juni 2027\nmaart 2027",
        "31 februari 2027",
        "31-2-2027",
        "week 54 2027",
        "september",
        "tussen mei 2027",
        "mei 2027 t/m",
        "45",
        "1-2-3-4",
        "januari 2021",
        "januari 2031",
        "eerste start februari 2019",
        "uiterlijk einde schooljaar 18-19",
        "2019 t/m 2027",
        "vanaf 9 maart 2025",
        "schooljaar 2024-2025 tot en met schooljaar 2026-2027",
        "<b>mei 2027</b>",
        "=1+1",
        "x" * 301,
    ],
)
def test_leaves_to_people_what_is_not_certain(tekst: str) -> None:
    found = lees(tekst)
    assert found.lezing is Periodelezing.NAKIJKEN
    assert (found.begin, found.einde, found.deadline) == (None, None, None)
    assert found.uitleg.startswith("Kijk na. ")


@pytest.mark.parametrize("tekst", ["", "  ", "-", "–", "n.v.t.", "N.v.t", "\n"])
def test_no_period_at_all(tekst: str) -> None:
    found = lees(tekst)
    assert (found.lezing, found.deadline) == (Periodelezing.LEEG, None)


def test_a_year_left_out_comes_from_the_pact_where_only_one_fits() -> None:
    found = lees("oktober - november", begin=date(2026, 3, 9), einde=date(2027, 6, 30))
    assert (found.begin, found.einde) == (date(2026, 10, 1), date(2026, 11, 30))
    assert "alleen 2026 past binnen het pact" in found.uitleg
    both = lees("april", begin=date(2026, 3, 9), einde=date(2027, 6, 30))
    assert both.lezing is Periodelezing.NAKIJKEN
    without_end = lees("oktober - november", einde=None)
    assert without_end.lezing is Periodelezing.NAKIJKEN


def test_the_pact_without_an_end_gives_no_deadline() -> None:
    found = lees("gehele looptijd", einde=None)
    assert (found.begin, found.einde, found.deadline) == (BEGIN, None, None)
    assert found.lezing is Periodelezing.GELEZEN
    assert "geen deadline" in found.uitleg


def test_says_so_of_a_deadline_after_the_pact() -> None:
    assert "na het einde van het pact (31 jul 2029)" in lees("uiterlijk 1 sep 2029").uitleg


STUKJES = [
    "okt ‘26",
    "jan",
    "2027",
    "–",
    "-",
    "/",
    "t/m",
    "tot",
    "voor",
    "vanaf",
    "uiterlijk",
    "einde",
    "begin",
    "van",
    "en",
    ",",
    ";",
    "\n",
    "fase 1:",
    "gehele",
    "looptijd",
    "pact",
    "schooljaar",
    "26-27",
    "week",
    "12",
    "Q3",
    "1-6-2027",
    "2027-06",
    "31",
    "februari",
    "doorlopend",
    "n.t.b.",
    "zomer",
    "(",
    ")",
    ".",
    "'",
    "1",
    "e kwartaal",
    "eerste",
    "helft",
    "tussen",
    "tot en met",
    "2019",
    "0",
    "99",
    "\x00",
    "é",
    "e.v.",
]
TEKSTEN = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(STUKJES), max_size=9).map(" ".join),
    st.lists(st.sampled_from(STUKJES), max_size=9).map("".join),
)
DAGEN = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@given(TEKSTEN, DAGEN, st.none() | DAGEN)
@example("gehele looptijd", date.max, None)
@example("voor begin pact", date.min, date.max)
@example("week 53", date(2026, 1, 1), date(2026, 12, 31))
@example("\ud800", BEGIN, EINDE)
def test_never_raises_and_never_contradicts_itself(
    tekst: str, begin: date, einde: date | None
) -> None:
    found = lees(tekst, begin=begin, einde=einde)
    assert found == lees(tekst, begin=begin, einde=einde)
    assert found.deadline == found.einde
    assert found.uitleg
    if found.begin is not None and found.einde is not None:
        assert found.begin <= found.einde
    if found.lezing is not Periodelezing.GELEZEN:
        assert (found.begin, found.einde) == (None, None)
    if found.deadline is not None:
        assert found.deadline >= begin
    if found.begin is not None:
        # A leap day makes a year of 366 days.
        assert (begin - found.begin).days < 366


@given(DAGEN, st.integers(-800, 400))
@example(date(2026, 3, 9), -365)
@example(date(2026, 3, 9), -364)
@example(date(2025, 2, 28), -365)
@example(date(2028, 2, 29), -366)
def test_a_begin_a_year_or_more_before_the_pact_is_left_to_people(begin: date, dagen: int) -> None:
    start = begin + timedelta(days=dagen)
    found = lees(f"vanaf {start:%-d-%-m-%Y}", begin=begin, einde=None)
    leap_day = (start.month, start.day) == (2, 29)
    a_year_on = date(start.year + 1, 3, 1) if leap_day else start.replace(year=start.year + 1)
    if a_year_on <= begin:
        assert found.lezing is Periodelezing.NAKIJKEN
        assert "voordat het pact begint" in found.uitleg
    else:
        assert (found.begin, found.lezing) == (start, Periodelezing.GELEZEN)


@given(st.dates(BEGIN, EINDE), st.dates(BEGIN, EINDE), TEKSTEN)
def test_what_was_read_reads_the_same_again(eerste: date, tweede: date, tekst: str) -> None:
    """The days that were read, written out, are read as those very days."""
    begin, einde = sorted([eerste, tweede])
    found = lees(f"{begin.isoformat()} t/m {einde.isoformat()}")
    assert (found.begin, found.einde) == (begin, einde)
    first = lees(tekst)
    if first.begin is not None and first.einde is not None:
        again = lees(f"{first.begin:%-d-%-m-%Y} t/m {first.einde:%-d-%-m-%Y}")
        assert (again.begin, again.einde) == (first.begin, first.einde)
