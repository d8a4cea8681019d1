"""Who may do what with a pact they can see, with its own refusal."""

from __future__ import annotations

from enum import StrEnum

from cases.permissions import JA, Oordeel
from pact.models import Pact
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht


class Handeling(StrEnum):
    """What can be done with a pact."""

    ACTIES = "acties"
    INRICHTEN = "inrichten"


_REFUSALS = {
    Handeling.ACTIES: "Alleen de regievoerder van dit pact kan acties toevoegen of wijzigen. "
    "Klopt een actie niet meer? Laat het weten aan {}.",
    Handeling.INRICHTEN: "Alleen de regievoerder van dit pact kan gegevens, thema's en partners "
    "wijzigen. Klopt er iets niet meer? Laat het weten aan {}.",
}


def may(user: User, handeling: Handeling, pact: Pact) -> Oordeel:
    """Return whether this user may do this: they must hold `edit_pact` where the pact is led."""
    if pact.organisatie_id in organisatie_ids(user, Recht.EDIT_PACT):
        return JA
    return Oordeel(False, _REFUSALS[handeling].format(pact.organisatie))
