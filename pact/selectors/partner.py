"""What one partner has to do in a pact: its actions, its afspraken, what others do beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from pact.bronnen import OpenSignaal, open_signalen
from pact.keuzes import AFGEROND, OPEN, AfspraakStatus, Status
from pact.matrix import dagen_te_laat
from pact.models import (
    Actie,
    ActieLog,
    Afspraak,
    Bouwsteen,
    Bouwsteenvraag,
    LogSoort,
    Overleg,
    Pact,
    Partner,
)
from pact.selectors.acties import with_parts
from pact.selectors.overleg import afspraken_of, next_overleg
from thuiszitters.accounts.models import Organisatie

PER_THEMA = 5
"""How many actions of others are shown under a thema; the rest is in the matrix."""
MEESTE_KLAAR = 20


@dataclass(frozen=True, slots=True)
class LaatsteAntwoord:
    """The last answer that was given about an action that asks for none now."""

    regel: ActieLog
    rust_tot: date | None
    """The last day on which nobody asks again; None where no such day was named."""


@dataclass(frozen=True, slots=True)
class MijnActie:
    """One action of a partner, with how late it is and what is asked about it now."""

    actie: Actie
    dagen_te_laat: int
    mede: bool
    """Whether another partner is its owner and this one does it along."""
    gevraagd: OpenSignaal | None
    antwoord: LaatsteAntwoord | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return Status(self.actie.status) not in AFGEROND


@dataclass(frozen=True, slots=True)
class AnderThema:
    """A thema of this partner, and what others do under it."""

    thema_id: int
    naam: str
    acties: tuple[Actie, ...]
    aantal: int

    @property
    def meer(self) -> int:
        """How many are not shown here."""
        return self.aantal - len(self.acties)


@dataclass(frozen=True, slots=True)
class Gevraagd:
    """A question for bouwstenen, with what this partner gave last."""

    vraag: Bouwsteenvraag
    gegeven: Bouwsteen | None


@dataclass(frozen=True, slots=True)
class Mijn:
    """Everything the page of a partner shows."""

    acties: tuple[MijnActie, ...]
    klaar: tuple[MijnActie, ...]
    aantal_klaar: int
    afspraken: tuple[Afspraak, ...]
    anderen: tuple[AnderThema, ...]
    overleg: Overleg | None
    vragen: tuple[Gevraagd, ...]
    peildatum: date

    @property
    def zin(self) -> str:
        """The sentence on top: what is late, and what is asked."""
        total, late, asked = len(self.acties), self.te_laat, self.gevraagd
        if not total:
            said = "Er staat geen actie open."
        elif late:
            said = f"Van de {total} open acties {'is' if late == 1 else 'zijn'} er {late} te laat."
            if total == 1:
                said = "De ene open actie is te laat."
        else:
            said = (
                "De open actie is op tijd."
                if total == 1
                else f"Geen van de {total} open acties is te laat."
            )
        if asked:
            said += (
                f" Over {asked} {'actie' if asked == 1 else 'acties'} wordt een antwoord gevraagd."
            )
        return said

    @property
    def te_laat(self) -> int:
        """How many actions are overdue."""
        return sum(1 for rij in self.acties if rij.dagen_te_laat)

    @property
    def gevraagd(self) -> int:
        """How many actions wait for an answer."""
        return sum(1 for rij in self.acties if rij.gevraagd is not None)

    @property
    def afspraken_te_laat(self) -> int:
        """How many open afspraken are overdue."""
        return sum(1 for a in self.afspraken if a.uiterlijk and a.uiterlijk < self.peildatum)


def partner_ids_of(pact: Pact, organisatie: Organisatie) -> frozenset[int]:
    """Return the ids of this organisation as a partner, also of a time it took part before."""
    rows = Partner.objects.filter(pact=pact, organisatie=organisatie)
    return frozenset(rows.values_list("pk", flat=True))


def current_partner(pact: Pact, organisatie: Organisatie) -> Partner | None:
    """Return this organisation as a partner of today; None when it takes no part."""
    rows = Partner.objects.current().filter(pact=pact, organisatie=organisatie)
    return rows.select_related("organisatie").first()


def acties_of(pact: Pact, ids: frozenset[int]) -> QuerySet[Actie]:
    """Return the actions these partners own or do along, with every part."""
    shared = Actie.mede_eigenaren.through.objects.filter(partner_id__in=ids)
    rows = Actie.objects.filter(
        Q(eigenaar_id__in=ids) | Q(pk__in=shared.values("actie_id")), pact=pact
    )
    return with_parts(rows)


def load_mijn(
    pact: Pact, partner: Partner, ids: frozenset[int], *, leidt: bool, peildatum: date
) -> Mijn:
    """Return the page of a partner, in a number of queries that does not grow with the pact."""
    own = acties_of(pact, ids)
    acties = read_acties(own.filter(status__in=OPEN), ids, peildatum)
    done = own.filter(status__in=AFGEROND)
    return Mijn(
        acties=tuple(acties),
        klaar=tuple(
            MijnActie(actie, 0, actie.eigenaar_id not in ids, None)
            for actie in done.order_by("-gewijzigd_op", "nr")[:MEESTE_KLAAR]
        ),
        aantal_klaar=done.count(),
        afspraken=tuple(mijn_afspraken(pact, ids, leidt=leidt)),
        anderen=tuple(_others(pact, ids, {rij.actie.thema_id for rij in acties})),
        overleg=next_overleg(pact, peildatum),
        vragen=tuple(vragen_for(pact, partner)),
        peildatum=peildatum,
    )


def read_acties(rows: Iterable[Actie], ids: frozenset[int], peildatum: date) -> list[MijnActie]:
    """Return these actions: overdue first, then by deadline; without one last."""
    acties = list(rows)
    signalen = open_signalen([actie.pk for actie in acties], peildatum)
    asked = {s.actie_id: s for s in reversed(signalen) if not s.beantwoord}
    answers = _last_answers(actie.pk for actie in acties if actie.pk not in asked)
    rests = {s.actie_id: s.rust_tot for s in signalen if s.beantwoord}
    found = [
        MijnActie(
            actie,
            dagen_te_laat(
                status=Status(actie.status), deadline=actie.deadline, peildatum=peildatum
            ),
            actie.eigenaar_id not in ids,
            asked.get(actie.pk),
            LaatsteAntwoord(answers[actie.pk], rests.get(actie.pk))
            if actie.pk in answers
            else None,
        )
        for actie in acties
    ]
    return sorted(
        found,
        key=lambda rij: (-rij.dagen_te_laat, rij.actie.deadline or date.max, rij.actie.nr),
    )


def _last_answers(ids: Iterable[int]) -> dict[int, ActieLog]:
    rows = ActieLog.objects.filter(actie__in=list(ids), soort=LogSoort.ANTWOORD)
    last = rows.order_by("actie_id", "-op", "-id").distinct("actie_id")
    return {regel.actie_id: regel for regel in last}


def mijn_afspraken(pact: Pact, ids: frozenset[int], *, leidt: bool) -> list[Afspraak]:
    """Return the open afspraken these partners see to, alone or along; due first."""
    shared = Afspraak.mede_eigenaren.through.objects.filter(partner_id__in=ids)
    mine = Q(eigenaar_id__in=ids) | Q(pk__in=shared.values("afspraak_id"))
    rows = afspraken_of(pact, leidt=leidt).filter(mine, status=AfspraakStatus.OPEN)
    return list(rows.order_by(F("uiterlijk").asc(nulls_last=True), "nr"))


def _others(pact: Pact, ids: frozenset[int], themas: set[int]) -> list[AnderThema]:
    """Return what other partners do now under these themas, in the order of the matrix."""
    shared = Actie.mede_eigenaren.through.objects.filter(partner_id__in=ids)
    due = [F("deadline").asc(nulls_last=True), F("nr").asc()]
    rows = (
        Actie.objects.filter(pact=pact, thema_id__in=themas, status__in=OPEN)
        .exclude(eigenaar_id__in=ids)
        .exclude(pk__in=shared.values("actie_id"))
        .annotate(
            plaats=Window(RowNumber(), partition_by="thema_id", order_by=due),
            aantal=Window(Count("pk"), partition_by="thema_id"),
        )
        .filter(plaats__lte=PER_THEMA)
        .select_related("thema", "eigenaar__organisatie")
        .order_by("thema__volgorde", "thema_id", "plaats")
    )
    grouped: dict[int, list[Actie]] = {}
    for actie in rows:
        grouped.setdefault(actie.thema_id, []).append(actie)
    return [
        AnderThema(key, str(acties[0].thema), tuple(acties), acties[0].__dict__["aantal"])
        for key, acties in grouped.items()
    ]


def vragen_for(pact: Pact, partner: Partner) -> list[Gevraagd]:
    """Return the open questions for bouwstenen, the first due first, with this partner's answer."""
    given: dict[int, Bouwsteen] = {}
    for bouwsteen in Bouwsteen.objects.filter(
        partner=partner, vraag__pact=pact, vraag__gesloten_op__isnull=True
    ).order_by("versie"):
        given[bouwsteen.vraag_id] = bouwsteen
    vragen = pact.bouwsteenvragen.filter(gesloten_op__isnull=True).order_by("uiterlijk", "nr")
    return [Gevraagd(vraag, given.get(vraag.pk)) for vraag in vragen]
