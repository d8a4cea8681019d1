"""Lists as people make them, and what the command says about them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import call_command
from openpyxl import Workbook

from cases.models import (
    Aanbod,
    Casus,
    CasusPartij,
    Gebeurtenis,
    Inleesregel,
    Inschrijving,
    Leerling,
    Nummerreeks,
    Verzuim,
)
from tests.factories import Region

KOLOMMEN = (
    "kenmerk",
    "voornaam",
    "achternaam",
    "geboortedatum",
    "gemeentecode",
    "brin",
    "verzuim_begin",
    "verzuim_einde",
    "geoorloofd",
    "aanbod_gestart_op",
    "ingeschreven_sinds",
    "toelichting",
)

Rij = dict[str, Any]


def rij(region: Region, **anders: Any) -> Rij:
    """Return a row that is right: a child at the region's school, absent since 1 October."""
    basis = {
        "kenmerk": "K1",
        "voornaam": "Noor",
        "achternaam": "van der Meer",
        "geboortedatum": "2012-03-04",
        "gemeentecode": region.gemeente.code,
        "brin": region.school.code,
        "verzuim_begin": "2026-10-01",
        "verzuim_einde": "",
        "geoorloofd": "",
        "aanbod_gestart_op": "",
        "ingeschreven_sinds": "",
        "toelichting": "",
    }
    return basis | anders


def als_csv(
    rijen: Sequence[Rij], *, kolommen: Sequence[str] = KOLOMMEN, teken: str = ";", einde: str = "\n"
) -> str:
    """Return the rows as the text of a CSV file."""
    tekst = io.StringIO()
    schrijver = csv.writer(tekst, delimiter=teken, lineterminator=einde)
    schrijver.writerow(kolommen)
    schrijver.writerows([r.get(kolom, "") for kolom in kolommen] for r in rijen)
    return tekst.getvalue()


def schrijf_csv(pad: Path, rijen: Sequence[Rij], *, codering: str = "utf-8", **vorm: Any) -> Path:
    """Write the rows as a CSV file and return its path."""
    pad.write_bytes(als_csv(rijen, **vorm).encode(codering))
    return pad


def schrijf_xlsx(pad: Path, rijen: Sequence[Rij], kolommen: Sequence[str] = KOLOMMEN) -> Path:
    """Write the rows as an XLSX file and return its path."""
    boek = Workbook()
    blad = boek.active
    assert blad is not None
    blad.append(list(kolommen))
    for r in rijen:
        blad.append([r.get(kolom) or None for kolom in kolommen])
    boek.save(pad)
    return pad


@dataclass(frozen=True)
class Antwoord:
    """What the command said."""

    telling: dict[str, int]
    meldingen: list[str]


def lees_in(region: Region, pad: Path, *, proef: bool = False) -> Antwoord:
    """Run the command on this file."""
    uit, fouten = io.StringIO(), io.StringIO()
    call_command(
        "import_casussen",
        str(pad),
        swv=region.swv.code,
        dry_run=proef,
        stdout=uit,
        stderr=fouten,
        no_color=True,
    )
    return Antwoord(json.loads(uit.getvalue().splitlines()[-1]), fouten.getvalue().splitlines())


def telling(**anders: int) -> dict[str, int]:
    """Return the counts of the summary; what is not named is 0."""
    return {"gelezen": 0, "nieuw": 0, "bijgewerkt": 0, "ongewijzigd": 0, "fout": 0} | anders


def lees(region: Region, pad: Path, *rijen: Rij, **vorm: Any) -> Antwoord:
    """Read a list of these rows."""
    return lees_in(region, schrijf_csv(pad, rijen, **vorm))


def spans(model: type[Verzuim] | type[Inschrijving]) -> list[tuple[date | None, date | None]]:
    """Return the current spans of the only child there is."""
    found = model.objects.current().values_list("begin", "einde")
    return sorted(found, key=lambda span: span[0] or date.min)


def alles() -> list[Any]:
    """Return everything an import could change."""
    modellen = (
        Casus,
        Leerling,
        Verzuim,
        Inschrijving,
        Aanbod,
        CasusPartij,
        Gebeurtenis,
        Inleesregel,
        Nummerreeks,
    )
    return [list(model.objects.order_by("pk").values()) for model in modellen]
