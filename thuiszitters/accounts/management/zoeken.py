"""Finding an organisation as commands name it."""

from __future__ import annotations

from django.core.management.base import CommandError

from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Soort


def find_organisatie(soort: Soort, code: str) -> Organisatie | None:
    """Return the organisation of this kind with this official code, in any case, or None."""
    return Organisatie.objects.filter(soort=soort, code=code.strip().upper()).first()


def get_organisatie(soort: Soort, code: str) -> Organisatie:
    """Return it. Raises CommandError, with what to do, where there is none."""
    found = find_organisatie(soort, code)
    if found is None:
        raise CommandError(
            f"Er is geen {soort.label} met code {code}. Voeg die eerst toe met add_organisatie."
        )
    return found
