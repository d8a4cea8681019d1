"""Who is addressed by a rung: from roles at the organisations of the casus, on the day itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from thuiszitters.accounts.models import Lidmaatschap
from thuiszitters.accounts.rollen import Rol


@dataclass(frozen=True, slots=True)
class Plaatsen:
    """The organisations of a casus at which people are looked for, and its owner."""

    swv: int
    gemeente: int
    school: int | None
    bestuur: int | None
    eigenaar: int | None


@dataclass(frozen=True, slots=True)
class Ontvangers:
    """The people to address, and the roles that nobody holds."""

    users: tuple[int, ...]
    zonder: tuple[Rol, ...]


def _places(casus: Plaatsen, rol: Rol) -> tuple[int, ...]:
    """Return the organisations at which this role is looked for, for this casus."""
    match rol:
        case Rol.COORDINATOR | Rol.DIRECTEUR:
            return (casus.swv,)
        case Rol.LEERPLICHTAMBTENAAR:
            return (casus.gemeente,)
        case Rol.ZORGCOORDINATOR:
            return (casus.school,) if casus.school else ()
        case Rol.BESTUURDER:
            return tuple(place for place in (casus.school, casus.bestuur) if place)
    raise ValueError(f"no place is known for {rol}")


class Adresboek:
    """The active people per organisation and role, read once for a batch of casussen."""

    def __init__(self, casussen: Iterable[Plaatsen], rollen: Sequence[Rol]) -> None:
        wanted = {place for casus in casussen for rol in rollen for place in _places(casus, rol)}
        self._held: dict[tuple[int, str], list[int]] = defaultdict(list)
        if wanted:
            rows = (
                Lidmaatschap.objects.active_on(timezone.localdate())
                .filter(organisatie_id__in=wanted, rol__in=rollen)
                .order_by("pk")
                .values_list("organisatie_id", "rol", "user_id")
            )
            for organisatie, rol, user in rows:
                self._held[organisatie, rol].append(user)

    def find(self, casus: Plaatsen, rollen: Sequence[Rol]) -> Ontvangers:
        """Return whom to address for this casus, each person once.

        Of the coordinators only the owner of the casus, where it has an active one. Without a
        school no zorgcoordinator or bestuurder is missed: there is none to have; the gemeente
        is addressed instead through its leerplichtambtenaar (design: aanspreken).
        """
        users: dict[int, None] = {}
        zonder: list[Rol] = []
        for rol in rollen:
            places = _places(casus, rol)
            found = [user for place in places for user in self._held[place, rol]]
            if rol == Rol.COORDINATOR and casus.eigenaar in found:
                found = [user for user in found if user == casus.eigenaar]
            if places and not found:
                zonder.append(rol)
            users.update(dict.fromkeys(found))
        return Ontvangers(tuple(users), tuple(zonder))
