"""The matrix of a pact: actions in a table of two of their properties. Pure.

Rows and columns are any two of thema, niveau, termijn, partner, trede and status. Every action
stands in exactly one cell; on the axis of partners that is the cell of its owner. What needs
somebody stands on top: first the actions over their deadline, the longest overdue first; then
the other open ones by deadline; then what is done, then what is dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pact.keuzes import AFGEROND, Niveau, Status, Termijn

ZICHTBAAR = 3
"""How many actions of a cell stand open; the others wait behind "nog 2 acties"."""

GEEN = "geen"
"""The key of the row or column for actions without an owner, or on no rung."""

TREDEN = {
    "preventie": "Preventie",
    "stimuleren": "Stimuleren",
    "signaleren": "Signaleren",
    "aanspreken": "Aanspreken",
}
"""The rungs of the ladder as they stand on an action, lowest first."""


class As(StrEnum):
    """A property of actions that can make the rows or the columns."""

    THEMA = "thema"
    NIVEAU = "niveau"
    TERMIJN = "termijn"
    PARTNER = "partner"
    TREDE = "trede"
    STATUS = "status"

    @property
    def naam(self) -> str:
        """The word above the rows."""
        return "Eigenaar" if self == As.PARTNER else self.value.capitalize()


@dataclass(frozen=True, slots=True)
class Assen:
    """What the rows and the columns are; always two different properties."""

    rijen: As = As.THEMA
    kolommen: As = As.NIVEAU

    def __post_init__(self) -> None:
        if self.rijen == self.kolommen:
            raise ValueError("rows and columns are the same property")

    @property
    def gewisseld(self) -> Assen:
        """The same table, turned."""
        return Assen(self.kolommen, self.rijen)


def read_assen(rijen: str | None, kolommen: str | None) -> Assen:
    """Return the axes as an address asks for them; what cannot be gives way to the default."""
    row = As(rijen) if rijen in set(As) else As.THEMA
    column = As(kolommen) if kolommen in set(As) else As.NIVEAU
    if row == column:
        # The rows were asked for as they are; the columns give way.
        column = As.NIVEAU if row != As.NIVEAU else As.THEMA
    return Assen(row, column)


@dataclass(frozen=True, slots=True)
class MatrixActie:
    """What the matrix knows of an action. `eigenaar` is the name of the partner, "" without one;
    `eigenaar_weg` tells that it takes no part any more."""

    nr: int
    activiteit: str
    thema: int
    niveau: Niveau
    termijn: Termijn = Termijn.KORT
    status: Status = Status.NOG_NIET_BEGONNEN
    deadline: date | None = None
    eigenaar_id: int | None = None
    eigenaar: str = ""
    eigenaar_weg: bool = False
    trede: str = ""
    mede: tuple[str, ...] = ()
    """The names of its co-owners. It stands at its owner; they are named with it."""
    versie: int = 1

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status not in AFGEROND


@dataclass(frozen=True, slots=True)
class Thema:
    """The id and the name of a thema."""

    id: int
    naam: str


@dataclass(frozen=True, slots=True)
class Kop:
    """The head of a row or column: of which property, its key in addresses, its name, and whether
    it is a partner that takes no part any more."""

    soort: As
    sleutel: str
    naam: str
    weg: bool = False


def sleutel_of(actie: MatrixActie, soort: As) -> str:
    """Return the key of the row or column in which this action stands."""
    match soort:
        case As.THEMA:
            return str(actie.thema)
        case As.PARTNER:
            return GEEN if actie.eigenaar_id is None else str(actie.eigenaar_id)
        case As.TREDE:
            return actie.trede or GEEN
        case As.NIVEAU:
            return actie.niveau.value
        case As.TERMIJN:
            return actie.termijn.value
        case As.STATUS:
            return actie.status.value


def heads_of(
    soort: As,
    *,
    themas: Sequence[Thema],
    partners: Sequence[tuple[int, str]],
    weg: Collection[int] = (),
) -> tuple[Kop, ...]:
    """Return every head of an axis, in order; `partners` are (id, name) in the order wanted.

    `weg` are the ids of those that take no part any more.

    Actions of nobody come before those of partners, because somebody has to take them up.
    """
    rows: Iterable[tuple[str, str]]
    match soort:
        case As.THEMA:
            rows = [(str(thema.id), thema.naam) for thema in themas]
        case As.PARTNER:
            rows = [(GEEN, "Nog geen eigenaar"), *((str(pk), naam) for pk, naam in partners)]
        case As.TREDE:
            rows = [(GEEN, "Op geen trede"), *TREDEN.items()]
        case As.NIVEAU:
            rows = [(keuze.value, str(keuze.label)) for keuze in Niveau]
        case As.TERMIJN:
            rows = [(keuze.value, str(keuze.label)) for keuze in Termijn]
        case As.STATUS:
            rows = [(keuze.value, str(keuze.label)) for keuze in Status]
    gone = {str(pk) for pk in weg} if soort == As.PARTNER else set()
    return tuple(Kop(soort, sleutel, naam, sleutel in gone) for sleutel, naam in rows)


def heads_shown(
    koppen: Iterable[Kop], gevuld: Collection[str], *, alleen_gevuld: bool
) -> tuple[Kop, ...]:
    """Return the heads that say something. `gevuld` are the keys under which actions stand.

    Without a filter an empty row is news (a thema without a promise), but "no owner" and "on no
    rung" are not. With a filter on, only what holds an action is shown.
    """
    return tuple(
        kop
        for kop in koppen
        if kop.sleutel in gevuld or (not alleen_gevuld and kop.sleutel != GEEN)
    )


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
    """The actions of one row in one column, in the order in which they ask for attention."""

    rij: Kop
    kolom: Kop
    boven: tuple[Plek, ...]
    """The actions that stand open."""
    rest: tuple[Plek, ...]
    """The actions behind the disclosure."""
    telling: Telling

    @property
    def mag_erbij(self) -> bool:
        """Whether an action can be added here: not with a partner that left."""
        return not (self.rij.weg or self.kolom.weg)

    @property
    def plekken(self) -> tuple[Plek, ...]:
        """The actions that were given for this cell."""
        return self.boven + self.rest

    @property
    def rest_te_laat(self) -> int:
        """How many behind the disclosure are overdue, so that it hides no alarm."""
        return sum(plek.dagen_te_laat > 0 for plek in self.rest)

    @property
    def elders(self) -> int:
        """How many actions of this cell are counted and not given."""
        return self.telling.totaal - len(self.boven) - len(self.rest)

    @property
    def elders_te_laat(self) -> int:
        """How many of those are overdue."""
        given = sum(plek.dagen_te_laat > 0 for plek in self.boven) + self.rest_te_laat
        return self.telling.te_laat - given


@dataclass(frozen=True, slots=True)
class Rij:
    """One row: its head, a cell per column, and what stands in them together."""

    kop: Kop
    cellen: tuple[Cel, ...]
    telling: Telling


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column, with what stands in it."""

    kop: Kop
    telling: Telling


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table, with its counts per row, per column and in all."""

    assen: Assen
    kolommen: tuple[Kolom, ...]
    rijen: tuple[Rij, ...]
    telling: Telling

    @property
    def dicht(self) -> bool:
        """Whether a cell has more actions than stand open."""
        return any(len(cel.boven) < cel.telling.totaal for rij in self.rijen for cel in rij.cellen)


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; an empty value asks for everything."""

    thema: int | None = None
    niveau: Niveau | None = None
    termijn: Termijn | None = None
    status: Status | None = None
    trede: str | None = None
    """One of TREDEN, or GEEN for actions on no rung."""
    eigenaar_id: int | None = None
    zonder_eigenaar: bool = False
    zonder_deadline: bool = False
    te_laat: bool = False
    zoek: str = ""
    """Words that must all stand in the action, whatever their case."""


@dataclass(frozen=True, slots=True)
class Eigendom:
    """What one partner owns; `eigenaar_id` is None for what nobody owns."""

    eigenaar_id: int | None
    eigenaar: str
    telling: Telling


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


def volgorde(actie: MatrixActie, peildatum: date) -> tuple[int, date, int]:
    """Return what the actions of a cell are sorted by."""
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


def build_matrix(
    acties: Iterable[MatrixActie],
    *,
    assen: Assen,
    rijen: Sequence[Kop],
    kolommen: Sequence[Kop],
    peildatum: date,
    tellingen: Mapping[tuple[str, str], Telling] | None = None,
    zichtbaar: int | None = ZICHTBAAR,
) -> Matrix:
    """Return the table of these actions, with a cell for every row in every column.

    Rows and columns stand in the order given; an action outside them is neither shown nor
    counted. `tellingen`, by the keys of row and column, tell how many actions every cell has
    where `acties` are only the first of each; without them the actions given are all there are.
    `zichtbaar` is how many of a cell stand open, None for all.
    """
    cells: dict[tuple[str, str], list[MatrixActie]] = {}
    for actie in acties:
        place = sleutel_of(actie, assen.rijen), sleutel_of(actie, assen.kolommen)
        cells.setdefault(place, []).append(actie)

    def cell(rij: Kop, kolom: Kop) -> Cel:
        place = rij.sleutel, kolom.sleutel
        found = sorted(cells.get(place, ()), key=lambda a: volgorde(a, peildatum))
        plekken = tuple(
            Plek(a, dagen_te_laat(status=a.status, deadline=a.deadline, peildatum=peildatum))
            for a in found
        )
        if tellingen is None:
            telling = tel(found, peildatum=peildatum)
        else:
            telling = tellingen.get(place, Telling())
        return Cel(rij, kolom, plekken[:zichtbaar], plekken[len(plekken[:zichtbaar]) :], telling)

    made = []
    for rij in rijen:
        cellen = tuple(cell(rij, kolom) for kolom in kolommen)
        made.append(Rij(rij, cellen, sum((c.telling for c in cellen), Telling())))
    heads = tuple(
        Kolom(kolom, sum((rij.cellen[index].telling for rij in made), Telling()))
        for index, kolom in enumerate(kolommen)
    )
    return Matrix(assen, heads, tuple(made), sum((rij.telling for rij in made), Telling()))


def overdue_by_owner(owned: Iterable[Eigendom]) -> list[Eigendom]:
    """Return who has overdue actions, the most first, then by name; actions of nobody last."""
    late = [row for row in owned if row.telling.te_laat]
    return sorted(
        late, key=lambda row: (row.eigenaar_id is None, -row.telling.te_laat, row.eigenaar)
    )
