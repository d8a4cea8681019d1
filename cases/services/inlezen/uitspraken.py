"""What the rows about one child say together, as facts. Pure: no clock, no database.

A row with a school says that the child is enrolled there and absent; a row without one that it is
enrolled nowhere from `begin`, and enrolled again from `einde`. What no row tells, stays unknown: an
enrolment begins before we know, and a school between two rows has no name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, zip_longest

from thuiszitters.kalender import datum_kort


@dataclass(frozen=True, slots=True)
class Uitspraak:
    """What one row says about one absence [begin, einde); schools and gemeenten by their id."""

    begin: date
    einde: date | None
    geoorloofd: bool
    school: int | None
    gemeente: int
    aanbod_gestart_op: date | None
    ingeschreven_sinds: date | None


@dataclass(frozen=True, slots=True)
class Verzuimfeit:
    """Absent while enrolled."""

    begin: date | None
    einde: date | None
    geoorloofd: bool


@dataclass(frozen=True, slots=True)
class Inschrijffeit:
    """Enrolled; school None where nobody said which, begin None since before we know."""

    begin: date | None
    einde: date | None
    school_id: int | None


@dataclass(frozen=True, slots=True)
class Aanbodfeit:
    """An aanbod that started."""

    gestart_op: date
    einde: date | None


@dataclass(frozen=True, slots=True)
class Lijstfeiten:
    """The facts that follow from the rows about one child, each list in order of time."""

    verzuim: tuple[Verzuimfeit, ...] = ()
    inschrijvingen: tuple[Inschrijffeit, ...] = ()
    aanbod: tuple[Aanbodfeit, ...] = ()

    @property
    def school_id(self) -> int | None:
        """The school where the child is enrolled in the end, if it is known."""
        laatste = self.inschrijvingen[-1] if self.inschrijvingen else None
        return laatste.school_id if laatste and laatste.einde is None else None


class Tegenspraak(ValueError):
    """Two rows about the same child cannot both be true."""

    def __init__(self, kolom: str, tekst: str) -> None:
        super().__init__(tekst)
        self.kolom = kolom


def periode(begin: date | None, einde: date | None) -> str:
    """Return a span in words: "van 1 sep 2026 tot 5 okt 2026", "sinds 1 sep 2026"."""
    if begin is None:
        return f"tot {datum_kort(einde)}" if einde else "sinds onbekend"
    if einde is None:
        return f"sinds {datum_kort(begin)}"
    return f"van {datum_kort(begin)} tot {datum_kort(einde)}"


def overlappen(
    begin: date | None, einde: date | None, ander_begin: date | None, ander_einde: date | None
) -> bool:
    """Return whether two spans [begin, einde) share a day; None is without bound."""
    return (begin or date.min) < (ander_einde or date.max) and (ander_begin or date.min) < (
        einde or date.max
    )


def koppel(
    spans: Sequence[tuple[date, date | None]], eerder: Mapping[date, Uitspraak]
) -> list[date | None]:
    """Return for each span the begin of the earlier statement it repeats or corrects, or None.

    The same begin is the same absence. Otherwise a span corrects the one statement it overlaps
    with, where no other span of the list does too.
    """
    gekoppeld: list[date | None] = [begin if begin in eerder else None for begin, _ in spans]
    over = [begin for begin in eerder if begin not in gekoppeld]
    raakt = {
        plaats: [b for b in over if overlappen(*span, eerder[b].begin, eerder[b].einde)]
        for plaats, span in enumerate(spans)
        if gekoppeld[plaats] is None
    }
    for plaats, begins in raakt.items():
        if len(begins) == 1 and sum(begins[0] in ander for ander in raakt.values()) == 1:
            gekoppeld[plaats] = begins[0]
    return gekoppeld


def gemeente_van(uitspraken: Collection[Uitspraak]) -> int | None:
    """Return the gemeente of the last absence: where the child lives now."""
    laatste = max(uitspraken, key=lambda uitspraak: uitspraak.begin, default=None)
    return laatste.gemeente if laatste else None


def feiten_van(uitspraken: Iterable[Uitspraak]) -> Lijstfeiten:
    """Return the facts these statements make together.

    Raises Tegenspraak where absences overlap, or enrolments cannot follow each other.
    """
    reeks = sorted(uitspraken, key=lambda uitspraak: uitspraak.begin)
    for vorige, volgende in pairwise(reeks):
        if overlappen(vorige.begin, vorige.einde, volgende.begin, volgende.einde):
            raise Tegenspraak(
                "verzuim_begin",
                f"De afwezigheid {periode(volgende.begin, volgende.einde)} overlapt met die "
                f"{periode(vorige.begin, vorige.einde)}.",
            )
    return Lijstfeiten(
        tuple(Verzuimfeit(u.begin, u.einde, u.geoorloofd) for u in reeks if u.school is not None),
        _inschrijvingen(reeks),
        _aanbod(reeks),
    )


def _aanbod(reeks: Sequence[Uitspraak]) -> tuple[Aanbodfeit, ...]:
    """Return the aanbod; one that is followed by another is over when that one starts."""
    dagen = sorted({u.aanbod_gestart_op for u in reeks if u.aanbod_gestart_op})
    return tuple(Aanbodfeit(dag, volgende) for dag, volgende in zip_longest(dagen, dagen[1:]))


@dataclass(slots=True)
class _Loop:
    """The enrolments so far, and the one that runs."""

    klaar: list[Inschrijffeit] = field(default_factory=list)
    loopt: bool = False
    begin: date | None = None
    school: int | None = None
    begin_gezegd: bool = False
    """Whether a row told when the running enrolment began."""
    gezien_op: date | None = None
    """The first day on which a row puts the child at this school."""

    def open(self, begin: date | None, u: Uitspraak | None = None) -> None:
        self.loopt, self.begin = True, begin
        self.school = u.school if u else None
        self.begin_gezegd = u is not None and u.ingeschreven_sinds is not None
        self.gezien_op = u.begin if u and u.school is not None else None

    def sluit(self, op: date, kolom: str) -> None:
        if op == self.begin and self.school is None and self.klaar:
            self.loopt = False  # enrolled again on the very day it ended: never enrolled between
            return
        eerder = max(filter(None, (self.begin, self.gezien_op)), default=None)
        if eerder is not None and op <= eerder:
            raise Tegenspraak(
                kolom, f"De leerling staat op {datum_kort(eerder)} nog anders ingeschreven."
            )
        self.klaar.append(Inschrijffeit(self.begin, op, self.school))
        self.loopt = False


def _inschrijvingen(reeks: Sequence[Uitspraak]) -> tuple[Inschrijffeit, ...]:
    loop = _Loop()
    for plaats, u in enumerate(reeks):
        if plaats == 0:
            loop.open(u.ingeschreven_sinds, u)
        if u.school is None:
            loop.sluit(u.begin, "verzuim_begin")
            if u.einde is not None:
                loop.open(u.einde)
        elif plaats:
            _volg(loop, u)
    if loop.loopt:
        loop.klaar.append(Inschrijffeit(loop.begin, None, loop.school))
    return tuple(loop.klaar)


def _volg(loop: _Loop, u: Uitspraak) -> None:
    """Let a row with a school follow what runs: the same school, one not named, or another."""
    sinds = u.ingeschreven_sinds
    if loop.school == u.school:
        if sinds is None or sinds == loop.begin:
            return
        if loop.begin_gezegd or loop.klaar or (loop.gezien_op and sinds > loop.gezien_op):
            raise Tegenspraak(
                "ingeschreven_sinds",
                "Een andere regel over deze leerling zegt iets anders over dezelfde school.",
            )
        loop.begin, loop.begin_gezegd = sinds, True
    elif loop.school is None and (sinds is None or sinds == loop.begin):
        loop.open(loop.begin, u)
    else:
        overgang = sinds or u.begin
        loop.sluit(overgang, "ingeschreven_sinds" if sinds else "verzuim_begin")
        loop.open(overgang, u)
