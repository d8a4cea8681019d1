"""A list as a file: which kind it is, where its columns stand, and its rows one by one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from cases.services.inlezen.csv_bron import CsvBron
from cases.services.inlezen.kolommen import Celfout, Waarde, herken
from cases.services.inlezen.verslag import OnleesbaarBestand, Rijfout
from cases.services.inlezen.xlsx_bron import XlsxBron

OUD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")


class Bron(Protocol):
    """Anything that gives numbered rows, as often as it is asked."""

    def rijen(self) -> Iterator[tuple[int, Sequence[Waarde]] | Rijfout]:
        """Yield every row, or what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Bronrij:
    """One row of the list: the cells of the columns we know."""

    regel: int
    cellen: dict[str, Waarde]


class Bestand:
    """A list that can be read from its first row as often as needed."""

    def __init__(self, bron: Bron) -> None:
        self._bron = bron
        for rij in bron.rijen():
            if isinstance(rij, Rijfout):
                raise OnleesbaarBestand(f"De kopregel is niet te lezen. {rij}")
            if any(not _is_leeg(cel) for cel in rij[1]):
                self._kopregel = rij[0]
                self._plaatsen, self.let_op = herken(rij[1])
                break
        else:
            raise OnleesbaarBestand("Dit bestand is leeg.")
        self.kolommen = frozenset(naam for naam in self._plaatsen if naam)

    def rijen(self) -> Iterator[Bronrij | Rijfout]:
        """Yield the rows below the heading; empty ones are left out.

        Raises OnleesbaarBestand where there are more than a list can have.
        """
        aantal = 0
        for rij in self._bron.rijen():
            if isinstance(rij, Rijfout):
                aantal += 1
                yield rij
            elif rij[0] > self._kopregel and any(not _is_leeg(cel) for cel in rij[1]):
                aantal += 1
                yield self._rij(*rij)
            if aantal > settings.INLEZEN_MAX_RIJEN:
                raise OnleesbaarBestand(
                    f"Deze lijst heeft meer dan {settings.INLEZEN_MAX_RIJEN} rijen. Splits hem."
                )

    def _rij(self, regel: int, cellen: Sequence[Waarde]) -> Bronrij | Rijfout:
        breedte = len(self._plaatsen)
        if any(not _is_leeg(cel) for cel in cellen[breedte:]):
            return Rijfout(
                regel,
                "Deze regel heeft meer waarden dan er kolommen zijn. Staat het scheidingsteken "
                "ook in een waarde? Zet die dan tussen aanhalingstekens.",
            )
        return Bronrij(
            regel,
            {
                naam: cel
                for naam, cel in zip(self._plaatsen, cellen, strict=False)
                if naam and not _is_leeg(cel)
            },
        )


def _is_leeg(cel: Waarde) -> bool:
    return cel is None or (isinstance(cel, str) and not cel.strip())


@contextmanager
def open_bytes(pad: Path) -> Iterator[BinaryIO]:
    """Give the bytes of this file. Raises OnleesbaarBestand with a sentence for who asked it."""
    try:
        # Not waiting: a pipe nobody writes to would hold us up for ever.
        nummer = os.open(pad, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise OnleesbaarBestand(f"Er is geen bestand {pad}.") from None
    except OSError as fout:
        raise OnleesbaarBestand(f"{pad} kan niet worden geopend: {fout.strerror}.") from None
    feiten = os.fstat(nummer)
    if not stat.S_ISREG(feiten.st_mode):
        os.close(nummer)
        raise OnleesbaarBestand(f"{pad} is geen bestand.")
    with open(nummer, "rb") as bestand:
        controleer_grootte(feiten.st_size)
        yield bestand


def controleer_grootte(aantal: int) -> None:
    """Raise OnleesbaarBestand for more bytes than a list may have."""
    if aantal > settings.INLEZEN_MAX_BYTES:
        raise OnleesbaarBestand(
            f"Dit bestand is {_mb(aantal)} MB. Een lijst mag hooguit "
            f"{_mb(settings.INLEZEN_MAX_BYTES)} MB zijn. Splits hem of haal kolommen weg."
        )


@contextmanager
def open_bestand(pad: Path) -> Iterator[Bestand]:
    """Give the list in this file. Raises OnleesbaarBestand with a sentence for who asked it."""
    with open_bytes(pad) as bestand:
        yield Bestand(_kies_bron(bestand))


def _kies_bron(bestand: BinaryIO) -> Bron:
    begin = bestand.read(8)
    bestand.seek(0)
    if begin.startswith(b"PK\x03\x04"):
        return XlsxBron(bestand)
    if begin == OUD_OFFICE:
        raise OnleesbaarBestand(
            "Dit is een oud Excel-bestand (.xls) of een bestand met een wachtwoord. Sla het op "
            "als XLSX zonder wachtwoord."
        )
    return CsvBron(bestand)


def _mb(aantal: int) -> int:
    return -(-aantal // (1024 * 1024))


__all__ = ["Bestand", "Bronrij", "Celfout", "OnleesbaarBestand", "open_bestand"]
