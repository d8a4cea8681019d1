"""The columns of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cases.services.inlezen.verslag import OnleesbaarBestand

VERPLICHT = ("voornaam", "achternaam", "geboortedatum", "gemeentecode", "verzuim_begin")
DATUMS = frozenset(
    {
        "geboortedatum",
        "verzuim_begin",
        "verzuim_einde",
        "aanbod_gestart_op",
        "ingeschreven_sinds",
    }
)
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
_ZONDER = {
    "kenmerk": "Zonder kolom kenmerk worden leerlingen herkend aan naam en geboortedatum.",
    "brin": "Zonder kolom brin is elke nieuwe leerling vanaf verzuim_begin nergens ingeschreven.",
}


@dataclass(frozen=True, slots=True)
class Celfout:
    """A cell that holds no value but an error, such as #N/B in Excel."""

    tekst: str


Waarde = str | date | Celfout | None
"""What a cell can hold once it has been read."""


def kolomnaam(kop: object) -> str:
    """Return the name of a column as we know it: lower case, words joined by underscores."""
    return re.sub(r"[\s_-]+", "_", str(kop or "").strip().strip("\ufeff").lower()).strip("_")


def herken(koppen: Sequence[object]) -> tuple[list[str | None], list[str]]:
    """Return for each position the column it holds, or None, and what to warn about.

    Raises OnleesbaarBestand when a needed column is missing or one stands there twice.
    """
    namen = [kolomnaam(kop) for kop in koppen]
    gevonden = [naam if naam in KOLOMMEN else None for naam in namen]
    bekend = [naam for naam in gevonden if naam]
    dubbel = sorted({naam for naam in bekend if bekend.count(naam) > 1})
    if dubbel:
        raise OnleesbaarBestand(f"Deze kolom staat er twee keer: {', '.join(dubbel)}.")
    mist = [naam for naam in VERPLICHT if naam not in bekend]
    if mist:
        raise OnleesbaarBestand(
            f"In de kopregel staat niet: {', '.join(mist)}. "
            f"De kolommen die gelezen worden zijn: {', '.join(KOLOMMEN)}."
        )
    vreemd = [naam for naam in namen if naam and naam not in KOLOMMEN]
    let_op = [zin for naam, zin in _ZONDER.items() if naam not in bekend]
    if vreemd:
        getoond = ", ".join(naam[:40] for naam in vreemd[:20])
        let_op.append(f"Deze kolommen worden niet gelezen: {getoond}.")
    return gevonden, let_op


def aantal_bekend(koppen: Sequence[object]) -> int:
    """Return how many of these headings are columns we know."""
    return sum(kolomnaam(kop) in KOLOMMEN for kop in koppen)
