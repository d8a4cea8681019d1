"""Where a person may do what: the one place that answers it.

Rights are guardian permissions of the group of a role on its organisation; a person holds them
through a membership that is active on the day. Global permissions and the superuser mark are
never listened to, so nothing ticked elsewhere can open a casus (docs/adr).
"""

from __future__ import annotations

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
    cache: dict[tuple[int | None, str], frozenset[int]] = user.__dict__.setdefault(
        "_organisatie_ids", {}
    )
    key = (acting.pk if acting else None, recht.value)
    if key not in cache:
        held = active_lidmaatschappen(user)
        if acting is not None:
            held = held.filter(pk=acting.pk)
        pairs = set(held.values_list("organisatie_id", "rol"))
        granted = OrganisatieGroupObjectPermission.objects.filter(
            permission__codename=recht.value,
            content_object_id__in={organisatie for organisatie, _ in pairs},
        ).values_list(
            "content_object_id", "group__rolgroep__organisatie_id", "group__rolgroep__rol"
        )
        cache[key] = frozenset(
            target for target, organisatie, rol in granted if (organisatie, rol) in pairs
        )
    return cache[key]


def has_recht(user: User | AnonymousUser, recht: Recht) -> bool:
    """Return whether the user holds this right on at least one organisation."""
    return bool(organisatie_ids(user, recht))
