"""Who is asked an escalation, in a region in which every role is held by one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

# Who is asked where a child has no school, and so nobody there.
WITHOUT_SCHOOL = {
    "zorgcoordinator": "coordinator",
    "bestuurder": "leerplichtambtenaar",
}


@dataclass
class Asked:
    """Somebody who is or was asked."""

    role: str
    way: str
    on_behalf_of: int | None
    since: date
    until: date | None = None
    gave_it_away: bool = False


@dataclass
class Places:
    """Who holds each role for one casus, and whether the child has a school."""

    people: dict[str, int]
    away: Mapping[int, tuple[int, date, date]] = field(default_factory=dict)
    """Who is replaced, by whom, from and until (the first day back)."""

    def instead_of(self, user: int, day: date) -> int | None:
        """Who replaces somebody on this day."""
        other, begin, end = self.away.get(user, (None, day, day))
        return other if begin <= day < end else None

    def find(self, roles: tuple[str, ...], day: date) -> dict[int, tuple[str, str, int | None]]:
        """The people for these roles on a day: the role, the way, and on whose behalf."""
        found: dict[int, tuple[str, str, int | None]] = {}
        for role in roles:
            holder, way = self.people.get(role), "rol"
            if holder is None:
                holder, way = self.people[WITHOUT_SCHOOL[role]], "volgende"
            behalf = None
            if holder in self.away:
                other, begin, end = self.away[holder]
                if begin <= day < end:
                    holder, behalf = other, holder
                    way = way if way == "volgende" else "vervanging"
            known = found.get(holder)
            if known is None or _RANK[way] < _RANK[known[1]]:
                found[holder] = (role, way, behalf)
        return found


_RANK = {"rol": 0, "vervanging": 1, "volgende": 2}


class Addressees:
    """Who is asked one escalation."""

    def __init__(self, roles: tuple[str, ...]) -> None:
        self.roles = roles
        self.asked: dict[int, Asked] = {}

    def now(self) -> list[int]:
        """Who is asked now."""
        return [user for user, asked in self.asked.items() if asked.until is None]

    def asks_who_is_away(self, user: int, places: Places, day: date) -> bool:
        """Whether somebody is asked now whom another can replace."""
        if user not in self.now():
            return False
        other = places.instead_of(user, day)
        gave = other in self.asked and self.asked[other].gave_it_away
        return other is not None and not (gave and self.asked[user].way == "doorgestuurd")

    def work_out(self, places: Places, day: date) -> None:
        """Ask who has to be asked on this day, and nobody else.

        Who it was passed on to stays asked, or who replaces them; who passed it on is not asked
        again.
        """
        gave = [user for user, asked in self.asked.items() if asked.gave_it_away]
        wanted = places.find(self.roles, day)
        persons: dict[int, tuple[str, str, int | None]] = {}
        for user, asked in self.asked.items():
            if asked.way == "doorgestuurd" and user not in gave:
                other = places.instead_of(user, day)
                if other is None or other in gave:
                    persons[user] = ("", "doorgestuurd", asked.on_behalf_of)
                elif other not in wanted:
                    persons[other] = ("", "vervanging", user)
                else:
                    persons.setdefault(other, wanted[other])
        if persons:
            wanted = {user: how for user, how in wanted.items() if user not in gave}
        wanted |= persons
        for user in self.now():
            if user not in wanted:
                self.asked[user].until = day
        for user, (role, way, behalf) in wanted.items():
            known = self.asked.get(user)
            if known is None or known.until is not None:
                gave_it_away = known is not None and known.gave_it_away
                self.asked[user] = Asked(role, way, behalf, day, None, gave_it_away)

    def pass_on(self, places: Places, one: int, other: int, day: date) -> None:
        """The one is not asked any more, the other is."""
        for user, asked in self.asked.items():
            # Who is replaced by them passed it on with it.
            replaced = places.instead_of(user, day) == one
            if replaced and asked.way == "doorgestuurd" and asked.until is not None:
                asked.gave_it_away = True
        if one in self.asked:
            asked = self.asked[one]
            asked.gave_it_away = True
            if asked.until is None:
                asked.until = day
        self.asked[other] = Asked("", "doorgestuurd", one, day)
