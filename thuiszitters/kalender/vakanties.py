"""School holidays per region, read once from vakanties.json (sources are named there)."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Regio(StrEnum):
    """Vakantieregio of the school location."""

    NOORD = "noord"
    MIDDEN = "midden"
    ZUID = "zuid"


@dataclass(frozen=True, slots=True)
class Vakantie:
    """One school holiday of one region; both days included."""

    naam: str
    regio: Regio
    eerste_dag: date
    laatste_dag: date


def _lees() -> dict[Regio, tuple[Vakantie, ...]]:
    tekst = files(__package__).joinpath("vakanties.json").read_text(encoding="utf-8")
    per_regio: dict[Regio, list[Vakantie]] = {regio: [] for regio in Regio}
    for vakanties in json.loads(tekst)["schooljaren"].values():
        for naam, rijen in vakanties.items():
            for regio, (eerste, laatste) in rijen.items():
                per_regio[Regio(regio)].append(
                    Vakantie(
                        naam,
                        Regio(regio),
                        date.fromisoformat(eerste),
                        date.fromisoformat(laatste),
                    )
                )
    return {
        regio: tuple(sorted(rijen, key=lambda v: v.eerste_dag))
        for regio, rijen in per_regio.items()
    }


VAKANTIES = _lees()
_EERSTE_DAGEN = {
    regio: [vakantie.eerste_dag for vakantie in rijen] for regio, rijen in VAKANTIES.items()
}

# The table begins with schooljaar 2024-2025, so the summer of 2024 is not in it. A summer holiday
# lasts until the first Sunday of September at the latest: from the Monday on the table is complete.
BEKEND_VANAF = date(2024, 9, 2)


@cache
def bekend_tot(regio: Regio) -> date:
    """First day of which the holidays of this region are not known."""
    return VAKANTIES[regio][-1].laatste_dag + timedelta(days=1)


def is_bekend(d: date, regio: Regio) -> bool:
    """Whether the holiday table covers this day."""
    return BEKEND_VANAF <= d < bekend_tot(regio)


def vakantie_op(d: date, regio: Regio) -> str | None:
    """Name of the school holiday on this day (weekends included), or None."""
    plaats = bisect_right(_EERSTE_DAGEN[regio], d)
    if plaats == 0:
        return None
    vakantie = VAKANTIES[regio][plaats - 1]
    return vakantie.naam if d <= vakantie.laatste_dag else None


def vakanties_tussen(van: date, tot: date, regio: Regio) -> Iterator[Vakantie]:
    """The school holidays that touch [van, tot), in order of date."""
    for vakantie in VAKANTIES[regio]:
        if vakantie.eerste_dag >= tot:
            return
        if vakantie.laatste_dag >= van:
            yield vakantie
