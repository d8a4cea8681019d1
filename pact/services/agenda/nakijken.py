"""What a person decides about a period or about parties that could not be read for certain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError

from cases.services.tijdlijn import Inzender
from pact.inhoud import inhoud_of
from pact.keuzes import Periodelezing
from pact.models import Actie, Partner
from pact.services.acties import change_actie
from thuiszitters.kalender import datum_kort


def correct_periode(
    *,
    actie: Actie,
    begin: date | None,
    einde: date | None,
    deadline: date | None,
    inzender: Inzender,
) -> Actie:
    """Return the action with these days, set by a person; its text stays as it is.

    Raises VerouderdeVersie, and ValidationError with a Dutch message per field.
    """
    fouten: dict[str, str] = {}
    if begin is not None and einde is not None and einde < begin:
        fouten["einde"] = f"Het einde ligt vóór het begin ({datum_kort(begin)})."
    if begin is not None and deadline is not None and deadline < begin:
        fouten["deadline"] = f"De deadline ligt vóór het begin ({datum_kort(begin)})."
    if fouten:
        raise ValidationError(fouten)
    inhoud = replace(
        inhoud_of(actie),
        begin=begin,
        einde=einde,
        deadline=deadline,
        periode_lezing=Periodelezing.GECORRIGEERD,
    )
    return change_actie(actie=actie, inhoud=inhoud, inzender=inzender)


def correct_betrokkenen(*, actie: Actie, partners: Iterable[Partner], inzender: Inzender) -> Actie:
    """Return the action with these partners as those its text means; its text stays.

    Raises VerouderdeVersie, and ValidationError with a Dutch message per field.
    """
    inhoud = replace(inhoud_of(actie), betrokken=frozenset(partners), betrokkenen_nakijken=False)
    return change_actie(actie=actie, inhoud=inhoud, inzender=inzender)
