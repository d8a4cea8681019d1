"""Reading people and the log."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, OuterRef, QuerySet, Subquery, When
from django.utils import timezone

from thuiszitters.accounts.models import (
    Lidmaatschap,
    LidmaatschapQuerySet,
    Organisatie,
    User,
    Vervanging,
    VervangingQuerySet,
)
from thuiszitters.accounts.rollen import Recht, Rol, Soort, rollen_with
from thuiszitters.audit.models import AuditRegel
from thuiszitters.berichten.models import Bericht, Toestand


def audit_lines(organisatie_ids: Iterable[int]) -> QuerySet[AuditRegel]:
    """Return the log lines of these organisations, newest first, with the user's name.

    A line without an organisation (a login) counts for the organisations its user belongs to.
    """
    ids = list(organisatie_ids)
    people = Lidmaatschap.objects.filter(organisatie_id__in=ids).values("user_id")
    own = AuditRegel.objects.filter(organisatie_id__in=ids) | AuditRegel.objects.filter(
        organisatie_id__isnull=True, gebruiker_id__in=people
    )
    names = User.objects.filter(pk=OuterRef("gebruiker_id")).values("naam")[:1]
    return own.annotate(wie=Subquery(names)).order_by("-op", "-id")


def people_with(rol: Rol, organisatie: Organisatie) -> QuerySet[User]:
    """Return the people who hold this role at this organisation today, by name."""
    held = Lidmaatschap.objects.active_on(timezone.localdate()).filter(
        organisatie=organisatie, rol=rol
    )
    return User.objects.filter(pk__in=held.values("user_id")).order_by("naam")


def casework_of(user: User) -> LidmaatschapQuerySet:
    """Return the memberships in which this person sees casussen, today or later, with the place."""
    return (
        Lidmaatschap.objects.exclude(tot__lte=timezone.localdate())
        .filter(user=user, rol__in=rollen_with(Recht.SEE_CASES), organisatie__actief=True)
        .select_related("organisatie")
    )


def possible_vervangers(
    user: User, organisaties: Iterable[Organisatie]
) -> list[tuple[Organisatie, list[User]]]:
    """Return per organisation the colleagues who may replace this person there, by name.

    They see casussen there, today or later, and a mail to them arrives. The service decides.
    """
    places = {organisatie.pk: organisatie for organisatie in organisaties}
    held = (
        Lidmaatschap.objects.exclude(tot__lte=timezone.localdate())
        .filter(
            organisatie_id__in=places,
            rol__in=rollen_with(Recht.SEE_CASES),
            user__is_active=True,
            user__onbestelbaar_op__isnull=True,
        )
        .exclude(user=user)
        .select_related("user")
        .order_by("user__naam", "user_id")
    )
    found: dict[int, dict[int, User]] = {pk: {} for pk in places}
    for lid in held:
        found[lid.organisatie_id][lid.user_id] = lid.user
    return [(places[pk], list(people.values())) for pk, people in found.items()]


def vervangingen_of(user: User) -> VervangingQuerySet:
    """Return when this person is away, today or later, and who replaces them; soonest first."""
    return (
        Vervanging.objects.not_over(timezone.localdate())
        .filter(user=user)
        .select_related("vervanger", "organisatie")
    )


def away_at(organisatie: Organisatie) -> VervangingQuerySet:
    """Return who is away from this organisation today, and who replaces them."""
    return (
        Vervanging.objects.covering(timezone.localdate())
        .filter(organisatie=organisatie)
        .select_related("vervanger")
    )


def vervangt(user: User) -> VervangingQuerySet:
    """Return whom this person replaces, today or later; soonest first."""
    return (
        Vervanging.objects.not_over(timezone.localdate())
        .filter(vervanger=user)
        .select_related("user", "organisatie")
    )


def werkgebied_of(organisaties: Iterable[int], soort: Soort) -> QuerySet[Organisatie]:
    """Return the organisations of one kind that lie in the area of these SWVs, by name.

    For a gemeente among them: those of every SWV that the gemeente lies in.
    """
    ids = list(organisaties)
    swvs = (
        Organisatie.objects.filter(pk__in=ids, soort=Soort.SWV)
        .values("pk")
        .union(Organisatie.objects.filter(gebiedsdelen__organisatie_id__in=ids).values("pk"))
    )
    return (
        Organisatie.objects.filter(
            soort=soort, actief=True, in_werkgebied_van__in=list(swvs.values_list("pk", flat=True))
        )
        .distinct()
        .order_by("naam")
    )


def undelivered(organisatie_ids: Iterable[int]) -> QuerySet[Bericht]:
    """Return the failed, the uncertain and the waiting mails to people of these organisations."""
    people = Lidmaatschap.objects.filter(organisatie_id__in=list(organisatie_ids)).values("user_id")
    return (
        Bericht.objects.filter(
            ontvanger_id__in=people,
            toestand__in=[
                Toestand.MISLUKT,
                Toestand.ONZEKER,
                Toestand.WACHTEND,
                Toestand.BEZIG,
                Toestand.BUNDEL,
            ],
        )
        .select_related("ontvanger")
        .annotate(
            rang=Case(
                When(toestand=Toestand.MISLUKT, then=0),
                When(toestand=Toestand.ONZEKER, then=1),
                default=2,
            )
        )
        .order_by("rang", "-gemaakt_op", "-pk")
    )


def demo_logins() -> list[dict[str, str]]:
    """Return one login per role of the composed demo region, for the login page of a demo."""
    shown: dict[str, dict[str, str]] = {}
    rows = (
        Lidmaatschap.objects.active_on(timezone.localdate())
        .filter(user__email__endswith=DEMO_DOMEIN)
        .select_related("user", "organisatie")
        .order_by("pk")
    )
    for row in rows:
        shown.setdefault(
            row.rol,
            {
                "rol": row.get_rol_display(),
                "organisatie": row.organisatie.naam,
                "email": row.user.email,
                "wachtwoord": DEMO_WACHTWOORD,
            },
        )
    return [shown[rol] for rol in Rol.values if rol in shown]


DEMO_DOMEIN = "@demo.example"
DEMO_WACHTWOORD = "demo-thuiszitters"
