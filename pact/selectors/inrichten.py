"""Reading what a pact says of itself and who speaks for its partners."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from pact.keuzes import OPEN, AfspraakStatus, PartnerRol, Status
from pact.models import Actie, Afspraak, Contactpersoon, Pact, Partner
from thuiszitters.accounts.models import Lidmaatschap, Organisatie, User
from thuiszitters.accounts.rollen import Recht, Rol, rollen_with
from thuiszitters.accounts.selectors import people_with

PACTROLLEN = rollen_with(Recht.SEE_PACT)
"""The roles in which somebody can speak for a partner."""


def pacten_with_counts(visible: QuerySet[Pact], *, peildatum: date) -> QuerySet[Pact]:
    """Return these pacten by name, each with how many actions it has.

    As `aantal`, `aantal_open`, `aantal_gedaan` and `aantal_te_laat`.
    """
    unfinished = Q(acties__status__in=OPEN)
    return (
        visible.select_related("organisatie")
        .annotate(
            aantal=Count("acties"),
            aantal_open=Count("acties", filter=unfinished),
            aantal_gedaan=Count("acties", filter=Q(acties__status=Status.GEDAAN)),
            aantal_te_laat=Count("acties", filter=unfinished & Q(acties__deadline__lt=peildatum)),
        )
        .order_by("naam", "id")
    )


def rollen_of(organisatie: Organisatie) -> dict[int, str]:
    """Return what this organisation is today in each pact, in words, by the id of the pact."""
    rows = Partner.objects.current().filter(organisatie=organisatie).values_list("pact_id", "rol")
    return {pact: str(PartnerRol(rol).label) for pact, rol in rows}


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


@dataclass(frozen=True, slots=True)
class Partnerrij:
    """A partner of today, who speaks for it, and how many of its actions are open and overdue."""

    partner: Partner
    contacten: tuple[Contactpersoon, ...]
    aantal_open: int
    te_laat: int


def load_partners(pact: Pact, *, peildatum: date) -> list[Partnerrij]:
    """Return the partners of today by name, in three queries however many there are."""
    contacten: dict[int, list[Contactpersoon]] = defaultdict(list)
    for contact in _contactpersonen().filter(partner__pact=pact):
        contacten[contact.partner_id].append(contact)
    acties = Actie.objects.filter(pact=pact, status__in=OPEN, eigenaar__isnull=False).order_by()
    counted = {
        eigenaar: (aantal, te_laat)
        for eigenaar, aantal, te_laat in acties.values_list("eigenaar_id").annotate(
            aantal=Count("pk"), te_laat=Count("pk", filter=Q(deadline__lt=peildatum))
        )
    }
    partners = Partner.objects.current().filter(pact=pact).select_related("organisatie")
    return [
        Partnerrij(partner, tuple(contacten[partner.pk]), *counted.get(partner.pk, (0, 0)))
        for partner in partners.order_by("organisatie__naam", "id")
    ]


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
