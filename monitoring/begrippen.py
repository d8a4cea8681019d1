"""The definitions behind the figures: docs/glossary.md, read once, so that they cannot differ."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
_KOP = ("English", "Nederlands", "in code", "betekenis")
_CEL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Begrip:
    """A word, its name in the code and what it means."""

    anker: str
    """The id of the word on the page: lower case, without accents, words joined by hyphens."""
    naam: str
    engels: str
    code: str
    betekenis: str


def anker_van(naam: str) -> str:
    """Return the anchor of a word; an abbreviation between brackets is left out."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", " ", naam))
    return "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower()))


def lees_begrippen(tekst: str) -> tuple[Begrip, ...]:
    """Return the rows of the glossary's table, in Dutch alphabetical order.

    Raises ValueError with the line for a row that is not whole, and for a word that stands
    there twice.
    """
    found: dict[str, Begrip] = {}
    for number, line in enumerate(tekst.splitlines(), 1):
        if not line.startswith("|"):
            continue
        cells = tuple(cell.strip() for cell in _CEL.split(line.strip().strip("|")))
        if cells == _KOP or set("".join(cells)) <= {"-"}:
            continue
        if len(cells) != len(_KOP) or not all(cells):
            raise ValueError(f"glossary, line {number}: four filled cells are needed")
        engels, naam, code, betekenis = cells
        begrip = Begrip(anker_van(naam), naam, engels, code.strip("`"), betekenis)
        if begrip.anker in found:
            raise ValueError(f"glossary, line {number}: {naam} is defined twice")
        found[begrip.anker] = begrip
    return tuple(sorted(found.values(), key=lambda begrip: begrip.anker))


BEGRIPPEN = lees_begrippen(GLOSSARY.read_text(encoding="utf-8"))
