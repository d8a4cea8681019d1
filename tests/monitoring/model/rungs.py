"""The rungs of the page, typed in anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from cases.stand import Stand

HEIGHT = {"preventie": 1, "stimuleren": 2, "signaleren": 3, "aanspreken": 4}

SPOOR = {
    "veertien_dagen": "thuis",
    "vier_weken": "thuis",
    "drie_maanden": "thuis",
    "drie_maanden_voorbij": "thuis",
    "veertiendaags": "thuis",
    "uren_12": "uren",
    "uren_16": "uren",
    "ziek_meldingen": "ziekte",
    "ziek_schooldagen": "ziekte",
    "absoluut_verzuim": "inschrijving",
    "deadline": "actie",
    "met_de_hand": "actie",
}

# Where the three dates of a period at home lie, in days from its begin: for the order only.
# Of an action there is one date, its deadline.
PLACE = {"verzuim_sinds": 0, "vier_weken_op": 28, "drie_maanden_op": 91, "deadline": 0}


@dataclass(frozen=True)
class Rung:
    """One rung; `counts_from` is a date of the Stand, or signaal, laatste_signaal or stilte."""

    drempel: str
    trede: str
    counts_from: str
    days: int
    term: int
    roles: tuple[str, ...]

    @property
    def height(self) -> int:
        """How high it stands."""
        return HEIGHT[self.trede]

    def due(self, dates: Mapping[str, date | None]) -> date | None:
        """The day it is due by these dates; None where it has no such date."""
        day = dates.get(self.counts_from)
        return None if day is None else day + timedelta(days=self.days)


def dates_of(stand: Stand) -> dict[str, date | None]:
    """The dates of a Stand that rungs count from."""
    return {
        "verzuim_sinds": stand.verzuim_sinds,
        "vier_weken_op": stand.vier_weken_op,
        "drie_maanden_op": stand.drie_maanden_op,
    }


class Rungs:
    """The rungs in use, in their order."""

    def __init__(self, rungs: Iterable[Rung]) -> None:
        self.all = tuple(rungs)
        by_date = [rung for rung in self.all if rung.counts_from in PLACE]
        self.by_date = sorted(by_date, key=lambda r: (PLACE[r.counts_from] + r.days, r.height))
        self.on_signal = {r.drempel: r for r in self.all if r.counts_from == "signaal"}
        self.on_silence = {r.trede: r for r in self.all if r.counts_from == "stilte"}
        self.check = next((r for r in self.all if r.counts_from == "laatste_signaal"), None)


_WORK = ("leerplichtambtenaar", "coordinator", "directeur")
_BOARD = ("directeur", "bestuurder", "leerplichtambtenaar")
_SCHOOL = ("coordinator", "zorgcoordinator")
_FOUR, _THREE = "vier_weken_op", "drie_maanden_op"

NATIONAL = Rungs(
    [
        Rung("veertien_dagen", "preventie", "verzuim_sinds", 14, 5, _SCHOOL),
        Rung("vier_weken", "stimuleren", _FOUR, -7, 5, ("coordinator", "leerplichtambtenaar")),
        Rung("vier_weken", "signaleren", _FOUR, 0, 3, _WORK),
        Rung("drie_maanden", "signaleren", _THREE, -28, 3, _WORK),
        Rung("drie_maanden", "aanspreken", _THREE, -14, 2, _BOARD),
        Rung("drie_maanden_voorbij", "aanspreken", _THREE, 1, 2, _BOARD),
        Rung("veertiendaags", "preventie", "laatste_signaal", 14, 5, ("coordinator",)),
        Rung("uren_12", "preventie", "signaal", 0, 5, _SCHOOL),
        Rung("uren_16", "stimuleren", "signaal", 0, 5, (*_SCHOOL, "leerplichtambtenaar")),
        Rung("ziek_meldingen", "preventie", "signaal", 0, 5, _SCHOOL),
        Rung("ziek_schooldagen", "preventie", "signaal", 0, 5, _SCHOOL),
        Rung(
            "absoluut_verzuim", "preventie", "signaal", 0, 5, ("leerplichtambtenaar", "coordinator")
        ),
        Rung("geen_reactie", "stimuleren", "stilte", 0, 5, ("coordinator", "leerplichtambtenaar")),
        Rung("geen_reactie", "signaleren", "stilte", 0, 3, _WORK),
        Rung("geen_reactie", "aanspreken", "stilte", 0, 2, _BOARD),
    ]
)

_OWNER, _OWNERS = ("partner",), ("partner", "betrokkene")
_ALL = ("partner", "betrokkene", "regievoerder")

NATIONAL_ACTIONS = Rungs(
    [
        Rung("deadline", "preventie", "deadline", -14, 5, _OWNER),
        Rung("deadline", "stimuleren", "deadline", 0, 5, _OWNER),
        Rung("deadline", "signaleren", "deadline", 7, 3, _OWNERS),
        Rung("deadline", "aanspreken", "deadline", 28, 2, _ALL),
        Rung("geen_reactie", "stimuleren", "stilte", 0, 5, _OWNER),
        Rung("geen_reactie", "signaleren", "stilte", 0, 3, _OWNERS),
        Rung("geen_reactie", "aanspreken", "stilte", 0, 2, _ALL),
    ]
)
