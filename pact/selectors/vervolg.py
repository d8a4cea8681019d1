"""Reading what follows on a pact: bouwstenen, what became of the actions, the next pact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from pact.keuzes import Uitkomst
from pact.models import (
    Actie,
    Bestand,
    Bouwsteen,
    Bouwsteenvraag,
    Contactpersoon,
    Evaluatie,
    Overname,
    Pact,
    Partner,
    Thema,
)

# --- bouwstenen ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gift:
    """What a partner gave once, and whether it came after the day it was asked for."""

    bouwsteen: Bouwsteen
    na_de_datum: bool


@dataclass(frozen=True, slots=True)
class Inbreng:
    """Everything one partner gave to a question, the newest first; nothing while it is silent."""

    partner: Partner
    giften: tuple[Gift, ...]
    contacten: tuple[str, ...]
    weg: bool
    """Whether this partner left the pact."""

    @property
    def laatste(self) -> Gift | None:
        """What counts."""
        return self.giften[0] if self.giften else None


@dataclass(frozen=True, slots=True)
class Vraagrij:
    """A question in the list: how many answered, of how many, and what this partner gave."""

    vraag: Bouwsteenvraag
    gegeven: int
    eigen: Gift | None


def read_gift(vraag: Bouwsteenvraag, bouwsteen: Bouwsteen) -> Gift:
    """Return a bouwsteen with whether it came too late."""
    return Gift(bouwsteen, timezone.localdate(bouwsteen.op) > vraag.uiterlijk)


def get_vraag(pact: Pact, nr: int) -> Bouwsteenvraag | None:
    """Return this question of a pact that is visible already; None without one."""
    found = pact.bouwsteenvragen.select_related("door").filter(nr=nr).first()
    if found is not None:
        found.pact = pact
    return found


def list_vragen(pact: Pact, ids: Collection[int]) -> list[Vraagrij]:
    """Return the questions of a pact, the newest first; `ids` are the partners of who looks."""
    current = Partner.objects.current().filter(pact=pact)
    counted = Count("bouwstenen__partner", filter=Q(bouwstenen__partner__in=current), distinct=True)
    own: dict[int, Bouwsteen] = {}
    for bouwsteen in Bouwsteen.objects.filter(partner__in=ids, vraag__pact=pact).order_by("versie"):
        own[bouwsteen.vraag_id] = bouwsteen
    return [
        Vraagrij(
            vraag,
            cast("int", vraag.__dict__["aantal"]),
            read_gift(vraag, own[vraag.pk]) if vraag.pk in own else None,
        )
        for vraag in pact.bouwsteenvragen.annotate(aantal=counted).order_by("-nr")
    ]


def _bouwstenen(vraag: Bouwsteenvraag) -> QuerySet[Bouwsteen]:
    files = Bestand.objects.defer("inhoud").order_by("op", "id")
    return vraag.bouwstenen.select_related("door").prefetch_related(
        Prefetch("bijlagen", queryset=files)
    )


def giften_of(vraag: Bouwsteenvraag, ids: Collection[int]) -> list[Gift]:
    """Return what these partners gave to a question, the newest first."""
    rows = _bouwstenen(vraag).filter(partner__in=ids).order_by("-versie", "-pk")
    return [read_gift(vraag, bouwsteen) for bouwsteen in rows]


def load_inbreng(vraag: Bouwsteenvraag) -> list[Inbreng]:
    """Return every partner by name with what it gave; one that left only when it gave something.

    In a number of queries that does not grow with the partners.
    """
    today = timezone.localdate()
    given: dict[int, list[Gift]] = defaultdict(list)
    for bouwsteen in _bouwstenen(vraag).order_by("-versie", "-pk"):
        given[bouwsteen.partner_id].append(read_gift(vraag, bouwsteen))
    people: dict[int, list[str]] = defaultdict(list)
    contacts = Contactpersoon.objects.filter(partner__pact=vraag.pact).filter(
        Q(tot__isnull=True) | Q(tot__gt=today), user__is_active=True
    )
    for contact in contacts.select_related("user").order_by("user__naam", "pk"):
        people[contact.partner_id].append(str(contact.user))
    current = Partner.objects.current().values("pk")
    partners = (
        Partner.objects.filter(Q(pk__in=current) | Q(pk__in=list(given)), pact=vraag.pact)
        .select_related("organisatie")
        .order_by("organisatie__naam", "id")
    )
    return [
        Inbreng(
            partner,
            tuple(given[partner.pk]),
            tuple(people[partner.pk]),
            partner.tot is not None and partner.tot <= today,
        )
        for partner in partners
    ]


def may_open(bestand: Bestand, organisaties: Collection[int]) -> bool:
    """Return whether people of these organisations may open a file of a pact they see.

    What was given as a bouwsteen is of its giver until the question is closed; then everybody
    of the pact sees the newest. `organisaties` holds the lead where who asks leads the pact.
    """
    if bestand.pact.organisatie_id in organisaties:
        return True
    given = Bouwsteen.objects.filter(bijlagen=bestand)
    if not given.exists() or bestand.bewijzen.exists():
        return True
    newer = Bouwsteen.objects.filter(
        vraag=OuterRef("vraag"), partner=OuterRef("partner"), versie__gt=OuterRef("versie")
    )
    shown = Q(vraag__gesloten_op__isnull=False) & ~Exists(newer)
    return given.filter(Q(partner__organisatie__in=organisaties) | shown).exists()


# --- what became of the actions ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evaluatierij:
    """An action with what was said of it, the newest first."""

    actie: Actie
    evaluaties: tuple[Evaluatie, ...]

    @property
    def laatste(self) -> Evaluatie | None:
        """What counts."""
        return self.evaluaties[0] if self.evaluaties else None


@dataclass(frozen=True, slots=True)
class Telling:
    """How many actions succeeded, partly, or did not; `nog` were not looked back at yet."""

    gelukt: int
    deels: int
    niet: int
    nog: int

    @property
    def totaal(self) -> int:
        """How many actions there are."""
        return self.gelukt + self.deels + self.niet + self.nog


@dataclass(frozen=True, slots=True)
class Themaevaluatie:
    """A thema with its actions and how they turned out."""

    thema: Thema
    rijen: tuple[Evaluatierij, ...]
    telling: Telling


def count_uitkomsten(rijen: Sequence[Evaluatierij]) -> Telling:
    """Return how these actions turned out. Pure."""
    said = [rij.laatste.uitkomst if rij.laatste else "" for rij in rijen]
    return Telling(
        gelukt=said.count(Uitkomst.GELUKT),
        deels=said.count(Uitkomst.DEELS),
        niet=said.count(Uitkomst.NIET),
        nog=said.count(""),
    )


def _evaluaties() -> QuerySet[Evaluatie]:
    return Evaluatie.objects.select_related("door", "namens").order_by("-versie")


def evaluaties_of(actie: Actie) -> list[Evaluatie]:
    """Return what was said of an action looking back, the newest first."""
    return list(_evaluaties().filter(actie=actie))


def load_evaluatie(pact: Pact) -> list[Themaevaluatie]:
    """Return the themas in their order, with every action and what was said of it."""
    themas = list(pact.themas.order_by("volgorde", "id"))
    rijen = evaluatierijen(pact)
    return [
        Themaevaluatie(thema, tuple(own), count_uitkomsten(own))
        for thema in themas
        if (own := [rij for rij in rijen if rij.actie.thema_id == thema.pk])
    ]


def evaluatierijen(pact: Pact) -> list[Evaluatierij]:
    """Return the actions of a pact by thema and number, with what was said of each."""
    named = Partner.objects.select_related("organisatie")
    acties = (
        Actie.objects.filter(pact=pact)
        .select_related("thema", "eigenaar__organisatie")
        .prefetch_related(
            Prefetch("evaluaties", queryset=_evaluaties()),
            Prefetch("mede_eigenaren", queryset=named),
        )
        .order_by("thema__volgorde", "thema_id", "nr")
    )
    found = []
    for actie in acties:
        # One object, so that who may answer is told without asking again.
        actie.pact = pact
        found.append(Evaluatierij(actie, tuple(actie.evaluaties.all())))
    return found


# --- from one pact to the next -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lijn:
    """The action before or after one in another pact; `actie` is None for who cannot see it."""

    actie: Actie | None


@dataclass(frozen=True, slots=True)
class Overnames:
    """Where an action comes from, and where it goes on."""

    van: Lijn | None
    naar: tuple[Lijn, ...]


def overnames_of(actie: Actie, visible: QuerySet[Pact]) -> Overnames:
    """Return the links of an action to other pacten; those who looks cannot see are kept shut."""
    rows = list(
        Overname.objects.filter(Q(van=actie) | Q(naar=actie))
        .select_related("van__pact", "naar__pact")
        .order_by("pk")
    )
    others = {row.van.pact_id if row.naar_id == actie.pk else row.naar.pact_id for row in rows}
    seen = set(visible.filter(pk__in=others).values_list("pk", flat=True)) if rows else set()

    def line(other: Actie) -> Lijn:
        return Lijn(other if other.pact_id in seen else None)

    before: Iterable[Actie] = (row.van for row in rows if row.naar_id == actie.pk)
    return Overnames(
        van=next((line(other) for other in before), None),
        naar=tuple(line(row.naar) for row in rows if row.van_id == actie.pk),
    )
