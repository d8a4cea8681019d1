"""Reading meetings, their agenda and what was agreed in them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from pact.keuzes import AfspraakStatus, OverlegStatus
from pact.models import (
    Afspraak,
    AfspraakStand,
    Agendapunt,
    Deelname,
    Overleg,
    Pact,
    Partner,
    Standpunt,
)
from thuiszitters.accounts.models import User

GEWEEST = (OverlegStatus.GEHOUDEN, OverlegStatus.VASTGESTELD)
"""The states from which everybody of the pact sees what was agreed."""


def overleggen_of(pact: Pact) -> QuerySet[Overleg]:
    """Return the meetings of a pact with `aantal_afspraken` and `aantal_open`, newest first."""
    return pact.overleggen.annotate(
        aantal_afspraken=Count("afspraken"),
        aantal_open=Count("afspraken", filter=Q(afspraken__status=AfspraakStatus.OPEN)),
    ).order_by("-datum", "-nr")


def next_overleg(pact: Pact, peildatum: date) -> Overleg | None:
    """Return the first meeting that is planned on or after this day."""
    return (
        pact.overleggen.filter(status=OverlegStatus.GEPLAND, datum__gte=peildatum)
        .order_by("datum", "nr")
        .first()
    )


def following_overleg(overleg: Overleg) -> Overleg | None:
    """Return the meeting after this one: of its kind where there is one."""
    later = (
        Overleg.objects.filter(pact=overleg.pact_id)
        .exclude(status=OverlegStatus.VERVALLEN)
        .filter(Q(datum__gt=overleg.datum) | Q(datum=overleg.datum, nr__gt=overleg.nr))
        .order_by("datum", "nr")
    )
    found = list(later[:20])
    return next((o for o in found if o.soort == overleg.soort), found[0] if found else None)


def meetings_of_person(user: User, pacten: QuerySet[Pact]) -> QuerySet[Overleg]:
    """Return the meetings of these pacten that this person was asked to, oldest first."""
    return (
        Overleg.objects.filter(pact__in=pacten, deelnames__user=user)
        .select_related("pact")
        .distinct()
        .order_by("datum", "nr")
    )


def _standen() -> QuerySet[AfspraakStand]:
    """Return what was said of afspraken, oldest first, with by whom."""
    return AfspraakStand.objects.select_related("door", "namens", "overleg").order_by("op", "id")


def punten_of(overleg: Overleg) -> list[Agendapunt]:
    """Return the points of the agenda in their order, with what they are about."""
    rows = (
        overleg.agendapunten.select_related(
            "actie__eigenaar__organisatie",
            "afspraak__eigenaar__organisatie",
            "afspraak__overleg",
        )
        .prefetch_related(
            Prefetch("afspraak__standen", queryset=_standen()),
            Prefetch(
                "afspraak__mede_eigenaren",
                queryset=Partner.objects.select_related("organisatie"),
            ),
        )
        .order_by("volgorde", "id")
    )
    return list(rows)


def deelnames_of(overleg: Overleg) -> list[Deelname]:
    """Return who was asked: by partner and name, the guests last."""
    rows = overleg.deelnames.select_related("user", "partner__organisatie")
    return sorted(
        rows,
        key=lambda d: (
            d.user is None,
            str(d.partner or "").casefold(),
            str(d.user or d.gast).casefold(),
        ),
    )


def standpunten_of(overleg: Overleg) -> QuerySet[Standpunt]:
    """Return what the partners said, by name."""
    return overleg.standpunten.select_related("partner__organisatie").order_by(
        "partner__organisatie__naam", "id"
    )


def _whole(afspraken: QuerySet[Afspraak]) -> QuerySet[Afspraak]:
    return afspraken.select_related(
        "pact__organisatie", "overleg", "eigenaar__organisatie", "actie"
    ).prefetch_related(
        Prefetch("standen", queryset=_standen()),
        Prefetch("mede_eigenaren", queryset=Partner.objects.select_related("organisatie")),
    )


def afspraken_made_in(overleg: Overleg) -> list[Afspraak]:
    """Return what was agreed in this meeting, by number."""
    return list(_whole(overleg.afspraken.all()).order_by("nr"))


def afspraken_of(pact: Pact, *, leidt: bool) -> QuerySet[Afspraak]:
    """Return the afspraken of a pact by number, each with its history.

    Whoever does not lead it sees those of meetings that were held.
    """
    rows = _whole(pact.afspraken.all()).order_by("nr")
    if leidt:
        return rows
    return rows.filter(Q(overleg__isnull=True) | Q(overleg__status__in=GEWEEST))


def afspraken_for(afspraken: QuerySet[Afspraak], partner_id: int) -> QuerySet[Afspraak]:
    """Return those that this partner is lead owner or co-owner of."""
    shared = Afspraak.mede_eigenaren.through.objects.filter(partner_id=partner_id)
    return afspraken.filter(Q(eigenaar_id=partner_id) | Q(pk__in=shared.values("afspraak_id")))


def count_afspraken(afspraken: QuerySet[Afspraak], *, peildatum: date) -> dict[str, int]:
    """Return how many there are: open, te_laat (of the open ones), gedaan, vervallen, alle."""
    unfinished = Q(status=AfspraakStatus.OPEN)
    counted: dict[str, int] = afspraken.order_by().aggregate(
        open=Count("pk", filter=unfinished),
        te_laat=Count("pk", filter=unfinished & Q(uiterlijk__lt=peildatum)),
        gedaan=Count("pk", filter=Q(status=AfspraakStatus.GEDAAN)),
        vervallen=Count("pk", filter=Q(status=AfspraakStatus.VERVALLEN)),
        alle=Count("pk"),
    )
    return counted
