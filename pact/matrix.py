"""The matrix of a pact: actions in rows of themas and columns of niveaus. Pure.

What needs somebody stands on top: first the actions over their deadline, the longest overdue
first; then the other open ones by deadline; then what is done or dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pact.keuzes import AFGEROND, Niveau, Status, Termijn

ZICHTBAAR = 3
"""How many actions of a cell stand open; the others wait behind "nog 2 acties"."""


@dataclass(frozen=True, slots=True)
class MatrixActie:
    """What the matrix knows of an action. `eigenaar` is the name of the partner, "" without one."""

    nr: int
    activiteit: str
    thema: int
    niveau: Niveau
    termijn: Termijn = Termijn.KORT
    status: Status = Status.NOG_NIET_BEGONNEN
    deadline: date | None = None
    eigenaar_id: int | None = None
    eigenaar: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status not in AFGEROND


@dataclass(frozen=True, slots=True)
class Thema:
    """A row: the id and the name of a thema."""

    id: int
    naam: str


@dataclass(frozen=True, slots=True)
class Telling:
    """Numbers of actions. `te_laat` and `zonder_eigenaar` count open actions only."""

    totaal: int = 0
    te_laat: int = 0
    open: int = 0
    gedaan: int = 0
    zonder_eigenaar: int = 0

    def __add__(self, other: Telling) -> Telling:
        return Telling(
            totaal=self.totaal + other.totaal,
            te_laat=self.te_laat + other.te_laat,
            open=self.open + other.open,
            gedaan=self.gedaan + other.gedaan,
            zonder_eigenaar=self.zonder_eigenaar + other.zonder_eigenaar,
        )


@dataclass(frozen=True, slots=True)
class Plek:
    """An action as it stands in its cell. `dagen_te_laat` is 0 when it is not overdue."""

    actie: MatrixActie
    dagen_te_laat: int


@dataclass(frozen=True, slots=True)
class Cel:
    """The actions of one thema on one niveau, in the order in which they ask for attention."""

    niveau: Niveau
    plekken: tuple[Plek, ...]
    telling: Telling

    @property
    def boven(self) -> tuple[Plek, ...]:
        """The actions that stand open."""
        return self.plekken[:ZICHTBAAR]

    @property
    def rest(self) -> tuple[Plek, ...]:
        """The actions behind the disclosure."""
        return self.plekken[ZICHTBAAR:]

    @property
    def rest_te_laat(self) -> int:
        """How many of those are overdue, so that the disclosure hides no alarm."""
        return sum(plek.dagen_te_laat > 0 for plek in self.rest)


@dataclass(frozen=True, slots=True)
class Rij:
    """One thema."""

    thema: Thema
    cellen: tuple[Cel, ...]
    telling: Telling


@dataclass(frozen=True, slots=True)
class Kolom:
    """One niveau."""

    niveau: Niveau
    telling: Telling


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table, with its counts per row, per column and in all."""

    kolommen: tuple[Kolom, ...]
    rijen: tuple[Rij, ...]
    telling: Telling


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; an empty value asks for everything."""

    thema: int | None = None
    niveau: Niveau | None = None
    termijn: Termijn | None = None
    status: Status | None = None
    eigenaar_id: int | None = None
    zonder_eigenaar: bool = False
    te_laat: bool = False


@dataclass(frozen=True, slots=True)
class Achterstand:
    """How many actions of one partner are overdue; `eigenaar_id` is None where nobody owns them."""

    eigenaar_id: int | None
    eigenaar: str
    aantal: int


def dagen_te_laat(*, status: Status, deadline: date | None, peildatum: date) -> int:
    """Return the calendar days since the deadline passed; 0 on the day itself and before it.

    What is done or dropped is never overdue, and what has no deadline neither.
    """
    if deadline is None or status in AFGEROND:
        return 0
    return max((peildatum - deadline).days, 0)


def is_te_laat(actie: MatrixActie, peildatum: date) -> bool:
    """Return whether the deadline of an open action has passed."""
    return dagen_te_laat(status=actie.status, deadline=actie.deadline, peildatum=peildatum) > 0


def _order(actie: MatrixActie, peildatum: date) -> tuple[int, date, int]:
    if is_te_laat(actie, peildatum):
        group = 0
    elif actie.is_open:
        group = 1
    else:
        group = 2 if actie.status == Status.GEDAAN else 3
    return group, actie.deadline or date.max, actie.nr


def tel(acties: Iterable[MatrixActie], *, peildatum: date) -> Telling:
    """Return how many actions there are, and how many of them ask for attention."""
    acties = list(acties)
    return Telling(
        totaal=len(acties),
        te_laat=sum(is_te_laat(actie, peildatum) for actie in acties),
        open=sum(actie.is_open for actie in acties),
        gedaan=sum(actie.status == Status.GEDAAN for actie in acties),
        zonder_eigenaar=sum(actie.is_open and actie.eigenaar_id is None for actie in acties),
    )


def select_acties(
    acties: Iterable[MatrixActie], filter: Filter, *, peildatum: date
) -> list[MatrixActie]:
    """Return the actions that meet every part of the filter, in their own order."""
    return [
        actie
        for actie in acties
        if (filter.thema is None or actie.thema == filter.thema)
        and (filter.niveau is None or actie.niveau == filter.niveau)
        and (filter.termijn is None or actie.termijn == filter.termijn)
        and (filter.status is None or actie.status == filter.status)
        and (filter.eigenaar_id is None or actie.eigenaar_id == filter.eigenaar_id)
        and (not filter.zonder_eigenaar or actie.eigenaar_id is None)
        and (not filter.te_laat or is_te_laat(actie, peildatum))
    ]


def build_matrix(
    acties: Iterable[MatrixActie],
    *,
    themas: Sequence[Thema],
    niveaus: Sequence[Niveau] = tuple(Niveau),
    peildatum: date,
) -> Matrix:
    """Return the table of these actions, with a cell for every thema on every niveau.

    Rows and columns stand in the order given. An action outside them is neither shown nor
    counted.
    """
    cells: dict[tuple[int, Niveau], list[MatrixActie]] = {}
    for actie in acties:
        cells.setdefault((actie.thema, actie.niveau), []).append(actie)

    def cell(thema: Thema, niveau: Niveau) -> Cel:
        found = sorted(cells.get((thema.id, niveau), ()), key=lambda a: _order(a, peildatum))
        plekken = tuple(
            Plek(a, dagen_te_laat(status=a.status, deadline=a.deadline, peildatum=peildatum))
            for a in found
        )
        return Cel(niveau, plekken, tel(found, peildatum=peildatum))

    rijen = []
    for thema in themas:
        cellen = tuple(cell(thema, niveau) for niveau in niveaus)
        rijen.append(Rij(thema, cellen, sum((c.telling for c in cellen), Telling())))
    kolommen = tuple(
        Kolom(niveau, sum((rij.cellen[index].telling for rij in rijen), Telling()))
        for index, niveau in enumerate(niveaus)
    )
    return Matrix(kolommen, tuple(rijen), sum((rij.telling for rij in rijen), Telling()))


def overdue_by_owner(acties: Iterable[MatrixActie], *, peildatum: date) -> list[Achterstand]:
    """Return who has overdue actions, the most first, then by name; actions of nobody last."""
    late = [actie for actie in acties if is_te_laat(actie, peildatum)]
    names = {actie.eigenaar_id: actie.eigenaar for actie in late}
    rows = [
        Achterstand(eigenaar_id, names[eigenaar_id], aantal)
        for eigenaar_id, aantal in Counter(actie.eigenaar_id for actie in late).items()
    ]
    return sorted(rows, key=lambda row: (row.eigenaar_id is None, -row.aantal, row.eigenaar))


def next_deadline(acties: Iterable[MatrixActie], *, peildatum: date) -> MatrixActie | None:
    """Return the open action whose deadline comes first, today included; None without one."""
    coming = [a for a in acties if a.is_open and a.deadline and a.deadline >= peildatum]
    return min(coming, key=lambda a: (a.deadline or date.max, a.nr), default=None)
