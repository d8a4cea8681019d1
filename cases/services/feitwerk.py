"""What registering a fact has in common, whatever the fact is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.models import (
    Aanbod,
    Bron,
    Casus,
    Gemist,
    Inschrijving,
    Leerling,
    Verzuim,
    Vrijstelling,
)
from cases.services.dagen import check_days
from cases.services.stand import refresh_stand
from cases.services.tijdlijn import Inzender, lock_casus
from cases.stand import OngeldigeFeiten
from thuiszitters.accounts.rollen import Soort

_BRON_OF: dict[str, Bron] = {
    Soort.SWV: Bron.SWV,
    Soort.SCHOOL: Bron.SCHOOL,
    Soort.GEMEENTE: Bron.GEMEENTE,
}

T = TypeVar("T", Inschrijving, Verzuim, Gemist, Aanbod, Vrijstelling)


def bron_of(inzender: Inzender) -> Bron:
    """Return the source a fact gets from who writes it down."""
    if inzender.namens is None:
        return Bron.OVERIG
    return _BRON_OF.get(inzender.namens.soort, Bron.OVERIG)


@contextmanager
def changing(casus: Casus, inzender: Inzender) -> Iterator[Casus]:
    """Lock the casus, let the caller write, and work out the Stand; all of it or nothing."""
    with transaction.atomic():
        locked = lock_casus(casus, inzender)
        locked.leerling = Leerling.objects.get(pk=locked.leerling_id)
        yield locked
        try:
            refresh_stand(locked)
        except OngeldigeFeiten as error:
            raise ValidationError(str(error)) from None


def add_feit(feit: T, veld: str) -> T:
    """Save a new fact; an overlap is reported at `veld`."""
    check_days(feit)
    try:
        feit.full_clean()
    except ValidationError as error:
        if "__all__" in error.message_dict:
            raise ValidationError({veld: error.message_dict["__all__"]}) from None
        raise
    feit.save()
    return feit


def about(casus: Casus, inzender: Inzender) -> dict[str, Any]:
    """Return what a new fact takes from its casus and from who writes it down."""
    return {"leerling": casus.leerling, "bron": bron_of(inzender), "door": inzender.door}
