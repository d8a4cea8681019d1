"""CSV files as they come: separators, encodings, quotes, and what is wrong with them."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from pytest_django import Settings

from cases.services.inlezen.bestand import Bestand, Bronrij, OnleesbaarBestand, open_bestand
from cases.services.inlezen.verslag import Rijfout

KOP = "kenmerk;voornaam;achternaam;geboortedatum;gemeentecode;verzuim_begin;toelichting"


def lees(pad: Path, inhoud: bytes | str) -> tuple[Bestand, list[Bronrij | Rijfout]]:
    """Write these bytes, read them twice, and return the list and its rows."""
    pad = pad / "lijst.csv"
    pad.write_bytes(inhoud.encode() if isinstance(inhoud, str) else inhoud)
    with open_bestand(pad) as bestand:
        rijen = list(bestand.rijen())
        assert list(bestand.rijen()) == rijen
        return bestand, rijen


def regels(rijen: list[Bronrij | Rijfout]) -> list[tuple[int, object]]:
    """Return line numbers with the kenmerk, or with None for a line that cannot be read."""
    return [(r.regel, r.cellen.get("kenmerk") if isinstance(r, Bronrij) else None) for r in rijen]


@pytest.mark.parametrize("teken", [";", ",", "\t"])
def test_the_separator_is_found_from_the_heading(tmp_path: Path, teken: str) -> None:
    _, rijen = lees(
        tmp_path, f"{KOP}\nK1;Noor;Meer;2012-03-04;0363;2026-10-01;\n".replace(";", teken)
    )
    assert rijen == [
        Bronrij(
            2,
            {
                "kenmerk": "K1",
                "voornaam": "Noor",
                "achternaam": "Meer",
                "geboortedatum": "2012-03-04",
                "gemeentecode": "0363",
                "verzuim_begin": "2026-10-01",
            },
        )
    ]


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le-bom"])
def test_accents_survive_every_encoding(tmp_path: Path, codering: str) -> None:
    tekst = f"{KOP}\nK1;Zoë;Müller-Šimić;2012-03-04;0363;2026-10-01;\n".replace("ć", "c")
    inhoud = (
        codecs.BOM_UTF16_LE + tekst.encode("utf-16-le")
        if codering == "utf-16-le-bom"
        else tekst.encode(codering)
    )
    _, [rij] = lees(tmp_path, inhoud)
    assert isinstance(rij, Bronrij)
    assert (rij.cellen["voornaam"], rij.cellen["achternaam"]) == ("Zoë", "Müller-Šimic")


@pytest.mark.parametrize("einde", ["\n", "\r\n", "\r"])
def test_line_numbers_are_those_of_an_editor(tmp_path: Path, einde: str) -> None:
    tekst = einde.join(
        [
            KOP,
            'K1;Noor;Meer;2012-03-04;0363;2026-10-01;"eerste regel',
            'tweede ""regel""";',
            "",
            ";;;;;;",
            "K2;Bo;Meer;2012-03-04;0363;2026-10-01;",
        ]
    ).replace('""";', '"""')
    _, rijen = lees(tmp_path, tekst)
    assert regels(rijen) == [(2, "K1"), (6, "K2")]
    assert isinstance(rijen[0], Bronrij)
    assert str(rijen[0].cellen["toelichting"]).split(einde) == ["eerste regel", 'tweede "regel"']


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    rijen = [f"K{n};Noor;Meer;2012-03-04;0363;2026-10-01;" for n in range(300)]
    rijen[3] = 'K3;"Noor;Meer;2012-03-04;0363;2026-10-01;'
    _, gelezen = lees(tmp_path, "\n".join([KOP, *rijen]))
    assert regels(gelezen) == [(n + 2, None if n == 3 else f"K{n}") for n in range(300)]
    assert isinstance(gelezen[3], Rijfout)
    assert "aanhalingsteken" in gelezen[3].tekst


def test_two_quotes_that_pair_by_accident_cost_two_rows(tmp_path: Path) -> None:
    rijen = [f"K{n};Noor;Meer;2012-03-04;0363;2026-10-01;" for n in range(6)]
    rijen[1] = 'K1;"Noor;Meer;2012-03-04;0363;2026-10-01;'
    rijen[3] = 'K3;"Noor;Meer;2012-03-04;0363;2026-10-01;'
    _, gelezen = lees(tmp_path, "\n".join([KOP, *rijen]))
    assert regels(gelezen) == [
        (2, "K0"),
        (3, None),
        (4, "K2"),
        (5, None),
        (6, "K4"),
        (7, "K5"),
    ]


def test_a_separator_inside_a_value_is_told_at_its_row(tmp_path: Path) -> None:
    _, rijen = lees(tmp_path, f"{KOP}\nK1;Noor;van;der Meer;2012-03-04;0363;2026-10-01;extra\n")
    [fout] = rijen
    assert isinstance(fout, Rijfout)
    assert str(fout).startswith("regel 2: Deze regel heeft meer waarden dan er kolommen zijn.")


def test_a_row_with_another_separator_is_told(tmp_path: Path) -> None:
    _, rijen = lees(tmp_path, f"{KOP}\nK1,Noor,Meer,2012-03-04,0363,2026-10-01\n")
    assert [str(rij) for rij in rijen] == [
        "regel 2: Hier staat maar één waarde. Klopt het scheidingsteken?"
    ]


def test_cells_left_out_at_the_end_are_empty(tmp_path: Path) -> None:
    _, [rij] = lees(tmp_path, f"{KOP}\nK1;Noor;Meer;2012-03-04;0363;2026-10-01\n")
    assert isinstance(rij, Bronrij)
    assert rij.cellen["verzuim_begin"] == "2026-10-01"


def test_the_separator_hint_of_excel_is_no_heading(tmp_path: Path) -> None:
    _, rijen = lees(tmp_path, f"sep=;\n{KOP}\nK1;Noor;Meer;2012-03-04;0363;2026-10-01;\n")
    assert regels(rijen) == [(3, "K1")]


def test_headings_may_be_written_in_other_ways(tmp_path: Path) -> None:
    bestand, rijen = lees(
        tmp_path,
        "Verzuim begin;Achternaam;VOORNAAM; gemeentecode ;Geboortedatum;Mentor\n"
        "2026-10-01;Meer;Noor;0363;2012-03-04;iemand\n",
    )
    assert bestand.kolommen == {
        "verzuim_begin",
        "achternaam",
        "voornaam",
        "gemeentecode",
        "geboortedatum",
    }
    assert isinstance(rijen[0], Bronrij)
    assert "mentor" not in rijen[0].cellen
    assert any("Deze kolommen worden niet gelezen: mentor." in zin for zin in bestand.let_op)
    assert any("Zonder kolom kenmerk" in zin for zin in bestand.let_op)
    assert any("Zonder kolom brin" in zin for zin in bestand.let_op)


def test_one_broken_character_costs_one_row(tmp_path: Path) -> None:
    rijen = [
        "K1;Zoë;Meer;2012-03-04;0363;2026-10-01;".encode(),
        b"K2;Zo\xeb;Meer;2012-03-04;0363;2026-10-01;",
        "K3;Chloé;Meer;2012-03-04;0363;2026-10-01;".encode(),
    ]
    _, gelezen = lees(tmp_path, b"\n".join([KOP.encode(), *rijen]))
    assert regels(gelezen) == [(2, "K1"), (3, None), (4, "K3")]
    assert "teken dat niet te lezen is" in str(gelezen[1])


def test_a_utf8_row_in_a_windows_file_is_not_read_as_gibberish(tmp_path: Path) -> None:
    rijen = [
        "K1;Zoë;Meeß;2012-03-04;0363;2026-10-01;".encode("cp1252"),
        "K2;Chloé;Meer;2012-03-04;0363;2026-10-01;".encode(),
    ]
    _, gelezen = lees(tmp_path, b"\n".join([KOP.encode(), *rijen]))
    assert regels(gelezen) == [(2, "K1"), (3, None)]


@pytest.mark.parametrize(
    ("inhoud", "melding"),
    [
        (b"", "leeg"),
        (b"\n \n;;;\n", "leeg"),
        (KOP.encode("utf-16-le"), "geen CSV"),
        (codecs.BOM_UTF32_LE + KOP.encode("utf-32-le"), "geen CSV"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "geen CSV"),
        (b"%PDF-1.7\n1 0 obj\n", "kopregel staat niet"),
        (b"PK\x03\x04 geen zip", "geen XLSX"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 512, "oud Excel-bestand"),
        (b"naam;datum\nNoor;2026\n", "kopregel staat niet: voornaam, achternaam"),
        (f"{KOP};voornaam\n".encode(), "twee keer: voornaam"),
        (b"kenmerk;voornaam;achternaam;geboortedatum;gemeentecode\n", "niet: verzuim_begin"),
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, inhoud: bytes, melding: str) -> None:
    with pytest.raises(OnleesbaarBestand) as fout:
        lees(tmp_path, inhoud)
    assert melding in str(fout.value)


def test_a_heading_alone_is_an_empty_list(tmp_path: Path) -> None:
    assert lees(tmp_path, KOP)[1] == []


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    pad = tmp_path / "groot.csv"
    with pad.open("wb") as bestand:
        bestand.truncate(200 * 1024 * 1024)
    with pytest.raises(OnleesbaarBestand, match=r"200 MB.*hooguit 20 MB"), open_bestand(pad):
        pass


def test_more_rows_than_a_list_can_have_are_refused(tmp_path: Path, settings: Settings) -> None:
    settings.INLEZEN_MAX_RIJEN = 2
    rij = "K1;Noor;Meer;2012-03-04;0363;2026-10-01;"
    assert len(lees(tmp_path, "\n".join([KOP, rij, rij]))[1]) == 2
    with pytest.raises(OnleesbaarBestand, match="meer dan 2 rijen"):
        lees(tmp_path, "\n".join([KOP, rij, rij, rij]))


@pytest.mark.parametrize("naam", ["er/is/niets.csv", "."])
def test_what_is_no_file_is_told(tmp_path: Path, naam: str) -> None:
    with pytest.raises(OnleesbaarBestand, match="geen bestand"), open_bestand(tmp_path / naam):
        pass
