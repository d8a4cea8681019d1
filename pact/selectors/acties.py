"""Reading pacten, their themas and actions."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from pact.keuzes import OPEN
from pact.models import Actie, ActieLog, Pact, Thema


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


def history_of(actie: Actie) -> QuerySet[ActieLog]:
    """Return what was changed in an action, newest first, with who did it."""
    return actie.geschiedenis.select_related("door", "namens").order_by("-versie")


def changes_since(actie: Actie, versie: int) -> QuerySet[ActieLog]:
    """Return what others changed after this version, oldest first."""
    return history_of(actie).filter(versie__gt=versie).order_by("versie")
