"""Documents and worksheets: what is in them, and what cannot get in."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pytest_django import Settings

from thuiszitters.pdf import render_pdf
from thuiszitters.werkblad import Werkblad, blad_titel

HOSTILE = '#read("/etc/passwd") *x* #panic() =HYPERLINK("x") <b> $1$ \\ é ł 漢'
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)


PROEF = """
#import "huis.typ": document-huis
#let d = json(bytes(sys.inputs.data))
#show: document-huis.with(titel: d.titel, onder: d.titel)
= #d.titel
#d.tekst
"""


def test_the_same_data_gives_the_same_document(tmp_path: Path, settings: Settings) -> None:
    folder = tmp_path / "templates" / "pdf"
    folder.mkdir(parents=True)
    shutil.copy(settings.BASE_DIR / "templates" / "pdf" / "huis.typ", folder)
    (folder / "proef.typ").write_text(PROEF, encoding="utf-8")
    settings.BASE_DIR = tmp_path

    one = render_pdf("proef", {"titel": "Proef", "tekst": HOSTILE}, op=MOMENT)
    two = render_pdf("proef", {"tekst": HOSTILE, "titel": "Proef"}, op=MOMENT)
    assert one.startswith(b"%PDF-")
    assert hashlib.sha256(one).digest() == hashlib.sha256(two).digest()


@pytest.mark.parametrize("naam", ["../huis", "/etc/passwd", "", "Huis", "a.b"])
def test_a_template_is_named_and_not_a_path(naam: str) -> None:
    with pytest.raises(ValueError, match="name of a template"):
        render_pdf(naam, {})


@pytest.mark.parametrize("tekst", ["=1+1", "+31", "-", "@x", "\tx", "=cmd|' /C calc'!A0"])
def test_no_text_becomes_a_formula(tekst: str) -> None:
    werkblad = Werkblad()
    werkblad.add("Blad", ["kop"], [[tekst]])
    cel = load_workbook(BytesIO(werkblad.als_bytes()))["Blad"]["A2"]
    assert cel.value == tekst
    assert cel.data_type == "s"
    assert cel.quotePrefix


def test_a_sheet_has_a_title_it_may_have() -> None:
    assert blad_titel("a/b: " + "x" * 40) == "a b  " + "x" * 26
    assert blad_titel("[]") == "Blad"
