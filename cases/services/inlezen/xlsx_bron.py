"""Rows of an XLSX file, with the row number Excel shows. Formulas count as their last value."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, BinaryIO

from django.conf import settings
from openpyxl import load_workbook
from openpyxl.utils.datetime import from_excel

from cases.services.inlezen.kolommen import DATUMS, Celfout, Waarde, aantal_bekend, kolomnaam
from cases.services.inlezen.verslag import OnleesbaarBestand, Rijfout

MEESTE_KOLOMMEN = 200
MEESTE_RIJEN = 1_048_576
MEESTE_ONDERDELEN = 2000
_EERSTE_SERIENUMMER = 7306  # 1 January 1920
_LAATSTE_SERIENUMMER = 73415  # 31 December 2100
_KAPOT = "Dit is geen XLSX-bestand of het is beschadigd. Open het in Excel en sla het op als XLSX."
_TE_GROOT = "Dit bestand is uitgepakt te groot om te lezen."
# What readers of office files raise on what is not what it says; they promise no class of it.
LEESFOUTEN = (
    zipfile.BadZipFile,
    zlib.error,
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)

Cellezer = Callable[[Any, datetime, bool], Waarde]


def controleer_zip(bestand: BinaryIO) -> None:
    """Raise OnleesbaarBestand for what unpacks too large, is locked, or defines XML entities.

    Raises one of `LEESFOUTEN` for what is no zip at all.
    """
    with zipfile.ZipFile(bestand) as archief:
        onderdelen = archief.infolist()
        if len(onderdelen) > MEESTE_ONDERDELEN:
            raise OnleesbaarBestand(_KAPOT)
        if sum(deel.file_size for deel in onderdelen) > settings.INLEZEN_MAX_UITGEPAKT:
            raise OnleesbaarBestand(_TE_GROOT)
        for deel in onderdelen:
            if deel.flag_bits & 0x1:
                raise OnleesbaarBestand("Dit bestand heeft een wachtwoord. Haal dat er af.")
            if deel.filename.endswith((".xml", ".rels")):
                with archief.open(deel) as xml:
                    if b"<!DOCTYPE" in xml.read(4096).upper():
                        raise OnleesbaarBestand(_KAPOT)


class XlsxBron:
    """The rows of a visible sheet, the first unless told otherwise; it can be read again.

    `lees_cel` gives the value of a cell, from the cell, the epoch of the workbook and whether it
    stands under the heading of a date.
    """

    def __init__(
        self, bestand: BinaryIO, *, blad: int = 0, lees_cel: Cellezer | None = None
    ) -> None:
        self._bestand = bestand
        self._blad = blad
        self._lees_cel = lees_cel or lees_waarde
        try:
            controleer_zip(bestand)
        except LEESFOUTEN:
            raise OnleesbaarBestand(_KAPOT) from None

    def bladen(self) -> list[str]:
        """Return the titles of the visible sheets."""
        with self._boek() as boek:
            return [str(blad.title) for blad in _zichtbaar(boek)]

    def rijen(self) -> Iterator[tuple[int, Sequence[Waarde]] | Rijfout]:
        """Yield the row number and the cells of every row that holds something."""
        with self._boek() as boek:
            blad = _zichtbaar(boek)[self._blad]
            # What a sheet says about its own size is often wrong, and would cut rows off.
            blad.reset_dimensions()
            rijen = blad.iter_rows(max_col=MEESTE_KOLOMMEN)
            yield from _lees_blad(rijen, boek.epoch, self._lees_cel)

    @contextmanager
    def _boek(self) -> Iterator[Any]:
        self._bestand.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                boek = load_workbook(self._bestand, read_only=True, data_only=True)
            except LEESFOUTEN:
                raise OnleesbaarBestand(_KAPOT) from None
        try:
            yield boek
        finally:
            boek.close()


def _zichtbaar(boek: Any) -> list[Any]:
    bladen = [blad for blad in boek.worksheets if blad.sheet_state == "visible"]
    if not bladen:
        raise OnleesbaarBestand("In dit XLSX-bestand staat geen werkblad.")
    return bladen


def _lees_blad(
    ruw: Iterator[Sequence[Any]], epoch: datetime, lees_cel: Cellezer
) -> Iterator[tuple[int, Sequence[Waarde]]]:
    datums: frozenset[int] = frozenset()
    leeg: Sequence[Any] | None = None
    nummer = 0
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                cellen = next(ruw, None)
            except LEESFOUTEN:
                raise OnleesbaarBestand(_KAPOT) from None
        if cellen is None:
            return
        nummer += 1
        if nummer > MEESTE_RIJEN:
            raise OnleesbaarBestand(_KAPOT)
        if cellen is leeg:
            continue
        breedte = len(cellen)
        while breedte and cellen[breedte - 1].value is None:
            breedte -= 1
        if not breedte:
            leeg = cellen  # openpyxl gives the same one for every row that is not there
            continue
        waarden = [lees_cel(cel, epoch, i in datums) for i, cel in enumerate(cellen[:breedte])]
        if not datums and aantal_bekend(waarden):
            datums = frozenset(i for i, kop in enumerate(waarden) if kolomnaam(kop) in DATUMS)
        yield nummer, waarden


def lees_waarde(cel: Any, epoch: datetime, is_datum: bool) -> Waarde:
    """Return what a cell holds: text, a day, or the error it shows."""
    waarde = cel.value
    match waarde:
        case None:
            return None
        case str() if cel.data_type == "e":
            return Celfout(f"Deze cel geeft een fout ({waarde}).")
        case str():
            return waarde
        case bool():
            return "ja" if waarde else "nee"
        case datetime():
            return waarde.date()
        case date():
            return waarde
        case int() | float() if is_datum and _EERSTE_SERIENUMMER <= waarde <= _LAATSTE_SERIENUMMER:
            # A date whose formatting got lost: Excel's day number.
            dag = from_excel(waarde, epoch)
            return dag.date() if isinstance(dag, datetime) else str(waarde)
        case float() if waarde.is_integer():
            return str(int(waarde))
    return str(waarde)
