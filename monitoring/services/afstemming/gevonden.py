"""What a part of the reconciliation hands back, and reading without locking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection, transaction

from monitoring.models import VerschilSoort


@dataclass(frozen=True, slots=True)
class Gevonden:
    """One difference, by numbers only."""

    soort: VerschilSoort
    casus: int | None = None
    actie: int | None = None
    nummer: str = ""
    escalatie: int | None = None
    bericht: int | None = None
    ontvanger: int | None = None
    toelichting: str = ""


@dataclass(frozen=True, slots=True)
class Onderwerp:
    """What an escalation is about: a casus or an action, by id, and what it is called."""

    nummer: str
    casus: int | None = None
    actie: int | None = None

    def found(
        self,
        soort: VerschilSoort,
        *,
        escalatie: int | None = None,
        bericht: int | None = None,
        ontvanger: int | None = None,
        toelichting: str = "",
    ) -> Gevonden:
        """Return a difference at this casus or action."""
        return Gevonden(
            soort,
            casus=self.casus,
            actie=self.actie,
            nummer=self.nummer,
            escalatie=escalatie,
            bericht=bericht,
            ontvanger=ontvanger,
            toelichting=toelichting,
        )


@dataclass(slots=True)
class Deel:
    """What one chunk came to."""

    verder: int | None = None
    """The id to go on after; None when this step is done."""
    casussen: int = 0
    acties: int = 0
    escalaties: int = 0
    berichten: int = 0
    nagevraagd: int = 0
    verschillen: list[Gevonden] = field(default_factory=list)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything in this block as it was at one moment, without locking any of it.

    Otherwise a round that writes meanwhile would look like a difference.
    """
    if connection.in_atomic_block:
        yield  # a test, where everything is one transaction already
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
