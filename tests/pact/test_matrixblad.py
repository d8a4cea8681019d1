"""The matrix to take along: exactly as filtered and turned, and nothing cut."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from pact.keuzes import Niveau, Status
from pact.matrixblad import matrix_document, matrix_werkblad
from pact.matrixvraag import Matrixvraag
from pact.models import Actie, Partner
from tests.pact.hulp import Kring
from tests.pact.test_views_matrix import log_in

pytestmark = pytest.mark.usefixtures("monday")

LANG = "Woord na woord na woord " * 23 + "tot het laatste: einde"


def asked(kring: Kring, **data: str) -> Matrixvraag:
    return Matrixvraag.read(kring.pact, data, peildatum=timezone.localdate())


def sheets(inhoud: bytes) -> dict[str, list[tuple[Any, ...]]]:
    boek = load_workbook(BytesIO(inhoud))
    return {blad.title: [tuple(c.value for c in rij) for rij in blad.rows] for blad in boek}


def fill(kring: Kring) -> None:
    lead = kring.pact.partners.get(organisatie=kring.penvoerder)
    kring.actie(
        activiteit=LANG,
        dagen=-3,
        eigenaar=kring.partner,
        mede_eigenaren=frozenset({lead}),
        status=Status.LOOPT,
    )
    kring.actie(activiteit="=1+1 <b>en</b> #pagebreak()", niveau=Niveau.LANDELIJK, dagen=9)
    for n in range(6):
        kring.actie(activiteit=f"Zonder deadline {n}", thema=kring.themas[1])
    Actie.objects.filter(pact=kring.pact, nr=1).update(trede="signaleren")


def test_the_workbook_holds_the_matrix_and_the_list(kring: Kring) -> None:
    fill(kring)
    found = sheets(matrix_werkblad(asked(kring)))
    assert list(found) == ["Matrix", "Lijst", "Wat dit is"]
    matrix = found["Matrix"]
    assert matrix[0] == ("Thema", *(str(niveau.label) for niveau in Niveau))
    assert matrix[1] == ("Alles", "geen acties", "7 acties, 1 te laat", "1 actie")
    whole = "\n".join(str(cell) for rij in matrix for cell in rij)
    assert f"1. {LANG}\n3 dagen te laat · 20 nov 2026 · loopt\n" in whole
    assert f"{kring.partner}, met {kring.penvoerder} · trede: signaleren" in whole
    assert all(f"Zonder deadline {n}" in whole for n in range(6))
    lijst = found["Lijst"]
    assert sorted(rij[0] for rij in lijst[1:]) == list(range(1, 9))
    first = dict(zip(lijst[0], next(rij for rij in lijst if rij[0] == 1), strict=True))
    assert first["Activiteit"] == LANG
    assert first["Mede-eigenaren"] == str(kring.penvoerder)
    assert (first["Dagen te laat"], first["Trede"], first["Status"]) == (3, "Signaleren", "Loopt")


def test_what_looks_like_a_formula_is_text(kring: Kring) -> None:
    fill(kring)
    boek = load_workbook(BytesIO(matrix_werkblad(asked(kring))))
    cell = next(c for rij in boek["Lijst"].rows for c in rij if str(c.value).startswith("=1+1"))
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_it_is_filtered_and_turned_as_the_page(kring: Kring) -> None:
    fill(kring)
    vraag = asked(kring, rijen="partner", kolommen="status", te_laat="on")
    found = sheets(matrix_werkblad(vraag))
    assert found["Matrix"][0] == ("Eigenaar", "Loopt")
    assert [rij[0] for rij in found["Lijst"][1:]] == [1]
    told = dict(rij[:2] for rij in found["Wat dit is"][1:])
    assert (told["Rijen"], told["Kolommen"], told["Filters"]) == (
        "Eigenaar",
        "Status",
        "Alleen te laat",
    )
    document = matrix_document(vraag)
    assert [kop["naam"] for kop in document["kolommen"]] == ["Loopt"]
    assert document["filters"] == ["Alleen te laat"]


def words_of(waarde: object) -> str:
    """Return every text in what is printed."""
    if isinstance(waarde, dict):
        return " ".join(words_of(deel) for deel in waarde.values())
    if isinstance(waarde, list):
        return " ".join(map(words_of, waarde))
    return str(waarde)


def test_the_document_is_told_every_word(kring: Kring) -> None:
    fill(kring)
    text = words_of(matrix_document(asked(kring)))
    assert LANG in text
    assert "=1+1 <b>en</b> #pagebreak()" in text
    assert all(f"Zonder deadline {n}" in text for n in range(6))
    assert "3 dagen te laat · 20 nov 2026 · loopt" in text
    assert f"{kring.partner}, met {kring.penvoerder} · trede: signaleren" in text


def test_an_owner_that_left_is_marked(kring: Kring) -> None:
    fill(kring)
    Actie.objects.filter(pact=kring.pact, nr=4).update(status=Status.VERVALLEN)
    Partner.objects.filter(pk=kring.partner.pk).update(tot=timezone.localdate())
    gone = f"{kring.partner} (doet niet meer mee)"
    vraag = asked(kring, rijen="partner", kolommen="status")
    found = sheets(matrix_werkblad(vraag))
    assert gone in {rij[0] for rij in found["Matrix"]}
    heads = found["Lijst"][0]
    rows = [dict(zip(heads, rij, strict=True)) for rij in found["Lijst"][1:]]
    assert {rij["Nr"]: rij["Eigenaar"] for rij in rows if rij["Nr"] in {1, 2}} == {1: gone, 2: None}
    text = words_of(matrix_document(vraag))
    assert f"{gone}, met {kring.penvoerder}" in text
    assert "vervallen geen eigenaar" in text.replace(" · ", " ")


def test_the_document_is_a3(kring: Kring) -> None:
    fill(kring)
    Actie.objects.filter(pact=kring.pact, nr=3).update(status=Status.VERVALLEN)
    client = log_in(kring.deelnemer)
    for query in ({}, {"rijen": "status", "kolommen": "partner"}):
        answer = client.get(reverse("pact:matrix_pdf", args=[kring.pact.code]), query)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == (
            f'attachment; filename="matrix-{kring.pact.code}-2026-11-23.pdf"'
        )
        sheets_of = re.findall(rb"/MediaBox\s*\[0 0 (\d+)[\d.]* (\d+)", answer.content)
        assert set(sheets_of) == {(b"1190", b"841")}


def test_a_filter_that_leaves_nothing_still_gives_a_file(kring: Kring) -> None:
    fill(kring)
    client = log_in(kring.deelnemer)
    for name in ("matrix_xlsx", "matrix_pdf"):
        answer = client.get(
            reverse(f"pact:{name}", args=[kring.pact.code]), {"zoek": "bestaatniet"}
        )
        assert answer.status_code == 200
