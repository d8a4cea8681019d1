"""The figures as the rows of tables and the bars of the chart. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from cases.stand import THUISZITTER, Categorie, Duur
from monitoring.grafiek import Balk
from monitoring.ladder import KLIMT
from monitoring.selectors.figuren import Figuren

VOLGORDE = (
    Categorie.AV,
    Categorie.LRV,
    Categorie.DREIGEND,
    Categorie.MET_AANBOD,
    Categorie.GEOORLOOFD,
    Categorie.VRIJGESTELD,
    Categorie.NIET_PLICHTIG,
    Categorie.GEEN,
)
MEESTE_BALKEN = 15


@dataclass(frozen=True, slots=True)
class Rij:
    """A row: what it is about, its counts and their sum with what has no column of its own."""

    naam: str
    aantallen: tuple[int, ...]
    totaal: int

    @property
    def anders(self) -> int:
        """Return what is counted in the sum only."""
        return self.totaal - sum(self.aantallen)


def per_categorie(figuren: Figuren) -> list[Rij]:
    """Return categorie by duur, the thuiszitters first; only those with somebody in it.

    `anders` are the children without a verzuimperiode. A casus that has no Stand yet comes last,
    under an empty name.
    """
    rows = []
    for categorie in VOLGORDE:
        total = figuren.tel(categorie={categorie})
        if total:
            counts = tuple(figuren.tel(categorie={categorie}, duur=duur) for duur in Duur)
            rows.append(Rij(categorie.value, counts, total))
    unknown = figuren.open - sum(row.totaal for row in rows)
    return [*rows, Rij("", (0, 0, 0), unknown)] if unknown else rows


def samen(rijen: list[Rij]) -> Rij:
    """Return the sums of these rows, for the foot of their table."""
    columns = zip(*(rij.aantallen for rij in rijen), strict=True)
    totals = tuple(sum(column) for column in columns)
    return Rij("", totals, sum(rij.totaal for rij in rijen))


def per_gemeente(figuren: Figuren) -> list[Rij]:
    """Return gemeente by thuiszitters, dreigend and met aanbod, the most casussen first."""
    groups = (THUISZITTER, {Categorie.DREIGEND}, {Categorie.MET_AANBOD})
    return [
        Rij(
            gemeente,
            tuple(figuren.tel(categorie=group, gemeente=gemeente) for group in groups),
            figuren.tel(gemeente=gemeente),
        )
        for gemeente in figuren.gemeenten()
    ]


def balken_per_gemeente(figuren: Figuren) -> list[Balk]:
    """Return the children at home without an aanbod by duur, the gemeente with the most first."""
    return [
        Balk(
            gemeente,
            tuple(figuren.tel(categorie=KLIMT, duur=duur, gemeente=gemeente) for duur in Duur),
        )
        for gemeente in figuren.gemeenten(KLIMT)
    ]


def hoogstens(balken: list[Balk], meeste: int = MEESTE_BALKEN) -> list[Balk]:
    """Return at most `meeste` bars: the first ones, and the others together in the last."""
    if len(balken) <= meeste:
        return balken
    drawn, rest = balken[: meeste - 1], balken[meeste - 1 :]
    together = tuple(sum(column) for column in zip(*(b.aantallen for b in rest), strict=True))
    return [*drawn, Balk(f"{len(rest)} andere gemeenten", together)]
