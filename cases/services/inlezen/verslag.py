"""What is told about a list that was read: counts, and what is wrong with which row.

No names: a line in a terminal or a log says where to look, the list itself says who it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class OnleesbaarBestand(Exception):
    """The file as a whole cannot be read; the message says in Dutch why and what to do."""


@dataclass(frozen=True, slots=True)
class Rijfout:
    """What is wrong with one row, at one column where that can be said."""

    regel: int
    tekst: str
    kolom: str | None = None

    def __str__(self) -> str:
        where = f"regel {self.regel}, kolom {self.kolom}" if self.kolom else f"regel {self.regel}"
        return f"{where}: {self.tekst}"


class Uitkomst(StrEnum):
    """What became of one row."""

    NIEUW = "nieuw"
    BIJGEWERKT = "bijgewerkt"
    ONGEWIJZIGD = "ongewijzigd"
    FOUT = "fout"


@dataclass(frozen=True, slots=True)
class Rijverslag:
    """One row, what became of it, and what is told about it."""

    regel: int
    uitkomst: Uitkomst
    fouten: tuple[Rijfout, ...] = ()
    opmerkingen: tuple[Rijfout, ...] = ()
    """What is told about a row that did go in."""


@dataclass(slots=True)
class Telling:
    """How many rows were read, and what became of them; the four add up to `gelezen`."""

    gelezen: int = 0
    nieuw: int = 0
    bijgewerkt: int = 0
    ongewijzigd: int = 0
    fout: int = 0

    def tel(self, uitkomst: Uitkomst) -> None:
        """Count one row."""
        self.gelezen += 1
        setattr(self, uitkomst.value, getattr(self, uitkomst.value) + 1)
