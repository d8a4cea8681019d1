"""Casussen in a round of the watch."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from cases.models import Casus
from cases.models.casus import NOOIT
from cases.selectors.feiten import load_feiten_of
from cases.services.stand import stand_columns
from cases.stand import OngeldigeFeiten, beoordeel
from cases.stand.signalen import bereken_signalen
from monitoring.ladder import beeld_van_stand, decide
from monitoring.services.claim import Due, claim
from monitoring.services.geschiedenis import load_history
from monitoring.services.regelboek import Regelboek
from monitoring.services.rondes.basis import DAG, Ronderegel
from monitoring.services.schrijven import OVER_CASUS
from monitoring.services.uitkomst import Telling, Uitkomst
from thuiszitters.columns import any_of, update_columns

logger = logging.getLogger(__name__)


class OverCasussen(Ronderegel[Due]):
    """Casussen: the Stand is worked out anew, and the ladder asked."""

    wijze = OVER_CASUS

    def claim(self, peildatum: date, ids: Collection[int] | None, size: int) -> list[Due]:
        """Return at most `size` due casussen, locked until the transaction ends."""
        return claim(peildatum, ids, size)

    def list_due(
        self, peildatum: date, ids: Collection[int] | None, size: int
    ) -> list[tuple[int, str]]:
        """Return id and number of at most `size` due casussen, the oldest first, unlocked."""
        due = Casus.objects.filter(volgende_controle_op__lte=peildatum)
        if ids is not None:
            due = due.filter(pk__in=any_of(ids))
        rows = due.order_by("volgende_controle_op", "pk").values_list("pk", "nummer")[:size]
        return list(rows)

    def work_out(self, claimed: Sequence[Due], peildatum: date) -> tuple[list[Uitkomst], list[Due]]:
        """Return what the rules say of each casus, and those they cannot be asked of."""
        facts = load_feiten_of([due.kind for due in claimed])
        histories = load_history([due.pk for due in claimed])
        regelboek = Regelboek()
        found: list[Uitkomst] = []
        broken: list[Due] = []
        for due in claimed:
            swv = due.plaatsen.swv
            regels = regelboek.regels(swv, peildatum)
            history = histories.get(due.pk, ())
            feiten = facts[due.pk]
            try:
                oordeel = beoordeel(feiten, regels.regelset, peildatum)
            except OngeldigeFeiten:
                # One casus with facts that do not fit must not hold up the others; its page shows
                # it.
                logger.exception("casus %s has facts that do not fit", due.nummer)
                broken.append(due)
                continue
            signalen = bereken_signalen(feiten, regels.regelset, peildatum)
            besluit = decide(
                beeld=beeld_van_stand(oordeel.stand, gesloten=not due.is_open),
                signalen=signalen.signalen,
                history=history,
                peildatum=peildatum,
                ladder=regels.ladder,
            )
            next_look = NOOIT
            if due.is_open:
                coming = (
                    oordeel.wijziging,
                    signalen.volgende_wijziging,
                    besluit.volgende_op,
                    regelboek.volgende_wissel(swv, peildatum),
                )
                next_look = min((day for day in coming if day is not None), default=NOOIT)
                next_look = max(next_look, peildatum + DAG)
            found.append(
                Uitkomst(
                    due,
                    history,
                    besluit,
                    regels.ladder,
                    next_look,
                    oordeel.stand.regelset,
                    oordeel.uitleg,
                    oordeel.stand,
                )
            )
        return found, broken

    def write_back(self, uitkomsten: Sequence[Uitkomst], peildatum: date) -> None:
        """Put the new Stand, rung and next date on every casus of the batch, in one statement."""
        columns: dict[str, list[object]] = defaultdict(list)
        for uitkomst in uitkomsten:
            assert uitkomst.stand is not None
            for name, value in stand_columns(uitkomst.stand, peildatum).items():
                columns[name].append(value)
            columns["volgende_controle_op"].append(uitkomst.volgende_op)
            columns["trede"].append(uitkomst.besluit.trede.tekst if uitkomst.besluit.trede else "")
        update_columns(Casus, [uitkomst.due.pk for uitkomst in uitkomsten], columns)

    def postpone(self, ids: Collection[int], op: date) -> None:
        """Look at these casussen again on this day."""
        Casus.objects.filter(pk__in=list(ids)).update(volgende_controle_op=op)

    def count(self, telling: Telling, aantal: int) -> None:
        """Count how many casussen were looked at."""
        telling.bekeken += aantal
