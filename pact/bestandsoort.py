"""What a file is, told from its bytes and never from what a browser or its name says. Pure."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

GROOTSTE = 5 * 1024 * 1024
"""The most bytes a file may have."""

SOORTEN = "pdf, docx, xlsx, odt, ods, png, jpg, txt of csv"


class BestandGeweigerd(ValueError):
    """This file cannot be kept; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Soort:
    """A kind of file: its media type, and the ends its name can have."""

    mediatype: str
    einden: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
PDF = Soort("application/pdf", ("pdf",))
PNG = Soort("image/png", ("png",))
JPG = Soort("image/jpeg", ("jpg", "jpeg"))
DOCX = Soort(f"{_OFFICE}.wordprocessingml.document", ("docx",))
XLSX = Soort(f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",))
ODT = Soort(f"{_ODF}.text", ("odt",))
ODS = Soort(f"{_ODF}.spreadsheet", ("ods",))
TXT = Soort("text/plain", ("txt",))
CSV = Soort("text/csv", ("csv",))

_TEKENS: tuple[tuple[bytes, Soort], ...] = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPG),
)
_OPENXML = {
    "word/document.xml": (b"wordprocessingml.document.main+xml", DOCX),
    "xl/workbook.xml": (b"spreadsheetml.sheet.main+xml", XLSX),
}
_MACRO = re.compile(r"(?:\A|/)(?:vbaproject\.bin|basic/|scripts/)", re.IGNORECASE)
_MOST_PARTS = 5_000
_MOST_OF_A_PART = 1024 * 1024


def soort_van(naam: str, inhoud: bytes) -> Soort:
    """Return the kind of a file from its bytes, checked against the end of its name.

    Raises BestandGeweigerd for an empty file, one over GROOTSTE, a kind that is not on the
    list, one with macros, and one whose name promises another kind.
    """
    if not inhoud:
        raise BestandGeweigerd("Dit bestand is leeg. Kies een ander bestand.")
    if len(inhoud) > GROOTSTE:
        raise BestandGeweigerd("Dit bestand is groter dan 5 MB. Kies een kleiner bestand.")
    einde = PurePosixPath(naam).suffix.lstrip(".").lower()
    found = _from_bytes(inhoud, einde)
    if found is None:
        raise BestandGeweigerd(f"Dit soort bestand kan hier niet. Kies een {SOORTEN}.")
    if einde not in found.einden:
        raise BestandGeweigerd(
            f"Dit is een {found.einden[0]}-bestand, maar de naam zegt iets anders. "
            f"Laat de naam eindigen op .{found.einden[0]}."
        )
    return found


def _from_bytes(inhoud: bytes, einde: str) -> Soort | None:
    for teken, soort in _TEKENS:
        if inhoud.startswith(teken):
            return soort
    if inhoud.startswith(b"PK\x03\x04"):
        return _from_zip(inhoud)
    text = {"txt": TXT, "csv": CSV}.get(einde)
    return text if text is not None and _is_text(inhoud) else None


def _from_zip(inhoud: bytes) -> Soort | None:
    """Look into the list of parts only; nothing is unpacked but two small parts of known size."""
    try:
        with zipfile.ZipFile(BytesIO(inhoud)) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if len(parts) > _MOST_PARTS:
                return None
            if any(_MACRO.search(name) for name in names):
                raise BestandGeweigerd(
                    "In dit bestand zitten macro's. Bewaar het zonder macro's en kies het opnieuw."
                )
            mimetype = _part(packed, "mimetype")
            for soort in (ODT, ODS):
                if mimetype == soort.mediatype.encode():
                    return soort if "content.xml" in names else None
            content = _part(packed, "[Content_Types].xml")
            for name, (declared, soort) in _OPENXML.items():
                if name in names and declared in content:
                    return soort
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        # Damaged, locked with a password, or packed in a way nobody uses.
        return None
    return None


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    try:
        info = packed.getinfo(name)
    except KeyError:
        return b""
    if info.file_size > _MOST_OF_A_PART:
        return b""
    with packed.open(info) as part:
        return part.read(_MOST_OF_A_PART)


def _is_text(inhoud: bytes) -> bool:
    if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = inhoud.decode("utf-16")
        except UnicodeDecodeError:
            return False
    else:
        try:
            text = inhoud.decode("utf-8-sig")
        except UnicodeDecodeError:
            try:
                text = inhoud.decode("cp1252")
            except UnicodeDecodeError:
                return False
    return not any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f" for c in text)


def nette_naam(naam: str, langste: int = 120) -> str:
    """Return the name of a file without folders and signs that do not show, its end kept.

    "bestand" where nothing is left.
    """
    last = unicodedata.normalize("NFC", naam).replace("\\", "/").rsplit("/", 1)[-1]
    shown = (" " if c.isspace() else c for c in last)
    clean = "".join(c for c in shown if not unicodedata.category(c).startswith("C"))
    clean = " ".join(clean.split()).strip(". ")
    path = PurePosixPath(clean or "bestand")
    return path.stem[: langste - len(path.suffix)] + path.suffix[:langste]
