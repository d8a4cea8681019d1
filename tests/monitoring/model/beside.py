"""The real ladder beside the model: the history kept as the writer would, and both compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from cases.stand import Stand
from monitoring.ladder import (
    Anker,
    Besluit,
    Drempel,
    Eerder,
    Ladder,
    LadderRegel,
    Melding,
    Nieuw,
    Status,
    Trede,
    beeld_van_stand,
    decide,
)
from tests.monitoring.model.casus import CasusModel, Done, Key, Recorded
from tests.monitoring.model.days import nth_werkdag_after
from tests.monitoring.model.rungs import Rungs
from thuiszitters.accounts.rollen import Rol

State = dict[Key, tuple[object, ...]]


@dataclass(frozen=True)
class FakeSignal:
    """A signal that somebody says holds."""

    naam: str
    aanvang: date
    op: date
    zinnen: tuple[str, ...] = ("Dit telde iemand.",)


@cache
def ladder_of(rungs: Rungs) -> Ladder:
    """These rungs as the value the real ladder takes."""
    return Ladder(
        tuple(
            LadderRegel(
                Drempel(rung.drempel),
                Trede(rung.trede),
                Anker(rung.counts_from),
                rung.days,
                rung.term,
                tuple(Rol(role) for role in rung.roles),
                "Dit is aan de hand.",
                "Doe dit.",
            )
            for rung in rungs.all
        )
    )


class Recorder:
    """The history of one casus in memory, written as monitoring.services.schrijven does."""

    def __init__(self) -> None:
        self.rows: list[Eerder] = []

    def decide(
        self,
        day: date,
        stand: Stand,
        signals: Sequence[Melding],
        *,
        closed: bool,
        ladder: Ladder,
    ) -> Besluit:
        """Ask the real ladder."""
        return decide(
            beeld=beeld_van_stand(stand, gesloten=closed),
            signalen=tuple(signals),
            history=tuple(self.rows),
            peildatum=day,
            ladder=ladder,
        )

    def write(self, besluit: Besluit, day: date) -> None:
        """Record what was decided."""
        lapsed = {pk for pk, _ in besluit.vervalt}
        followed = set(besluit.opgevolgd)
        for pk, status in [
            *((pk, Status.VERVALLEN) for pk in lapsed),
            *((pk, Status.OPGEVOLGD) for pk in followed),
        ]:
            self.change(pk, status=status)
        for herinnering in besluit.herinneringen:
            self.change(
                herinnering.pk,
                status=Status.OPEN,
                reageer_voor=herinnering.reageer_voor,
                herinnerd_op=day,
                herinneringen=self.rows[herinnering.pk].herinneringen + 1,
                rust_tot=None,
            )
        for nieuw in besluit.nieuw:
            self.rows.append(self._row(nieuw, day))

    def _row(self, nieuw: Nieuw, day: date) -> Eerder:
        rule = nieuw.regel
        is_open = nieuw.status == Status.OPEN
        return Eerder(
            pk=len(self.rows),
            drempel=nieuw.drempel,
            trede=rule.trede,
            verzuim_sinds=nieuw.verzuim_sinds,
            status=nieuw.status,
            oorzaak=nieuw.oorzaak,
            op=day,
            termijn=rule.termijn,
            reageer_voor=nth_werkdag_after(day, rule.termijn) if is_open else None,
        )

    def change(self, pk: int, **values: object) -> None:
        """Change one row."""
        self.rows[pk] = replace(self.rows[pk], **values)  # type: ignore[arg-type]

    def copy_answer(self, escalatie: Recorded) -> None:
        """Take over what an answer changed in the model."""
        pk = next(row.pk for row in self.rows if key_of(row) == escalatie.key)
        self.change(
            pk,
            status=Status(escalatie.status),
            reageer_voor=escalatie.last_day,
            herinnerd_op=escalatie.herinnerd_op,
            rust_tot=escalatie.rust_tot,
        )


def key_of(row: Eerder) -> Key:
    """The key in plain words."""
    return row.drempel.value, row.trede.value, row.verzuim_sinds, row.oorzaak.value


def state_of_rows(rows: Iterable[Eerder]) -> State:
    """What stands in the history, by key."""
    return {
        key_of(e): (
            e.status.value,
            e.op,
            e.reageer_voor,
            e.herinnerd_op,
            e.herinneringen,
            e.rust_tot,
            e.termijn,
        )
        for e in rows
    }


def state_of_model(model: CasusModel) -> State:
    """The same of the model."""
    return {
        e.key: (
            e.status,
            e.op,
            e.last_day,
            e.herinnerd_op,
            e.herinneringen,
            e.rust_tot,
            e.term,
        )
        for e in model.recorded
    }


def told(besluit: Besluit, rows: Sequence[Eerder]) -> dict[str, object]:
    """What the real ladder decided, in plain words."""
    return {
        "new": {
            (n.drempel.value, n.regel.trede.value, n.verzuim_sinds, n.oorzaak.value): (
                n.status.value,
                n.due_on,
                n.regel.termijn,
                tuple(rol.value for rol in n.regel.rollen),
            )
            for n in besluit.nieuw
        },
        "lapsed": {key_of(rows[pk]) for pk, _ in besluit.vervalt},
        "taken over": {key_of(rows[pk]) for pk in besluit.opgevolgd},
        "reminded": {key_of(rows[h.pk]): h.reageer_voor for h in besluit.herinneringen},
        "reached": besluit.trede.value if besluit.trede else "",
    }


def told_by_model(done: Done) -> dict[str, object]:
    """What the model did, in the same words."""
    return {
        "new": {e.key: (status, e.due, e.term, e.roles) for e, status in _new(done)},
        "lapsed": {e.key for e in done.lapsed},
        "taken over": {e.key for e in done.taken_over},
        "reminded": {e.key: e.last_day for e in done.reminded},
        "reached": done.reached,
    }


def _new(done: Done) -> list[tuple[Recorded, str]]:
    return [(e, "open") for e in done.opened] + [(e, "overgeslagen") for e in done.skipped]
