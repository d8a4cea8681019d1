"""A pact with a partner, and a signal that is asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest

from cases.services.tijdlijn import Inzender
from monitoring.models import Escalatie
from monitoring.services.watch import run_round
from pact.models import Actie
from tests.pact.hulp import Kring, make_kring
from thuiszitters.accounts.models import User

TODAY = date(2026, 11, 23)


@dataclass
class Gevraagd:
    """An action whose deadline is today, and the signal about it."""

    kring: Kring
    actie: Actie
    escalatie: Escalatie

    def by(self, user: User | None = None, sleutel: UUID | None = None) -> Inzender:
        """Return the partner as who answers, or somebody else."""
        person = user or self.kring.deelnemer
        place = person.lidmaatschappen.get().organisatie
        return Inzender(door=person, namens=place, sleutel=sleutel)

    def again(self) -> Escalatie:
        """Return the signal as it is now."""
        return Escalatie.objects.get(pk=self.escalatie.pk)


@pytest.fixture
def kring(db: None) -> Kring:
    """A pact with a partner."""
    return make_kring()


@pytest.fixture
def gevraagd(kring: Kring, monday: None) -> Gevraagd:
    """A signal on the day of the deadline, asked of the partner."""
    actie = kring.actie(dagen=0, eigenaar=kring.partner)
    run_round(peildatum=TODAY)
    actie.refresh_from_db()
    return Gevraagd(kring, actie, Escalatie.objects.get(status="open"))
