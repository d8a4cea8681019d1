"""Amounts as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pact.bedragen import MEEST, bedrag_getal, bedrag_in_woorden, parse_bedrag


@pytest.mark.parametrize(
    ("tekst", "bedrag"),
    [
        ("1.000,50", "1000.50"),
        ("€ 1.200", "1200.00"),
        ("€1.200,-", "1200.00"),
        ("1.200,--", "1200.00"),
        ("1200", "1200.00"),
        ("1200,5", "1200.50"),
        ("1200.50", "1200.50"),
        ("1 200", "1200.00"),
        ("€\xa01.200.000", "1200000.00"),
        ("EUR 15", "15.00"),
        ("15 euro", "15.00"),
        ("0", "0.00"),
    ],
)
def test_read(tekst: str, bedrag: str) -> None:
    assert parse_bedrag(tekst) == Decimal(bedrag)


@pytest.mark.parametrize(
    "tekst",
    ["", "veel", "-5", "1.00.0", "1.2.3", "1.500 per deelnemer", "1e5", "€", "١٢", "1,,2"],
)
def test_no_amount(tekst: str) -> None:
    with pytest.raises(ValueError, match="geen bedrag"):
        parse_bedrag(tekst)


@pytest.mark.parametrize("tekst", ["12,345", "1,000", "1,000.50", "12,345,678"])
def test_what_reads_in_two_ways_is_refused(tekst: str) -> None:
    with pytest.raises(ValueError, match="twee manieren"):
        parse_bedrag(tekst)


def test_too_much() -> None:
    assert parse_bedrag("9.999.999.999,99") == MEEST
    with pytest.raises(ValueError, match="te groot"):
        parse_bedrag("10.000.000.000")


@given(st.decimals(min_value=0, max_value=MEEST, places=2))
def test_what_is_shown_can_be_typed_again(bedrag: Decimal) -> None:
    assert parse_bedrag(bedrag_getal(bedrag)) == bedrag
    assert parse_bedrag(bedrag_in_woorden(bedrag)) == bedrag


@given(st.text(max_size=30))
def test_anything_else_is_refused_in_words(tekst: str) -> None:
    said = "."
    try:
        assert 0 <= parse_bedrag(tekst) <= MEEST
    except ValueError as error:
        said = str(error)
    assert said.endswith(".")
