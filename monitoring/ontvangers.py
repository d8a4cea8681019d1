"""Who is addressed by a rung: from roles at the organisations of the casus, on the day itself.

A role that is asked is always covered: by the people who hold it, by who replaces them, by the
next in line, or by a hole (`Ontvangers.zonder`) that a beheerder sees. The rules:

* Somebody holds a role who is a member in that role on that day. They are reachable when they may
  log in and have an e-mail address at which mail arrives.
* Of the coordinators only the owner of the casus, where the casus has one that can be reached,
  in person or through a vervanger; else all of them.
* For somebody who is away the vervanger is asked, on their behalf. Where the vervanger is away
  too, their vervanger is; where that ends at nobody who can be reached, or in a circle, the
  absent person stays addressed.
* Where nobody who holds a role can be reached, the next in line is asked (`VOLGENDE`), and the
  role stands in `zonder`: somebody must fill it.
* A child without a school has no zorgcoordinator or bestuurder that could be missing: the next in
  line is asked, and there is no hole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils import timezone

from monitoring.models import Wijze
from thuiszitters.accounts.models import Lidmaatschap, Vervanging
from thuiszitters.accounts.rollen import Recht, Rol, rollen_with

AANSPREEKBAAR = (
    Rol.COORDINATOR,
    Rol.DIRECTEUR,
    Rol.LEERPLICHTAMBTENAAR,
    Rol.ZORGCOORDINATOR,
    Rol.BESTUURDER,
)
"""The roles that a rung can ask."""

VOLGENDE: Mapping[Rol, tuple[Rol, ...]] = {
    Rol.COORDINATOR: (Rol.DIRECTEUR,),
    Rol.DIRECTEUR: (Rol.COORDINATOR,),
    Rol.LEERPLICHTAMBTENAAR: (Rol.COORDINATOR, Rol.DIRECTEUR),
    Rol.ZORGCOORDINATOR: (Rol.BESTUURDER, Rol.COORDINATOR, Rol.DIRECTEUR),
    Rol.BESTUURDER: (Rol.DIRECTEUR, Rol.COORDINATOR),
}
"""Who is asked, in this order, where nobody in a role can be reached."""

VOLGENDE_ZONDER_SCHOOL: Mapping[Rol, tuple[Rol, ...]] = {
    Rol.ZORGCOORDINATOR: (Rol.COORDINATOR, Rol.DIRECTEUR),
    # The gemeente answers for a child that is not enrolled (design: aanspreken).
    Rol.BESTUURDER: (Rol.LEERPLICHTAMBTENAAR, Rol.DIRECTEUR, Rol.COORDINATOR),
}
"""The same for a child without a school, for the roles that only a school has."""


class Plek(Protocol):
    """Where the people of a casus, or of an action of a pact, are looked for."""

    def asks(self, rol: Rol) -> bool:
        """Return whether there is anything here for which this role can be asked."""

    def places(self, rol: Rol) -> tuple[int, ...]:
        """Return the organisations at which this role is looked for."""

    def line(self, rol: Rol) -> tuple[Rol, ...]:
        """Return the role itself and those who are asked, in order, where nobody is reached."""

    def misses(self, rol: Rol) -> bool:
        """Return whether it is a hole when nobody in this role can be reached."""

    def choose(self, rol: Rol, place: int, people: Bereikt) -> Bereikt:
        """Return those who are asked out of who can be reached in a role at a place."""


Bereikt = Mapping[int, tuple[int, int | None]]
"""Per person in a role: whom to address, and on whose behalf."""


@dataclass(frozen=True, slots=True)
class Kring:
    """Among whom people are looked for."""

    leden: tuple[Rol, ...]
    """The roles that make somebody a member who may stand in for another."""
    houders: Mapping[Rol, tuple[Rol, ...]]
    """For a role that is asked: the roles of which people hold it, where not only itself."""


CASEWERK = Kring(rollen_with(Recht.SEE_CASES), {})


@dataclass(frozen=True, slots=True)
class Plaatsen:
    """The organisations of a casus at which people are looked for, and its owner."""

    swv: int
    gemeente: int
    school: int | None
    bestuur: int | None
    eigenaar: int | None

    def asks(self, rol: Rol) -> bool:
        """Return True: every role can be asked for a casus."""
        return True

    def places(self, rol: Rol) -> tuple[int, ...]:
        """Return the organisations at which this role is looked for; see `places_of`."""
        return places_of(self, rol)

    def line(self, rol: Rol) -> tuple[Rol, ...]:
        """Return the role itself and those who are next; see `line_of`."""
        return line_of(self, rol)

    def misses(self, rol: Rol) -> bool:
        """Return whether somebody could hold it: a child without a school misses nobody there."""
        return bool(places_of(self, rol))

    def choose(self, rol: Rol, place: int, people: Bereikt) -> Bereikt:
        """Return the owner alone of the coordinators, where the casus has one who is reached."""
        if rol == Rol.COORDINATOR and self.eigenaar is not None and self.eigenaar in people:
            return {self.eigenaar: people[self.eigenaar]}
        return people


@dataclass(frozen=True, slots=True)
class Adres:
    """One person to address. People and organisations are given by id."""

    user: int
    rol: Rol | None
    """The role that was asked for; with wijze `volgende` they hold a later one in its line.
    None where a person is asked and not a role."""
    wijze: Wijze
    namens: int | None
    """Who is away, where this person replaces somebody (also the next in line can be away)."""
    mailvoorkeur: str
    organisatie: int | None
    """Where they are addressed: their people must be able to see the casus. None for a person."""


@dataclass(frozen=True, slots=True)
class Ontvangers:
    """The people to address, each once, and the roles in which nobody can be reached."""

    adressen: tuple[Adres, ...]
    zonder: tuple[Rol, ...]

    @property
    def users(self) -> tuple[int, ...]:
        """The ids of the people to address."""
        return tuple(adres.user for adres in self.adressen)


def places_of(casus: Plaatsen, rol: Rol) -> tuple[int, ...]:
    """Return the organisations at which this role is looked for; none where it cannot exist.

    Raises ValueError for a role that a rung cannot ask.
    """
    match rol:
        case Rol.COORDINATOR | Rol.DIRECTEUR:
            return (casus.swv,)
        case Rol.LEERPLICHTAMBTENAAR:
            return (casus.gemeente,)
        case Rol.ZORGCOORDINATOR:
            return (casus.school,) if casus.school else ()
        case Rol.BESTUURDER:
            if casus.school is None:
                return ()
            return (casus.school, casus.bestuur) if casus.bestuur else (casus.school,)
    raise ValueError(f"no place is known for {rol}")


def line_of(casus: Plaatsen, rol: Rol) -> tuple[Rol, ...]:
    """Return the role itself and those who are asked, in order, where nobody can be reached."""
    if casus.school is None and rol in VOLGENDE_ZONDER_SCHOOL:
        return (rol, *VOLGENDE_ZONDER_SCHOOL[rol])
    return (rol, *VOLGENDE.get(rol, ()))


class Adresboek:
    """The people per organisation and role on a day, read once for a batch.

    Two statements, however many casussen or actions there are. `ook` are organisations to read
    besides.
    """

    def __init__(
        self,
        casussen: Iterable[Plek],
        rollen: Sequence[Rol],
        op: date | None = None,
        *,
        ook: Iterable[int] = (),
        kring: Kring = CASEWERK,
    ) -> None:
        self._kring = kring
        self._reachable: dict[int, bool] = {}
        self._mailvoorkeur: dict[int, str] = {}
        self._held: dict[tuple[int, str], list[int]] = defaultdict(list)
        self._members: set[tuple[int, int]] = set()
        self._away: dict[tuple[int, int], int] = {}
        self._found: dict[tuple[int, Rol], Bereikt] = {}
        self._memo: dict[tuple[Plek, tuple[Rol, ...]], Ontvangers] = {}
        wanted = {
            place
            for casus in set(casussen)
            for rol in rollen
            for other in casus.line(rol)
            for place in casus.places(other)
        } | set(ook)
        if wanted:
            self._read(wanted, op or timezone.localdate())

    def absent_without_vervanger(self) -> list[tuple[int, int]]:
        """Return who is away although nobody can be asked instead: (organisatie, user) by id."""
        holders = {(place, user) for (place, _), users in self._held.items() for user in users}
        return sorted(
            (place, user)
            for place, user in self._away
            if (place, user) in holders and self._reach(place, user) in {None, (user, None)}
        )

    def stand_in(self, place: int, user: int) -> Adres | None:
        """Return who is asked instead of somebody who is asked as a person; None for nobody."""
        reached = self._reach(place, user) if (place, user) in self._members else None
        if reached is None or reached[1] is None:
            return None
        other, _ = reached
        return Adres(other, None, Wijze.VERVANGING, user, self._mailvoorkeur[other], place)

    def _read(self, wanted: set[int], op: date) -> None:
        # Everybody who may see it there, not only the roles asked: a vervanger may hold another.
        people = (
            Lidmaatschap.objects.held_on(op)
            .filter(organisatie_id__in=wanted, rol__in=self._kring.leden)
            .order_by("pk")
            .values_list(
                "organisatie_id",
                "rol",
                "user_id",
                "user__is_active",
                "user__email",
                "user__onbestelbaar_op",
                "user__mailvoorkeur",
            )
        )
        for organisatie, rol, user, active, email, onbestelbaar_op, mailvoorkeur in people:
            self._held[organisatie, rol].append(user)
            self._members.add((organisatie, user))
            self._reachable[user] = active and bool(email) and onbestelbaar_op is None
            self._mailvoorkeur[user] = mailvoorkeur
        away = Vervanging.objects.covering(op).filter(organisatie_id__in=wanted)
        for organisatie, user, vervanger in away.values_list(
            "organisatie_id", "user_id", "vervanger_id"
        ):
            self._away[organisatie, user] = vervanger

    def find(self, casus: Plek, rollen: Sequence[Rol]) -> Ontvangers:
        """Return whom to address for this casus or action, each person once, and the holes.

        Who is addressed in several ways keeps the first: by role, by vervanging, as the next.
        """
        key = (casus, tuple(rollen))
        if key not in self._memo:
            self._memo[key] = self._work_out(casus, key[1])
        return self._memo[key]

    def _work_out(self, casus: Plek, rollen: tuple[Rol, ...]) -> Ontvangers:
        adressen: dict[int, Adres] = {}
        zonder: dict[Rol, None] = {}
        for rol in rollen:
            if not casus.asks(rol):
                continue
            found: list[Adres] = []
            for other in casus.line(rol):
                found = list(self._addresses(casus, rol, other))
                if found:
                    break
                if other == rol and casus.misses(rol):
                    zonder[rol] = None
            if not found:
                zonder[rol] = None
            for adres in found:
                known = adressen.get(adres.user)
                if known is None or _RANG[adres.wijze] < _RANG[known.wijze]:
                    adressen[adres.user] = adres
        return Ontvangers(tuple(adressen.values()), tuple(zonder))

    def _addresses(self, casus: Plek, rol: Rol, other: Rol) -> Iterator[Adres]:
        """Give the people of `other`, a role in the line of `rol`, who can be reached."""
        for place in casus.places(other):
            for user, namens in casus.choose(other, place, self._people(place, other)).values():
                if other != rol:
                    wijze = Wijze.VOLGENDE
                else:
                    wijze = Wijze.VERVANGING if namens else Wijze.ROL
                yield Adres(user, rol, wijze, namens, self._mailvoorkeur[user], place)

    def _people(self, place: int, rol: Rol) -> Bereikt:
        """Return per person in this role whom to address and on whose behalf, where one can."""
        key = (place, rol)
        if key not in self._found:
            holders = (
                user
                for held in self._kring.houders.get(rol, (rol,))
                for user in self._held.get((place, held), ())
            )
            reached = {user: self._reach(place, user) for user in holders}
            self._found[key] = {user: to for user, to in reached.items() if to is not None}
        return self._found[key]

    def _reach(self, place: int, user: int) -> tuple[int, int | None] | None:
        """Return whom to address for somebody, and on whose behalf; None where nobody can be."""
        passed = {user}
        last = user
        while (vervanger := self._away.get((place, last))) is not None and vervanger not in passed:
            passed.add(vervanger)
            last = vervanger
        circle = vervanger is not None
        if last != user and not circle and (place, last) in self._members and self._reachable[last]:
            return last, user
        return (user, None) if self._reachable[user] else None


_RANG = {wijze: rang for rang, wijze in enumerate(Wijze)}
