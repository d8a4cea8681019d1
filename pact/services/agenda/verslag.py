"""What is told about an agenda that was read: counts, and what is wrong or kept in which row."""

from __future__ import annotations

from dataclasses import dataclass

from cases.services.inlezen.verslag import OnleesbaarBestand, Uitkomst

__all__ = ["AgendaTelling", "Melding", "OnleesbaarBestand", "Uitkomst"]


@dataclass(frozen=True, slots=True)
class Melding:
    """What is told about one row, at one column where that can be said."""

    plek: str
    """Where the row stands, as people find it: "regel 12" or "tabel 2, rij 5"."""
    tekst: str
    kolom: str = ""

    def __str__(self) -> str:
        return (
            f"{self.plek}, kolom {self.kolom}: {self.tekst}"
            if self.kolom
            else (f"{self.plek}: {self.tekst}")
        )


@dataclass(slots=True)
class AgendaTelling:
    """How many activities were read and what became of them.

    `nieuw`, `bijgewerkt`, `ongewijzigd` and `fout` add up to `gelezen`; `zonder_deadline` counts
    those of the first three that have no deadline.
    """

    gelezen: int = 0
    nieuw: int = 0
    bijgewerkt: int = 0
    ongewijzigd: int = 0
    zonder_deadline: int = 0
    fout: int = 0

    def tel(self, uitkomst: Uitkomst, *, zonder_deadline: bool = False) -> None:
        """Count one row."""
        self.gelezen += 1
        setattr(self, uitkomst.value, getattr(self, uitkomst.value) + 1)
        self.zonder_deadline += zonder_deadline
