"""What the figures say in a sentence."""

from __future__ import annotations

import pytest

from monitoring.grafiek import Balk
from monitoring.woorden import achterstand, bevinding, grafiek_kop, grafiek_uitleg


@pytest.mark.parametrize(
    ("thuiszitters", "lang", "nadert", "zin"),
    [
        (0, 0, 0, "Er zijn nu geen thuiszitters. "
                  "De komende 14 dagen bereikt geen kind een drempel."),
        (1, 0, 1, "Er is 1 thuiszitter, die niet langer dan drie maanden thuis zit. "
                  "De komende 14 dagen bereikt 1 kind een drempel."),
        (1, 1, 0, "Er is 1 thuiszitter, die langer dan drie maanden thuis zit. "
                  "De komende 14 dagen bereikt geen kind een drempel."),
        (84, 0, 2, "Van de 84 thuiszitters zit niemand langer dan drie maanden thuis. "
                   "De komende 14 dagen bereiken 2 kinderen een drempel."),
        (84, 1, 2, "Van de 84 thuiszitters zit er 1 langer dan drie maanden thuis. "
                   "De komende 14 dagen bereiken 2 kinderen een drempel."),
        (84, 19, 7, "Van de 84 thuiszitters zitten er 19 langer dan drie maanden thuis. "
                    "De komende 14 dagen bereiken 7 kinderen een drempel."),
        (3, 3, 1, "Alle 3 thuiszitters zitten langer dan drie maanden thuis. "
                  "De komende 14 dagen bereikt 1 kind een drempel."),
    ],
)  # fmt: skip
def test_bevinding(thuiszitters: int, lang: int, nadert: int, zin: str) -> None:
    said = bevinding(open=90, thuiszitters=thuiszitters, lang=lang, nadert=nadert, dagen=14)
    assert said == zin


def test_bevinding_without_any_casus() -> None:
    said = bevinding(open=0, thuiszitters=0, lang=0, nadert=0, dagen=14)
    assert said == "Er zijn geen open casussen die jij mag zien."


@pytest.mark.parametrize(
    ("balken", "kop"),
    [
        ([], "Er zijn geen kinderen thuis zonder aanbod"),
        ([("A", (2, 1, 0))], "Nergens zit een kind langer dan drie maanden thuis zonder aanbod"),
        ([("A", (2, 1, 1))], "In A zit 1 kind langer dan drie maanden thuis zonder aanbod"),
        ([("A", (2, 1, 3))], "In A zitten 3 kinderen langer dan drie maanden thuis zonder aanbod"),
        ([("A", (9, 1, 1)), ("B", (0, 0, 4))],
         "In B zitten de meeste kinderen langer dan drie maanden thuis: 4"),
        ([("A", (9, 1, 4)), ("B", (0, 0, 4)), ("C", (0, 0, 1))],
         "In A en B zitten de meeste kinderen langer dan drie maanden thuis: elk 4"),
        ([("A", (0, 0, 1)), ("B", (0, 0, 1)), ("C", (0, 0, 1))],
         "In 3 gemeenten zitten de meeste kinderen langer dan drie maanden thuis: elk 1"),
    ],
)  # fmt: skip
def test_the_title_of_the_chart_is_its_finding(
    balken: list[tuple[str, tuple[int, ...]]], kop: str
) -> None:
    assert grafiek_kop([Balk(*balk) for balk in balken]) == kop


def test_the_text_alternative_has_the_numbers_of_the_first_ten() -> None:
    said = grafiek_uitleg([Balk(f"Plaats {n}", (n, 1, 2)) for n in range(12)])

    assert "Plaats 9: 12, waarvan 2 langer dan drie maanden." in said
    assert "Plaats 10" not in said
    assert said.endswith("en nog 2; de tabel hieronder heeft ze alle.")
    assert grafiek_uitleg([Balk("A", (1, 0, 0))]) == (
        "Liggende balken. A: 1, waarvan 0 langer dan drie maanden."
    )
    assert grafiek_uitleg([]) == "Geen balken."


@pytest.mark.parametrize(("aantal", "begin"), [(1, "Van 1 casus "), (7, "Van 7 casussen ")])
def test_a_backlog_is_told(aantal: int, begin: str) -> None:
    assert achterstand(aantal).startswith(begin)
    assert achterstand(0) == ""
