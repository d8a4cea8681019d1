"""Who may do what with a pact they can see, with its own refusal."""

from __future__ import annotations

from enum import StrEnum

from cases.permissions import JA, Oordeel
from pact.models import Actie, Afspraak, Pact, Partner
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht


class Handeling(StrEnum):
    """What only whoever leads a pact can do with it."""

    ACTIES = "acties"
    INRICHTEN = "inrichten"
    LEIDEN = "leiden"


_REFUSALS = {
    Handeling.ACTIES: "Alleen de regievoerder van dit pact kan acties toevoegen of wijzigen. "
    "Klopt een actie niet meer? Laat het weten aan {}.",
    Handeling.INRICHTEN: "Alleen de regievoerder van dit pact kan gegevens, thema's en partners "
    "wijzigen. Klopt er iets niet meer? Laat het weten aan {}.",
    Handeling.LEIDEN: "Dit kan alleen de regievoerder van dit pact. Heb je een vraag? Stel hem "
    "aan {}.",
}


def may(user: User, handeling: Handeling, pact: Pact) -> Oordeel:
    """Return whether this user may do this: they must hold `edit_pact` where the pact is led."""
    if pact.organisatie_id in organisatie_ids(user, Recht.EDIT_PACT):
        return JA
    return Oordeel(False, _REFUSALS[handeling].format(pact.organisatie))


def may_bijdragen(user: User, actie: Actie) -> Oordeel:
    """Return whether this user may answer for an action: its owner, a co-owner, or the lead."""
    owners = {partner.organisatie_id for partner in actie.mede_eigenaren.all()}
    if actie.eigenaar is not None:
        owners.add(actie.eigenaar.organisatie_id)
    if owners & set(organisatie_ids(user, Recht.SEE_PACT)):
        return JA
    oordeel = may(user, Handeling.ACTIES, actie.pact)
    if oordeel.mag:
        return JA
    return Oordeel(
        False,
        "Alleen de eigenaar van deze actie en de regievoerder kunnen hierop antwoorden. "
        f"Klopt de eigenaar niet? Laat het weten aan {actie.pact.organisatie}.",
    )


def may_for_partner(user: User, partner: Partner) -> Oordeel:
    """Return whether this user may speak for a partner: its own people, or whoever leads."""
    if partner.organisatie_id in organisatie_ids(user, Recht.SEE_PACT):
        return JA
    return may(user, Handeling.LEIDEN, partner.pact)


def may_afspraak(user: User, afspraak: Afspraak) -> Oordeel:
    """Return whether this user may say how an afspraak stands: who has it, or whoever leads."""
    owners = {partner.organisatie_id for partner in afspraak.mede_eigenaren.all()}
    if afspraak.eigenaar is not None:
        owners.add(afspraak.eigenaar.organisatie_id)
    if owners & set(organisatie_ids(user, Recht.SEE_PACT)):
        return JA
    oordeel = may(user, Handeling.LEIDEN, afspraak.pact)
    if oordeel.mag:
        return JA
    return Oordeel(
        False,
        "Alleen wie deze afspraak heeft en de regievoerder kunnen zeggen hoe het staat. "
        f"Weet je meer? Vertel het {afspraak.pact.organisatie}.",
    )
