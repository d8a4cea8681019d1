"""What is wrong for one beheerder: the machinery, and what concerns their own organisations."""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.selectors.alarmen import Alarm, failed_alarm, hole_alarm, technical_alarms
from monitoring.selectors.gaten import gaten_of
from monitoring.selectors.techniek import Techniek, failed_by_reason, nummers_of
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht


@dataclass(frozen=True, slots=True)
class Beheer:
    """The figures of everything, and of the organisations of one beheerder."""

    techniek: Techniek
    mislukt: list[tuple[str, int]]
    """Why mails to their people failed, and how many."""
    gaten: int
    nummers: list[str]
    """The casussen of theirs that could not be handled in the last day, by number."""

    @property
    def alarmen(self) -> list[Alarm]:
        """What is wrong, the worst first."""
        return [
            *technical_alarms(self.techniek),
            *failed_alarm(sum(many for _, many in self.mislukt)),
            *hole_alarm(self.gaten),
        ]


def load_beheer(user: User, techniek: Techniek, *, any_role: bool = False) -> Beheer:
    """Return what this beheerder is shown beside these figures; `any_role` outside a request."""
    places = organisatie_ids(user, Recht.SEE_OPERATIONS, any_role=any_role)
    return Beheer(
        techniek=techniek,
        mislukt=failed_by_reason(places),
        gaten=len(gaten_of(places)),
        nummers=nummers_of(techniek.rondes.fouten, places),
    )
