"""The agenda of a pact as a file, in the columns in which it is read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from pact.inhoud import ActieInhoud, inhoud_of
from pact.models import Actie, Pact
from pact.selectors.acties import with_parts
from pact.services.agenda import kolommen
from pact.services.agenda.waarden import kolomwaarde
from pact.uitvoer import met_wacht
from thuiszitters.werkblad import Werkblad

_BREEDTES = {
    kolommen.THEMA: 28,
    kolommen.NR: 6,
    kolommen.PERIODE: 24,
    kolommen.ACTIVITEIT: 50,
    kolommen.BETROKKENEN: 30,
    kolommen.RESULTAAT: 60,
    kolommen.MIDDELEN: 24,
    kolommen.TOELICHTING: 40,
}


def load_inhoud(pact: Pact) -> list[ActieInhoud]:
    """Return what the actions of a pact say, in the order of the agenda."""
    acties = with_parts(Actie.objects.filter(pact=pact))
    return [inhoud_of(actie) for actie in acties.order_by("thema__volgorde", "thema_id", "nr")]


def kolommen_van(inhouden: Sequence[ActieInhoud]) -> list[str]:
    """Return the columns of an agenda; with a last one where people wrote notes of their own."""
    extra = [kolommen.TOELICHTING] if any(i.toelichting for i in inhouden) else []
    return [*kolommen.KOLOMMEN, *extra]


def _rijen(inhouden: Sequence[ActieInhoud], namen: Sequence[str]) -> Iterator[list[str]]:
    for inhoud in inhouden:
        yield [ILLEGAL_CHARACTERS_RE.sub("", kolomwaarde(inhoud, naam)) for naam in namen]


def agenda_csv(pact: Pact) -> bytes:
    """Return the agenda as CSV, as a Dutch spreadsheet opens it: UTF-8 with a mark, and ";"."""
    inhouden = load_inhoud(pact)
    namen = kolommen_van(inhouden)
    uit = io.StringIO(newline="")
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(namen)
    for rij in _rijen(inhouden, namen):
        schrijver.writerow([met_wacht(cel) for cel in rij])
    return uit.getvalue().encode("utf-8-sig")


def agenda_xlsx(pact: Pact) -> bytes:
    """Return the agenda as a workbook of one sheet."""
    inhouden = load_inhoud(pact)
    namen = kolommen_van(inhouden)
    boek = Werkblad()
    boek.add("Agenda", namen, _rijen(inhouden, namen), breedtes=[_BREEDTES[n] for n in namen])
    return boek.als_bytes()


def agenda_docx(pact: Pact) -> bytes:
    """Return the agenda as a document: one table, each thema on a row of its own."""
    inhouden = load_inhoud(pact)
    namen = [naam for naam in kolommen_van(inhouden) if naam != kolommen.THEMA]
    document = docx.Document()
    blad = document.sections[0]
    blad.orientation = WD_ORIENT.LANDSCAPE
    blad.page_width, blad.page_height = Cm(29.7), Cm(21)
    blad.left_margin = blad.right_margin = Cm(1.5)
    document.core_properties.title = f"Agenda van {pact.naam}"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.language = "nl-NL"
    document.styles["Normal"].font.size = Pt(9)
    document.styles["Normal"].paragraph_format.space_after = Pt(0)
    document.add_heading(f"Agenda van {_schoon(pact.naam)}", level=0)
    tabel = document.add_table(rows=1, cols=len(namen))
    tabel.style = "Table Grid"
    for cel, naam in zip(tabel.rows[0].cells, namen, strict=True):
        _schrijf(cel, naam.capitalize(), vet=True)
    _herhaal_kop(tabel)
    for thema, groep in groupby(inhouden, key=lambda inhoud: inhoud.thema):
        cellen = _nieuwe_rij(tabel)
        _schrijf(cellen[0].merge(cellen[-1]), _schoon(thema.naam), vet=True)
        for rij in _rijen(list(groep), namen):
            for cel, tekst in zip(_nieuwe_rij(tabel), rij, strict=True):
                _schrijf(cel, tekst)
    uit = io.BytesIO()
    document.save(uit)
    return uit.getvalue()


def _schoon(tekst: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", tekst)


def _nieuwe_rij(tabel: Table) -> list[_Cell]:
    """Add a row and return its cells, without looking through all rows above it."""
    rij = tabel._tbl.add_tr()
    cellen = []
    for breedte in tabel._tbl.tblGrid.gridCol_lst:
        cel = rij.add_tc()
        if breedte.w is not None:
            cel.width = breedte.w
        cellen.append(_Cell(cel, tabel))
    return cellen


def _schrijf(cel: _Cell, tekst: str, *, vet: bool = False) -> None:
    eerste, *meer = re.split(r"\n", tekst)
    alinea = cel.paragraphs[0]
    for regel in (eerste, *meer):
        if regel is not eerste:
            alinea = cel.add_paragraph()
        stuk = alinea.add_run(regel)
        if vet:
            stuk.bold = True


def _herhaal_kop(tabel: Table) -> None:
    """Let the heads stand on top of every page."""
    kop = OxmlElement("w:tblHeader")
    kop.set(qn("w:val"), "true")
    tabel.rows[0]._tr.get_or_add_trPr().append(kop)
