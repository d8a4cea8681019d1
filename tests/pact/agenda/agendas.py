"""Agendas as people make them, in every kind of file, and what the command says about them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from django.core.management import call_command
from openpyxl import Workbook

from pact.models import Actie, ActieLog, Pact, Thema

KOPPEN = (
    "",
    "Periode\n(wanneer)",
    "Activiteiten\n(wat)",
    "Betrokkenen\n(wie)",
    "Toelichting en resultaat",
    "Middelen\n(financieel)",
)
"""The headings of an agenda as they stand in a document; the numbers have none."""

S1, S2, S3 = (
    "1. De lijsten kloppen – ‘we weten wie er thuis zit’",
    "2. We vinden elkaar in de keten",
    "3. Voorkomen",
)
AGENDA: tuple[tuple[str, ...], ...] = (
    (S1,),
    ("1", "okt ‘26 – jan ‘27", "Eén definitie afspreken", "swv's, gemeenten", "Er is één.", "-"),
    (
        "2",
        "gehele periode pact",
        "Toegang tot het register regelen",
        "het rijk, swv’s",
        "Wie mag wat zien.\n\nZie ook 3.1.",
        "-",
    ),
    ("3", "gehele looptijd Pact", "Een maandcijfer maken", "alle betrokken partijen", "", ""),
    (S2,),
    (
        "1",
        "oktober-november 2026\n\n\nfebruari 2027",
        "Op bezoek bij een regio waar het lukt",
        "partijen pact\n\nscholen",
        "Eerst bepalen of het past.\n\nDaarna een werkdag.",
        "ca. €1.000 (reis)\n\nPM de zaal",
    ),
    ("2", "maart-mei 2027", "Studiedag", "alle partners, begeleider", "", "€1.500 per deelnemer"),
    ("3", "eerste start februari 2027", "Samen een oordeel geven", "LP/RMC", "", ""),
    ("4", "uiterlijk einde schooljaar 26-27", "Een netwerk om te bellen", "swv's", "", "n.v.t."),
    (S3,),
    ("1", "voor de zomervakantie 2027", "Ervaringsdeskundigen inzetten", "", "", "PM"),
    ("2", "", "Wie vaak ziek is, eerder zien", "gemeente, jgz", "", ""),
)
"""Nine activities under three statements, with the kinds of period that real ones have."""

GELEZEN = 9


def als_csv(rijen: Sequence[Sequence[str]] = AGENDA, *, teken: str = ";") -> str:
    """Return an agenda as the text of a CSV file, padded as a spreadsheet does it."""
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=teken, lineterminator="\r\n")
    schrijver.writerow(KOPPEN)
    schrijver.writerows([*rij, *[""] * (len(KOPPEN) - len(rij))] for rij in rijen)
    return uit.getvalue()


def schrijf(
    pad: Path,
    rijen: Sequence[Sequence[str]] = AGENDA,
    *,
    koppen: Sequence[str] = KOPPEN,
    codering: str = "utf-8",
) -> Path:
    """Write an agenda as the kind of file its name says and return the path."""
    match pad.suffix:
        case ".csv":
            pad.write_bytes(als_csv(rijen).encode(codering))
        case ".xlsx":
            boek = Workbook()
            blad: Any = boek.active
            for rij in [koppen, *rijen]:
                blad.append([cel or None for cel in rij])
            boek.save(pad)
        case ".docx":
            document = docx.Document()
            document.add_paragraph("Uitwerking van het pact")
            voeg_tabel_toe(document, rijen, koppen)
            document.save(str(pad))
    return pad


def voeg_tabel_toe(
    document: Any, rijen: Sequence[Sequence[str]], koppen: Sequence[str] = KOPPEN
) -> Any:
    """Add a table; a row of one cell stands across all columns."""
    tabel = document.add_table(rows=0, cols=len(koppen))
    for rij in [koppen, *rijen]:
        cellen = tabel.add_row().cells
        if len(rij) == 1:
            cellen[0].merge(cellen[-1]).text = rij[0]
            continue
        for cel, tekst in zip(cellen, rij, strict=True):
            cel.text = tekst
    return tabel


def wijzig(nr: int, kolom: int, tekst: str) -> list[tuple[str, ...]]:
    """Return the agenda with one cell of its `nr`th activity (from 0) changed."""
    rijen = [list(rij) for rij in AGENDA]
    activiteiten = [rij for rij in rijen if len(rij) > 1]
    activiteiten[nr][kolom] = tekst
    return [tuple(rij) for rij in rijen]


@dataclass(frozen=True)
class Antwoord:
    """What the command said."""

    telling: dict[str, int]
    meldingen: list[str]


def lees_in(pact: Pact, pad: Path, *, proef: bool = False) -> Antwoord:
    """Run the command on this file."""
    uit, fouten = io.StringIO(), io.StringIO()
    call_command(
        "import_agenda",
        str(pad),
        pact=pact.code,
        dry_run=proef,
        stdout=uit,
        stderr=fouten,
        no_color=True,
    )
    return Antwoord(json.loads(uit.getvalue().splitlines()[-1]), fouten.getvalue().splitlines())


def telling(**anders: int) -> dict[str, int]:
    """Return the counts of the summary; what is not named is 0."""
    leeg = dict.fromkeys(
        ("gelezen", "nieuw", "bijgewerkt", "ongewijzigd", "zonder_deadline", "fout"), 0
    )
    return leeg | anders


def alles() -> list[Any]:
    """Return everything reading an agenda could change."""
    koppeling = Actie.betrokken.through
    modellen = (Actie, Thema, ActieLog, koppeling)
    return [list(model._default_manager.order_by("pk").values()) for model in modellen]


def actie(pact: Pact, activiteit: str) -> Actie:
    """Return the action with this text."""
    return Actie.objects.select_related("thema").get(pact=pact, activiteit=activiteit)
