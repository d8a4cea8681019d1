"""How actions stood on an earlier moment, read back from their history. Pure.

The history keeps what every change replaced. Undoing the changes after a moment, the newest
first, gives how things stood then, without a copy of the past being kept anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pact.keuzes import Status
from thuiszitters.ui.datums import parse_datum

BEGIN = frozenset({"toegevoegd", "ingelezen"})
"""The kinds of line that can make an action: its first version."""

_STATUS = {status.label: status for status in Status}


@dataclass(frozen=True, slots=True)
class Toestand:
    """Whether an action was ready, and when it had to be."""

    status: Status
    deadline: date | None


@dataclass(frozen=True, slots=True)
class Regel:
    """One line of the history of an action, oldest first in every sequence of them."""

    actie: int
    soort: str
    op: datetime
    versie: int
    wijzigingen: tuple[tuple[str, str, str], ...] = ()
    """Per changed field its name, and what it said before and after, as people read it."""
    tekst: str = ""
    namens: str = ""
    """The organisation that wrote it; "" where the system did."""

    @property
    def maakt(self) -> bool:
        """Whether the action came to be with this line."""
        return self.versie == 1 and self.soort in BEGIN


@dataclass(frozen=True, slots=True)
class Verschuiving:
    """A deadline that went from one day to another, and what was said of it on the way."""

    actie: int
    van: date | None
    naar: date | None
    redenen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verloop:
    """What differs between two moments, by the keys of actions, in the order they were given."""

    gedaan: tuple[int, ...] = ()
    vervallen: tuple[int, ...] = ()
    heropend: tuple[int, ...] = ()
    begonnen: tuple[int, ...] = ()
    toegevoegd: tuple[int, ...] = ()
    later: tuple[Verschuiving, ...] = ()
    eerder: tuple[Verschuiving, ...] = ()

    def __bool__(self) -> bool:
        return any(
            (
                self.gedaan,
                self.vervallen,
                self.heropend,
                self.begonnen,
                self.toegevoegd,
                self.later,
                self.eerder,
            )
        )


def rewind(
    now: Mapping[int, Toestand], regels: Sequence[Regel], moment: datetime
) -> dict[int, Toestand]:
    """Return how the actions stood at `moment`, without those that were not there yet.

    `regels` holds every line after the moment, oldest first; older ones are left alone. A change
    in words that are not known changes nothing.
    """
    then = dict(now)
    for regel in reversed(regels):
        if regel.op <= moment or regel.actie not in then:
            continue
        if regel.maakt:
            del then[regel.actie]
            continue
        for veld, oud, _nieuw in regel.wijzigingen:
            then[regel.actie] = _undo(then[regel.actie], veld, oud)
    return then


def _undo(toestand: Toestand, veld: str, oud: str) -> Toestand:
    if veld == "status":
        return replace(toestand, status=_STATUS.get(oud, toestand.status))
    if veld == "deadline":
        try:
            return replace(toestand, deadline=parse_datum(oud) if oud else None)
        except ValueError:
            return toestand
    return toestand


def verloop(
    then: Mapping[int, Toestand], now: Mapping[int, Toestand], regels: Sequence[Regel]
) -> Verloop:
    """Return what is different now: the outcome, not every step on the way.

    A deadline counts as moved while the action is open at both moments; its reasons are the
    texts of the lines that moved it, oldest first. An action that was not there then can be
    both new and done; its deadline moved when a reason was given, and is put right otherwise.
    A deadline that was set for the first time, or taken away, is not moved. `regels` holds
    every line between the two moments, oldest first.
    """
    gedaan, vervallen, heropend, begonnen, toegevoegd = [], [], [], [], []
    later: list[Verschuiving] = []
    eerder: list[Verschuiving] = []
    redenen = _redenen(regels)
    made = _first(now, regels)
    for pk, toestand in now.items():
        was = then.get(pk)
        if was is None:
            toegevoegd.append(pk)
        before = was.status if was else None
        if toestand.status == Status.GEDAAN:
            if before != Status.GEDAAN:
                gedaan.append(pk)
            continue
        if toestand.status == Status.VERVALLEN:
            if before != Status.VERVALLEN:
                vervallen.append(pk)
            continue
        if was is None:
            if pk not in redenen or pk not in made:
                continue
            was = made[pk]
        if before in {Status.GEDAAN, Status.VERVALLEN}:
            heropend.append(pk)
            continue
        if before == Status.NOG_NIET_BEGONNEN and toestand.status != before:
            begonnen.append(pk)
        if was.deadline and toestand.deadline and was.deadline != toestand.deadline:
            moved = Verschuiving(pk, was.deadline, toestand.deadline, tuple(redenen.get(pk, ())))
            (later if toestand.deadline > was.deadline else eerder).append(moved)
    return Verloop(
        gedaan=tuple(gedaan),
        vervallen=tuple(vervallen),
        heropend=tuple(heropend),
        begonnen=tuple(begonnen),
        toegevoegd=tuple(toegevoegd),
        later=tuple(later),
        eerder=tuple(eerder),
    )


def _first(now: Mapping[int, Toestand], regels: Sequence[Regel]) -> dict[int, Toestand]:
    """Return how the actions that came to be among these lines began.

    One that began without a deadline has the first that was set.
    """
    then, found = dict(now), {}
    set_first: dict[int, date | None] = {}
    for regel in reversed(regels):
        if regel.actie not in then:
            continue
        if regel.maakt:
            began = then.pop(regel.actie)
            found[regel.actie] = replace(
                began, deadline=began.deadline or set_first.get(regel.actie)
            )
            continue
        for veld, oud, _nieuw in regel.wijzigingen:
            if veld == "deadline" and not oud:
                set_first[regel.actie] = then[regel.actie].deadline
            then[regel.actie] = _undo(then[regel.actie], veld, oud)
    return found


def _redenen(regels: Iterable[Regel]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for regel in regels:
        if regel.tekst and any(veld == "deadline" for veld, _oud, _nieuw in regel.wijzigingen):
            found.setdefault(regel.actie, []).append(regel.tekst)
    return found


def reached_on(regels: Iterable[Regel], status: Status) -> dict[int, date]:
    """Return per action the last day on which its status became this one, in local time."""
    return {
        regel.actie: regel.op.date()
        for regel in regels
        for veld, _oud, nieuw in regel.wijzigingen
        if veld == "status" and nieuw == status.label
    }
