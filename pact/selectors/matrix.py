"""Reading what the matrix shows: counts of every cell, and the first actions of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from pact.keuzes import AFGEROND, OPEN, Niveau, Status, Termijn
from pact.matrix import GEEN, As, Assen, Eigendom, Filter, MatrixActie, Telling
from pact.matrix import Thema as MatrixThema
from pact.models import Actie, Pact

KOLOM = {
    As.THEMA: "thema_id",
    As.NIVEAU: "niveau",
    As.TERMIJN: "termijn",
    As.PARTNER: "eigenaar_id",
    As.TREDE: "trede",
    As.STATUS: "status",
}
"""The column of an action behind every axis."""


def _late(peildatum: date) -> Q:
    return Q(status__in=OPEN, deadline__lt=peildatum)


def filter_acties(pact: Pact, asked: Filter, *, peildatum: date) -> QuerySet[Actie]:
    """Return the actions of a pact that meet every part of the filter."""
    found = Actie.objects.filter(pact=pact)
    exact: dict[str, Any] = {
        "thema_id": asked.thema,
        "niveau": asked.niveau,
        "termijn": asked.termijn,
        "status": asked.status,
        "eigenaar_id": asked.eigenaar_id,
        "trede": "" if asked.trede == GEEN else asked.trede,
    }
    found = found.filter(**{veld: waarde for veld, waarde in exact.items() if waarde is not None})
    if asked.zonder_eigenaar:
        found = found.filter(eigenaar__isnull=True)
    if asked.zonder_deadline:
        found = found.filter(deadline__isnull=True)
    if asked.te_laat:
        found = found.filter(_late(peildatum))
    for woord in asked.zoek.split():
        found = found.filter(
            Q(activiteit__icontains=woord)
            | Q(toelichting__icontains=woord)
            | Q(resultaat_verwacht__icontains=woord)
            | Q(betrokkenen_tekst__icontains=woord)
            | Q(nummer_tekst__iexact=woord)
            | Q(eigenaar__organisatie__naam__icontains=woord)
        )
    return found


def _counts(peildatum: date) -> dict[str, Count]:
    """Return the numbers of a Telling, in its order."""
    return {
        "totaal": Count("pk"),
        "te_laat": Count("pk", filter=_late(peildatum)),
        "open": Count("pk", filter=Q(status__in=OPEN)),
        "gedaan": Count("pk", filter=Q(status=Status.GEDAAN)),
        "zonder_eigenaar": Count("pk", filter=Q(status__in=OPEN, eigenaar__isnull=True)),
    }


def _key(waarde: object) -> str:
    return GEEN if waarde in {None, ""} else str(waarde)


def count_cells(
    found: QuerySet[Actie], assen: Assen, *, peildatum: date
) -> dict[tuple[str, str], Telling]:
    """Return the counts per cell that holds an action, by the keys of its row and column."""
    row, column = KOLOM[assen.rijen], KOLOM[assen.kolommen]
    counts = _counts(peildatum)
    rows = found.order_by().values_list(row, column).annotate(**counts)
    return {(_key(rij), _key(kolom)): Telling(*numbers) for rij, kolom, *numbers in rows}


def first_acties(
    pact: Pact, found: QuerySet[Actie], assen: Assen, *, peildatum: date, most: int | None
) -> list[MatrixActie]:
    """Return the first `most` of the actions found in every cell, with the names of co-owners.

    `found` are actions of this pact; None for `most` gives all of them.
    """
    if most is not None:
        group = Case(
            When(_late(peildatum), then=Value(0)),
            When(status__in=OPEN, then=Value(1)),
            When(status=Status.GEDAAN, then=Value(2)),
            default=Value(3),
        )
        place = Window(
            RowNumber(),
            partition_by=[F(KOLOM[assen.rijen]), F(KOLOM[assen.kolommen])],
            order_by=[group, F("deadline").asc(nulls_last=True), F("nr")],
        )
        found = found.annotate(plaats=place).filter(plaats__lte=most)
    acties = _read(found, peildatum)
    names: dict[int, list[str]] = {}
    shared = Actie.mede_eigenaren.through.objects.filter(
        actie__pact=pact, actie__nr__in=[actie.nr for actie in acties]
    )
    for nr, naam in shared.order_by("partner__organisatie__naam", "pk").values_list(
        "actie__nr", "partner__organisatie__naam"
    ):
        names.setdefault(nr, []).append(naam)
    return [
        replace(actie, mede=tuple(names[actie.nr])) if actie.nr in names else actie
        for actie in acties
    ]


def load_acties(pact: Pact, *, peildatum: date) -> list[MatrixActie]:
    """Return every action of a pact as the matrix wants it, without co-owners, in one query."""
    return _read(Actie.objects.filter(pact=pact).order_by("nr"), peildatum)


def _read(found: QuerySet[Actie], peildatum: date) -> list[MatrixActie]:
    rows = found.values_list(
        "nr",
        "activiteit",
        "thema_id",
        "niveau",
        "termijn",
        "status",
        "deadline",
        "eigenaar_id",
        "eigenaar__organisatie__naam",
        "eigenaar__tot",
        "trede",
        "versie",
    )
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
            eigenaar_weg=weg is not None and weg <= peildatum,
            trede=trede,
            versie=versie,
        )
        for (
            nr,
            activiteit,
            thema,
            niveau,
            termijn,
            status,
            deadline,
            eigenaar_id,
            eigenaar,
            weg,
            trede,
            versie,
        ) in rows
    ]


def load_themas(pact: Pact) -> list[MatrixThema]:
    """Return the themas of a pact, in their order."""
    return [MatrixThema(pk, naam) for pk, naam in pact.themas.values_list("pk", "naam")]


def count_owned(pact: Pact, *, peildatum: date) -> list[Eigendom]:
    """Return what every partner owns, and what nobody owns, in one query."""
    counts = _counts(peildatum)
    rows = (
        Actie.objects.filter(pact=pact)
        .order_by()
        .values_list("eigenaar_id", "eigenaar__organisatie__naam")
        .annotate(**counts)
    )
    return [
        Eigendom(eigenaar_id, naam or "", Telling(*numbers)) for eigenaar_id, naam, *numbers in rows
    ]


def next_deadline(pact: Pact, *, peildatum: date) -> Actie | None:
    """Return the open action whose deadline comes first, today included; None without one."""
    return (
        Actie.objects.filter(pact=pact, deadline__gte=peildatum)
        .exclude(status__in=AFGEROND)
        .order_by("deadline", "nr")
        .first()
    )
