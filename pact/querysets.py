"""The only door to a pact and its actions."""

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
    # Named in strings below.
    from pact.models.actie import Actie  # noqa: F401
    from pact.models.pact import Pact  # noqa: F401
    from pact.models.partner import Partner  # noqa: F401


class PactQuerySet(models.QuerySet["Pact"]):
    """Pacten, by who may see them."""

    def visible_to(self, user: User | AnonymousUser, *, any_role: bool = False) -> PactQuerySet:
        """Return the pacten this user may see today; none for whom we do not know.

        A pact is visible to people whose role holds `see_pact` at the organisation that leads
        it, or at one that takes part in it now. With `any_role` every
        membership of the user counts, not only the one acted in.
        """
        from pact.models.partner import Partner

        if not isinstance(user, User) or not user.is_active:
            return self.none()
        ids = sorted(organisatie_ids(user, Recht.SEE_PACT, any_role=any_role))
        if not ids:
            return self.none()
        partners = Partner.objects.current().filter(pact=OuterRef("pk"), organisatie_id__in=ids)
        return self.filter(Q(organisatie_id__in=ids) | Exists(partners))


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Partners, by the day they take part."""

    def current(self) -> PartnerQuerySet:
        """Return the partners that take part today."""
        return self.filter(Q(tot__isnull=True) | Q(tot__gt=timezone.localdate()))


class ActieQuerySet(models.QuerySet["Actie"]):
    """Actions, by who may see them."""

    def visible_to(self, user: User | AnonymousUser) -> ActieQuerySet:
        """Return the actions of the pacten this user may see today; none for others."""
        from pact.models.pact import Pact

        return self.filter(pact__in=Pact.objects.visible_to(user))
