"""The columns of an agenda, under the names people give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

THEMA = "thema"
NR = "nr"
PERIODE = "periode"
ACTIVITEIT = "activiteit"
BETROKKENEN = "betrokkenen"
RESULTAAT = "toelichting en resultaat"
MIDDELEN = "middelen"
TOELICHTING = "toelichting"

KOLOMMEN = (THEMA, NR, PERIODE, ACTIVITEIT, BETROKKENEN, RESULTAAT, MIDDELEN)
"""The columns of an agenda, in the order in which it is given back."""

_NAMEN: dict[str, tuple[str, ...]] = {
    THEMA: (
        "thema",
        "themas",
        "statement",
        "statements",
        "statement thema",
        "thema statement",
        "pijler",
        "actielijn",
        "programmalijn",
        "hoofdthema",
        "onderwerp",
    ),
    NR: ("nr", "no", "nummer", "volgnummer", "volgnr", "actienummer", "actienr", "nr actie", "id"),
    PERIODE: (
        "periode",
        "wanneer",
        "planning",
        "looptijd",
        "tijdpad",
        "tijdvak",
        "periode planning",
        "deadline",
        "termijn",
    ),
    ACTIVITEIT: (
        "activiteit",
        "activiteiten",
        "actie",
        "acties",
        "actiepunt",
        "actiepunten",
        "wat",
        "maatregel",
        "maatregelen",
        "afspraak",
        "afspraken",
    ),
    BETROKKENEN: (
        "betrokkenen",
        "betrokken",
        "betrokken partijen",
        "betrokken partners",
        "wie",
        "partijen",
        "partners",
        "door wie",
    ),
    RESULTAAT: (
        "toelichting en resultaat",
        "toelichting en resultaten",
        "toelichting resultaat",
        "resultaat en toelichting",
        "resultaat toelichting",
        "resultaat",
        "resultaten",
        "beoogd resultaat",
        "verwacht resultaat",
        "gewenst resultaat",
    ),
    MIDDELEN: (
        "middelen",
        "financieel",
        "financien",
        "kosten",
        "budget",
        "benodigde middelen",
        "begroting",
    ),
    TOELICHTING: ("toelichting", "opmerkingen", "opmerking"),
}
_KOLOM = {naam: kolom for kolom, namen in _NAMEN.items() for naam in namen}
_LANGSTE_KOP = 80
"""A longer cell is no heading but a text that begins like one."""


def kopvorm(kop: object) -> str:
    """Return a heading as its name is compared: small letters, only words, nothing in brackets."""
    plat = unicodedata.normalize("NFKD", str(kop or "")).lower()
    plat = "".join(t for t in plat if unicodedata.category(t) != "Mn")
    plat = re.sub(r"['’‘`´]", "", re.sub(r"\([^)]*\)?", " ", plat))
    return " ".join(re.findall(r"[a-z]+", plat))


def _kolom(kop: object) -> str | None:
    return _KOLOM.get(kopvorm(kop)) if len(str(kop or "")) <= _LANGSTE_KOP else None


def aantal_bekend(koppen: Sequence[object]) -> int:
    """Return how many of these headings are columns of an agenda."""
    return sum(_kolom(kop) is not None for kop in koppen)


def herken(koppen: Sequence[object]) -> list[str | None] | None:
    """Return for each position its column; None when this row is no heading.

    A heading names the activity and something else. A column without a name left of all others
    holds the numbers. A column that stands there twice is read at its first place.
    """
    gevonden: list[str | None] = []
    for kop in koppen:
        kolom = _kolom(kop)
        gevonden.append(None if kolom in gevonden else kolom)
    bekend = [kolom for kolom in gevonden if kolom]
    if ACTIVITEIT not in bekend or len(bekend) < 2:
        return None
    eerste = next(i for i, kolom in enumerate(gevonden) if kolom)
    for i, kop in enumerate(koppen):
        if gevonden[i] is None and NR not in gevonden:
            leeg = not re.search(r"[^\W_]", str(kop or ""))
            if (leeg and i < eerste) or str(kop or "").strip() == "#":
                gevonden[i] = NR
    return gevonden


def vreemde_koppen(koppen: Sequence[object], gevonden: Sequence[str | None]) -> list[str]:
    """Return the headings that are not read, as they stand there."""
    return [
        " ".join(str(kop).split())[:40]
        for kop, kolom in zip(koppen, gevonden, strict=False)
        if kolom is None and str(kop or "").strip()
    ]
