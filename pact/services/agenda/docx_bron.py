"""The tables of a Word document (DOCX), with the heading that stands above each.

Read from the parts of the document itself: cells that are merged downwards give their text in
every row, deleted text of tracked changes is left out, and inserted text is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import docx
from docx.oxml.ns import qn

from cases.services.inlezen.verslag import OnleesbaarBestand
from cases.services.inlezen.xlsx_bron import LEESFOUTEN
from pact.services.agenda.tabellen import Tabel, Tabelrij

_KAPOT = (
    "Dit bestand kan niet worden geopend: het is een beschadigd DOCX-bestand. Open het in Word en "
    "sla het opnieuw op, of kies een CSV-, XLSX- of DOCX-bestand dat heel is."
)
_MEESTE_KOLOMMEN = 200
_LANGSTE_KOP = 200
_OVERSLAAN = frozenset(
    qn(naam) for naam in ("w:del", "w:moveFrom", "w:txbxContent", "w:instrText", "w:delText")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_NIEUWE_REGEL = frozenset({qn("w:br"), qn("w:cr")})
_KOPSTIJL = re.compile(r"(?:heading|kop|titel|title)\s?\d*", re.IGNORECASE)


def lees_docx(bestand: BinaryIO) -> list[Tabel]:
    """Return the tables of this document. Raises OnleesbaarBestand for what cannot be read."""
    bestand.seek(0)
    try:
        document: Any = docx.Document(bestand)
        body = document.element.body
        koppen = {
            stijl.style_id for stijl in document.styles if _KOPSTIJL.fullmatch(stijl.name or "")
        }
    except LEESFOUTEN:
        raise OnleesbaarBestand(_KAPOT) from None
    return list(_tabellen(body, koppen))


def _tabellen(body: Any, koppen: set[str]) -> Iterator[Tabel]:
    kop = laatste = ""
    nummer = 0
    for deel in _blokken(body):
        if deel.tag == qn("w:p"):
            tekst = " ".join(_tekst(deel).split())
            if not tekst:
                continue
            laatste = tekst
            if _is_kop(deel, koppen):
                kop = tekst
            continue
        nummer += 1
        boven = laatste if len(laatste) <= _LANGSTE_KOP else ""
        yield Tabel(f"tabel {nummer}", kop or boven, list(_rijen(deel, f"tabel {nummer}")))
        laatste = ""


def _blokken(houder: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables, also those inside content controls."""
    for deel in houder:
        if deel.tag in {qn("w:p"), qn("w:tbl")}:
            yield deel
        elif deel.tag == qn("w:sdt"):
            for inhoud in deel.iterchildren(qn("w:sdtContent")):
                yield from _blokken(inhoud)
        elif deel.tag == qn("w:ins"):
            yield from _blokken(deel)


def _is_kop(alinea: Any, koppen: set[str]) -> bool:
    stijl = alinea.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    if stijl is not None and stijl.get(qn("w:val")) in koppen:
        return True
    return alinea.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}") is not None


def _onderdelen(houder: Any, naam: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, also those inside content controls."""
    for deel in houder:
        if deel.tag == qn(naam):
            yield deel
        elif deel.tag == qn("w:sdt"):
            for inhoud in deel.iterchildren(qn("w:sdtContent")):
                yield from _onderdelen(inhoud, naam)


def _rijen(tabel: Any, naam: str) -> Iterator[Tabelrij]:
    boven: dict[int, str] = {}
    for nummer, rij in enumerate(_onderdelen(tabel, "w:tr"), 1):
        if rij.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            continue
        cellen: list[str] = [""] * _voor(rij)
        aantal = 0
        lopend: dict[int, str] = {}
        for cel in _onderdelen(rij, "w:tc"):
            plaats, aantal = len(cellen), aantal + 1
            tekst = _celtekst(cel)
            if (samen := _samengevoegd(cel)) is not None:
                tekst = tekst if samen == "restart" else boven.get(plaats, tekst)
                lopend[plaats] = tekst
            cellen += [tekst] + [""] * (_breedte(cel) - 1)
            if len(cellen) > _MEESTE_KOLOMMEN:
                raise OnleesbaarBestand(_KAPOT)
        boven = lopend
        yield Tabelrij(f"{naam}, rij {nummer}", cellen, breed=aantal == 1 < len(cellen))


def _getal(houder: Any, pad: str) -> int:
    """Return a number that stands in the properties of a row or cell, 0 without one."""
    gevonden = houder.find("/".join(qn(deel) for deel in pad.split("/")))
    waarde = gevonden.get(qn("w:val"), "") if gevonden is not None else ""
    return min(int(waarde), _MEESTE_KOLOMMEN + 1) if waarde.isascii() and waarde.isdigit() else 0


def _breedte(cel: Any) -> int:
    return max(_getal(cel, "w:tcPr/w:gridSpan"), 1)


def _voor(rij: Any) -> int:
    return _getal(rij, "w:trPr/w:gridBefore")


def _samengevoegd(cel: Any) -> str | None:
    """Return "restart" or "continue" for a cell that is merged downwards, else None."""
    gevonden = cel.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return None if gevonden is None else gevonden.get(qn("w:val"), "continue")


def _celtekst(cel: Any) -> str:
    return "\n".join(_tekst(alinea) for alinea in cel.iter(qn("w:p"))).strip()


def _tekst(alinea: Any) -> str:
    return "".join(_stukken(alinea))


def _stukken(deel: Any) -> Iterator[str]:
    for kind in deel:
        if kind.tag in _OVERSLAAN or kind.tag == qn("w:p"):
            continue
        if kind.tag == qn("w:t"):
            yield kind.text or ""
        elif kind.tag in _NIEUWE_REGEL:
            yield "\n"
        elif kind.tag == qn("w:tab"):
            yield " "
        elif kind.tag == qn("w:noBreakHyphen"):
            yield "-"
        else:
            yield from _stukken(kind)
