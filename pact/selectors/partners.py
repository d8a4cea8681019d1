"""Reading who takes part in a pact."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from pact.models import Actie, Pact, Partner
from thuiszitters.accounts.models import Organisatie


def partners_of(pact: Pact) -> QuerySet[Partner]:
    """Return who takes part today, by name, with its organisatie."""
    return (
        Partner.objects.current()
        .filter(pact=pact)
        .select_related("organisatie")
        .order_by("organisatie__naam", "id")
    )


def owners_of(pact: Pact) -> QuerySet[Partner]:
    """Return the partners of today, and those who left but still own an action, by name."""
    current = Partner.objects.current().filter(pact=pact).values("pk")
    return (
        Partner.objects.filter(Q(pk__in=current) | Q(acties__isnull=False), pact=pact)
        .select_related("organisatie")
        .distinct()
        .order_by("organisatie__naam", "id")
    )


def assignable_partners(pact: Pact, actie: Actie | None = None) -> QuerySet[Partner]:
    """Return who can own an action: the partners of today, and who owns this one already."""
    wanted = Q(pk__in=Partner.objects.current().values("pk"))
    if actie is not None and actie.eigenaar_id is not None:
        wanted |= Q(pk=actie.eigenaar_id)
    return (
        Partner.objects.filter(wanted, pact=pact)
        .select_related("organisatie")
        .order_by("organisatie__naam", "id")
    )


def candidate_partners(pact: Pact, zoek: str = "") -> QuerySet[Organisatie]:
    """Return the active organisations that are no partner, by name.

    Every word of `zoek` must be in the name or the kind, or be the code.
    """
    current = Partner.objects.current().filter(pact=pact).values("organisatie_id")
    found = Organisatie.objects.filter(actief=True).exclude(pk__in=current)
    for woord in zoek.split():
        found = found.filter(
            Q(naam__icontains=woord) | Q(code__iexact=woord) | Q(soort__icontains=woord)
        )
    return found.order_by("naam", "id")
