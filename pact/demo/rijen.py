"""What a row of a composed agenda holds, and how its texts follow the day the demo is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pact.keuzes import Niveau, Status, Termijn
from thuiszitters.accounts.rollen import Soort
from thuiszitters.kalender import datum_kort

_MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def first_of(vandaag: date, maanden: int) -> date:
    """Return the first day of the month that many months from now."""
    count = vandaag.year * 12 + vandaag.month - 1 + maanden
    return date(count // 12, count % 12 + 1, 1)


class Maand(str):
    """A month as people write it: in full, or as its format says: kort, jaar, jj."""

    dag: date

    def __new__(cls, dag: date) -> Maand:
        made = super().__new__(cls, _MAANDEN[dag.month - 1])
        made.dag = dag
        return made

    def __format__(self, wijze: str) -> str:
        forms = {
            "": str(self),
            "kort": datum_kort(self.dag).split()[1],
            "jaar": str(self.dag.year),
            "jj": f"{self.dag.year % 100:02}",
        }
        return forms[wijze]


class _Tijden(dict[str, Any]):
    """The names in the text of a period: `{m[-3]}`, `{s[-9/-6]}` and `{j[0]}`."""

    def __init__(self, vandaag: date) -> None:
        super().__init__(m=_Maanden(vandaag), s=_Spannen(vandaag), j=_Schooljaren(vandaag))


@dataclass(frozen=True)
class _Maanden:
    vandaag: date

    def __getitem__(self, maanden: str | int) -> Maand:
        return Maand(first_of(self.vandaag, int(maanden)))


@dataclass(frozen=True)
class _Spannen:
    vandaag: date

    def __getitem__(self, span: str) -> str:
        """Return "maart-juni 2026" for "-9/-6", or both years where they differ."""
        van, tot = (Maand(first_of(self.vandaag, int(part))) for part in span.split("/"))
        if van.dag.year == tot.dag.year:
            return f"{van}-{tot} {tot:jaar}"
        return f"{van} {van:jaar} - {tot} {tot:jaar}"


@dataclass(frozen=True)
class _Schooljaren:
    vandaag: date

    def __getitem__(self, later: str | int) -> str:
        """Return the schooljaar of today (0) or a later one, as "26-27"."""
        begin = self.vandaag.year - (self.vandaag.month < 8) + int(later)
        return f"{begin % 100:02}-{(begin + 1) % 100:02}"


def in_time(tekst: str, vandaag: date) -> str:
    """Return the text of a period with its months and years filled in."""
    return tekst.format_map(_Tijden(vandaag))


Plek = str | Soort
"""Which partner is meant: the code of an organisation of the demo, or a kind of organisation."""


@dataclass(frozen=True, slots=True)
class Bericht:
    """What an owner said of its action, that many days ago."""

    geleden: int
    tekst: str


@dataclass(frozen=True, slots=True)
class Later:
    """The owner asked for more time: so many days from now, and why."""

    geleden: int
    dagen: int
    reden: str


@dataclass(frozen=True, slots=True)
class Gedaan:
    """The owner did it: what was reached, and what shows it."""

    geleden: int
    resultaat: str
    bewijs: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Vervallen:
    """The lead dropped it, with the reason."""

    geleden: int
    waarom: str


Stap = Bericht | Later | Gedaan | Vervallen


@dataclass(frozen=True, slots=True)
class Rij:
    """One row of an agenda, and what happened with it since."""

    thema: int
    nummer: str
    niveau: Niveau
    activiteit: str
    periode: str
    betrokkenen: str
    eigenaar: tuple[Plek, ...] = ()
    """Who owns it: the first of these that takes part; nobody when empty."""
    mede: tuple[Plek, ...] = ()
    verwacht: str = ""
    middelen: str = ""
    indicator: str = ""
    termijn: Termijn = Termijn.KORT
    status: Status = Status.LOOPT
    wacht_op: str = ""
    stappen: tuple[Stap, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Versie:
    """A version of the agenda, of that many days ago (before zero: still to come)."""

    nummer: str
    geleden: int
    wijziging: str
