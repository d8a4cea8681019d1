"""The bars: right lengths, a whole text alternative, and nothing a strict CSP refuses."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.grafiek import BALK, RIJ, Balk, Laag, teken_balken, teken_teken

LAGEN = (Laag("korter", "kort"), Laag("midden", "midden"), Laag("langer", "lang"))

counts = st.tuples(*[st.integers(min_value=0, max_value=10**6)] * 3)
bars = st.lists(
    st.builds(Balk, label=st.text(alphabet=st.characters(codec="ascii", exclude_categories=["C"])),
              aantallen=counts),
    max_size=8,
)  # fmt: skip


def draw(balken: list[Balk], titel: str = "Kop", beschrijving: str = "Uitleg") -> str:
    return teken_balken(
        naam="proef", titel=titel, beschrijving=beschrijving, lagen=LAGEN, balken=balken
    )


def parse(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def pieces(row: ElementTree.Element) -> list[tuple[str, float, float]]:
    """Return class, left and width in per cent of the filled parts of a bar."""
    found = []
    for rect in row.iter("rect"):
        klasse = rect.get("class", "")
        if "grafiek__vlak--" in klasse:
            x, width = rect.get("x", ""), rect.get("width", "")
            found.append(
                (klasse.rsplit("--", 1)[1], float(x.rstrip("%")), float(width.rstrip("%")))
            )
    return found


def test_the_longest_bar_fills_the_width_and_the_others_are_in_proportion() -> None:
    rows = parse(draw([Balk("A", (5, 3, 2)), Balk("B", (1, 0, 4))])).findall("svg")

    assert pieces(rows[0]) == [("kort", 0, 50), ("midden", 50, 30), ("lang", 80, 20)]
    assert pieces(rows[1]) == [("kort", 0, 10), ("lang", 10, 40)]


def test_every_bar_says_its_label_and_its_total() -> None:
    rows = parse(draw([Balk("Waterstad", (5, 3, 2)), Balk("Duinenburg", (0, 0, 1))])).findall("svg")

    assert [[text.text for text in row.iter("text")] for row in rows] == [
        ["Waterstad", "10"],
        ["Duinenburg", "1"],
    ]
    assert [row.get("y") for row in rows] == ["0", str(RIJ)]
    assert BALK < RIJ


def test_title_and_description_are_its_text_alternative() -> None:
    root = parse(draw([Balk("A", (1, 0, 0))], titel="Een & ander", beschrijving="<b>woord</b>"))

    names = root.get("aria-labelledby", "").split()
    by_id = {part.get("id"): part.text for part in root.iter() if part.get("id")}
    assert root.get("role") == "img"
    assert [by_id[name] for name in names] == ["Een & ander", "<b>woord</b>"]


def test_no_bars_and_only_zeroes_are_drawn_without_parts() -> None:
    assert parse(draw([])).get("height") == "0"
    assert pieces(parse(draw([Balk("A", (0, 0, 0))]))) == []


@pytest.mark.parametrize("aantallen", [(1, 2), (1, 2, 3, 4), (1, -1, 2), ()])
def test_a_bar_that_does_not_fit_the_layers_is_refused(aantallen: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="'Scheef'"):
        draw([Balk("Scheef", aantallen)])


@given(bars)
def test_parts_join_and_never_leave_the_drawing(balken: list[Balk]) -> None:
    root = parse(draw(balken))

    assert root.get("height") == str(len(balken) * RIJ)
    longest = max((balk.totaal for balk in balken), default=0)
    for row, balk in zip(root.findall("svg"), balken, strict=True):
        found = pieces(row)
        assert [layer for layer, _, _ in found] == [
            laag.klasse for laag, count in zip(LAGEN, balk.aantallen, strict=True) if count
        ]
        edge = 0.0
        for _, left, width in found:
            assert left == pytest.approx(edge, abs=0.011)
            edge = left + width
        if longest:
            assert edge == pytest.approx(balk.totaal * 100 / longest, abs=0.03)


@given(st.text(), st.text(), st.text())
def test_words_never_become_markup(titel: str, beschrijving: str, label: str) -> None:
    svg = draw([Balk(label, (1, 2, 3))], titel, beschrijving)

    assert re.findall(r"<(/?[a-z]+)", svg) == re.findall(
        r"<(/?[a-z]+)", draw([Balk("x", (1, 2, 3))], "x", "x")
    )


def test_a_strict_csp_allows_it() -> None:
    svg = draw([Balk("A", (1, 2, 3))]) + teken_teken(LAGEN[2])

    assert "style" not in svg
    assert not re.search(r"\son\w+=", svg)
    assert "href" not in svg
    assert "url(" not in svg


def test_the_sample_of_the_legend_is_the_layer_itself() -> None:
    root = parse(teken_teken(LAGEN[1]))

    assert root.get("aria-hidden") == "true"
    assert pieces(root) == [("midden", 0, 100)]
    assert root.find("line[@class='grafiek__weefsel grafiek__weefsel--midden']") is not None
