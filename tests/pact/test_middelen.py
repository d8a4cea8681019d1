"""What actions cost, as people write it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pact.keuzes import Middelsoort
from pact.middelen import read_middelen


@pytest.mark.parametrize(
    ("tekst", "bedrag", "eenheid"),
    [
        ("ca. €1.000 (reis)", "1000.00", ""),
        ("€1.500 per deelnemer", "1500.00", "per deelnemer"),
        ("ca. € 1.500,50 per deelnemer per jaar", "1500.50", "per deelnemer per jaar"),
        ("€ 8.750 op jaarbasis voor een dagdeel per week", "8750.00", "op jaarbasis"),
        ("€ 500,-", "500.00", ""),
        ("€500,--", "500.00", ""),
        ("EUR 1200", "1200.00", ""),
        ("1.200 euro", "1200.00", ""),
        ("max. 25 euro p.p.", "25.00", "p.p."),
        ("€ 2 miljoen", "2000000.00", ""),
        ("2,5 mln euro", "2500000.00", ""),
        ("€ 12k", "12000.00", ""),
    ],
)
def test_one_amount(tekst: str, bedrag: str, eenheid: str) -> None:
    found = read_middelen(tekst)
    assert (found.soort, found.bedrag, found.eenheid) == (
        Middelsoort.BEDRAG,
        Decimal(bedrag),
        eenheid,
    )
    assert found.tekst == tekst


@pytest.mark.parametrize(
    ("tekst", "soort"),
    [
        ("", Middelsoort.ONBEKEND),
        ("  ", Middelsoort.ONBEKEND),
        ("-", Middelsoort.NVT),
        ("–", Middelsoort.NVT),
        ("·", Middelsoort.NVT),
        ("n.v.t.", Middelsoort.NVT),
        ("NVT", Middelsoort.NVT),
        ("PM", Middelsoort.PM),
        ("p.m.", Middelsoort.PM),
        ("Vervolgkosten: PM", Middelsoort.PM),
        ("n.v.t.\nPM voor de inhuur", Middelsoort.TEKST),
        ("€ 1.000 tot € 1.500", Middelsoort.TEKST),
        ("€ 1.000\n\nPM de zaal (anders € 1.200)", Middelsoort.TEKST),
        ("€ 1.000 en PM", Middelsoort.TEKST),
        ("uit de lopende begroting", Middelsoort.TEKST),
        ("10 uur per week", Middelsoort.TEKST),
        ("€ 99999999999999", Middelsoort.TEKST),
    ],
)
def test_no_amount(tekst: str, soort: Middelsoort) -> None:
    found = read_middelen(tekst)
    assert (found.soort, found.bedrag, found.eenheid) == (soort, None, "")
    assert found.tekst == tekst.strip()


@given(st.one_of(st.text(max_size=80), st.text("€0123456789., -kpmPer", max_size=40)))
def test_never_raises(tekst: str) -> None:
    found = read_middelen(tekst)
    assert (found.bedrag is not None) == (found.soort is Middelsoort.BEDRAG)
    assert found.bedrag is None or 0 <= found.bedrag < 10**10
    assert len(found.eenheid) <= 40
