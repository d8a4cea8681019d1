"""What a file is, told from its bytes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from pact.bestandsoort import (
    CSV,
    DOCX,
    GROOTSTE,
    JPG,
    ODS,
    ODT,
    PDF,
    PNG,
    TXT,
    XLSX,
    BestandGeweigerd,
    Soort,
    nette_naam,
    soort_van,
)


def zipped(**parts: bytes) -> bytes:
    """Return a zip with these parts; "__" in a name is "/"."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name.replace("__", "/"), part)
    return made.getvalue()


def docx() -> bytes:
    made = BytesIO()
    Document().save(made)
    return made.getvalue()


def xlsx() -> bytes:
    made = BytesIO()
    Workbook().save(made)
    return made.getvalue()


def odf(soort: Soort) -> bytes:
    return zipped(mimetype=soort.mediatype.encode(), **{"content.xml": b"<x/>"})


def with_part(inhoud: bytes, naam: str, part: bytes) -> bytes:
    made = BytesIO(inhoud)
    with ZipFile(made, "a") as packed:
        packed.writestr(naam, part)
    return made.getvalue()


@pytest.mark.parametrize(
    ("naam", "inhoud", "soort"),
    [
        ("a.pdf", b"%PDF-1.7\n...", PDF),
        ("a.PDF", b"%PDF-1.7\n...", PDF),
        ("a.png", b"\x89PNG\r\n\x1a\n...", PNG),
        ("a.jpeg", b"\xff\xd8\xff\xe0...", JPG),
        ("a.docx", docx(), DOCX),
        ("a.xlsx", xlsx(), XLSX),
        ("a.odt", odf(ODT), ODT),
        ("a.ods", odf(ODS), ODS),
        ("a.txt", "Eén regel\r\n".encode(), TXT),
        ("a.txt", "Eén regel".encode("cp1252"), TXT),
        ("a.csv", "\ufeffa;b\r\n".encode("utf-16"), CSV),
    ],
)
def test_kinds(naam: str, inhoud: bytes, soort: Soort) -> None:
    assert soort_van(naam, inhoud) == soort


@pytest.mark.parametrize(
    ("naam", "inhoud", "waarom"),
    [
        ("a.pdf", b"", "leeg"),
        ("a.pdf", b"%PDF-" + b"x" * GROOTSTE, "5 MB"),
        ("a.exe", b"MZ\x90\x00", "Dit soort bestand"),
        ("a.pdf", b"MZ\x90\x00", "Dit soort bestand"),
        ("a.html", b"<script>alert(1)</script>", "Dit soort bestand"),
        ("a.svg", b"<svg onload='x'/>", "Dit soort bestand"),
        ("a.txt", b"\x00\x01\x02", "Dit soort bestand"),
        ("a.zip", zipped(iets=b"x"), "Dit soort bestand"),
        ("a.docx", b"PK\x03\x04 stuk", "Dit soort bestand"),
        ("a.txt", b"%PDF-1.7", "Dit is een pdf-bestand"),
        ("a.docx", xlsx(), "Dit is een xlsx-bestand"),
        ("geennaam", b"%PDF-1.7", "Laat de naam eindigen op .pdf"),
        ("a.docx", with_part(docx(), "word/vbaProject.bin", b"x"), "macro's"),
        ("a.odt", with_part(odf(ODT), "Basic/Standard/Module1.xml", b"x"), "macro's"),
        ("a.docm", zipped(word__document=b"x", word__vbaProject=b"x"), "Dit soort bestand"),
    ],
)
def test_refused(naam: str, inhoud: bytes, waarom: str) -> None:
    with pytest.raises(BestandGeweigerd, match=waarom):
        soort_van(naam, inhoud)


def test_a_part_that_unpacks_to_too_much_is_not_unpacked() -> None:
    bomb = zipped(**{"[Content_Types].xml": b" " * 20_000_000, "word__document.xml": b"x"})
    assert len(bomb) < GROOTSTE
    with pytest.raises(BestandGeweigerd):
        soort_van("a.docx", bomb)


@given(st.binary(min_size=1, max_size=200), st.sampled_from(["pdf", "docx", "txt", "csv", "png"]))
def test_any_bytes_are_told_or_refused(inhoud: bytes, einde: str) -> None:
    said = "."
    try:
        assert einde in soort_van(f"a.{einde}", inhoud).einden
    except BestandGeweigerd as refused:
        said = str(refused)
    assert said.endswith(".")


@pytest.mark.parametrize(
    ("naam", "netjes"),
    [
        ("verslag.pdf", "verslag.pdf"),
        ("C:\\Users\\ik\\verslag.pdf", "verslag.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("gpj\u202e.fdp", "gpj.fdp"),
        ("", "bestand"),
        ("..", "bestand"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names(naam: str, netjes: str) -> None:
    assert nette_naam(naam) == netjes


@given(st.text())
def test_a_name_is_always_one(naam: str) -> None:
    made = nette_naam(naam)
    assert 0 < len(made) <= 120
    assert not set(made) & set("/\\\r\n\x00")
    assert nette_naam(made) == made
