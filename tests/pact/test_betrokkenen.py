"""Who is meant by the free text of an agenda."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pact.betrokkenen import PartnerNaam, read_betrokkenen
from thuiszitters.accounts.rollen import Soort

PARTNERS = [
    PartnerNaam(1, "Samenwerkingsverband VO Waterstad", "VO2099", Soort.SWV),
    PartnerNaam(2, "Samenwerkingsverband PO Waterstad", "PO2099", Soort.SWV),
    PartnerNaam(3, "Waterstad", "9901", Soort.GEMEENTE),
    PartnerNaam(4, "Gemeente Polderdam", "9902", Soort.GEMEENTE),
    PartnerNaam(5, "GGD Waterland", "GGD77", Soort.JGZ),
    PartnerNaam(6, "Vereniging van Nederlandse Scholen", "", Soort.LANDELIJK),
    PartnerNaam(7, "Dienst voor Lijsten (DVL)", "DL", Soort.LANDELIJK),
    PartnerNaam(8, "Zorg & Zo", "ZZ", Soort.JEUGDHULP),
    PartnerNaam(9, "ROC Het Wad", "ROC1", Soort.OVERIG),
]
ALLEN = set(range(1, 10))


@pytest.mark.parametrize(
    ("tekst", "ids"),
    [
        ("", set()),
        ("-", set()),
        ("n.v.t.", set()),
        ("swv’s, gemeenten", {1, 2, 3, 4}),
        ("SWV's en gemeenten", {1, 2, 3, 4}),
        ("Samenwerkingsverbanden", {1, 2}),
        ("swv VO Waterstad", {1}),
        ("VO2099; PO2099", {1, 2}),
        ("gemeente Waterstad", {3}),
        ("Gem. Polderdam", {4}),
        ("de gemeente Polderdam.", {4}),
        ("GGD", {5}),
        ("GGD Waterland", {5}),
        ("jgz", {5}),
        ("VNS", {6}),
        ("DVL", {7}),
        ("Dienst voor Lijsten", {7}),
        ("Zorg & Zo", {8}),
        ("zorg & zo / GGD", {5, 8}),
        ("jeugdhulp", {8}),
        ("gemeenten\nROC Het Wad", {3, 4, 9}),
        ("alle betrokken partijen in het pact", ALLEN),
        ("alle betrokken partijen", ALLEN),
        ("Alle partners", ALLEN),
        ("partijen pact", ALLEN),
        ("pactpartners", ALLEN),
    ],
)
def test_certain(tekst: str, ids: set[int]) -> None:
    found = read_betrokkenen(tekst, PARTNERS)
    assert (set(found.partners), found.rest) == (ids, ())


@pytest.mark.parametrize(
    ("tekst", "ids", "rest"),
    [
        ("gemeente", set(), ["gemeente"]),
        ("swv", set(), ["swv"]),
        ("Waterland", set(), ["Waterland"]),
        ("schoolbesturen", set(), ["schoolbesturen"]),
        ("LP/RMC, swv's", {1, 2}, ["LP", "RMC"]),
        ("mbo, GGD", {5}, ["mbo"]),
        ("alle scholen in Waterstad", set(), ["alle scholen in Waterstad"]),
        ("alle partijen in het pact, externe begeleider", ALLEN, ["externe begeleider"]),
        ("gemeente Waterstad (Jeugd)", set(), ["gemeente Waterstad (Jeugd)"]),
        ("9901", set(), ["9901"]),
    ],
)
def test_left_to_people(tekst: str, ids: set[int], rest: list[str]) -> None:
    found = read_betrokkenen(tekst, PARTNERS)
    assert (set(found.partners), list(found.rest)) == (ids, rest)


def test_a_name_of_two_partners_is_not_certain() -> None:
    two = [
        PartnerNaam(1, "De Brug", "A1", Soort.SCHOOL),
        PartnerNaam(2, "De Brug", "A2", Soort.JEUGDHULP),
    ]
    found = read_betrokkenen("De Brug, A1", two)
    assert (set(found.partners), found.rest) == ({1}, ("De Brug",))


@given(st.text(max_size=80))
def test_never_raises_and_names_only_partners(tekst: str) -> None:
    assert read_betrokkenen(tekst, PARTNERS).partners <= ALLEN
