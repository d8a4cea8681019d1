"""Reading what a pact says of itself and who speaks for its partners."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from pact.keuzes import OPEN, AfspraakStatus
from pact.models import Actie, Afspraak, Contactpersoon, Pact, Partner
from thuiszitters.accounts.models import Lidmaatschap, Organisatie, User
from thuiszitters.accounts.rollen import Recht, Rol, rollen_with
from thuiszitters.accounts.selectors import people_with

PACTROLLEN = rollen_with(Recht.SEE_PACT)
"""The roles in which somebody can speak for a partner."""


def contactpersonen_of(partner: Partner) -> QuerySet[Contactpersoon]:
    """Return who speaks for a partner today, by name, with `in_rol`: whether they still can.

    Somebody whose role there ended stays on the list until the regievoerder ends it.
    """
    return _contactpersonen().filter(partner=partner)


def _contactpersonen() -> QuerySet[Contactpersoon]:
    today = timezone.localdate()
    held = Lidmaatschap.objects.active_on(today).filter(
        user=OuterRef("user"), organisatie=OuterRef("partner__organisatie"), rol__in=PACTROLLEN
    )
    return (
        Contactpersoon.objects.filter(Q(tot__isnull=True) | Q(tot__gt=today))
        .select_related("user")
        .annotate(in_rol=Exists(held))
        .order_by("user__naam", "id")
    )


def possible_contactpersonen(partner: Partner) -> QuerySet[User]:
    """Return who can become a contact person: a role in the pact there, and none yet; by name."""
    held = Lidmaatschap.objects.active_on(timezone.localdate()).filter(
        organisatie=partner.organisatie_id, rol__in=PACTROLLEN
    )
    return (
        User.objects.filter(pk__in=held.values("user_id"))
        .exclude(pk__in=contactpersonen_of(partner).values("user_id"))
        .order_by("naam", "pk")
    )


def beheerders_of(organisatie: Organisatie) -> QuerySet[User]:
    """Return who can invite people at this organisation, by name."""
    return people_with(Rol.BEHEERDER, organisatie)


def partners_with_contacts(pact: Pact, *, peildatum: date) -> QuerySet[Partner]:
    """Return the partners of today by name, each with `contacten`, `aantal_open` and `te_laat`.

    Three queries, however many partners there are.
    """
    unfinished = Q(acties__status__in=OPEN)
    return (
        Partner.objects.current()
        .filter(pact=pact)
        .select_related("organisatie")
        .prefetch_related(
            Prefetch("contactpersonen", queryset=_contactpersonen(), to_attr="contacten")
        )
        .annotate(
            aantal_open=Count("acties", filter=unfinished),
            te_laat=Count("acties", filter=unfinished & Q(acties__deadline__lt=peildatum)),
        )
        .order_by("organisatie__naam", "id")
    )


def left_partners(pact: Pact) -> QuerySet[Partner]:
    """Return the partners that left, the last first, with `aantal_open`: what they still own."""
    return (
        pact.partners.filter(tot__lte=timezone.localdate())
        .select_related("organisatie")
        .annotate(aantal_open=Count("acties", filter=Q(acties__status__in=OPEN)))
        .order_by("-tot", "organisatie__naam", "id")
    )


def open_acties_of(partner: Partner) -> QuerySet[Actie]:
    """Return the unfinished actions a partner owns, the earliest deadline first."""
    return (
        Actie.objects.filter(eigenaar=partner, status__in=OPEN)
        .select_related("thema")
        .order_by("deadline", "nr")
    )


def open_afspraken_of(partner: Partner) -> QuerySet[Afspraak]:
    """Return the open afspraken a partner leads, the earliest day first."""
    return Afspraak.objects.filter(eigenaar=partner, status=AfspraakStatus.OPEN).order_by(
        "uiterlijk", "nr"
    )
