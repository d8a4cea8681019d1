"""What is asked of one person: open, taken up, and what was over lately."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from cases.models import Casus
from cases.models import Status as CasusStatus
from monitoring.ladder import Status, Trede
from monitoring.models import Escalatie, Geadresseerde, Reactie, ReactieSoort
from monitoring.selectors.gevraagd import waarom_jij
from pact.models import Pact
from thuiszitters.accounts.models import User
from thuiszitters.kalender import hoe_lang_nog, plus_werkdagen

PER_BLADZIJDE = 50
MEESTE_OPGEPAKT = 50
MEESTE_EERDER = 20
ONLANGS = timedelta(days=60)
_DAG = timedelta(days=1)


class Groep(StrEnum):
    """How soon an answer is due."""

    TE_LAAT = "Te laat"
    VANDAAG = "Vandaag"
    DEZE_WEEK = "Deze week"
    LATER = "Later"


@dataclass(frozen=True, slots=True)
class MijnSignaal:
    """One signal as the person reads it who is asked."""

    escalatie: Escalatie
    hier: bool
    """Whether the casus can be seen in the role they act in: only then the child is named."""
    waarom: str
    nog: str
    groep: Groep
    briefje: str
    """What somebody wrote who passed it on to them."""


@dataclass(frozen=True, slots=True)
class Opgepakt:
    """A signal that somebody takes care of, until a day."""

    escalatie: Escalatie
    hier: bool
    wie: User | None
    door_mij: bool
    weer_op: date | None
    """The first werkdag after that day, where the day itself is none."""


@dataclass(frozen=True, slots=True)
class Eerder:
    """A signal that is over for this person."""

    escalatie: Escalatie
    hier: bool
    wat: str


@dataclass(frozen=True, slots=True)
class MijnSignalen:
    """Everything the page shows."""

    pagina: Page[Geadresseerde]
    groepen: list[tuple[Groep, list[MijnSignaal]]]
    aantal: int
    te_laat: int
    opgepakt: list[Opgepakt]
    meer_opgepakt: bool
    eerder: list[Eerder]


def count_open(user: User) -> int:
    """Return how many signals wait for an answer of this person, in all their roles."""
    return _open_for(user, _seen(user)).count()


def count_waiting(user: User) -> int:
    """Return how many signals about casussen and about actions wait for this person."""
    return count_open(user) + count_actiesignalen(user)


def count_actiesignalen(user: User) -> int:
    """Return how many signals about actions wait for an answer of this person."""
    return Geadresseerde.objects.filter(
        user=user,
        tot__isnull=True,
        escalatie__status=Status.OPEN.value,
        escalatie__actie__pact__in=Pact.objects.visible_to(user, any_role=True),
    ).count()


def _seen(user: User) -> QuerySet[Casus]:
    """Return the casussen this person may see in any of their roles."""
    return Casus.objects.visible_to(user, any_role=True)


def _open_for(user: User, seen: QuerySet[Casus]) -> QuerySet[Geadresseerde]:
    return Geadresseerde.objects.filter(
        user=user,
        tot__isnull=True,
        escalatie__status=Status.OPEN.value,
        escalatie__casus__status=CasusStatus.OPEN,
        escalatie__casus__in=seen,
    )


def load_mijn_signalen(user: User, peildatum: date, bladzijde: str | None = None) -> MijnSignalen:
    """Return what is asked of this person, the most urgent first, in a fixed number of queries."""
    seen = _seen(user)
    asked_now = _open_for(user, seen)
    rows = (
        asked_now.select_related("namens", *_FRAME)
        .prefetch_related(Prefetch("escalatie__reacties", queryset=_answers()))
        .order_by(Coalesce("escalatie__reageer_voor", Value(date.max)), -_HOOGTE, "escalatie_id")
    )
    pagina = Paginator(rows, PER_BLADZIJDE).get_page(bladzijde)
    asked = list(pagina.object_list)
    resting = _resting(user, seen, peildatum)
    over = _over(user, seen, peildatum)
    escalaties = [*(row.escalatie for row in asked), *resting, *(row.escalatie for row in over)]
    here = _here(user, escalaties)
    groups: dict[Groep, list[MijnSignaal]] = {groep: [] for groep in Groep}
    for row in asked:
        found = _mijn_signaal(row, row.escalatie.casus_id in here, user, peildatum)
        groups[found.groep].append(found)
    return MijnSignalen(
        pagina=pagina,
        groepen=[(groep, found) for groep, found in groups.items() if found],
        aantal=pagina.paginator.count,
        te_laat=asked_now.filter(escalatie__reageer_voor__lt=peildatum).count(),
        opgepakt=[_opgepakt(row, row.casus_id in here, user) for row in resting[:MEESTE_OPGEPAKT]],
        meer_opgepakt=len(resting) > MEESTE_OPGEPAKT,
        eerder=[
            Eerder(row.escalatie, row.escalatie.casus_id in here, _wat(row, user)) for row in over
        ],
    )


_FRAME = ("escalatie__casus__leerling", "escalatie__casus__school")
_HOOGTE = Case(
    *(When(escalatie__trede=trede.value, then=Value(trede.hoogte)) for trede in Trede),
    default=Value(0),
    output_field=IntegerField(),
)


def _answers() -> QuerySet[Reactie]:
    return Reactie.objects.select_related("door", "naar").order_by("pk")


def _here(user: User, escalaties: Iterable[Escalatie]) -> frozenset[int]:
    """Return which of these casussen can be seen in the role this person acts in."""
    ids = {escalatie.over_casus.pk for escalatie in escalaties}
    seen = Casus.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)
    return frozenset(seen)


def _mijn_signaal(row: Geadresseerde, hier: bool, user: User, peildatum: date) -> MijnSignaal:
    last = row.escalatie.reageer_voor
    return MijnSignaal(
        escalatie=row.escalatie,
        hier=hier,
        waarom=waarom_jij(row),
        nog=hoe_lang_nog(last, peildatum) if last else "",
        groep=_groep(last, peildatum),
        briefje=next(
            (
                reactie.toelichting
                for reactie in reversed(row.escalatie.reacties.all())
                if reactie.naar_id == user.pk and reactie.door_id == row.namens_id
            ),
            "",
        )
        if hier
        else "",
    )


def _groep(last: date | None, peildatum: date) -> Groep:
    sunday = peildatum + _DAG * (6 - peildatum.weekday())
    if last is None or last > sunday:
        return Groep.LATER
    if last < peildatum:
        return Groep.TE_LAAT
    return Groep.VANDAAG if last == peildatum else Groep.DEZE_WEEK


def first_rest_day(peildatum: date) -> date:
    """Return the earliest rust_tot that still holds: after the werkdag behind it, it is over."""
    return plus_werkdagen(peildatum, -1)


def _resting(user: User, seen: QuerySet[Casus], peildatum: date) -> list[Escalatie]:
    """Return what was asked of this person or taken up by them, and may be silent now."""
    asked = Geadresseerde.objects.filter(user=user, tot__isnull=True)
    taken = Reactie.objects.filter(door=user, soort=ReactieSoort.NEEM_OP)
    ids = asked.order_by().values("escalatie_id").union(taken.order_by().values("escalatie_id"))
    found = (
        Escalatie.objects.filter(
            pk__in=ids,
            status=Status.BEANTWOORD.value,
            rust_tot__gte=first_rest_day(peildatum),
            casus__status=CasusStatus.OPEN,
            casus__in=seen,
        )
        .select_related("casus__leerling", "casus__school")
        .prefetch_related(Prefetch("reacties", queryset=_answers()))
        .order_by("rust_tot", "pk")
    )
    return list(found[: MEESTE_OPGEPAKT + 1])


def taken_by(escalatie: Escalatie) -> Reactie | None:
    """Return the answer with which it was taken up last; `reacties` come prefetched."""
    taken = [r for r in escalatie.reacties.all() if r.soort == ReactieSoort.NEEM_OP]
    return taken[-1] if taken else None


def _opgepakt(row: Escalatie, hier: bool, user: User) -> Opgepakt:
    taken = taken_by(row)
    return Opgepakt(
        escalatie=row,
        hier=hier,
        wie=taken.door if taken else None,
        door_mij=taken is not None and taken.door_id == user.pk,
        weer_op=asked_again(row.rust_tot),
    )


def asked_again(rust_tot: date | None) -> date | None:
    """Return the first werkdag after a day that is none itself; None for a werkdag."""
    if rust_tot is None or plus_werkdagen(rust_tot - _DAG, 1) == rust_tot:
        return None
    return plus_werkdagen(rust_tot, 1)


def _over(user: User, seen: QuerySet[Casus], peildatum: date) -> list[Geadresseerde]:
    """Return the last ones that are over for this person."""
    ended = (
        Q(escalatie__status__in=[Status.VERVALLEN.value, Status.OPGEVOLGD.value])
        | Q(
            escalatie__status=Status.BEANTWOORD.value,
            escalatie__rust_tot__lt=first_rest_day(peildatum),
        )
        | Q(escalatie__status=Status.BEANTWOORD.value, escalatie__rust_tot__isnull=True)
        | Q(tot__isnull=False)
    )
    found = (
        Geadresseerde.objects.filter(
            ended,
            user=user,
            escalatie__op__gte=peildatum - ONLANGS,
            escalatie__casus__in=seen,
        )
        .select_related(*_FRAME)
        .prefetch_related(Prefetch("escalatie__reacties", queryset=_answers()))
        .order_by(F("escalatie__op").desc(), "-escalatie_id")
    )
    return list(found[:MEESTE_EERDER])


def _wat(row: Geadresseerde, user: User) -> str:
    """Return what became of it, for this person."""
    escalatie = row.escalatie
    if row.gaf_door and row.tot is not None:
        to = [r.naar for r in escalatie.reacties.all() if r.door_id == user.pk and r.naar_id]
        return f"Je gaf het door aan {to[-1]}." if to else "Je gaf het door."
    match Status(escalatie.status):
        case Status.VERVALLEN:
            return f"Vervallen. {escalatie.reden}".strip()
        case Status.OPGEVOLGD:
            return "Opgevolgd: een hogere trede vroeg om een antwoord."
        case Status.BEANTWOORD:
            taken = taken_by(escalatie)
            return f"Beantwoord door {taken.door}." if taken else "Beantwoord."
        case _:
            return "Het wordt nu aan iemand anders gevraagd."
