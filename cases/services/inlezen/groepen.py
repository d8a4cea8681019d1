"""Rows of the same child together, without holding the whole list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from cases.services.inlezen.bestand import Bestand, Bronrij
from cases.services.inlezen.rijen import Rij, Rijlezer, lees_sleutel
from cases.services.inlezen.verslag import Rijfout, Rijverslag, Uitkomst

Sleutel = tuple[str, str, date | None]


@dataclass(slots=True)
class Groep:
    """The rows of one child that can be right, and what is wrong with the others."""

    kenmerk: str
    rijen: list[Rij] = field(default_factory=list)
    verslagen: list[Rijverslag] = field(default_factory=list)


def _fout(regel: int, *fouten: Rijfout) -> Rijverslag:
    return Rijverslag(regel, Uitkomst.FOUT, fouten)


def groepeer(bestand: Bestand, lezer: Rijlezer) -> Iterator[Groep]:
    """Yield the children of a list as soon as their last row was read.

    The list is read twice: first to count the rows of each child, so that the second time only
    children whose rows stand apart are held.
    """
    nog_te_lezen: Counter[Sleutel] = Counter()
    for bron in bestand.rijen():
        if isinstance(bron, Bronrij) and (sleutel := lees_sleutel(bron)):
            nog_te_lezen[sleutel] += 1
    wachtend: dict[Sleutel, Groep] = {}
    gezien: dict[tuple[str, date], tuple[str, int]] = {}
    for bron in bestand.rijen():
        if isinstance(bron, Rijfout):
            yield Groep("", verslagen=[_fout(bron.regel, bron)])
            continue
        sleutel = lees_sleutel(bron)
        if sleutel is None:
            fouten = lezer.lees(bron)
            assert isinstance(fouten, tuple)
            yield Groep("", verslagen=[_fout(bron.regel, *fouten)])
            continue
        groep = wachtend.setdefault(sleutel, Groep(sleutel[0]))
        rij = lezer.lees(bron)
        if isinstance(rij, tuple):
            groep.verslagen.append(_fout(bron.regel, *rij))
        elif dubbel := _dubbel(rij, gezien):
            groep.verslagen.append(_fout(rij.regel, dubbel))
        else:
            groep.rijen.append(rij)
        nog_te_lezen[sleutel] -= 1
        if not nog_te_lezen[sleutel]:
            _houd_een_kind(groep)
            yield wachtend.pop(sleutel)


def _dubbel(rij: Rij, gezien: dict[tuple[str, date], tuple[str, int]]) -> Rijfout | None:
    """Return what is wrong when this child stands in the list under another kenmerk too."""
    kenmerk, regel = gezien.setdefault(rij.kind, (rij.kenmerk, rij.regel))
    if kenmerk == rij.kenmerk:
        return None
    return Rijfout(
        rij.regel, f"Deze leerling staat ook op regel {regel}, met een ander kenmerk.", "kenmerk"
    )


def _houd_een_kind(groep: Groep) -> None:
    """Put the rows in order of begin, and refuse those that tell another name or birth date."""
    groep.rijen.sort(key=lambda rij: (rij.begin, rij.regel))
    for rij in groep.rijen[1:]:
        eerste = groep.rijen[0]
        fouten = [
            Rijfout(
                rij.regel,
                f"Dit is anders dan op regel {eerste.regel}, over dezelfde leerling.",
                kolom,
            )
            for kolom in ("voornaam", "achternaam", "geboortedatum")
            if getattr(rij, kolom) != getattr(eerste, kolom)
        ]
        if fouten:
            groep.verslagen.append(_fout(rij.regel, *fouten))
    anders = {verslag.regel for verslag in groep.verslagen}
    groep.rijen = [rij for rij in groep.rijen if rij.regel not in anders]
