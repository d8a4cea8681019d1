"""Worksheets (XLSX) whose cells can do no harm.

A text that begins like a formula is written as the text it is, and marked so that a spreadsheet
keeps it one when somebody edits the cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

Waarde = str | int | float | Decimal | date | datetime | None

_FORMULE = ("=", "+", "-", "@", "\t", "\r")
_LENGTE = 32_767
"""The characters that fit in a cell."""


class Werkblad:
    """A workbook that is written a row at a time."""

    def __init__(self) -> None:
        self._boek = Workbook(write_only=True)

    def add(
        self,
        titel: str,
        koppen: Sequence[str],
        rijen: Iterable[Sequence[Waarde]],
        *,
        breedtes: Sequence[int] = (),
    ) -> None:
        """Add a sheet: bold heads that stay in view, then the rows. Widths are in characters."""
        blad = self._boek.create_sheet(blad_titel(titel))
        for plaats, breedte in enumerate(breedtes, 1):
            blad.column_dimensions[_letter(plaats)].width = breedte
        blad.freeze_panes = "A2"
        kop = []
        for tekst in koppen:
            cel = WriteOnlyCell(blad, tekst)
            cel.font = Font(bold=True)
            kop.append(cel)
        blad.append(kop)
        for rij in rijen:
            cellen = []
            for waarde in rij:
                cel = WriteOnlyCell(blad)
                cel.alignment = Alignment(wrap_text=True, vertical="top")
                if isinstance(waarde, str):
                    schoon = ILLEGAL_CHARACTERS_RE.sub("", waarde)[:_LENGTE]
                    cel.value = schoon
                    cel.data_type = "s"
                    cel.quotePrefix = int(schoon.startswith(_FORMULE))
                else:
                    cel.value = waarde
                    if isinstance(waarde, date):
                        cel.number_format = "d mmm yyyy"
                cellen.append(cel)
            blad.append(cellen)

    def als_bytes(self) -> bytes:
        """Return the file."""
        uit = BytesIO()
        self._boek.save(uit)
        return uit.getvalue()


def blad_titel(titel: str) -> str:
    """Return a title that a sheet may have: no signs that mean something, 31 characters."""
    return "".join(" " if teken in "[]:*?/\\" else teken for teken in titel).strip()[:31] or "Blad"


def _letter(plaats: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(plaats)
