"""Signals about the actions of a pact: what is asked of whom, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from monitoring.ladder import Drempel, Oorzaak, Status, Trede
from monitoring.ladder.hand import AANLEIDING
from monitoring.models import Escalatie, Geadresseerde, Reactie, Wijze
from monitoring.selectors.mijn_signalen import first_rest_day
from monitoring.selectors.post import waiting_mail
from monitoring.selectors.signalen import WOORDEN
from pact.bronnen import Aangesproken, OpenSignaal
from pact.keuzes import Antwoord
from pact.models import Actie, Pact
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol
from thuiszitters.kalender import hoe_lang_nog

MEESTE = 100
"""Signals of one person that are shown at once."""
_OPEN_OF_RUST = [Status.OPEN.value, Status.BEANTWOORD.value]
_HOOGTE = Case(
    *(When(trede=trede.value, then=Value(trede.hoogte)) for trede in Trede),
    default=Value(0),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Actiesignaal:
    """One escalation about an action, as people read it. Rows come prefetched."""

    escalatie: Escalatie
    vragen: tuple[str, ...]
    """Who is asked now, each with why."""
    reacties: tuple[Reactie, ...]
    tekst: str
    """What the regievoerder wrote; also where silence followed on it."""
    door: User | None
    zonder: tuple[str, ...]
    voor_mij: bool
    te_laat: bool
    rust: bool
    nog: str
    aanleiding: str
    """What is the matter, told to who reads it."""
    post: str
    """When a mail about it leaves that waits; empty where none does."""
    kijkt_opnieuw: bool
    """Whether the watch is still to find out who is asked by now."""

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.escalatie.status == Status.OPEN.value

    @property
    def te_beantwoorden(self) -> bool:
        """Whether an answer to it is taken: also a next one, while it rests."""
        return self.escalatie.status in _OPEN_OF_RUST

    @property
    def laatste(self) -> int:
        """The last answer that is shown; 0 for none."""
        return self.reacties[-1].pk if self.reacties else 0

    @property
    def hoe_het_afliep(self) -> str:
        """What became of it, in a few words: the answer where there was one."""
        if self.reacties and not self.is_open:
            return str(Antwoord(self.reacties[-1].soort).label)
        return WOORDEN[Status(self.escalatie.status)]


def woord_voor(rol: str) -> str:
    """Return whom a role stands for on an action; empty for none."""
    return {
        Rol.PARTNER: "eigenaar",
        Rol.BETROKKENE: "mede-eigenaar",
        Rol.REGIEVOERDER: "regievoerder",
    }.get(Rol(rol), "") if rol else ""  # fmt: skip


def waarom(asked: Geadresseerde) -> str:
    """Return why somebody is asked about an action. `namens` comes selected."""
    rol = woord_voor(asked.rol)
    match Wijze(asked.wijze):
        case Wijze.VERVANGING:
            return f"vervangt {asked.namens}, {rol}"
        case Wijze.VOLGENDE:
            return f"want er is niemand te bereiken voor de {rol}"
    return rol


def _rows(rows: QuerySet[Escalatie]) -> QuerySet[Escalatie]:
    answers = Reactie.objects.select_related("door", "naar_partner__organisatie").order_by("pk")
    asked = Geadresseerde.objects.filter(tot__isnull=True).select_related("user", "namens")
    return rows.select_related("door").prefetch_related(
        Prefetch("reacties", queryset=answers),
        Prefetch("geadresseerden", queryset=asked.order_by("pk"), to_attr="nu_gevraagd"),
    )


def load_actiesignalen(actie: Actie, user: User, peildatum: date) -> list[Actiesignaal]:
    """Return every signal about an action, the newest first, in four statements.

    What was skipped is left out: nobody was asked.
    """
    rows = list(
        _rows(actie.escalaties.exclude(status=Status.OVERGESLAGEN.value)).order_by("-op", "-pk")
    )
    for row in rows:
        # As it was read, with its owner.
        row.actie = actie
    return _read(rows, user, peildatum)


def _read(rows: list[Escalatie], user: User, peildatum: date) -> list[Actiesignaal]:
    by_hand = {
        (row.actie_id, row.verzuim_sinds): row
        for row in sorted(rows, key=lambda row: row.pk)
        if row.oorzaak == Oorzaak.HAND.value
    }
    open_ids = [row.pk for row in rows if row.status == Status.OPEN.value]
    post = waiting_mail(open_ids, timezone.now())
    return [
        _signaal(
            row,
            by_hand.get((row.actie_id, row.verzuim_sinds)),
            user,
            peildatum,
            post.get(row.pk, ""),
        )
        for row in rows
    ]


def _aanleiding(row: Escalatie, user: User, *, asked: bool) -> str:
    """Return what is the matter; of what was asked by hand, who addresses whom."""
    if row.aanleiding != AANLEIDING or (asked and row.door_id != user.pk):
        return row.aanleiding
    eigenaar = row.over_actie.eigenaar
    wie = "Jij spreekt" if row.door_id == user.pk else "De regievoerder van het pact spreekt"
    return f"{wie} {eigenaar or 'de eigenaar'} aan op deze actie."


def _owner_left(row: Escalatie, now: list[Geadresseerde], peildatum: date) -> bool:
    """Return whether somebody is asked for an owner that takes no part any more."""
    eigenaar = row.over_actie.eigenaar
    if eigenaar is None or eigenaar.tot is None or eigenaar.tot > peildatum:
        return False
    return any(a.rol == Rol.PARTNER.value and a.wijze != Wijze.VOLGENDE.value for a in now)


def _signaal(
    row: Escalatie, origin: Escalatie | None, user: User, peildatum: date, post: str
) -> Actiesignaal:
    is_open = row.status == Status.OPEN.value
    now: list[Geadresseerde] = row.__dict__.get("nu_gevraagd", [])
    source = row if row.tekst else origin if row.met_de_hand else None
    rest = row.rust_tot if row.status == Status.BEANTWOORD.value else None
    asked = any(other.user_id == user.pk for other in now)
    return Actiesignaal(
        escalatie=row,
        vragen=tuple(f"{asked.user} ({waarom(asked)})" for asked in now),
        reacties=tuple(row.reacties.all()),
        tekst=source.tekst if source else "",
        door=source.door if source else None,
        zonder=tuple(woord_voor(rol) for rol in row.zonder_ontvanger) if is_open else (),
        voor_mij=is_open and asked,
        te_laat=bool(is_open and row.reageer_voor and row.reageer_voor < peildatum),
        rust=rest is not None and rest >= first_rest_day(peildatum),
        nog=hoe_lang_nog(row.reageer_voor, peildatum) if is_open and row.reageer_voor else "",
        aanleiding=_aanleiding(row, user, asked=asked),
        post=post,
        kijkt_opnieuw=is_open and _owner_left(row, now, peildatum),
    )


# --- who was addressed, for the pages of a pact ------------------------------------------------


class Filter:
    """Which signals of a pact are shown."""

    OPEN = "open"
    ALLES = "alles"
    HAND = "hand"


def aangesproken_in(pact: Pact, keuze: str = Filter.OPEN) -> QuerySet[Escalatie]:
    """Return who was addressed in a pact, what waits first, with the action and its owner."""
    rows = Escalatie.objects.filter(actie__pact=pact).exclude(status=Status.OVERGESLAGEN.value)
    if keuze == Filter.OPEN:
        rows = rows.filter(status=Status.OPEN.value)
        rows = rows.order_by(Coalesce("reageer_voor", Value(date.max)), -_HOOGTE, "pk")
    else:
        rows = rows.order_by("-op", "-pk")
    if keuze == Filter.HAND:
        rows = rows.filter(drempel=Drempel.MET_DE_HAND.value)
    return _rows(rows).select_related("actie__eigenaar__organisatie", "door")


def count_aangesproken(pact: Pact) -> dict[str, int]:
    """Return how many signals each choice shows."""
    rows = Escalatie.objects.filter(actie__pact=pact).exclude(status=Status.OVERGESLAGEN.value)
    return rows.aggregate(
        open=Count("pk", filter=Q(status=Status.OPEN.value)),
        hand=Count("pk", filter=Q(drempel=Drempel.MET_DE_HAND.value)),
        alles=Count("pk"),
    )


def read_rows(rows: Iterable[Escalatie], user: User, peildatum: date) -> list[Actiesignaal]:
    """Return these rows of `aangesproken_in` as people read them."""
    return _read(list(rows), user, peildatum)


# --- what is asked of one person ---------------------------------------------------------------


def _asked_of(user: User) -> QuerySet[Geadresseerde]:
    return Geadresseerde.objects.filter(
        user=user,
        tot__isnull=True,
        escalatie__status=Status.OPEN.value,
        escalatie__actie__pact__in=_pacten(user),
    )


def _pacten(user: User) -> QuerySet[Pact]:
    """Return the pacten this person may see in any of their roles."""
    return Pact.objects.visible_to(user, any_role=True)


def load_mijn_acties(user: User, peildatum: date) -> list[tuple[Actiesignaal, bool]]:
    """Return what is asked of this person about actions, the most urgent first.

    Each with whether its pact can be seen in the role they act in.
    """
    rows = _rows(Escalatie.objects.filter(pk__in=_asked_of(user).values("escalatie_id")))
    found = list(
        rows.select_related("actie__pact", "actie__eigenaar__organisatie").order_by(
            Coalesce("reageer_voor", Value(date.max)), -_HOOGTE, "pk"
        )[:MEESTE]
    )
    here = set(Pact.objects.visible_to(user).values_list("pk", flat=True))
    return [
        (signaal, signaal.escalatie.over_actie.pact_id in here)
        for signaal in _read(found, user, peildatum)
    ]


# --- for the desk and the reports of the pact --------------------------------------------------


def open_bron(acties: Collection[int], peildatum: date) -> list[OpenSignaal]:
    """Return what is open for these actions, or rests after an answer; see pact.bronnen."""
    rows = (
        Escalatie.objects.filter(actie__in=list(acties))
        .filter(
            Q(status=Status.OPEN.value)
            | Q(status=Status.BEANTWOORD.value, rust_tot__gte=first_rest_day(peildatum))
        )
        .order_by("pk")
        .values_list(
            "actie_id", "trede", "actie__eigenaar_id", "op", "reageer_voor", "herinneringen",
            "status", "rust_tot",
        )
    )  # fmt: skip
    return [
        OpenSignaal(
            actie_id=actie,
            trede=trede,
            partner=partner,
            sinds=op,
            reageer_voor=reageer_voor,
            herinneringen=herinneringen,
            beantwoord=status != Status.OPEN.value,
            rust_tot=rust_tot if status != Status.OPEN.value else None,
        )
        for actie, trede, partner, op, reageer_voor, herinneringen, status, rust_tot in rows
        if actie is not None
    ]


def aangesproken_bron(acties: Collection[int], van: date, tot: date) -> list[Aangesproken]:
    """Return who was addressed from `van` up to and including `tot`; see pact.bronnen."""
    rows = (
        Escalatie.objects.filter(actie__in=list(acties), op__gte=van, op__lte=tot)
        .exclude(status=Status.OVERGESLAGEN.value)
        .annotate(antwoorden=Count("reacties"))
        .order_by("op", "pk")
        .values_list("actie_id", "trede", "actie__eigenaar_id", "op", "antwoorden")
    )
    return [
        Aangesproken(actie, trede, partner, op, bool(antwoorden))
        for actie, trede, partner, op, antwoorden in rows
        if actie is not None
    ]


def has_open_signaal(actie: Actie) -> bool:
    """Return whether a signal about this action waits for an answer."""
    return Escalatie.objects.filter(actie=actie, status=Status.OPEN.value).exists()
