"""What the partners gave to a question as one document, to write the next pact from."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from django.utils import timezone
from docx.document import Document
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from pact.models import Bouwsteenvraag
from pact.selectors.vervolg import Inbreng
from thuiszitters.kalender import datum_kort

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def bouwstenen_docx(vraag: Bouwsteenvraag, inbreng: Sequence[Inbreng]) -> bytes:
    """Return the question and the newest of every partner as DOCX."""
    document = docx.Document()
    titel = _schoon(f"Bouwstenen voor een volgend pact: {vraag.pact.naam}")
    document.core_properties.title = titel
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = "nl-NL"
    document.add_heading(titel, level=0)
    _tekst(document, vraag.vraag)
    document.add_paragraph(f"Gevraagd uiterlijk {datum_kort(vraag.uiterlijk)}.")
    for rij in inbreng:
        document.add_heading(_schoon(str(rij.partner)), level=1)
        gift = rij.laatste
        if gift is None:
            document.add_paragraph("Nog niets gegeven.")
            continue
        if gift.bouwsteen.geen:
            document.add_paragraph("Heeft geen inbreng.")
        if gift.bouwsteen.tekst:
            _tekst(document, gift.bouwsteen.tekst)
        for bestand in gift.bouwsteen.bijlagen.all():
            document.add_paragraph(_schoon(f"Bijlage: {bestand.naam}"), style="List Bullet")
        wanneer = f"Gegeven op {datum_kort(timezone.localdate(gift.bouwsteen.op))}"
        noot = document.add_paragraph().add_run(
            f"{wanneer}, na de datum." if gift.na_de_datum else f"{wanneer}."
        )
        noot.italic = True
    uit = io.BytesIO()
    document.save(uit)
    return uit.getvalue()


def _tekst(document: Document, tekst: str) -> None:
    for regel in _schoon(tekst).split("\n"):
        if regel.strip():
            document.add_paragraph(regel)


def _schoon(tekst: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", tekst)
