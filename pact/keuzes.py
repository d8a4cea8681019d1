"""The fixed words of a pact: levels, terms, states and roles."""

from __future__ import annotations

from django.db import models


class Niveau(models.TextChoices):
    """Who has to make the extra effort: the columns of the matrix, from near to far."""

    SCHOOL = "ouders_leerling_school", "Ouders, leerling en school"
    REGIO = "regionaal_netwerk", "Regionaal netwerk"
    LANDELIJK = "landelijk", "Landelijk"


class Termijn(models.TextChoices):
    """Whether an action bears fruit soon or later."""

    KORT = "kort", "Korte termijn"
    LANG = "lang", "Lange termijn"


class Status(models.TextChoices):
    """How far an action is."""

    NOG_NIET_BEGONNEN = "nog_niet_begonnen", "Nog niet begonnen"
    LOOPT = "loopt", "Loopt"
    WACHT = "wacht", "Wacht op een besluit"
    GEDAAN = "gedaan", "Gedaan"
    VERVALLEN = "vervallen", "Vervallen"


AFGEROND = frozenset({Status.GEDAAN, Status.VERVALLEN})
"""The states in which nobody has to do anything any more, so that no deadline can pass."""

OPEN = frozenset(Status) - AFGEROND
"""The states in which somebody still has to do something."""


class PartnerRol(models.TextChoices):
    """What an organisation is in a pact."""

    ONDERTEKENAAR = "ondertekenaar", "Ondertekenaar"
    DEELNEMER = "deelnemer", "Deelnemer"
    PENVOERDER = "penvoerder", "Penvoerder"
    MEDE = "mede_verantwoordelijk", "Mede verantwoordelijk"
