"""What differs in writing between a casus and an action of a pact: all of it stands here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from monitoring.ontvangers import AANSPREEKBAAR, CASEWERK, Kring
from monitoring.partnerplaatsen import GEVRAAGD, PACTKRING
from monitoring.services.geschiedenis import Over
from monitoring.services.schrijven.rijen import Actietijdlijn, Casustijdlijn, Tijdlijn
from thuiszitters.accounts.rollen import Rol


@dataclass(frozen=True, slots=True)
class Schrijfwijze:
    """How what was decided is written down and sent."""

    over: Over
    tijdlijn: Callable[[date], Tijdlijn]
    """Makes the history that the lines are written in, for a day."""
    signaal: str
    """The sjabloon of the first mail."""
    herinnering: str
    rollen: tuple[Rol, ...]
    """The roles that can be asked."""
    kring: Kring


OVER_CASUS = Schrijfwijze(
    over="casus",
    tijdlijn=Casustijdlijn,
    signaal="signaal",
    herinnering="herinnering",
    rollen=AANSPREEKBAAR,
    kring=CASEWERK,
)
OVER_ACTIE = Schrijfwijze(
    over="actie",
    tijdlijn=Actietijdlijn,
    signaal="actiesignaal",
    herinnering="actieherinnering",
    rollen=GEVRAAGD,
    kring=PACTKRING,
)
