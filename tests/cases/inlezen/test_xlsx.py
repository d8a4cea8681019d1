"""XLSX files: cells of every kind, and files that mean harm."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from pytest_django import Settings

from cases.services.inlezen import xlsx_bron
from cases.services.inlezen.bestand import Bronrij, OnleesbaarBestand, open_bestand
from cases.services.inlezen.kolommen import Celfout

KOP = ("kenmerk", "voornaam", "achternaam", "geboortedatum", "gemeentecode", "verzuim_begin")


def maak(pad: Path, *rijen: tuple[Any, ...], kop: tuple[str, ...] = KOP) -> Path:
    """Write a workbook with these rows under the heading."""
    boek = Workbook()
    blad = boek.active
    assert blad is not None
    blad.append(kop)
    for rij in rijen:
        blad.append(rij)
    boek.save(pad / "lijst.xlsx")
    return pad / "lijst.xlsx"


def lees(pad: Path) -> list[Bronrij]:
    """Read it, twice, and return its rows."""
    with open_bestand(pad) as bestand:
        rijen = list(bestand.rijen())
        assert list(bestand.rijen()) == rijen
    assert all(isinstance(rij, Bronrij) for rij in rijen)
    return [rij for rij in rijen if isinstance(rij, Bronrij)]


def herschrijf(pad: Path, deel: str, van: str, naar: str) -> Path:
    """Change the XML of one part, as another program might have written it."""
    with zipfile.ZipFile(pad) as archief:
        delen = {naam: archief.read(naam) for naam in archief.namelist()}
    tekst = delen[deel].decode()
    assert re.search(van, tekst)
    delen[deel] = re.sub(van, naar, tekst, count=1).encode()
    with zipfile.ZipFile(pad, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in delen.items():
            archief.writestr(naam, inhoud)
    return pad


def test_cells_of_every_kind(tmp_path: Path) -> None:
    pad = maak(
        tmp_path,
        (1234, "Zoë", "Müller", date(2012, 3, 4), 363, datetime(2026, 10, 1, 23, 59)),  # noqa: DTZ001 - Excel knows no time zones
        ("K2", "Bo", "Meer", 40972, "0363", "1-10-2026"),
        (1e15, "Bo", "Meer", "4 maart 2012", True, None),
    )
    assert [rij.cellen for rij in lees(pad)] == [
        {
            "kenmerk": "1234",
            "voornaam": "Zoë",
            "achternaam": "Müller",
            "geboortedatum": date(2012, 3, 4),
            "gemeentecode": "363",
            "verzuim_begin": date(2026, 10, 1),
        },
        {
            "kenmerk": "K2",
            "voornaam": "Bo",
            "achternaam": "Meer",
            "geboortedatum": date(2012, 3, 4),
            "gemeentecode": "0363",
            "verzuim_begin": "1-10-2026",
        },
        {
            "kenmerk": "1000000000000000",
            "voornaam": "Bo",
            "achternaam": "Meer",
            "geboortedatum": "4 maart 2012",
            "gemeentecode": "ja",
        },
    ]


def test_a_lost_date_counts_by_the_epoch_of_the_workbook(tmp_path: Path) -> None:
    boek = Workbook()
    boek.epoch = CALENDAR_MAC_1904
    blad = boek.active
    assert blad is not None
    blad.append(KOP)
    blad.append(("K1", "Bo", "Meer", 40972 - 1462, "0363", date(2026, 10, 1)))
    boek.save(tmp_path / "mac.xlsx")
    [rij] = lees(tmp_path / "mac.xlsx")
    assert rij.cellen["geboortedatum"] == date(2012, 3, 4)
    assert rij.cellen["verzuim_begin"] == date(2026, 10, 1)


def test_row_numbers_are_those_of_excel(tmp_path: Path) -> None:
    boek = Workbook()
    blad = boek.active
    assert blad is not None
    blad["A3"] = "kenmerk"
    for kolom, kop in zip("BCDEF", KOP[1:], strict=True):
        blad[f"{kolom}3"] = kop
    blad["A7"] = "K1"
    blad["A12"] = "K2"
    boek.save(tmp_path / "gaten.xlsx")
    assert [(rij.regel, rij.cellen) for rij in lees(tmp_path / "gaten.xlsx")] == [
        (7, {"kenmerk": "K1"}),
        (12, {"kenmerk": "K2"}),
    ]


def test_a_formula_counts_as_its_last_value(tmp_path: Path) -> None:
    pad = maak(tmp_path, ("K1", "=B1", "Meer", "2012-03-04", "0363", "2026-10-01"))
    [rij] = lees(pad)
    assert "voornaam" not in rij.cellen  # never calculated: there is no value to read
    herschrijf(
        pad,
        "xl/worksheets/sheet1.xml",
        r'<c r="B2"[^>]*><f>B1</f><v\s*/?>(</v>)?</c>',
        '<c r="B2" t="str"><f>B1</f><v>Noor</v></c>',
    )
    assert lees(pad)[0].cellen["voornaam"] == "Noor"


def test_an_error_in_a_cell_is_no_text(tmp_path: Path) -> None:
    [rij] = lees(maak(tmp_path, ("K1", "#N/A", "Meer", "2012-03-04", "0363", "2026-10-01")))
    assert rij.cellen["voornaam"] == Celfout("Deze cel geeft een fout (#N/A).")


def test_the_first_visible_sheet_is_read(tmp_path: Path) -> None:
    boek = Workbook()
    verborgen = boek.active
    assert verborgen is not None
    verborgen.append(("iets", "anders"))
    verborgen.sheet_state = "hidden"
    zichtbaar = boek.create_sheet("Lijst")
    zichtbaar.append(KOP)
    zichtbaar.append(("K1",))
    boek.active = 1
    boek.save(tmp_path / "bladen.xlsx")
    assert [rij.cellen["kenmerk"] for rij in lees(tmp_path / "bladen.xlsx")] == ["K1"]


def test_a_sheet_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    pad = maak(tmp_path, *((f"K{n}", "Bo", "Meer", None, None, None) for n in range(5)))
    herschrijf(pad, "xl/worksheets/sheet1.xml", r'<dimension ref="[^"]*"', '<dimension ref="A1:B2"')
    assert len(lees(pad)) == 5


def test_a_zip_bomb_is_refused_before_it_goes_off(tmp_path: Path, settings: Settings) -> None:
    pad = maak(tmp_path)
    with (
        zipfile.ZipFile(pad, "a", zipfile.ZIP_DEFLATED) as archief,
        archief.open("xl/bom.xml", "w") as deel,
    ):
        for _ in range(120):
            deel.write(b"0" * 1024 * 1024)
    assert pad.stat().st_size < settings.INLEZEN_MAX_BYTES
    with pytest.raises(OnleesbaarBestand, match="uitgepakt te groot"):
        lees(pad)


def test_xml_that_defines_entities_is_refused(tmp_path: Path) -> None:
    pad = maak(tmp_path, ("K1",))
    herschrijf(
        pad,
        "xl/worksheets/sheet1.xml",
        "<worksheet",
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">]><worksheet',
    )
    with pytest.raises(OnleesbaarBestand, match="beschadigd"):
        lees(pad)


def test_a_cell_at_the_edge_of_the_sheet_costs_nothing(tmp_path: Path) -> None:
    pad = maak(tmp_path, ("K1", "Bo"))
    boek = load_workbook(pad)
    blad = boek.active
    assert blad is not None
    blad["XFD50000"] = "ver weg"
    boek.save(pad)
    assert [rij.cellen for rij in lees(pad)] == [{"kenmerk": "K1", "voornaam": "Bo"}]


def test_a_row_far_beyond_the_sheet_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_bron, "MEESTE_RIJEN", 5000)
    pad = maak(tmp_path, ("K1", "Bo"))
    herschrijf(pad, "xl/worksheets/sheet1.xml", r'<row r="2"', '<row r="99999999999"')
    with pytest.raises(OnleesbaarBestand, match="beschadigd"):
        lees(pad)


@pytest.mark.parametrize(
    "deel", ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"]
)
@pytest.mark.parametrize("inhoud", [b"", b"<kapot", b"<a/>"])
def test_a_damaged_workbook_is_refused(tmp_path: Path, deel: str, inhoud: bytes) -> None:
    pad = maak(tmp_path, ("K1", "Bo", "Meer", "2012-03-04", "0363", "2026-10-01"))
    with zipfile.ZipFile(pad) as archief:
        delen = {naam: archief.read(naam) for naam in archief.namelist()}
    with zipfile.ZipFile(pad, "w") as archief:
        for naam, oud in delen.items():
            archief.writestr(naam, inhoud if naam == deel else oud)
    with pytest.raises(OnleesbaarBestand):
        lees(pad)


def test_a_truncated_workbook_is_refused(tmp_path: Path) -> None:
    pad = maak(tmp_path, ("K1",))
    pad.write_bytes(pad.read_bytes()[:-200])
    with pytest.raises(OnleesbaarBestand, match="beschadigd"):
        lees(pad)
