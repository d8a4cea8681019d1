"""An agenda as the tables of a file, whichever kind of file it is."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from cases.services.inlezen.bestand import OUD_OFFICE, controleer_grootte, open_bytes
from cases.services.inlezen.csv_bron import LANGSTE_RIJ, SCHEIDINGSTEKENS, CsvBron
from cases.services.inlezen.kolommen import Waarde
from cases.services.inlezen.verslag import OnleesbaarBestand, Rijfout
from cases.services.inlezen.xlsx_bron import LEESFOUTEN, XlsxBron, controleer_zip, lees_waarde
from pact.services.agenda.kolommen import aantal_bekend
from pact.uitvoer import zonder_wacht
from thuiszitters.ui.datums import MAANDEN

_ZOEKREGELS = 30
"""How far down a CSV file its heading may stand."""
_SOORTEN = "een CSV-, XLSX- of DOCX-bestand"
_GEEN_AGENDA = f"Dit is geen {_SOORTEN[4:]}. Kies {_SOORTEN}."
_BESCHADIGD = (
    f"Dit bestand kan niet worden geopend: het is beschadigd, of het is geen {_SOORTEN[4:]}. "
    f"Kies {_SOORTEN}."
)
_GEEN_TEKST = (
    f"Dit bestand kan niet worden geopend: het is beschadigd, het is geen {_SOORTEN[4:]}, of de "
    'tekencodering is onbekend. Sla het op als DOCX, XLSX of "CSV UTF-8".'
)
_MACROS = "In dit bestand zitten macro's. Sla het op zonder macro's, als XLSX of DOCX."
_OUD = (
    "Dit is een oud Office-bestand (.doc of .xls) of een bestand met een wachtwoord. Sla het op "
    "als DOCX of XLSX zonder wachtwoord."
)
_ANDERS = (b"%PDF", b"{\\rtf", b"<html", b"<!doctype", b"<?xml", b"Rar!", b"\x1f\x8b", b"7z")
_GROOTSTE_DOCUMENT = 40 * 1024 * 1024
"""What the text of a DOCX may unpack to: unlike a sheet it is in memory as a whole."""


@dataclass(frozen=True, slots=True)
class Tabelrij:
    """One row of a table, or what is wrong with it."""

    plek: str
    cellen: Sequence[Waarde]
    breed: bool = False
    """Whether it is one cell that stands across the columns."""
    fout: str = ""


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table: how people find it, the heading above it, and its rows."""

    naam: str
    kop: str
    rijen: Iterable[Tabelrij]


@contextmanager
def open_tabellen(pad: Path) -> Iterator[Iterable[Tabel]]:
    """Give the tables in this file. Raises OnleesbaarBestand with a sentence for who asked it."""
    with open_bytes(pad) as bestand:
        yield lees_tabellen(bestand)


def lees_tabellen(bestand: BinaryIO) -> Iterable[Tabel]:
    """Return the tables in these bytes, told apart by what they are and not by their name.

    Raises OnleesbaarBestand with a Dutch sentence.
    """
    begin = _begin(bestand)
    if begin.startswith(b"PK\x03\x04"):
        return _office(bestand)
    if begin.startswith(OUD_OFFICE):
        raise OnleesbaarBestand(_OUD)
    if begin.lstrip().lower().startswith(tuple(teken.lower() for teken in _ANDERS)):
        raise OnleesbaarBestand(_GEEN_AGENDA)
    if not begin:
        raise OnleesbaarBestand("Dit bestand is leeg.")
    return [Tabel("", "", _csv_rijen(_AgendaCsv(bestand)))]


def _begin(bestand: BinaryIO) -> bytes:
    bestand.seek(0, io.SEEK_END)
    controleer_grootte(bestand.tell())
    bestand.seek(0)
    begin = bestand.read(64)
    bestand.seek(0)
    return begin


def _office(bestand: BinaryIO) -> Iterable[Tabel]:
    from pact.services.agenda.docx_bron import lees_docx

    try:
        controleer_zip(bestand)
        with zipfile.ZipFile(bestand) as archief:
            namen = {naam.lower() for naam in archief.namelist()}
            soorten = archief.read("[Content_Types].xml") if "[content_types].xml" in namen else b""
            groot = [d.file_size for d in archief.infolist() if d.filename.startswith("word/")]
    except LEESFOUTEN:
        raise OnleesbaarBestand(_BESCHADIGD) from None
    if any(naam.endswith("vbaproject.bin") for naam in namen) or b"macroEnabled" in soorten:
        raise OnleesbaarBestand(_MACROS)
    if "word/document.xml" in namen:
        if sum(groot) > _GROOTSTE_DOCUMENT:
            raise OnleesbaarBestand("Dit DOCX-bestand is uitgepakt te groot om te lezen.")
        return lees_docx(bestand)
    if "xl/workbook.xml" in namen:
        return _xlsx(bestand)
    raise OnleesbaarBestand(_GEEN_AGENDA)


def _xlsx(bestand: BinaryIO) -> list[Tabel]:
    namen = XlsxBron(bestand).bladen()
    tabellen = []
    for i, naam in enumerate(namen):
        bron = XlsxBron(bestand, blad=i, lees_cel=_lees_cel)
        voor = f"blad {naam}, rij" if len(namen) > 1 else "rij"
        kop = naam if len(namen) > 1 else ""
        tabellen.append(Tabel(f"blad {naam}", kop, _genummerd(bron.rijen(), voor)))
    return tabellen


def _lees_cel(cel: Any, epoch: datetime, is_datum: bool) -> Waarde:
    """Return what people see in a cell; a month that became a date is that month again."""
    waarde = lees_waarde(cel, epoch, is_datum)
    if isinstance(waarde, date):
        vorm = str(cel.number_format or "").lower()
        if "d" not in vorm and "m" in vorm:
            return f"{MAANDEN[waarde.month - 1]} {waarde.year}"
        return f"{waarde.day} {MAANDEN[waarde.month - 1]} {waarde.year}"
    return waarde


def _genummerd(
    rijen: Iterable[tuple[int, Sequence[Waarde]] | Rijfout], voor: str
) -> Iterator[Tabelrij]:
    for rij in rijen:
        if isinstance(rij, Rijfout):
            yield Tabelrij(f"{voor} {rij.regel}", (), fout=rij.tekst)
        else:
            yield Tabelrij(f"{voor} {rij[0]}", rij[1])


def _csv_rijen(bron: CsvBron) -> Iterator[Tabelrij]:
    for rij in _genummerd(bron.rijen(), "regel"):
        cellen = [zonder_wacht(c) if isinstance(c, str) else c for c in rij.cellen]
        yield Tabelrij(rij.plek, cellen, fout=rij.fout)


class _AgendaCsv(CsvBron):
    """A CSV file whose heading may stand below a title, and may have line ends in its cells."""

    tussenkoppen = True
    geen_tekst = _GEEN_TEKST

    def _kies_teken(self) -> tuple[str, int]:
        regels = list(islice(self._tekstregels(), LANGSTE_RIJ))
        beste = (0, SCHEIDINGSTEKENS[0], 0)
        for teken in SCHEIDINGSTEKENS:
            try:
                for cellen in islice(csv.reader(regels, delimiter=teken), _ZOEKREGELS):
                    bekend = aantal_bekend(cellen)
                    if bekend > beste[0]:
                        beste = (bekend, teken, len(cellen))
            except csv.Error:
                continue
        return beste[1], beste[2]
