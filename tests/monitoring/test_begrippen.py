"""The glossary as the page Begrippen reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from monitoring.begrippen import BEGRIPPEN, GLOSSARY, anker_van, lees_begrippen

HEAD = "| English | Nederlands | in code | betekenis |\n|---|---|---|---|\n"


def test_every_row_of_the_glossary_is_read() -> None:
    rows = [line for line in GLOSSARY.read_text().splitlines() if line.startswith("|")]
    assert len(BEGRIPPEN) == len(rows) - 2
    assert len(BEGRIPPEN) > 40


@pytest.mark.parametrize(
    ("naam", "anker"),
    [
        ("thuiszitter", "thuiszitter"),
        ("absoluut verzuim (AV)", "absoluut-verzuim"),
        ("coördinator", "coordinator"),
        ("Zo'n 4 weken", "zo-n-4-weken"),
    ],
)
def test_anker(naam: str, anker: str) -> None:
    assert anker_van(naam) == anker


def test_a_row_is_read_whole() -> None:
    (begrip,) = lees_begrippen(
        f"# Words\n\n{HEAD}| at home | thuis (T) | `Thuis.NU` | Niet weg. |\n"
    )
    assert (begrip.anker, begrip.naam, begrip.engels, begrip.code, begrip.betekenis) == (
        "thuis",
        "thuis (T)",
        "at home",
        "Thuis.NU",
        "Niet weg.",
    )


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("| a | b | c |\n", "line 3: four filled cells"),
        ("| a | b | c |  |\n", "line 3: four filled cells"),
        ("| a | b | c | d | e |\n", "line 3: four filled cells"),
        ("| a | b | c | d |\n| x | B | c | d |\n", "line 4: B is defined twice"),
    ],
)
def test_a_row_that_is_not_whole_is_refused(rows: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        lees_begrippen(HEAD + rows)


def test_every_name_in_the_code_still_exists_there() -> None:
    base = Path(settings.BASE_DIR)
    source = "\n".join(
        path.read_text()
        for app in ("thuiszitters", "cases", "pact", "monitoring")
        for path in (base / app).rglob("*.py")
    )
    known = set(re.findall(r"\w+", source))
    missing = {
        begrip.code
        for begrip in BEGRIPPEN
        if begrip.code != "-" and not set(begrip.code.split(".")) <= known
    }
    assert missing == set()
