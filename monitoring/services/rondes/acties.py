"""Actions of a pact in a round of the watch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from cases.models.casus import METEEN, NOOIT
from monitoring.ladder import Beeld, beeld_van_actie, decide
from monitoring.partnerplaatsen import Partnerplaatsen
from monitoring.services.geschiedenis import load_history
from monitoring.services.pactregelboek import Pactregelboek
from monitoring.services.rondes.basis import DAG, Ronderegel
from monitoring.services.schrijven import OVER_ACTIE
from monitoring.services.uitkomst import Telling, Uitkomst
from pact.models import Actie, Contactpersoon
from pact.querysets import ActieQuerySet
from thuiszitters.columns import any_of, update_columns
from thuiszitters.kalender import datum_kort


@dataclass(frozen=True, slots=True)
class DueActie:
    """One claimed action."""

    pk: int
    nr: int
    code: str
    """Of its pact."""
    pact: int
    pact_einde: date | None
    versie: int
    status: str
    deadline: date | None
    veranderd: bool
    """Whether it, its partners or its people changed since it was last looked at."""
    plaatsen: Partnerplaatsen

    @property
    def nummer(self) -> str:
        """Code of the pact and number of the action."""
        return f"{self.code}/{self.nr}"

    def joins(self, organisatie: int) -> bool:
        """Return False: who is addressed on an action takes part in the pact already."""
        return False

    def beeld(self, peildatum: date) -> Beeld:
        """Return the action as the ladder looks at it."""
        return beeld_van_actie(
            status=self.status,
            deadline=self.deadline,
            pact_einde=self.pact_einde,
            peildatum=peildatum,
        )

    def uitleg(self) -> list[str]:
        """Return the sentences that explain an escalation of it."""
        if self.deadline is None:
            return ["De actie heeft geen deadline."]
        return [f"De deadline van de actie is {datum_kort(self.deadline)}."]


_FIELDS = (
    "pk",
    "nr",
    "pact__code",
    "pact_id",
    "pact__einde",
    "versie",
    "status",
    "deadline",
    "volgende_controle_op",
    "pact__organisatie_id",
    "eigenaar_id",
    "eigenaar__organisatie_id",
    "eigenaar__tot",
)


def load_due_acties(ids: Collection[int], op: date) -> list[DueActie]:
    """Return what the watch needs of these actions on a day, in three statements.

    In a fixed order, so that the same day gives the same rows in the same order wherever it is
    played.
    """
    rows = list(Actie.objects.filter(pk__in=any_of(ids)).order_by("pk").values_list(*_FIELDS))
    mede: dict[int, list[tuple[int, int]]] = defaultdict(list)
    through = Actie.mede_eigenaren.through.objects.filter(
        Q(partner__tot__isnull=True) | Q(partner__tot__gt=op), actie_id__in=any_of(ids)
    )
    for actie, partner, place in through.order_by("pk").values_list(
        "actie_id", "partner_id", "partner__organisatie_id"
    ):
        mede[actie].append((partner, place))
    partners = {row[10] for row in rows if row[10] is not None}
    partners |= {partner for found in mede.values() for partner, _ in found}
    contacten = _contacts(partners, op)
    return [_due(row, mede[row[0]], contacten, op) for row in rows]


def _contacts(partners: Collection[int], op: date) -> dict[int, list[int]]:
    """Return the contacts of these partners on a day."""
    found: dict[int, list[int]] = defaultdict(list)
    if partners:
        rows = Contactpersoon.objects.filter(
            Q(tot__isnull=True) | Q(tot__gt=op), partner_id__in=any_of(partners), van__lte=op
        )
        for partner, user in rows.order_by("pk").values_list("partner_id", "user_id"):
            found[partner].append(user)
    return found


def _due(
    row: tuple[Any, ...],
    mede: Sequence[tuple[int, int]],
    contacten: dict[int, list[int]],
    op: date,
) -> DueActie:
    pk, nr, code, pact, pact_einde, versie, status, deadline, controle_op, *rest = row
    leider, partner, organisatie, tot = rest
    takes_part = partner is not None and (tot is None or tot > op)
    places = [(partner, organisatie)] if takes_part else []
    return DueActie(
        pk=pk,
        nr=nr,
        code=code,
        pact=pact,
        pact_einde=pact_einde,
        versie=versie,
        status=status,
        deadline=deadline,
        veranderd=controle_op == METEEN,
        plaatsen=Partnerplaatsen(
            leider=leider,
            eigenaar=organisatie if takes_part else None,
            mede=tuple(dict.fromkeys(place for _, place in mede)),
            contacten=frozenset(
                (place, user)
                for known, place in (*places, *mede)
                for user in contacten.get(known, ())
            ),
        ),
    )


class OverActies(Ronderegel[DueActie]):
    """Actions: the same ladder, around the deadline, by the rules of their pact."""

    wijze = OVER_ACTIE

    def claim(self, peildatum: date, ids: Collection[int] | None, size: int) -> list[DueActie]:
        """Return at most `size` due actions, locked until the transaction ends.

        Those another watch, or somebody who writes, holds are left to the next round.
        """
        due = _due_rows(peildatum, ids).select_for_update(skip_locked=True, of=("self",))
        found = list(due.order_by("volgende_controle_op", "pk").values_list("pk", flat=True)[:size])
        # Read after the lock: what is read here is what holds until we write.
        return load_due_acties(found, peildatum) if found else []

    def list_due(
        self, peildatum: date, ids: Collection[int] | None, size: int
    ) -> list[tuple[int, str]]:
        """Return id and number of at most `size` due actions, the oldest first, unlocked."""
        rows = _due_rows(peildatum, ids).order_by("volgende_controle_op", "pk")
        return [
            (pk, f"{code}/{nr}")
            for pk, code, nr in rows.values_list("pk", "pact__code", "nr")[:size]
        ]

    def work_out(
        self, claimed: Sequence[DueActie], peildatum: date
    ) -> tuple[list[Uitkomst], list[DueActie]]:
        """Return what the rules say of each action; they can be asked of every one."""
        histories = load_history([due.pk for due in claimed], "actie")
        regelboek = Pactregelboek()
        found: list[Uitkomst] = []
        for due in claimed:
            regels = regelboek.regels(due.pact, peildatum)
            history = histories.get(due.pk, ())
            beeld = due.beeld(peildatum)
            besluit = decide(
                beeld=beeld, history=history, peildatum=peildatum, ladder=regels.ladder
            )
            next_look = NOOIT
            if not beeld.afgelopen:
                coming = (
                    besluit.volgende_op,
                    regelboek.volgende_wissel(due.pact, peildatum),
                    due.pact_einde + DAG if due.pact_einde is not None else None,
                )
                next_look = min((day for day in coming if day is not None), default=NOOIT)
                next_look = max(next_look, peildatum + DAG)
            found.append(
                Uitkomst(due, history, besluit, regels.ladder, next_look, regels.code, due.uitleg)
            )
        return found, []

    def write_back(self, uitkomsten: Sequence[Uitkomst], peildatum: date) -> None:
        """Put the rung and the next date on every action of the batch, in one statement."""
        update_columns(
            Actie,
            [uitkomst.due.pk for uitkomst in uitkomsten],
            {
                "volgende_controle_op": [uitkomst.volgende_op for uitkomst in uitkomsten],
                "trede": [
                    uitkomst.besluit.trede.tekst if uitkomst.besluit.trede else ""
                    for uitkomst in uitkomsten
                ],
            },
        )

    def postpone(self, ids: Collection[int], op: date) -> None:
        """Look at these actions again on this day."""
        Actie.objects.filter(pk__in=list(ids)).update(volgende_controle_op=op)

    def count(self, telling: Telling, aantal: int) -> None:
        """Count how many actions were looked at."""
        telling.acties += aantal


def _due_rows(peildatum: date, ids: Collection[int] | None) -> ActieQuerySet:
    due = Actie.objects.filter(volgende_controle_op__lte=peildatum)
    return due if ids is None else due.filter(pk__in=any_of(ids))
