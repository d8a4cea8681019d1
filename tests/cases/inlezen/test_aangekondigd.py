"""Absence that a list announces for a day to come."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from cases.models import Casus
from monitoring.models import Escalatie
from monitoring.services.watch import run_round
from tests.factories import Region

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)


def write(path: Path, region: Region, begin: date) -> str:
    path.write_text(
        "kenmerk;voornaam;achternaam;geboortedatum;gemeentecode;brin;verzuim_begin\n"
        f"K1;Kind;Een;2013-04-02;{region.gemeente.code};{region.school.code};{begin}\n",
        encoding="utf-8",
    )
    return str(path)


def test_it_comes_in_and_climbs_from_its_own_day(region: Region, tmp_path: Path) -> None:
    begin = TODAY + timedelta(days=30)
    path = write(tmp_path / "lijst.csv", region, begin)
    call_command("import_casussen", path, swv=region.swv.code)
    casus = Casus.objects.get()
    assert (casus.categorie, casus.verzuim_sinds) == ("geen", None)
    for day in range(60):
        run_round(peildatum=TODAY + timedelta(days=day))
    assert list(Escalatie.objects.order_by("op").values_list("trede", "op")) == [
        ("preventie", begin + timedelta(days=14)),
        ("stimuleren", begin + timedelta(days=21)),
        ("signaleren", begin + timedelta(days=28)),
    ]


def test_more_than_a_year_ahead_is_a_typing_error(
    region: Region, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "lijst.csv", region, TODAY + timedelta(days=400))
    call_command("import_casussen", path, swv=region.swv.code)
    assert "meer dan een jaar vooruit" in capsys.readouterr().err
    assert not Casus.objects.exists()
