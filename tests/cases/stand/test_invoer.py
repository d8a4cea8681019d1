"""Lines of JSON in, lines of JSON out; a mistake is named at its place."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.stand import (
    LANDELIJK,
    LANGSTE_REGEL,
    Feiten,
    OngeldigeFeiten,
    beantwoord,
    bereken_stand,
    lees_feiten,
    stand_als_gegevens,
)
from tests.cases.stand.feiten import als_gegevens, dagen, feiten

GOED: dict[str, Any] = {
    "id": "a1",
    "peildatum": "2026-11-21",
    "geboortedatum": "2012-03-04",
    "regio": "noord",
    "startkwalificatie_op": None,
    "inschrijvingen": [{"begin": "2024-08-26", "einde": None}],
    "verzuim": [{"begin": "2026-10-05", "einde": None, "geoorloofd": False}],
    "aanbod": [{"gestart_op": "2026-11-30", "einde": None}],
    "vrijstellingen": [{"grond": "ART5_A", "begin": "2025-08-01", "einde": "2026-08-01"}],
    "gemist": [{"datum": "2026-10-06", "uren": 5.0, "geoorloofd": False}],
}


def antwoord(gegevens: object) -> tuple[dict[str, Any], bool]:
    tekst, geldig = beantwoord(json.dumps(gegevens).encode(), LANDELIJK)
    return json.loads(tekst), geldig


def fout(gegevens: object) -> str:
    gelezen, geldig = antwoord(gegevens)
    assert not geldig
    assert set(gelezen) == {"id", "fout"}
    assert isinstance(gelezen["fout"], str)
    return gelezen["fout"]


def test_the_example_gets_the_answer_of_the_definition() -> None:
    gelezen, geldig = antwoord(GOED)
    assert geldig
    uitleg = gelezen.pop("uitleg")
    assert gelezen == {
        "id": "a1",
        "plicht": "leerplichtig",
        "categorie": "LRV",
        "duur": "4w-3m",
        "verzuim_sinds": "2026-10-05",
        "dagen_thuis": 47,
        "vier_weken_op": "2026-11-02",
        "drie_maanden_op": "2027-01-05",
        "uren_16_op": None,
        "volgende_drempel": {"naam": "drie_maanden", "op": "2027-01-05"},
        "regelset": "landelijk",
    }
    assert all(isinstance(zin, str) and zin for zin in uitleg)


def test_the_example_of_the_readme_is_valid() -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    example = readme.split("### A line for `stand`")[1].split("```json")[1].split("```")[0]
    gelezen, geldig = antwoord(json.loads(example))
    assert geldig
    told = readme.split("The answer has the same `id`")[1].split("A line that is not valid")[0]
    assert [veld for veld in gelezen if veld != "id" and f"`{veld}`" not in told] == []


def test_keys_stand_in_the_order_of_the_definition() -> None:
    gelezen, _ = antwoord(GOED)
    assert list(gelezen) == [
        "id",
        "plicht",
        "categorie",
        "duur",
        "verzuim_sinds",
        "dagen_thuis",
        "vier_weken_op",
        "drie_maanden_op",
        "uren_16_op",
        "volgende_drempel",
        "regelset",
        "uitleg",
    ]


def test_lists_may_be_absent_empty_or_null_and_unknown_keys_are_left_alone() -> None:
    kaal = {"peildatum": "2026-11-21", "geboortedatum": "2012-03-04", "regio": "noord"}
    extras: list[dict[str, Any]] = [
        {},
        {"verzuim": [], "gemist": None},
        {"bron": "school", "versie": 3},
    ]
    for extra in extras:
        gelezen, geldig = antwoord(kaal | extra)
        assert geldig
        assert (gelezen["id"], gelezen["categorie"]) == (None, "AV")
    met_bron = GOED | {"verzuim": [{**GOED["verzuim"][0], "bron": "school"}]}
    assert antwoord(met_bron) == antwoord(GOED)


def test_an_inschrijving_may_begin_before_we_know_but_its_begin_may_not_be_forgotten() -> None:
    onbekend, geldig = antwoord(GOED | {"inschrijvingen": [{"begin": None, "einde": None}]})
    assert geldig
    assert onbekend["categorie"] == "LRV"
    assert (
        fout(GOED | {"inschrijvingen": [{"einde": None}]}) == "inschrijvingen 1, begin ontbreekt."
    )


@pytest.mark.parametrize("kenmerk", ["a1", 7, None, True, "é\ud800", {"nr": [1]}, ""])
def test_the_id_comes_back_as_it_was(kenmerk: object) -> None:
    assert antwoord(GOED | {"id": kenmerk})[0]["id"] == kenmerk
    assert antwoord(GOED | {"id": kenmerk, "regio": "oost"})[0]["id"] == kenmerk


@pytest.mark.parametrize(
    ("verandering", "genoemd"),
    [
        ({"peildatum": "2026-02-30"}, 'peildatum: "2026-02-30" is geen bestaande datum'),
        ({"peildatum": "20261121"}, "peildatum"),
        ({"peildatum": "2026-W47-6"}, "peildatum"),
        ({"peildatum": "2026-11-21T00:00:00"}, "peildatum"),
        ({"peildatum": 20261121}, "peildatum"),
        ({"peildatum": None}, "peildatum"),
        ({"peildatum": "9999-12-31"}, "tussen 1900 en 2199"),
        ({"geboortedatum": "0001-01-01"}, "tussen 1900 en 2199"),
        ({"geboortedatum": ["2012-03-04"]}, "geboortedatum"),
        ({"regio": "oost"}, "kies uit noord, midden, zuid"),
        ({"regio": None}, "regio"),
        ({"regio": ["noord"]}, "regio"),
        ({"startkwalificatie_op": "morgen"}, "startkwalificatie_op"),
        ({"verzuim": {}}, "verzuim: {} is geen lijst"),
        ({"verzuim": "2026-10-05"}, "is geen lijst"),
        ({"verzuim": 0}, "is geen lijst"),
        ({"verzuim": [None]}, "verzuim 1: null is geen object"),
        ({"verzuim": [*GOED["verzuim"], []]}, "verzuim 2: [] is geen object"),
        ({"verzuim": [{"begin": None, "geoorloofd": False}]}, "verzuim 1, begin"),
        ({"verzuim": [{"begin": "2026-10-05"}]}, "verzuim 1, geoorloofd ontbreekt"),
        ({"verzuim": [{"begin": "2026-10-05", "geoorloofd": 0}]}, "niet true of false"),
        ({"verzuim": [{"begin": "2026-10-05", "geoorloofd": "nee"}]}, "niet true of false"),
        (
            {"verzuim": [{"begin": "2026-10-05", "einde": "2026-10-05", "geoorloofd": True}]},
            "einde moet na begin liggen",
        ),
        ({"aanbod": [{"einde": None}]}, "geef gestart_op"),
        ({"vrijstellingen": [{"grond": "ART5", "begin": "2025-08-01"}]}, "ART5A_TREKKEND"),
        ({"vrijstellingen": [{"begin": "2025-08-01"}]}, "vrijstellingen 1, grond ontbreekt"),
        ({"gemist": [{"datum": "2026-10-06", "uren": True, "geoorloofd": False}]}, "geen getal"),
        ({"gemist": [{"datum": "2026-10-06", "uren": "5", "geoorloofd": False}]}, "geen getal"),
        ({"gemist": [{"datum": "2026-10-06", "uren": 25, "geoorloofd": False}]}, "tussen 0 en 24"),
        ({"gemist": [{"datum": "2026-10-06", "uren": 10**40, "geoorloofd": False}]}, "0 en 24"),
        ({"gemist": [{"uren": 5, "geoorloofd": False}]}, "gemist 1, datum ontbreekt"),
    ],
)
def test_a_wrong_field_is_named(verandering: dict[str, Any], genoemd: str) -> None:
    assert genoemd in fout(GOED | verandering)


def test_overlapping_spans_are_both_named() -> None:
    zin = fout(
        GOED
        | {
            "verzuim": [
                {"begin": "2026-10-05", "einde": "2026-10-20", "geoorloofd": False},
                {"begin": "2026-10-19", "einde": None, "geoorloofd": True},
            ]
        }
    )
    assert "2026-10-05 tot 2026-10-20" in zin
    assert "2026-10-19 (loopt nog)" in zin


@pytest.mark.parametrize("veld", ["peildatum", "geboortedatum", "regio"])
def test_what_is_needed_is_missed(veld: str) -> None:
    assert fout({k: v for k, v in GOED.items() if k != veld}) == f"{veld} ontbreekt."


@pytest.mark.parametrize(
    ("regel", "genoemd"),
    [
        (b"{", "geen geldige JSON (teken 2)"),
        (b'{"id": "a1",}', "geen geldige JSON"),
        (b'{"id": "a1"} {}', "geen geldige JSON"),
        (b'{"id": "\xe9"}', "geen UTF-8 (byte 9)"),
        (b'\xff\xfe{\x00"\x00', "geen UTF-8"),
        (b"[]", "geen JSON-object"),
        (b"null", "geen JSON-object"),
        (b'"a1"', "geen JSON-object"),
        (b'{"id": NaN}', "een waarde die niet kan"),
        (b'{"id": ' + b"9" * 5000 + b"}", "een waarde die niet kan"),
        (b"[" * 200_000, "geen geldige JSON"),
        (b'{"id": "' + b"x" * LANGSTE_REGEL + b'"}', "langer dan 1000000 bytes"),
    ],
)
def test_a_line_that_cannot_be_read_gets_an_answer_too(regel: bytes, genoemd: str) -> None:
    tekst, geldig = beantwoord(regel, LANDELIJK)
    assert not geldig
    assert json.loads(tekst)["id"] is None
    assert genoemd in json.loads(tekst)["fout"]


def test_infinite_hours_are_no_number() -> None:
    regel = json.dumps(GOED).replace("5.0", "1e999").encode()
    tekst, geldig = beantwoord(regel, LANDELIJK)
    assert not geldig
    assert "geen getal" in json.loads(tekst)["fout"]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    schoon = beantwoord(json.dumps(GOED).encode(), LANDELIJK)
    assert beantwoord(b"\xef\xbb\xbf" + json.dumps(GOED).encode() + b"\r\n", LANDELIJK) == schoon


def test_a_long_wrong_value_is_cut_off() -> None:
    assert len(fout(GOED | {"regio": "x" * 5000})) < 200


def test_the_answer_is_one_line_of_ascii() -> None:
    tekst, _ = beantwoord(json.dumps(GOED | {"id": "één\nregel"}).encode(), LANDELIJK)
    assert tekst.isascii()
    assert "\n" not in tekst


def als_json(kind: Feiten, peildatum: date) -> str:
    gegevens = als_gegevens(kind) | {"id": "h", "peildatum": peildatum}
    return json.dumps(
        gegevens, default=lambda w: w.isoformat() if isinstance(w, date) else float(w)
    )


@settings(deadline=None)
@given(kind=feiten(), peildatum=dagen)
def test_through_json_the_stand_is_the_same(kind: Feiten, peildatum: date) -> None:
    regel = als_json(kind, peildatum)
    assert lees_feiten(json.loads(regel))[1] == peildatum
    tekst, geldig = beantwoord(regel.encode(), LANDELIJK)
    assert geldig
    verwacht = stand_als_gegevens(bereken_stand(kind, LANDELIJK, peildatum))
    assert json.loads(tekst) == json.loads(json.dumps({"id": "h"} | verwacht))


WAARDEN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | dagen.map(str),
    lambda deel: (
        st.lists(deel, max_size=3) | st.dictionaries(st.text(max_size=6), deel, max_size=3)
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*GOED, "anders"]), WAARDEN))
def test_any_object_gets_an_answer_or_a_reason(gegevens: dict[str, Any]) -> None:
    tekst, geldig = beantwoord(json.dumps(GOED | gegevens).encode(), LANDELIJK)
    assert geldig == ("fout" not in json.loads(tekst))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(regel: bytes) -> None:
    tekst, _ = beantwoord(regel, LANDELIJK)
    assert isinstance(json.loads(tekst), dict)


def test_lees_feiten_raises_for_callers_of_their_own() -> None:
    with pytest.raises(OngeldigeFeiten, match="regio ontbreekt"):
        lees_feiten({"peildatum": "2026-11-21", "geboortedatum": "2012-03-04"})
