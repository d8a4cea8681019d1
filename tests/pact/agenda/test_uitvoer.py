"""The agenda as a file: what comes out goes in again, and changes nothing."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pact.keuzes import Middelsoort, Periodelezing
from pact.models import Actie, Thema
from pact.services.agenda.kolommen import KOLOMMEN
from pact.services.agenda.rijen import lees_agenda
from pact.services.agenda.schrijven import write_agenda
from pact.services.agenda.tabellen import lees_tabellen
from pact.services.agenda.uitvoer import agenda_csv, agenda_docx, agenda_xlsx
from pact.tekst import holds_number
from pact.uitvoer import met_wacht, zonder_wacht
from tests.pact.agenda.agendas import GELEZEN, alles, lees_in, schrijf, telling
from tests.pact.hulp import Kring

SOORTEN = {"csv": agenda_csv, "xlsx": agenda_xlsx, "docx": agenda_docx}


def terug(kring: Kring, soort: str) -> dict[str, int]:
    """Read what was given back and return the counts."""
    agenda = lees_agenda(lees_tabellen(io.BytesIO(SOORTEN[soort](kring.pact))))
    return asdict(write_agenda(pact=kring.pact, agenda=agenda, inzender=kring.inzender).telling())


@pytest.mark.parametrize("soort", SOORTEN)
def test_reading_an_export_changes_nothing(kring: Kring, tmp_path: Path, soort: str) -> None:
    lees_in(kring.pact, schrijf(tmp_path / "agenda.docx"))
    # And what people wrote themselves, in fields that no agenda filled in.
    kring.actie(activiteit="=1+1 is twee", deadline=date(2027, 3, 1), toelichting="- lijst\n- punt")
    kring.actie(
        activiteit="Met een bedrag",
        begin=date(2026, 9, 1),
        einde=date(2026, 12, 31),
        deadline=date(2027, 1, 15),
        middelen_soort=Middelsoort.BEDRAG,
        middelen_bedrag=Decimal("1500.5"),
        middelen_eenheid="per deelnemer",
        betrokken=frozenset({kring.partner}),
        resultaat_verwacht="Twee  spaties,\ttab\n\n\n\nen witregels ",
    )
    kring.actie(activiteit="Alleen een begin", begin=date(2026, 9, 1), middelen_soort="nvt")
    before = alles()
    assert terug(kring, soort) == telling(
        gelezen=GELEZEN + 3, ongewijzigd=GELEZEN + 3, zonder_deadline=4
    )
    assert alles() == before


GEWOON = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn"])
LASTIG = [
    "=1+1",
    "-",
    "+31 50",
    "@x",
    "'=a",
    "''-b",
    '"quote"',
    "a;b",
    "1. punt",
    "x\ny",
    "PM",
    "3",
]
TEKST = (st.text(GEWOON, max_size=40) | st.sampled_from(LASTIG)).filter(
    lambda tekst: not holds_number(tekst)
)
ACTIE = st.fixed_dictionaries(
    {
        "activiteit": TEKST,
        "nummer_tekst": TEKST.map(lambda t: t[:20]),
        "periode_tekst": TEKST,
        "periode_lezing": st.sampled_from(Periodelezing.values),
        "betrokkenen_tekst": TEKST,
        "resultaat_verwacht": TEKST,
        "middelen_tekst": TEKST,
        "toelichting": TEKST,
        "thema": st.integers(0, 1),
    }
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(ACTIE, min_size=1, max_size=4), st.sampled_from(sorted(SOORTEN)))
def test_whatever_stands_in_it(kring: Kring, acties: list[dict[str, Any]], soort: str) -> None:
    with transaction.atomic():
        for i, velden in enumerate(acties, 1):
            anders = {
                "activiteit": f"{velden['activiteit']} nr{i}",
                "thema": kring.themas[velden["thema"]],
            }
            Actie.objects.create(
                pact=kring.pact, nr=i, niveau="regionaal_netwerk", **(velden | anders)
            )
        before = alles()
        geteld = terug(kring, soort)
        assert alles() == before
        assert geteld == telling(
            gelezen=len(acties), ongewijzigd=len(acties), zonder_deadline=len(acties)
        )
        transaction.set_rollback(True)


def test_the_files_are_what_people_expect(kring: Kring, tmp_path: Path) -> None:
    lees_in(kring.pact, schrijf(tmp_path / "agenda.csv"))
    kring.actie(activiteit="=HYPERLINK()")
    tekst = agenda_csv(kring.pact).decode("utf-8-sig")
    rijen = list(csv.reader(io.StringIO(tekst), delimiter=";"))
    assert rijen[0] == list(KOLOMMEN)
    assert [rij[3] for rij in rijen if "HYPERLINK" in rij[3]] == ["'=HYPERLINK()"]
    blad = load_workbook(io.BytesIO(agenda_xlsx(kring.pact))).active
    assert blad is not None
    cel = next(c for rij in blad.iter_rows() for c in rij if c.value == "=HYPERLINK()")
    assert cel.data_type == "s"
    (tabel,) = docx.Document(io.BytesIO(agenda_docx(kring.pact))).tables
    gevuld = {thema.naam for thema in Thema.objects.filter(acties__isnull=False)}
    alleen = [rij.cells[0].text for rij in tabel.rows if len({c._tc for c in rij.cells}) == 1]
    assert set(alleen) == gevuld
    assert len(tabel.rows) == 1 + len(gevuld) + GELEZEN + 1


@given(st.text(max_size=20) | st.text("'=+-@\t a", max_size=6))
def test_the_guard_is_taken_off_again(tekst: str) -> None:
    bewaakt = met_wacht(tekst)
    assert zonder_wacht(bewaakt) == tekst
    if any(teken.isalnum() for teken in tekst):
        assert not bewaakt.startswith(("=", "+", "-", "@", "\t", "\r"))
