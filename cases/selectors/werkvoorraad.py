"""The list of work: which casussen, in what order, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from django.db.models import Q

from cases.models import Casus, Status
from cases.querysets import CasusQuerySet
from cases.selectors.zoeken import casussen_op_naam
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht, Rol, Soort
from thuiszitters.accounts.selectors import people_with, werkgebied_of

PER_BLADZIJDE = 25
HOOGSTENS_GEVONDEN = 50
TEL_TOT = 500
"""Nobody needs to know whether it are 700 or 900, and counting them all would take the time."""

IK, IEDEREEN, NIEMAND = "ik", "iedereen", "niemand"
ZONDER_SCHOOL = "geen"
WEEK = "week"
ALLE = "alle"


class Groep(StrEnum):
    """How near the next threshold is."""

    OVER = "over"
    WEEK = "week"
    LATER = "later"

    @property
    def label(self) -> str:
        """The words over the group."""
        return {"over": "Over de drempel", "week": "Deze week", "later": "Later"}[self.value]


def groep_van(drempel_op: date, peildatum: date) -> Groep:
    """Return the group of a casus: its day has come, comes within seven days, or later."""
    if drempel_op <= peildatum:
        return Groep.OVER
    return Groep.WEEK if drempel_op <= peildatum + timedelta(days=7) else Groep.LATER


def _in_groep(groep: Groep, peildatum: date) -> Q:
    soon = peildatum + timedelta(days=7)
    return {
        Groep.OVER: Q(drempel_op__lte=peildatum),
        Groep.WEEK: Q(drempel_op__gt=peildatum, drempel_op__lte=soon),
        Groep.LATER: Q(drempel_op__gt=soon),
    }[groep]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asks for; empty means: whatever it is."""

    gemeente: str = ""
    """Id of the gemeente."""
    school: str = ""
    """Id of the school, or ZONDER_SCHOOL."""
    categorie: str = ""
    eigenaar: str = IEDEREEN
    """IK, IEDEREEN, NIEMAND or the id of a person."""
    status: str = Status.OPEN
    """OPEN, GESLOTEN or ALLE."""
    trede: str = ""
    termijn: str = ""
    """WEEK: only what is over the threshold or comes within seven days."""
    naam: str = ""
    nummers: tuple[str, ...] = ()

    @property
    def zoekt(self) -> bool:
        """Whether somebody is searched for, which leaves no groups and no pages."""
        return bool(self.naam or self.nummers)

    @property
    def in_groepen(self) -> bool:
        """Whether the list is grouped by threshold."""
        return self.status == Status.OPEN and not self.zoekt


def casussen_voor(user: User, filters: Filters, peildatum: date) -> CasusQuerySet:
    """Return the casussen this user may see that pass the filters; the name is no part of it."""
    found = Casus.objects.visible_to(user)
    if filters.status != ALLE:
        found = found.filter(status=filters.status)
    if filters.gemeente:
        found = found.filter(gemeente_id=int(filters.gemeente))
    if filters.school == ZONDER_SCHOOL:
        found = found.filter(school__isnull=True)
    elif filters.school:
        found = found.filter(school_id=int(filters.school))
    if filters.categorie:
        found = found.filter(categorie=filters.categorie)
    if filters.trede:
        found = found.filter(trede=filters.trede)
    if filters.eigenaar == IK:
        found = found.filter(eigenaar=user)
    elif filters.eigenaar == NIEMAND:
        found = found.filter(eigenaar__isnull=True)
    elif filters.eigenaar != IEDEREEN:
        found = found.filter(eigenaar_id=int(filters.eigenaar))
    if filters.termijn == WEEK:
        found = found.filter(drempel_op__lte=peildatum + timedelta(days=7))
    if filters.nummers:
        found = found.filter(nummer__in=filters.nummers)
    return found


@dataclass(frozen=True, slots=True)
class Volgorde:
    """An order of the list that an index gives, and the place of a row in it as text."""

    kolom: str
    """The column before the id; empty where the id alone decides."""
    aflopend: bool = False

    def sorteer(self, rows: CasusQuerySet, *, andersom: bool = False) -> CasusQuerySet:
        """Return the rows in this order, or the other way round."""
        down = self.aflopend != andersom
        columns = [self.kolom, "id"] if self.kolom else ["id"]
        return rows.order_by(*(f"-{name}" if down else name for name in columns))

    def plaats(self, casus: Casus) -> str:
        """Return the place of this casus, to be given back to `voorbij`."""
        if not self.kolom:
            return str(casus.pk)
        value = getattr(casus, self.kolom)
        if isinstance(value, datetime):
            return f"{value.astimezone(UTC):%Y%m%dT%H%M%S%f}.{casus.pk}"
        return f"{value:%Y%m%d}.{casus.pk}"

    def voorbij(
        self, rows: CasusQuerySet, plaats: str, aantal: int, *, andersom: bool = False
    ) -> list[Casus] | None:
        """Return the first rows beyond a place; None when that text is no place in this order.

        First those that share the day of the place, then the days beyond it. Asked as one
        comparison of (day, id) the planner would expect hardly any rows beyond the last day, and
        sort all of the thousands that have no threshold.
        """
        here = self._lees(plaats)
        if here is None:
            return None
        day, pk = here
        beyond = "lt" if self.aflopend != andersom else "gt"
        ordered = self.sorteer(rows, andersom=andersom)
        if not self.kolom:
            return list(ordered.filter(**{f"id__{beyond}": pk})[:aantal])
        found = list(ordered.filter(**{self.kolom: day, f"id__{beyond}": pk})[:aantal])
        if len(found) < aantal:
            further = ordered.filter(**{f"{self.kolom}__{beyond}": day})
            found += further[: aantal - len(found)]
        return found

    def _lees(self, plaats: str) -> tuple[date | None, int] | None:
        first, _, last = plaats.rpartition(".")
        if not (last.isascii() and last.isdigit() and len(last) <= 18):
            return None
        if bool(first) != bool(self.kolom):
            return None
        if not self.kolom:
            return None, int(last)
        try:
            if self.kolom == OP_SLUITING.kolom:
                moment = datetime.strptime(first, "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
                return moment, int(last)
            return datetime.strptime(first, "%Y%m%d").replace(tzinfo=UTC).date(), int(last)
        except ValueError:
            return None


OP_DREMPEL = Volgorde("drempel_op")
OP_SLUITING = Volgorde("gesloten_op", aflopend=True)
OP_NIEUWSTE = Volgorde("", aflopend=True)


def volgorde_van(filters: Filters) -> Volgorde:
    """Return the order of the list: the open ones by threshold, closed ones by their closing."""
    if filters.status == Status.OPEN:
        return OP_DREMPEL
    return OP_SLUITING if filters.status == Status.GESLOTEN else OP_NIEUWSTE


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """The casussen of one page, and the places where the page before and after it are."""

    casussen: list[Casus]
    vorige: str = ""
    volgende: str = ""
    meer: bool = False
    """More were found than are shown, and there is no next page."""


_FRAME = ("leerling", "school", "gemeente", "swv", "eigenaar")


def lees_bladzijde(
    user: User, filters: Filters, peildatum: date, *, na: str = "", voor: str = ""
) -> Bladzijde:
    """Return the page after or before a place; the first one where there is no such place.

    No page is further away than another: each is found by its place, not by counting off rows.
    """
    # Each relation by a small query of its own: planning a join of seven tables takes longer than
    # reading the page.
    rows = casussen_voor(user, filters, peildatum).prefetch_related(*_FRAME)
    if filters.naam:
        found = casussen_op_naam(rows, filters.naam, HOOGSTENS_GEVONDEN + 1)
        return _hoogstens(found)
    order = volgorde_van(filters)
    if filters.zoekt:
        return _hoogstens(list(order.sorteer(rows)[: HOOGSTENS_GEVONDEN + 1]))
    if voor:
        before = order.voorbij(rows, voor, PER_BLADZIJDE + 1, andersom=True) or []
        if len(before) > PER_BLADZIJDE:
            page = before[:PER_BLADZIJDE][::-1]
            return Bladzijde(page, order.plaats(page[0]), order.plaats(page[-1]))
    elif na and (after := order.voorbij(rows, na, PER_BLADZIJDE + 1)):
        return _pagina(after, order, has_before=True)
    return _pagina(list(order.sorteer(rows)[: PER_BLADZIJDE + 1]), order, has_before=False)


def _pagina(page: list[Casus], order: Volgorde, *, has_before: bool) -> Bladzijde:
    more = len(page) > PER_BLADZIJDE
    shown = page[:PER_BLADZIJDE]
    return Bladzijde(
        shown,
        order.plaats(shown[0]) if has_before else "",
        order.plaats(shown[-1]) if more else "",
    )


def _hoogstens(found: list[Casus]) -> Bladzijde:
    return Bladzijde(found[:HOOGSTENS_GEVONDEN], meer=len(found) > HOOGSTENS_GEVONDEN)


def _tel(rows: CasusQuerySet) -> int:
    return rows.order_by()[: TEL_TOT + 1].count()


def tel_groepen(user: User, filters: Filters, peildatum: date) -> dict[Groep, int]:
    """Return how many casussen each group has; TEL_TOT + 1 stands for more than TEL_TOT."""
    rows = casussen_voor(user, filters, peildatum)
    wanted = [g for g in Groep if not (filters.termijn == WEEK and g == Groep.LATER)]
    return {groep: _tel(rows.filter(_in_groep(groep, peildatum))) for groep in wanted}


def tel_alle(user: User, filters: Filters, peildatum: date) -> int:
    """Return how many casussen pass; TEL_TOT + 1 stands for more than TEL_TOT."""
    return _tel(casussen_voor(user, filters, peildatum))


@dataclass(frozen=True, slots=True)
class Opties:
    """What a reader can choose from, from where they work, not from which casussen there are."""

    gemeenten: list[Organisatie]
    scholen: list[Organisatie]
    coordinatoren: list[User]
    is_coordinator: bool
    heeft_eigen: bool
    """Whether the reader owns an open casus."""

    @property
    def eigenaar(self) -> str:
        """Whose casussen are shown where nobody chose."""
        return IK if self.heeft_eigen else IEDEREEN


def opties_van(user: User) -> Opties:
    """Return the choices of this reader in the role they act in, in at most eleven queries."""
    ids = organisatie_ids(user, Recht.SEE_CASES)
    places = list(Organisatie.objects.filter(Q(pk__in=ids) | Q(bestuur__in=ids)))
    schools = [place for place in places if place.soort == Soort.SCHOOL]
    towns = [place for place in places if place.soort == Soort.GEMEENTE]
    swvs = [place for place in places if place.soort == Soort.SWV]
    around = {place.pk for place in places}
    coordinates = bool(organisatie_ids(user, Recht.OPEN_CASES))
    people = [person for swv in swvs for person in people_with(Rol.COORDINATOR, swv)]
    return Opties(
        gemeenten=towns or list(werkgebied_of(around, Soort.GEMEENTE)),
        scholen=schools or list(werkgebied_of(around, Soort.SCHOOL)),
        coordinatoren=sorted(set(people), key=lambda person: person.naam),
        is_coordinator=coordinates,
        heeft_eigen=coordinates
        and Casus.objects.visible_to(user).open().filter(eigenaar=user).exists(),
    )
