"""Reading pacten, their themas and actions."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from pact.keuzes import OPEN
from pact.models import Actie, ActieLog, Bestand, Bewijs, Pact, Partner, Thema


def list_pacten(visible: QuerySet[Pact], *, peildatum: date) -> QuerySet[Pact]:
    """Return these pacten with `aantal_open` and `aantal_te_laat`, by name."""
    unfinished = Q(acties__status__in=OPEN)
    return (
        visible.select_related("organisatie")
        .annotate(
            aantal_open=Count("acties", filter=unfinished),
            aantal_te_laat=Count("acties", filter=unfinished & Q(acties__deadline__lt=peildatum)),
        )
        .order_by("naam", "id")
    )


def themas_with_counts(pact: Pact) -> QuerySet[Thema]:
    """Return the themas with `aantal`, the number of actions under each."""
    return pact.themas.annotate(aantal=Count("acties")).order_by("volgorde", "id")


def with_parts(acties: QuerySet[Actie]) -> QuerySet[Actie]:
    """Return these actions with their pact, thema and every partner in them, in three queries."""
    named = Partner.objects.select_related("organisatie")
    return acties.select_related(
        "pact__organisatie", "thema", "eigenaar__organisatie"
    ).prefetch_related(Prefetch("mede_eigenaren", named), Prefetch("betrokken", named))


def history_of(actie: Actie) -> QuerySet[ActieLog]:
    """Return the history of an action, newest first, with who wrote it and its evidence.

    The bytes of a file are left where they are.
    """
    return (
        actie.geschiedenis.select_related("door", "namens", "bewijs__bestand")
        .defer("bewijs__bestand__inhoud")
        .order_by("-op", "-id")
    )


def changes_since(actie: Actie, versie: int) -> QuerySet[ActieLog]:
    """Return what others changed after this version, oldest first."""
    return history_of(actie).filter(versie__gt=versie).order_by("versie", "id")


def count_history(actie: Actie) -> dict[str, int]:
    """Return how many lines of each kind the history of an action has."""
    rows = actie.geschiedenis.order_by().values_list("soort").annotate(aantal=Count("pk"))
    return dict(rows)


def bewijzen_of(actie: Actie) -> QuerySet[Bewijs]:
    """Return the evidence of an action, newest first, without the bytes of its files."""
    return (
        actie.bewijzen.select_related("bestand", "door", "namens")
        .defer("bestand__inhoud")
        .order_by("-op", "-id")
    )


def get_bestand(pact: Pact, pk: int) -> Bestand | None:
    """Return this file of a pact that is visible already, with its bytes; None without one."""
    return Bestand.objects.filter(pact=pact, pk=pk).select_related("pact").first()
