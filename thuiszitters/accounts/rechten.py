"""Where a person may do what: the one place that answers it.

Rights are guardian permissions of the group of a role on its organisation; a person holds them
through a membership that is active on the day. Global permissions and the superuser mark are
never listened to, so nothing ticked elsewhere can open a casus (docs/adr).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from thuiszitters.accounts.models import (
    Lidmaatschap,
    OrganisatieGroupObjectPermission,
    User,
)
from thuiszitters.accounts.rollen import Recht

if TYPE_CHECKING:
    from thuiszitters.accounts.models import LidmaatschapQuerySet


def active_lidmaatschappen(user: User | AnonymousUser) -> LidmaatschapQuerySet:
    """Return the memberships the user holds today; none for whom we do not know."""
    if not isinstance(user, User) or not user.is_active:
        return Lidmaatschap.objects.none()
    return Lidmaatschap.objects.active_on(timezone.localdate()).filter(user=user)


def organisatie_ids(
    user: User | AnonymousUser, recht: Recht, *, any_role: bool = False
) -> frozenset[int]:
    """Return the ids of the organisations on which the user holds this right today.

    In a request only the membership the user acts as counts, unless `any_role`. Empty for an
    anonymous or inactive user: fail closed. The answer is kept on the user for the request.
    """
    return _rechten_of(user, any_role=any_role).ids.get(recht.value, frozenset())


def organisatie_soorten(user: User | AnonymousUser, *, any_role: bool = False) -> Mapping[int, str]:
    """Return the organisations the user is a member of today, in whatever role: id and kind.

    Kept with the rights, so that it costs no query of its own; `any_role` as there.
    """
    return _rechten_of(user, any_role=any_role).soorten


@dataclass(frozen=True, slots=True)
class _Rechten:
    """Where somebody holds each right, and the kinds of the organisations they belong to."""

    ids: Mapping[str, frozenset[int]]
    soorten: Mapping[int, str]


_NIETS = _Rechten({}, {})


def _rechten_of(user: User | AnonymousUser, *, any_role: bool) -> _Rechten:
    if not isinstance(user, User) or not user.is_active:
        return _NIETS
    acting = None if any_role else user.acting_as
    cache: dict[int | None, _Rechten] = user.__dict__.setdefault("_rechten", {})
    key = acting.pk if acting else None
    if key not in cache:
        cache.update(_load_rechten(load_lidmaatschappen(user)))
    return cache.get(key, _NIETS)


def load_lidmaatschappen(user: User) -> list[Lidmaatschap]:
    """Return the memberships the user holds today with their organisations; read once a request."""
    kept: list[Lidmaatschap] | None = user.__dict__.get("_lidmaatschappen")
    if kept is None:
        kept = list(active_lidmaatschappen(user).select_related("organisatie"))
        user.__dict__["_lidmaatschappen"] = kept
    return kept


def _load_rechten(held: Sequence[Lidmaatschap]) -> dict[int | None, _Rechten]:
    """Return what each of these memberships gives, and at None all of them, in one query."""
    granted = OrganisatieGroupObjectPermission.objects.filter(
        content_object_id__in={m.organisatie_id for m in held},
        group__rolgroep__rol__in={m.rol for m in held},
    ).values_list(
        "group__rolgroep__organisatie_id",
        "group__rolgroep__rol",
        "permission__codename",
        "content_object_id",
    )
    given: dict[tuple[int, str], list[tuple[str, int]]] = defaultdict(list)
    for organisatie, rol, recht, target in granted:
        given[organisatie, rol].append((recht, target))

    def of(memberships: Sequence[Lidmaatschap]) -> _Rechten:
        found: dict[str, set[int]] = defaultdict(set)
        for m in memberships:
            for recht, target in given.get((m.organisatie_id, m.rol), ()):
                found[recht].add(target)
        return _Rechten(
            ids={recht: frozenset(targets) for recht, targets in found.items()},
            soorten={m.organisatie_id: m.organisatie.soort for m in memberships},
        )

    return {None: of(held), **{m.pk: of([m]) for m in held}}


def has_recht(user: User | AnonymousUser, recht: Recht) -> bool:
    """Return whether the user holds this right on at least one organisation."""
    return bool(organisatie_ids(user, recht))
