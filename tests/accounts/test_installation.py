"""The first organisations and the first beheerder, by the commands of docs/operations.md."""

from __future__ import annotations

import re
import shlex
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from thuiszitters.accounts.models import Lidmaatschap, Organisatie
from thuiszitters.berichten.models import Bericht

pytestmark = pytest.mark.django_db


def run(line: str) -> str:
    out = StringIO()
    command, *arguments = shlex.split(line)
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def lines_of_the_manual() -> list[str]:
    text = Path(settings.BASE_DIR, "docs", "operations.md").read_text()
    return re.findall(r"manage\.py ((?:add_organisatie|invite) .*)", text)


def test_the_manual_works_as_it_stands_and_can_be_repeated() -> None:
    lines = lines_of_the_manual()
    assert len(lines) == 5

    for _ in range(2):
        for line in lines:
            run(line)

    swv = Organisatie.objects.get(code="VO2001")
    school = Organisatie.objects.get(soort="school")
    assert Organisatie.objects.count() == 4
    assert set(swv.werkgebied.values_list("soort", flat=True)) == {"gemeente", "school"}
    assert (school.vakantieregio, school.bestuur) == (
        "noord",
        Organisatie.objects.get(soort="schoolbestuur"),
    )
    held = Lidmaatschap.objects.get()
    assert (held.rol, held.organisatie) == ("beheerder", swv)
    assert not held.user.has_usable_password()
    assert [b.sjabloon for b in Bericht.objects.all()] == ["uitnodiging"]


def test_an_organisation_that_exists_can_join_another_area() -> None:
    run("add_organisatie samenwerkingsverband VO2001 'Een' --regio noord")
    run("add_organisatie samenwerkingsverband VO2002 'Twee' --regio noord")
    run("add_organisatie gemeente 0001 'Plaats' --regio noord --swv vo2001")

    said = run("add_organisatie gemeente 0001 'Andere naam' --swv VO2002")

    gemeente = Organisatie.objects.get(code="0001")
    assert "was er al" in said
    assert gemeente.naam == "Plaats"
    assert gemeente.in_werkgebied_van.count() == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("add_organisatie school 00AA 'Zonder regio'", "Kies de vakantieregio"),
        ("add_organisatie gemeente 0001 'Plaats' --swv VO9999", "geen samenwerkingsverband met"),
        ("add_organisatie jgz 1 'JGZ' --swv VO2001", "Alleen gemeenten en scholen"),
        ("invite coordinator gemeente 0002 'Naam' naam@voorbeeld.example", "kan niet bij een"),
        ("invite beheerder gemeente 9999 'Naam' naam@voorbeeld.example", "geen gemeente met code"),
        ("invite beheerder gemeente 0002 'Naam' geen-adres", "geldig e-mailadres"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(line: str, said: str) -> None:
    run("add_organisatie samenwerkingsverband VO2001 'Een' --regio noord")
    run("add_organisatie gemeente 0002 'Bestaat' --regio noord --swv VO2001")

    with pytest.raises(CommandError, match=said):
        run(line)

    assert Organisatie.objects.count() == 2
    assert not Lidmaatschap.objects.exists()
    assert not Bericht.objects.exists()
