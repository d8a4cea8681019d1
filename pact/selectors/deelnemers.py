"""Reading who can be asked to a meeting of a pact."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils import timezone

from pact.models import Contactpersoon, Pact, Partner
from thuiszitters.accounts.models import Lidmaatschap, User
from thuiszitters.accounts.rollen import Recht, rollen_with


def people_of(pact: Pact) -> QuerySet[User]:
    """Return the people at the partners of today who can see the pact, by name."""
    partners = Partner.objects.current().filter(pact=pact).values("organisatie_id")
    members = (
        Lidmaatschap.objects.active_on(timezone.localdate())
        .filter(organisatie_id__in=partners, rol__in=rollen_with(Recht.SEE_PACT))
        .values("user_id")
    )
    return User.objects.filter(pk__in=members, is_active=True).order_by("naam", "pk")


def contact_ids_of(pact: Pact) -> set[int]:
    """Return the ids of who is a contact person of a partner today."""
    today = timezone.localdate()
    rows = Contactpersoon.objects.filter(
        Q(tot__isnull=True) | Q(tot__gt=today), partner__pact=pact, van__lte=today
    )
    return set(rows.values_list("user_id", flat=True))


def partner_ids_of(pact: Pact, users: Collection[User]) -> dict[int, int]:
    """Return per user the partner of today they speak for; of more, the one they are contact of."""
    partners = {
        partner.organisatie_id: partner.pk
        for partner in Partner.objects.current().filter(pact=pact)
    }
    found: dict[int, int] = {}
    members = (
        Lidmaatschap.objects.active_on(timezone.localdate())
        .filter(
            user__in=[user.pk for user in users],
            organisatie_id__in=partners,
            rol__in=rollen_with(Recht.SEE_PACT),
        )
        .order_by("pk")
    )
    for lid in members:
        found.setdefault(lid.user_id, partners[lid.organisatie_id])
    today = timezone.localdate()
    contacts = Contactpersoon.objects.filter(
        Q(tot__isnull=True) | Q(tot__gt=today),
        partner__in=list(partners.values()),
        user__in=list(found),
    ).order_by("-pk")
    for contact in contacts:
        found[contact.user_id] = contact.partner_id
    return found


def people_by_partner(pact: Pact) -> list[tuple[Partner, list[User]]]:
    """Return the partners of today with the people who can be asked, both by name."""
    people = list(people_of(pact))
    speaks_for = partner_ids_of(pact, people)
    partners = Partner.objects.current().filter(pact=pact).select_related("organisatie")
    return [
        (partner, [user for user in people if speaks_for.get(user.pk) == partner.pk])
        for partner in partners.order_by("organisatie__naam", "pk")
    ]
