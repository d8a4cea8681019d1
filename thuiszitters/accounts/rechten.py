"""Where a person may do what: the one place that answers it.

Rights are guardian permissions of the group of a role on its organisation; a person holds them
through a membership that is active on the day. Global permissions and the superuser mark are
never listened to, so nothing ticked elsewhere can open a casus (docs/adr).
"""

from __future__ import annotations

from collections import defaultdict
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
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    acting = None if any_role else user.acting_as
    cache: dict[int | None, dict[str, frozenset[int]]] = user.__dict__.setdefault(
        "_organisatie_ids", {}
    )
    key = acting.pk if acting else None
    if key not in cache:
        cache[key] = _load_rechten(user, key)
    return cache[key].get(recht.value, frozenset())


def _load_rechten(user: User, lidmaatschap: int | None) -> dict[str, frozenset[int]]:
    """Return where the user holds each right, in two queries; by one membership where given."""
    held = active_lidmaatschappen(user)
    if lidmaatschap is not None:
        held = held.filter(pk=lidmaatschap)
    pairs = set(held.values_list("organisatie_id", "rol"))
    granted = OrganisatieGroupObjectPermission.objects.filter(
        content_object_id__in={organisatie for organisatie, _ in pairs},
        group__rolgroep__rol__in={rol for _, rol in pairs},
    ).values_list(
        "permission__codename",
        "content_object_id",
        "group__rolgroep__organisatie_id",
        "group__rolgroep__rol",
    )
    found: dict[str, set[int]] = defaultdict(set)
    for recht, target, organisatie, rol in granted:
        if (organisatie, rol) in pairs:
            found[recht].add(target)
    return {recht: frozenset(targets) for recht, targets in found.items()}


def has_recht(user: User | AnonymousUser, recht: Recht) -> bool:
    """Return whether the user holds this right on at least one organisation."""
    return bool(organisatie_ids(user, recht))
