"""What a caseload holds, before it is handed over."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from cases.models import Casus, Gebeurtenis, GebeurtenisSoort, Taak
from cases.querysets import CasusQuerySet
from monitoring.ladder import Status
from monitoring.models import Geadresseerde
from thuiszitters.accounts.models import Lidmaatschap, Organisatie, User
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht, Rol
from thuiszitters.accounts.selectors import people_with


@dataclass(frozen=True, slots=True)
class Eigenaar:
    """Somebody with open casussen at an SWV."""

    user: User
    casussen: int
    is_weg: bool
    """Whether they are no coordinator there any more, or may not log in."""


@dataclass(frozen=True, slots=True)
class Regel:
    """One casus of a caseload."""

    casus: Casus
    taken: int
    signalen: int


@dataclass(frozen=True, slots=True)
class Eerder:
    """What one form handed over."""

    naar: User
    van: int | None
    nummers: tuple[str, ...]


def owners_at(organisatie: Organisatie, door: User) -> list[Eigenaar]:
    """Return who has open casussen at this SWV that `door` may see, those who left first."""
    many = dict(
        _open_at(organisatie, door)
        .filter(eigenaar__isnull=False)
        .values_list("eigenaar_id")
        .annotate(Count("pk"))
        .order_by()
    )
    working = set(people_with(Rol.COORDINATOR, organisatie).values_list("pk", flat=True))
    found = [
        Eigenaar(user, many[user.pk], is_weg=user.pk not in working)
        for user in User.objects.filter(pk__in=many)
    ]
    return sorted(found, key=lambda e: (not e.is_weg, e.user.naam, e.user.pk))


def caseload_of(van: User, organisatie: Organisatie, door: User) -> list[Regel]:
    """Return the open casussen of `van` at this SWV that `door` may see, most urgent first."""
    casussen = list(
        _open_at(organisatie, door)
        .filter(eigenaar=van)
        .select_related("leerling")
        .order_by("drempel_op", "pk")
    )
    ids = [casus.pk for casus in casussen]
    taken = Counter(
        Taak.objects.filter(casus__in=ids, eigenaar=van, gedaan_op__isnull=True)
        .values_list("casus_id", flat=True)
        .order_by()
    )
    signalen = dict(
        Geadresseerde.objects.filter(
            Q(user=van) | Q(namens=van),
            tot__isnull=True,
            escalatie__casus__in=ids,
            escalatie__status__in=[Status.OPEN, Status.BEANTWOORD],
        )
        .values_list("escalatie__casus_id")
        .annotate(Count("escalatie", distinct=True))
        .order_by()
    )
    return [Regel(casus, taken[casus.pk], signalen.get(casus.pk, 0)) for casus in casussen]


def has_worked_at(user: User, organisatie: Organisatie, door: User) -> bool:
    """Return whether this person is known here: a member once, or the owner of a casus."""
    return (
        Lidmaatschap.objects.filter(user=user, organisatie=organisatie).exists()
        or _open_at(organisatie, door).filter(eigenaar=user).exists()
    )


def possible_owners(organisatie: Organisatie, van: User) -> list[User]:
    """Return the coordinators of this SWV, besides `van`, whom a mail reaches; by name."""
    return [
        user
        for user in people_with(Rol.COORDINATOR, organisatie)
        if user != van and user.is_bereikbaar
    ]


def handed_over_by(sleutel: UUID, organisatie: Organisatie, van: User, door: User) -> list[str]:
    """Return the numbers that went to `van` with this form and are still theirs."""
    entries = Gebeurtenis.objects.filter(
        soort=GebeurtenisSoort.EIGENAAR,
        gegevens__overdracht=str(sleutel),
        casus__in=_open_at(organisatie, door).filter(eigenaar=van),
    )
    return sorted(entries.values_list("casus__nummer", flat=True).distinct())


def was_sent(sleutel: UUID) -> bool:
    """Return whether the form with this key was handled already."""
    return Gebeurtenis.objects.filter(sleutel=sleutel).exists()


def handed_over_with(sleutel: UUID, organisatie: Organisatie, door: User) -> Eerder | None:
    """Return what `door` handed over at this SWV with this form; None where they did not."""
    if organisatie.pk not in organisatie_ids(door, Recht.HAND_OVER):
        return None
    entries = list(
        Gebeurtenis.objects.filter(
            soort=GebeurtenisSoort.EIGENAAR,
            gegevens__overdracht=str(sleutel),
            door=door,
            casus__in=Casus.objects.visible_to(door).filter(swv=organisatie),
        )
        .order_by("casus__nummer")
        .values_list("gegevens", "casus__nummer")
    )
    naar = User.objects.filter(pk=entries[0][0]["gebruiker"]).first() if entries else None
    if naar is None:
        return None
    return Eerder(naar, entries[0][0].get("van"), tuple(nummer for _, nummer in entries))


def _open_at(organisatie: Organisatie, door: User) -> CasusQuerySet:
    if organisatie.pk not in organisatie_ids(door, Recht.HAND_OVER):
        return Casus.objects.none()
    return Casus.objects.visible_to(door).open().filter(swv=organisatie)
