"""Roles, where each may exist, and what each may do: one table.

A role holds its rights on the organisation it is held at, never on a casus. The rights become
django-guardian permissions of one group per (organisatie, rol).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class Soort(models.TextChoices):
    """The kinds of organisation."""

    SWV = "samenwerkingsverband", "samenwerkingsverband"
    SCHOOLBESTUUR = "schoolbestuur", "schoolbestuur"
    SCHOOL = "school", "school"
    GEMEENTE = "gemeente", "gemeente"
    JEUGDHULP = "jeugdhulp", "jeugdhulp"
    JGZ = "jgz", "jeugdgezondheidszorg"
    LANDELIJK = "landelijke_partij", "landelijke partij"
    OVERIG = "overig", "andere organisatie"


class Rol(models.TextChoices):
    """The roles a person can have in an organisation."""

    COORDINATOR = "coordinator", "coördinator"
    DIRECTEUR = "directeur", "directeur"
    LEERPLICHTAMBTENAAR = "leerplichtambtenaar", "leerplichtambtenaar"
    ZORGCOORDINATOR = "zorgcoordinator", "zorgcoördinator"
    BESTUURDER = "bestuurder", "bestuurder"
    BETROKKENE = "betrokkene", "betrokkene"
    REGIEVOERDER = "regievoerder", "regievoerder"
    PARTNER = "partner", "pactpartner"
    BEHEERDER = "beheerder", "beheerder"
    AUDITOR = "auditor", "auditor"


class Recht(models.TextChoices):
    """What can be allowed, as the codename of a permission on Organisatie."""

    SEE_CASES = "see_cases", "ziet casussen"
    OPEN_CASES = "open_cases", "opent en beheert casussen"
    HAND_OVER = "hand_over", "draagt casussen over aan een collega"
    EDIT_FACTS = "edit_facts", "legt verzuim, aanbod en vrijstelling vast"
    ADD_NOTES = "add_notes", "schrijft op de tijdlijn en beantwoordt signalen"
    SEE_FIGURES = "see_figures", "ziet de monitoring"
    SEE_RULES = "see_rules", "ziet de regels"
    EDIT_RULES = "edit_rules", "beheert de regels"
    SEE_PACT = "see_pact", "ziet het pact"
    EDIT_PACT = "edit_pact", "beheert de acties van het pact"
    MANAGE_PEOPLE = "manage_people", "beheert mensen en rollen"
    SEE_OPERATIONS = "see_operations", "ziet of berichten aankomen"
    SEE_LOG = "see_log", "ziet het logboek"


@dataclass(frozen=True, slots=True)
class Rolregel:
    """Where a role may exist, and the rights it gives on that organisation."""

    soorten: frozenset[Soort]
    rechten: frozenset[Recht]


_CASEWORK = frozenset({Recht.SEE_CASES, Recht.ADD_NOTES, Recht.SEE_FIGURES})
_ANY = frozenset(Soort)

ROLLEN: dict[Rol, Rolregel] = {
    Rol.COORDINATOR: Rolregel(
        frozenset({Soort.SWV}),
        _CASEWORK | {Recht.OPEN_CASES, Recht.HAND_OVER, Recht.EDIT_FACTS, Recht.SEE_RULES},
    ),
    Rol.DIRECTEUR: Rolregel(frozenset({Soort.SWV}), _CASEWORK | {Recht.HAND_OVER, Recht.SEE_RULES}),
    Rol.LEERPLICHTAMBTENAAR: Rolregel(
        frozenset({Soort.GEMEENTE}), _CASEWORK | {Recht.EDIT_FACTS, Recht.SEE_RULES}
    ),
    Rol.ZORGCOORDINATOR: Rolregel(frozenset({Soort.SCHOOL}), _CASEWORK | {Recht.EDIT_FACTS}),
    Rol.BESTUURDER: Rolregel(
        frozenset({Soort.SCHOOL, Soort.SCHOOLBESTUUR}),
        frozenset({Recht.SEE_CASES, Recht.ADD_NOTES}),
    ),
    Rol.BETROKKENE: Rolregel(
        frozenset({Soort.JEUGDHULP, Soort.JGZ, Soort.OVERIG}),
        frozenset({Recht.SEE_CASES, Recht.ADD_NOTES}),
    ),
    Rol.REGIEVOERDER: Rolregel(_ANY, frozenset({Recht.SEE_PACT, Recht.EDIT_PACT})),
    Rol.PARTNER: Rolregel(_ANY, frozenset({Recht.SEE_PACT})),
    Rol.BEHEERDER: Rolregel(
        _ANY,
        frozenset({Recht.MANAGE_PEOPLE, Recht.SEE_OPERATIONS, Recht.SEE_RULES, Recht.EDIT_RULES}),
    ),
    Rol.AUDITOR: Rolregel(_ANY, frozenset({Recht.SEE_LOG})),
}


def rollen_with(recht: Recht) -> tuple[Rol, ...]:
    """Return the roles that give this right."""
    return tuple(rol for rol, regel in ROLLEN.items() if recht in regel.rechten)
