"""The only door to a casus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.voorwaarden import refusals_for, stands_refused
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import organisatie_ids, organisatie_soorten
from thuiszitters.accounts.rollen import Recht

if TYPE_CHECKING:
    from cases.models.casus import Casus  # noqa: F401 - named in a string below


class CasusQuerySet(models.QuerySet["Casus"]):
    """Casussen, by who may see them and what is due."""

    def visible_to(self, user: User | AnonymousUser, *, any_role: bool = False) -> CasusQuerySet:
        """Return the casussen this user may see today; none for whom we do not know.

        A casus is visible to the people of an organisation that takes part in it now and whose
        role holds `see_cases` there, and to a person with a dated grant on that one casus.
        With `any_role` every membership of the user counts, not only the one acted in. Where
        something is demanded of an organisation first (cases/voorwaarden.py), it gives nothing
        until then.
        """
        from cases.models.casus import CasusPartij, CasusToegang

        if not isinstance(user, User) or not user.is_active:
            return self.none()
        today = timezone.localdate()
        ids = organisatie_ids(user, Recht.SEE_CASES, any_role=any_role)
        granted = list(
            CasusToegang.objects.filter(
                user=user,
                permission__codename="look_at_casus",
                van__lte=today,
                tot__gt=today,
            ).values_list("content_object_id", flat=True)
        )
        if not ids and not granted:
            return self.none()
        refused = refusals_for(user, any_role=any_role)
        conditions = Q()
        if ids - refused.keys():
            parties = CasusPartij.objects.filter(
                Q(tot__isnull=True) | Q(tot__gt=today),
                casus=OuterRef("pk"),
                # As literals: the planner then knows how many casussen each one has.
                organisatie_id__in=sorted(ids - refused.keys()),
            )
            conditions |= Q(Exists(parties))
        if granted and not stands_refused(organisatie_soorten(user, any_role=any_role), refused):
            conditions |= Q(pk__in=granted)
        return self.filter(conditions) if conditions else self.none()

    def open(self) -> CasusQuerySet:
        """Return the casussen somebody is working on."""
        return self.filter(status="open")
