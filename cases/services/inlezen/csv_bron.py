"""Rows of a CSV file, with the line number an editor shows.

The standard reader alone would swallow everything after a quote that is never closed. Here such a
line is told about, and reading goes on at the next one.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from cases.services.inlezen.kolommen import Waarde, aantal_bekend
from cases.services.inlezen.verslag import OnleesbaarBestand, Rijfout

SCHEIDINGSTEKENS = (";", ",", "\t")
LANGSTE_RIJ = 200
"""More lines than this in one row means that a quote was not closed."""

_BLOK = 1 << 16
_MEERBYTES = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_GEEN_TEKST = (
    "Dit is geen CSV- of XLSX-bestand, of de tekencodering is onbekend. Sla het op als "
    '"CSV UTF-8" of als XLSX.'
)
_OPEN_AANHALING = (
    'Deze regel is niet te lezen: een aanhalingsteken (") wordt niet gesloten of staat verkeerd, '
    "of een waarde is veel te lang."
)
_VERMINKT = (
    'Hier staat een teken dat niet te lezen is. Sla het bestand op als "CSV UTF-8" en verbeter '
    "dit teken."
)


@dataclass(frozen=True, slots=True)
class Codering:
    """How bytes become text. `gemengd`: some lines look like UTF-8 in a file that is not."""

    naam: str
    gemengd: bool = False


def bepaal_codering(bestand: BinaryIO, *, geen_tekst: str = _GEEN_TEKST) -> Codering:
    """Return the encoding: UTF-8 or UTF-16 by its mark, else UTF-8 where it fits, else
    Windows-1252.

    Raises OnleesbaarBestand, in the words of `geen_tekst`, for anything that is no text. Where
    bytes of both kinds stand in one file the kind of most of them wins; the lines of the other
    kind are refused one by one.
    """
    bestand.seek(0)
    kop = bestand.read(4)
    bestand.seek(0)
    if kop.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise OnleesbaarBestand(geen_tekst)
    if kop.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Codering("utf-16")
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    is_utf8 = True
    while blok := bestand.read(_BLOK):
        if b"\x00" in blok:
            raise OnleesbaarBestand(geen_tekst)
        if is_utf8:
            is_utf8 = _decodes(decoder, blok)
    if is_utf8:
        is_utf8 = _decodes(decoder, b"", final=True)
    if is_utf8 or kop.startswith(codecs.BOM_UTF8):
        return Codering("utf-8-sig")
    bestand.seek(0)
    alles = bestand.read()
    goed = sum(1 for _ in _MEERBYTES.finditer(alles))
    kapot = sum("\udc80" <= teken <= "\udcff" for teken in alles.decode("utf-8", "surrogateescape"))
    return Codering("utf-8") if goed >= kapot else Codering("cp1252", gemengd=goed > 0)


def _decodes(decoder: codecs.IncrementalDecoder, blok: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(blok, final)
    except UnicodeDecodeError:
        return False
    return True


def is_verminkt(cel: str, codering: Codering) -> bool:
    """Return whether this cell holds bytes that are no text in the encoding of the file."""
    if any("\ud800" <= teken <= "\udfff" for teken in cel):
        return True
    return codering.gemengd and bool(
        _MEERBYTES.search(cel.encode("cp1252", errors="surrogateescape"))
    )


class CsvBron:
    """The rows of a CSV file; it can be read more than once."""

    tussenkoppen = False
    """Whether a row may hold one value only, such as a heading between the rows."""
    geen_tekst = _GEEN_TEKST
    """What is said of a file that is no text."""

    def __init__(self, bestand: BinaryIO) -> None:
        self._bestand = bestand
        self._codering = bepaal_codering(bestand, geen_tekst=self.geen_tekst)
        self._teken, self._breedte = self._kies_teken()

    def rijen(self) -> Iterator[tuple[int, Sequence[Waarde]] | Rijfout]:
        """Yield the line number and the cells of every row, or what is wrong with that line."""
        for regel, cellen in self._records():
            if cellen is None:
                yield Rijfout(regel, _OPEN_AANHALING)
            elif regel == 1 and cellen[0].strip().lower().startswith("sep="):
                continue
            elif any(is_verminkt(cel, self._codering) for cel in cellen):
                yield Rijfout(regel, _VERMINKT)
            elif not self.tussenkoppen and len(cellen) == 1 < self._breedte and cellen[0].strip():
                yield Rijfout(regel, "Hier staat maar één waarde. Klopt het scheidingsteken?")
            else:
                yield regel, cellen

    def _tekstregels(self) -> Iterator[str]:
        self._bestand.seek(0)
        tekst = io.TextIOWrapper(
            self._bestand, self._codering.naam, errors="surrogateescape", newline=""
        )
        try:
            # Not the file itself: `yield from` would close it when the reader stops early.
            yield from (regel for regel in tekst)
        except UnicodeError:
            raise OnleesbaarBestand(self.geen_tekst) from None
        finally:
            tekst.detach()

    def _kies_teken(self) -> tuple[str, int]:
        """Return the separator that makes most known columns of the heading, and its width."""
        for regel in self._tekstregels():
            if regel.strip("\ufeff \t\r\n;,") and not regel.strip().lower().startswith("sep="):
                koppen = {t: next(csv.reader([regel], delimiter=t)) for t in SCHEIDINGSTEKENS}
                teken = max(koppen, key=lambda t: aantal_bekend(koppen[t]))
                return teken, len(koppen[teken])
        return SCHEIDINGSTEKENS[0], 0

    def _records(self) -> Iterator[tuple[int, list[str] | None]]:
        """Yield (first line, cells); None for a line whose cells cannot be told apart."""
        regels = self._tekstregels()
        terug: deque[str] = deque()
        eerste = 1
        while (regel := _volgende(terug, regels)) is not None:
            genomen = [regel]
            cellen: list[str] | None
            if '"' not in regel:
                cellen = regel.rstrip("\r\n").split(self._teken)
            else:
                cellen = self._lees_met_aanhaling(genomen, terug, regels)
                if cellen is None:
                    terug.extendleft(reversed(genomen[1:]))
                    del genomen[1:]
            yield eerste, cellen
            eerste += len(genomen)

    def _lees_met_aanhaling(
        self, genomen: list[str], terug: deque[str], regels: Iterator[str]
    ) -> list[str] | None:
        """Return the cells of the row that begins with `genomen`, which grows with its lines."""

        def invoer() -> Iterator[str]:
            yield genomen[0]
            while len(genomen) < LANGSTE_RIJ:
                regel = _volgende(terug, regels)
                if regel is None:
                    return
                genomen.append(regel)
                yield regel

        try:
            cellen = next(csv.reader(invoer(), delimiter=self._teken, strict=True))
        except csv.Error:
            return None
        # Quotes that pair by accident over lines make another number of cells than the heading.
        return cellen if len(genomen) == 1 or len(cellen) == self._breedte else None


def _volgende(terug: deque[str], regels: Iterator[str]) -> str | None:
    return terug.popleft() if terug else next(regels, None)
