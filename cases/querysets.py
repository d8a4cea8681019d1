"""The only door to a casus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht

if TYPE_CHECKING:
    from cases.models.casus import Casus  # noqa: F401 - named in a string below


class CasusQuerySet(models.QuerySet["Casus"]):
    """Casussen, by who may see them and what is due."""

    def visible_to(self, user: User | AnonymousUser, *, any_role: bool = False) -> CasusQuerySet:
        """Return the casussen this user may see today; none for whom we do not know.

        A casus is visible to the people of an organisation that takes part in it now and whose
        role holds `see_cases` there, and to a person with a dated grant on that one casus.
        With `any_role` every membership of the user counts, not only the one acted in.
        """
        from cases.models.casus import CasusPartij, CasusToegang

        if not isinstance(user, User) or not user.is_active:
            return self.none()
        today = timezone.localdate()
        conditions = Q()
        ids = organisatie_ids(user, Recht.SEE_CASES, any_role=any_role)
        if ids:
            parties = CasusPartij.objects.filter(
                Q(tot__isnull=True) | Q(tot__gt=today),
                casus=OuterRef("pk"),
                # As literals: the planner then knows how many casussen each one has.
                organisatie_id__in=sorted(ids),
            )
            conditions |= Q(Exists(parties))
        granted = list(
            CasusToegang.objects.filter(
                user=user,
                permission__codename="look_at_casus",
                van__lte=today,
                tot__gt=today,
            ).values_list("content_object_id", flat=True)
        )
        if granted:
            conditions |= Q(pk__in=granted)
        return self.filter(conditions) if conditions else self.none()

    def open(self) -> CasusQuerySet:
        """Return the casussen somebody is working on."""
        return self.filter(status="open")
