"""Who is addressed on an action of a pact: the people of its owner, then who leads the pact.

In the rules of a pact three roles can be asked. They are the roles people hold, and stand for:

* `partner`: the contacts of the owner. Where none of them can be reached, all who are there as
  partner or regievoerder. Where there are none either, the action has no owner, or the owner left
  the pact: the regievoerders of the organisation that leads, and a hole that everybody sees.
* `betrokkene`: the same of each co-owner that is still in the pact. Without one there is no hole.
* `regievoerder`: those of the organisation that leads.

A vervanger stands in as everywhere (`monitoring.ontvangers`).
"""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.ontvangers import Bereikt, Kring
from thuiszitters.accounts.rollen import Recht, Rol, rollen_with

GEVRAAGD = (Rol.PARTNER, Rol.BETROKKENE, Rol.REGIEVOERDER)
"""The roles that a rung about an action can ask."""

_VOOR_PARTNER = (Rol.PARTNER, Rol.REGIEVOERDER)
PACTKRING = Kring(
    rollen_with(Recht.SEE_PACT), {Rol.PARTNER: _VOOR_PARTNER, Rol.BETROKKENE: _VOOR_PARTNER}
)
"""Who speaks for a partner may hold either role there."""


@dataclass(frozen=True, slots=True)
class Partnerplaatsen:
    """The organisations of an action at which people are looked for, and their contacts."""

    leider: int
    """The organisation that leads the pact."""
    eigenaar: int | None
    """That of the owner; None without one, or when it is no partner any more."""
    mede: tuple[int, ...]
    contacten: frozenset[tuple[int, int]]
    """Who is a contact where: (organisatie, user)."""

    def asks(self, rol: Rol) -> bool:
        """Return whether this role can be asked: co-owners only where there are any."""
        return rol != Rol.BETROKKENE or bool(self.mede)

    def places(self, rol: Rol) -> tuple[int, ...]:
        """Return the organisations at which this role is looked for.

        Raises ValueError for a role that is not asked on an action.
        """
        match rol:
            case Rol.PARTNER:
                return (self.eigenaar,) if self.eigenaar is not None else ()
            case Rol.BETROKKENE:
                return self.mede
            case Rol.REGIEVOERDER:
                return (self.leider,)
        raise ValueError(f"no place is known for {rol}")

    def line(self, rol: Rol) -> tuple[Rol, ...]:
        """Return the role itself, and for the owner who is asked where nobody can be reached."""
        return (rol, Rol.REGIEVOERDER) if rol == Rol.PARTNER else (rol,)

    def misses(self, rol: Rol) -> bool:
        """Return True: an action without somebody to ask is never nobody's business."""
        return True

    def choose(self, rol: Rol, place: int, people: Bereikt) -> Bereikt:
        """Return the contacts of a partner, where any can be reached; all who are there if not."""
        if rol == Rol.REGIEVOERDER:
            return people
        contacts = {user: to for user, to in people.items() if (place, user) in self.contacten}
        return contacts or people
