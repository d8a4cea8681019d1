"""Files as they come: Word tables in every shape, and files that are not what they say."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl import Workbook

from cases.services.inlezen.verslag import OnleesbaarBestand
from pact.services.agenda.kolommen import RESULTAAT, herken
from pact.services.agenda.rijen import Agendarij, Foutrij, lees_agenda, thema_naam
from pact.services.agenda.tabellen import lees_tabellen
from tests.pact.agenda.agendas import KOPPEN, voeg_tabel_toe

KORT = ("nr", "periode", "activiteit")


def lees(inhoud: bytes) -> list[Agendarij | Foutrij]:
    return lees_agenda(lees_tabellen(io.BytesIO(inhoud))).rijen


def goed(inhoud: bytes) -> list[tuple[str, str, str, str]]:
    """Return (thema, number, period, activity) of every row; none of them is wrong."""
    uit = []
    for rij in lees(inhoud):
        assert isinstance(rij, Agendarij), rij
        uit.append((rij.thema, rij.nr, rij.teksten.get("periode", ""), rij.activiteit))
    return uit


def bewaar(document: Any) -> bytes:
    uit = io.BytesIO()
    document.save(uit)
    return uit.getvalue()


def xlsx(*rijen: list[Any], formaten: dict[str, str] | None = None) -> bytes:
    boek = Workbook()
    blad: Any = boek.active
    for rij in rijen:
        blad.append(rij)
    for cel, vorm in (formaten or {}).items():
        blad[cel].number_format = vorm
    return bewaar(boek)


@pytest.mark.parametrize(
    ("koppen", "gevonden"),
    [
        (KOPPEN, ["nr", "periode", "activiteit", "betrokkenen", RESULTAAT, "middelen"]),
        (("Statement/thema", "Nr.", "WAT", "Wie?"), ["thema", "nr", "activiteit", "betrokkenen"]),
        (("Actie", "Toelichting", "Resultaat"), ["activiteit", "toelichting", RESULTAAT]),
        (("Maatregelen (wat)", "Planning (wanneer)"), ["activiteit", "periode"]),
        (("#", "Acties", "Kosten", "Kleur"), ["nr", "activiteit", "middelen", None]),
        (("Actie", "Periode", "Periode"), ["activiteit", "periode", None]),
        (("", "Actie", "Periode", ""), ["nr", "activiteit", "periode", None]),
        (("Actie", "Kleur"), None),
        (("periode", "betrokkenen"), None),
        (("De actie die we samen gaan doen", "periode"), None),
    ],
)
def test_headings(koppen: tuple[str, ...], gevonden: list[str | None] | None) -> None:
    assert herken(koppen) == gevonden


@pytest.mark.parametrize(
    ("tekst", "naam"),
    [
        ("1. De lijsten kloppen", "De lijsten kloppen"),
        ("Statement 2: We vinden elkaar", "We vinden elkaar"),
        ("3 – Voorkomen", "Voorkomen"),
        ("Thema: plek", "plek"),
        ("17- en 18-jarigen", "17- en 18-jarigen"),
        ("100 dagen", "100 dagen"),
        ("2027", "2027"),
        ("1.", "1."),
    ],
)
def test_a_thema_goes_without_its_number(tekst: str, naam: str) -> None:
    assert thema_naam(tekst) == naam
    assert thema_naam(naam) == naam


class TestWord:
    def test_tables_below_headings_and_one_that_goes_on(self) -> None:
        document = docx.Document()
        document.add_heading("1. Lijsten", level=2)
        voeg_tabel_toe(document, [("1", "mei 2027", "Eén")], KORT)
        document.add_heading("2. Keten", level=2)
        document.add_paragraph("Met wat uitleg erbij.")
        voeg_tabel_toe(document, [("1", "juni 2027", "Twee")], KORT)
        document.add_paragraph("")
        voeg_tabel_toe(document, [], ("2", "juli 2027", "Drie"))
        voeg_tabel_toe(document, [], ("naam", "handtekening"))
        assert goed(bewaar(document)) == [
            ("Lijsten", "1", "mei 2027", "Eén"),
            ("Keten", "1", "juni 2027", "Twee"),
            ("Keten", "2", "juli 2027", "Drie"),
        ]

    def test_headings_again_and_cells_merged_down(self) -> None:
        document = docx.Document()
        tabel = voeg_tabel_toe(
            document,
            [
                ("Lijsten", "mei 2027", "Eén"),
                ("", "", "Twee"),
                ("thema", "periode", "activiteit"),
                ("", "juni 2027", "Drie"),
            ],
            ("thema", "periode", "activiteit"),
        )
        tabel.cell(1, 1).merge(tabel.cell(2, 1)).text = "mei 2027"
        assert goed(bewaar(document)) == [
            ("Lijsten", "", "mei 2027", "Eén"),
            ("Lijsten", "", "mei 2027", "Twee"),
            ("Lijsten", "", "juni 2027", "Drie"),
        ]

    def test_tracked_changes_count_as_accepted(self) -> None:
        document = docx.Document()
        document.add_heading("Lijsten")
        tabel = voeg_tabel_toe(document, [("1", "", ""), ("2", "", "Weg")], KORT)
        alinea = tabel.cell(1, 2).paragraphs[0]._p
        wie = f'{nsdecls("w")} w:id="1" w:author=""'
        alinea.append(parse_xml(f"<w:ins {wie}><w:r><w:t>Erbij</w:t></w:r></w:ins>"))
        alinea.append(parse_xml(f"<w:del {wie}><w:r><w:delText>Eraf</w:delText></w:r></w:del>"))
        tabel.rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
        assert goed(bewaar(document)) == [("Lijsten", "1", "", "Erbij")]

    def test_line_ends_and_hidden_signs(self) -> None:
        document = docx.Document()
        document.add_heading("Lijsten")
        tabel = voeg_tabel_toe(document, [("1", "", "")], KORT)
        cel = tabel.cell(1, 1)
        cel.paragraphs[0].add_run("okt\u00ad 2026").add_break()
        cel.paragraphs[0].add_run("feb\u200b 2027")
        tabel.cell(1, 2).text = "Eén\tzin\nover twee regels"
        assert goed(bewaar(document)) == [
            ("Lijsten", "1", "okt 2026\nfeb 2027", "Eén zin over twee regels")
        ]

    def test_rows_are_found_by_table_and_row(self) -> None:
        document = docx.Document()
        voeg_tabel_toe(document, [("", "", "zonder thema")], KORT)
        (fout,) = lees(bewaar(document))
        assert isinstance(fout, Foutrij)
        assert str(fout.meldingen[0]).startswith("tabel 1, rij 2, kolom thema: ")


class TestExcel:
    def test_dates_that_excel_made_of_months(self) -> None:
        inhoud = xlsx(
            ["thema", "periode", "activiteit"],
            ["Lijsten", date(2026, 10, 1), "Eén"],
            ["Lijsten", date(2026, 10, 1), "Twee"],
            formaten={"B2": "mmm-yy", "B3": "d-m-yyyy"},
        )
        assert goed(inhoud) == [
            ("Lijsten", "", "oktober 2026", "Eén"),
            ("Lijsten", "", "1 oktober 2026", "Twee"),
        ]

    def test_a_formula_counts_as_its_last_value(self) -> None:
        rijen = lees(xlsx(["thema", "periode", "activiteit"], ["Lijsten", "mei 2027", "=A1"]))
        assert isinstance(rijen[0], Foutrij)
        assert "Er staat geen activiteit" in str(rijen[0].meldingen[0])

    def test_every_sheet_with_headings_is_read(self) -> None:
        boek = Workbook()
        boek.active.title = "Lijsten"  # type: ignore[union-attr]
        for naam in ("Lijsten", "Keten", "Uitleg"):
            blad: Any = boek[naam] if naam in boek.sheetnames else boek.create_sheet(naam)
            if naam != "Uitleg":
                blad.append(["nr", "activiteit"])
            blad.append([1, f"Iets met {naam}"])
        agenda = lees_agenda(lees_tabellen(io.BytesIO(bewaar(boek))))
        assert [(r.thema, r.activiteit) for r in agenda.rijen if isinstance(r, Agendarij)] == [
            ("Lijsten", "Iets met Lijsten"),
            ("Keten", "Iets met Keten"),
            ("Keten", "Iets met Uitleg"),
        ]


def als_zip(**delen: bytes) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in delen.items():
            archief.writestr(naam.replace("__", "/").replace("_DOT_", "."), inhoud)
    return uit.getvalue()


def met_deel(inhoud: bytes, naam: str, deel: bytes) -> bytes:
    uit = io.BytesIO(inhoud)
    with zipfile.ZipFile(uit, "a", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr(naam, deel)
    return uit.getvalue()


@pytest.mark.parametrize(
    ("inhoud", "zin"),
    [
        (b"", "leeg"),
        (b"%PDF-1.7 ...", "geen CSV-"),
        (b"{\\rtf1 ...}", "geen CSV-"),
        (b"<!DOCTYPE html><table>", "geen CSV-"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "geen CSV-"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 60, "oud Office-bestand"),
        (b"PK\x03\x04 not a zip at all", "kan niet worden geopend.*CSV-, XLSX- of DOCX"),
        (b"\x00\x01 halverwege afgebroken", "kan niet worden geopend.*CSV-, XLSX- of DOCX"),
        (bewaar(docx.Document())[:3000], "kan niet worden geopend.*CSV-, XLSX- of DOCX"),
        (bewaar(docx.Document())[200:], "kan niet worden geopend.*CSV-, XLSX- of DOCX"),
        (als_zip(mimetype=b"application/vnd.oasis.opendocument.text"), "geen CSV-"),
        (als_zip(word__document_DOT_xml=b"<w:document/>"), "niet worden geopend.*DOCX"),
        (met_deel(xlsx(["a"]), "xl/vbaProject.bin", b"x"), "macro's"),
        (met_deel(bewaar(docx.Document()), "word/vbaProject.bin", b"x"), "macro's"),
        (met_deel(bewaar(docx.Document()), "word/a.bin", b"0" * 50_000_000), "te groot om"),
        (met_deel(bewaar(docx.Document()), "word/a.bin", b"0" * 120_000_000), "te groot om"),
        (b"naam;leeftijd\nNoor;12\n", "namen van de kolommen"),
        (bewaar(docx.Document()), "namen van de kolommen"),
    ],
)
def test_files_that_are_no_agenda(inhoud: bytes, zin: str) -> None:
    with pytest.raises(OnleesbaarBestand, match=zin):
        lees(inhoud)


def test_entities_are_refused(tmp_path: Path) -> None:
    heel = bewaar(docx.Document())
    with zipfile.ZipFile(io.BytesIO(heel)) as archief:
        delen = {naam: archief.read(naam) for naam in archief.namelist()}
    delen["word/document.xml"] = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        b'<w:document xmlns:w="x"><w:body>&a;</w:body></w:document>'
    )
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as archief:
        for naam, deel in delen.items():
            archief.writestr(naam, deel)
    with pytest.raises(OnleesbaarBestand):
        lees(uit.getvalue())


def test_a_very_wide_table_is_refused() -> None:
    document = docx.Document()
    tabel = voeg_tabel_toe(document, [("1", "mei 2027", "Eén")], KORT)
    span = tabel.cell(1, 0)._tc.get_or_add_tcPr()
    breed = OxmlElement("w:gridSpan")
    breed.set(qn("w:val"), "999999999")
    span.append(breed)
    with pytest.raises(OnleesbaarBestand):
        lees(bewaar(document))


def test_a_huge_cell_is_wrong_and_the_others_are_read() -> None:
    groot = "x" * 200_000
    inhoud = f"thema;periode;activiteit\nLijsten;mei 2027;Eén\nLijsten;mei 2027;{groot}\n"
    eerste, tweede = lees(inhoud.encode())
    assert isinstance(eerste, Agendarij)
    assert isinstance(tweede, Foutrij)
