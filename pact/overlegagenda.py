"""The order and the numbers of the agenda of a meeting. Pure.

Points about afspraken stand together under one number, and so do those about actions; every
other point is a number of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from pact.keuzes import PuntSoort

GROEPEN = {
    PuntSoort.AFSPRAAK: "Afspraken uit eerdere overleggen",
    PuntSoort.ACTIE: "Acties die aandacht vragen",
}
"""The kinds of point that stand under one number, and what is written above them."""

VAST = {
    PuntSoort.VASTSTELLEN: "Vaststellen van de agenda",
    PuntSoort.RONDVRAAG: "Rondvraag en sluiting",
    PuntSoort.VOLGEND: "Volgend overleg",
}
"""What every meeting has on its agenda."""

_RANG = {soort: rang for rang, soort in enumerate(PuntSoort)}

Richting = Literal["op", "neer"]


class Punt(Protocol):
    """What this module needs of a point."""

    @property
    def pk(self) -> int: ...
    @property
    def soort(self) -> str: ...
    @property
    def titel(self) -> str: ...


T = TypeVar("T", bound=Punt)
S = TypeVar("S")


@dataclass(slots=True)
class Blok(Generic[T]):
    """One number of the agenda: a point, or a group of points with numbers of their own."""

    soort: PuntSoort
    titel: str
    nummer: int = 0
    punten: list[T] = field(default_factory=list)

    @property
    def groep(self) -> bool:
        """Whether its points have numbers of their own."""
        return self.soort in GROEPEN

    @property
    def genummerd(self) -> list[tuple[str, T]]:
        """The points with their numbers: "2.1" in a group, "3" for a point by itself."""
        if not self.groep:
            return [(str(self.nummer), punt) for punt in self.punten]
        return [(f"{self.nummer}.{i}", punt) for i, punt in enumerate(self.punten, 1)]


def build_blokken(punten: Sequence[T]) -> list[Blok[T]]:
    """Return the numbers of the agenda, from points in their order.

    A group stands where its first point stands.
    """
    blokken: list[Blok[T]] = []
    groepen: dict[PuntSoort, Blok[T]] = {}
    for punt in punten:
        soort = PuntSoort(punt.soort)
        blok = groepen.get(soort)
        if blok is None:
            blok = Blok(soort, GROEPEN.get(soort, punt.titel), len(blokken) + 1)
            blokken.append(blok)
            if blok.groep:
                groepen[soort] = blok
        blok.punten.append(punt)
    return blokken


def move(punten: Sequence[T], pk: int, richting: Richting, *, blok: bool) -> list[T]:
    """Return the points with one of them a place up or down.

    A point of a group moves inside its group, with `blok` the group moves as a whole. What
    stands at the end already, stays.
    """
    blokken = build_blokken(punten)
    where = next(i for i, b in enumerate(blokken) if any(p.pk == pk for p in b.punten))
    if blokken[where].groep and not blok:
        inside = blokken[where].punten
        _swap(inside, next(i for i, p in enumerate(inside) if p.pk == pk), richting)
    else:
        _swap(blokken, where, richting)
    return [punt for b in blokken for punt in b.punten]


def _swap(rij: list[S], plaats: int, richting: Richting) -> None:
    other = plaats - 1 if richting == "op" else plaats + 1
    if 0 <= other < len(rij):
        rij[plaats], rij[other] = rij[other], rij[plaats]


def place(punten: Sequence[T], nieuw: T) -> list[T]:
    """Return the points with a new one where it belongs: with its kind, before what closes."""
    rang = _RANG[PuntSoort(nieuw.soort)]
    if nieuw.soort in GROEPEN:
        same = [i for i, punt in enumerate(punten) if punt.soort == nieuw.soort]
        if same:
            return [*punten[: same[-1] + 1], nieuw, *punten[same[-1] + 1 :]]
    later = (i for i, punt in enumerate(punten) if _RANG[PuntSoort(punt.soort)] > rang)
    where = next(later, len(punten))
    return [*punten[:where], nieuw, *punten[where:]]
