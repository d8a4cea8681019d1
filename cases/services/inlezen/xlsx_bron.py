"""Rows of an XLSX file, with the row number Excel shows. Formulas count as their last value."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
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
_TE_GROOT = "Dit XLSX-bestand is uitgepakt te groot om te lezen."
# What openpyxl raises on files that are not what they say; it promises no class of its own.
_FOUTEN = (
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


def _controleer_zip(bestand: BinaryIO) -> None:
    """Raise OnleesbaarBestand for what unpacks too large, or defines XML entities."""
    with zipfile.ZipFile(bestand) as archief:
        onderdelen = archief.infolist()
        if len(onderdelen) > MEESTE_ONDERDELEN:
            raise OnleesbaarBestand(_KAPOT)
        if sum(deel.file_size for deel in onderdelen) > settings.INLEZEN_MAX_UITGEPAKT:
            raise OnleesbaarBestand(_TE_GROOT)
        for deel in onderdelen:
            if deel.flag_bits & 0x1:
                raise OnleesbaarBestand("Dit XLSX-bestand heeft een wachtwoord. Haal dat er af.")
            if deel.filename.endswith((".xml", ".rels")):
                with archief.open(deel) as xml:
                    if b"<!DOCTYPE" in xml.read(4096).upper():
                        raise OnleesbaarBestand(_KAPOT)


class XlsxBron:
    """The rows of the first visible sheet; it can be read more than once."""

    def __init__(self, bestand: BinaryIO) -> None:
        self._bestand = bestand
        try:
            _controleer_zip(bestand)
        except _FOUTEN:
            raise OnleesbaarBestand(_KAPOT) from None

    def rijen(self) -> Iterator[tuple[int, Sequence[Waarde]] | Rijfout]:
        """Yield the row number and the cells of every row that holds something."""
        self._bestand.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                boek = load_workbook(self._bestand, read_only=True, data_only=True)
            except _FOUTEN:
                raise OnleesbaarBestand(_KAPOT) from None
        try:
            bladen = [blad for blad in boek.worksheets if blad.sheet_state == "visible"]
            if not bladen:
                raise OnleesbaarBestand("In dit XLSX-bestand staat geen werkblad.")
            blad: Any = bladen[0]
            # What a sheet says about its own size is often wrong, and would cut rows off.
            blad.reset_dimensions()
            yield from _lees_blad(blad.iter_rows(max_col=MEESTE_KOLOMMEN), boek.epoch)
        finally:
            boek.close()


def _lees_blad(
    ruw: Iterator[Sequence[Any]], epoch: datetime
) -> Iterator[tuple[int, Sequence[Waarde]]]:
    datums: frozenset[int] = frozenset()
    leeg: Sequence[Any] | None = None
    nummer = 0
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                cellen = next(ruw, None)
            except _FOUTEN:
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
        waarden = [
            _waarde(cel, epoch, is_datum=i in datums) for i, cel in enumerate(cellen[:breedte])
        ]
        if not datums and aantal_bekend(waarden):
            datums = frozenset(i for i, kop in enumerate(waarden) if kolomnaam(kop) in DATUMS)
        yield nummer, waarden


def _waarde(cel: Any, epoch: datetime, *, is_datum: bool) -> Waarde:
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
