"""Reading a pact."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet

from pact.keuzes import OPEN, Niveau, Status, Termijn
from pact.matrix import MatrixActie
from pact.matrix import Thema as Rij
from pact.models import Actie, ActieLog, Pact, Partner, Thema
from thuiszitters.accounts.models import Organisatie


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


def load_acties(pact: Pact) -> list[MatrixActie]:
    """Return every action of a pact as the matrix wants it, in one query."""
    rows = Actie.objects.filter(pact=pact).order_by("nr")
    return [
        MatrixActie(
            nr=nr,
            activiteit=activiteit,
            thema=thema,
            niveau=Niveau(niveau),
            termijn=Termijn(termijn),
            status=Status(status),
            deadline=deadline,
            eigenaar_id=eigenaar_id,
            eigenaar=eigenaar or "",
        )
        for nr, activiteit, thema, niveau, termijn, status, deadline, eigenaar_id, eigenaar in (
            rows.values_list(
                "nr",
                "activiteit",
                "thema_id",
                "niveau",
                "termijn",
                "status",
                "deadline",
                "eigenaar_id",
                "eigenaar__organisatie__naam",
            )
        )
    ]


def load_themas(pact: Pact) -> list[Rij]:
    """Return the rows of the matrix, in their order."""
    return [Rij(pk, naam) for pk, naam in pact.themas.values_list("pk", "naam")]


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


def themas_with_counts(pact: Pact) -> QuerySet[Thema]:
    """Return the themas with `aantal`, the number of actions under each."""
    return pact.themas.annotate(aantal=Count("acties")).order_by("volgorde", "id")


def history_of(actie: Actie) -> QuerySet[ActieLog]:
    """Return what was changed in an action, newest first, with who did it."""
    return actie.geschiedenis.select_related("door", "namens").order_by("-versie")


def changes_since(actie: Actie, versie: int) -> QuerySet[ActieLog]:
    """Return what others changed after this version, oldest first."""
    return history_of(actie).filter(versie__gt=versie).order_by("versie")


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
