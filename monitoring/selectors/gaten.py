"""Where signals have nobody to go to, for who manages people.

Counts, organisations and colleagues only: a beheerder sees no casework.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q
from django.utils import timezone

from cases.models import Casus
from monitoring.ladder import Status
from monitoring.models import Escalatie
from monitoring.ontvangers import Adresboek, Plaatsen, places_of
from thuiszitters.accounts.models import Lidmaatschap, Organisatie, User
from thuiszitters.accounts.rollen import Recht, Rol, rollen_with

_ROLLEN = (
    Rol.COORDINATOR,
    Rol.LEERPLICHTAMBTENAAR,
    Rol.ZORGCOORDINATOR,
    Rol.DIRECTEUR,
    Rol.BESTUURDER,
)
_ALWAYS_NEEDED = frozenset({Rol.COORDINATOR, Rol.LEERPLICHTAMBTENAAR})
"""Missed as soon as there is an open casus; the other roles once a signal asks them."""
_CASUS = ("swv_id", "gemeente_id", "school_id", "school__bestuur_id")


class GatSoort(StrEnum):
    """The kinds of holes."""

    ROL = "rol"
    PARTNER = "partner"
    """Of the owner of an action of a pact nobody can be reached, or it has no owner."""
    EIGENAAR = "eigenaar"
    ADRES = "adres"
    AFWEZIG = "afwezig"


@dataclass(frozen=True, slots=True)
class Gat:
    """One hole. Who is named is a colleague, never a child."""

    soort: GatSoort
    organisatie: Organisatie
    eigen: bool
    """Whether the beheerder manages the people of this organisation."""
    rol: Rol | None = None
    user: User | None = None
    lid: int | None = None
    """A membership of this person there, for a link; None where none runs any more."""
    casussen: int = 0
    signalen: int = 0


def gaten_of(organisaties: Collection[int]) -> list[Gat]:
    """Return the holes of today at these organisations, the roles first.

    For an SWV also the roles at its gemeenten, schools and schoolbesturen that its casussen need:
    those may have no beheerder of their own.
    """
    if not organisaties:
        return []
    rollen = _missing_roles(organisaties)
    gone = _owners_who_left(organisaties)
    away = Adresboek([], [], ook=organisaties).absent_without_vervanger()
    bounced = list(
        User.objects.filter(onbestelbaar_op__isnull=False, is_active=True)
        .values_list("lidmaatschappen__organisatie_id", "pk")
        .filter(
            Q(lidmaatschappen__tot__isnull=True) | Q(lidmaatschappen__tot__gt=timezone.localdate()),
            lidmaatschappen__organisatie_id__in=organisaties,
        )
        .distinct()
    )
    pairs = {*away, *bounced, *((place, user) for place, user, _ in gone)}
    users = User.objects.in_bulk([user for _, user in pairs])
    places = Organisatie.objects.in_bulk({place for place, _ in pairs} | {p for p, _ in rollen})
    leden = _leden(pairs)

    def gat(soort: GatSoort, place: int, user: int, casussen: int = 0) -> Gat:
        return Gat(
            soort,
            places[place],
            eigen=place in organisaties,
            user=users[user],
            lid=leden.get((place, user)),
            casussen=casussen,
        )

    found = [
        Gat(
            GatSoort.ROL,
            places[place],
            eigen=place in organisaties,
            rol=rol,
            casussen=casussen,
            signalen=signalen,
        )
        for (place, rol), (casussen, signalen) in rollen.items()
    ]
    found += _partners_without_people(organisaties)
    found += [gat(GatSoort.EIGENAAR, place, user, casussen) for place, user, casussen in gone]
    found += [gat(GatSoort.ADRES, place, user) for place, user in bounced]
    found += [gat(GatSoort.AFWEZIG, place, user) for place, user in away]
    return sorted(found, key=_order)


def _order(gat: Gat) -> tuple[int, int, int, str, str]:
    soort = list(GatSoort).index(gat.soort)
    return soort, -gat.signalen, -gat.casussen, gat.organisatie.naam, str(gat.user or gat.rol)


def _missing_roles(organisaties: Collection[int]) -> dict[tuple[int, Rol], tuple[int, int]]:
    """Return per organisation and role that nobody can be reached in: open casussen, signals."""
    here = (
        Q(swv__in=organisaties)
        | Q(gemeente__in=organisaties)
        | Q(school__in=organisaties)
        | Q(school__bestuur__in=organisaties)
    )
    casussen = {
        Plaatsen(swv, gemeente, school, bestuur, None): many
        for swv, gemeente, school, bestuur, many in Casus.objects.open()
        .filter(here)
        .values_list(*_CASUS)
        .annotate(many=Count("pk"))
        .order_by()
    }
    signalen: dict[tuple[Plaatsen, str], int] = defaultdict(int)
    asked = (
        Escalatie.objects.filter(
            status=Status.OPEN.value, casus__in=Casus.objects.open().filter(here)
        )
        .exclude(zonder_ontvanger=[])
        .values_list(*(f"casus__{name}" for name in _CASUS), "zonder_ontvanger")
        .annotate(many=Count("pk"))
        .order_by()
    )
    for swv, gemeente, school, bestuur, rollen, many in asked:
        for rol in rollen:
            signalen[Plaatsen(swv, gemeente, school, bestuur, None), rol] += many
    book = Adresboek(casussen, _ROLLEN)
    found: dict[tuple[int, Rol], tuple[int, int]] = {}
    for casus, many in casussen.items():
        for rol in book.find(casus, _ROLLEN).zonder:
            # Where there are two places, a schoolbestuur is where its bestuurder is missed.
            place = places_of(casus, rol)[-1] if places_of(casus, rol) else None
            waiting = signalen[casus, rol.value]
            ours = place in organisaties or casus.swv in organisaties
            if place is None or not ours or not (waiting or rol in _ALWAYS_NEEDED):
                continue
            known = found.get((place, rol), (0, 0))
            found[place, rol] = (known[0] + many, known[1] + waiting)
    return found


def _partners_without_people(organisaties: Collection[int]) -> list[Gat]:
    """Return the partners of whom nobody can be reached about an action, with the open signals.

    Those of a pact that these organisations lead, and themselves. An action without an owner is
    a hole of the organisation that leads.
    """
    rows = (
        Escalatie.objects.filter(
            Q(actie__pact__organisatie__in=organisaties)
            | Q(actie__eigenaar__organisatie__in=organisaties),
            status=Status.OPEN.value,
            actie__isnull=False,
        )
        .exclude(zonder_ontvanger=[])
        .values_list(
            "actie__pact__organisatie_id",
            "actie__eigenaar__organisatie_id",
            "actie__eigenaar__tot",
        )
        .annotate(many=Count("pk"))
        .order_by()
    )
    today = timezone.localdate()
    holes: Counter[tuple[int, bool]] = Counter()
    for lead, owner, tot, many in rows:
        gone = owner is None or (tot is not None and tot <= today)
        place = lead if gone else owner
        if place is not None:
            holes[place, gone] += many
    places = Organisatie.objects.in_bulk({place for place, _ in holes})
    return [
        Gat(
            GatSoort.PARTNER,
            places[place],
            eigen=place in organisaties,
            rol=None if gone else Rol.PARTNER,
            signalen=many,
        )
        for (place, gone), many in holes.items()
    ]


def _owners_who_left(organisaties: Collection[int]) -> list[tuple[int, int, int]]:
    """Return (swv, owner, open casussen) for owners who may not work on them any more."""
    active = set(
        Lidmaatschap.objects.active_on(timezone.localdate())
        .filter(organisatie_id__in=organisaties, rol__in=rollen_with(Recht.OPEN_CASES))
        .values_list("organisatie_id", "user_id")
    )
    owners = (
        Casus.objects.open()
        .filter(swv_id__in=organisaties, eigenaar__isnull=False)
        .values_list("swv_id", "eigenaar_id")
        .annotate(many=Count("pk"))
        .order_by()
    )
    return [(swv, user, many) for swv, user, many in owners if (swv, user) not in active]


def _leden(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Return a running membership per (organisatie, user)."""
    wanted = set(pairs)
    rows = (
        Lidmaatschap.objects.exclude(tot__lte=timezone.localdate())
        .filter(
            organisatie_id__in={place for place, _ in wanted},
            user_id__in={user for _, user in wanted},
        )
        .order_by("-pk")
        .values_list("organisatie_id", "user_id", "pk")
    )
    return {(place, user): pk for place, user, pk in rows}
