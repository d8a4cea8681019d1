"""Reading what the desk of the regievoerder shows, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from pact.bronnen import open_signalen
from pact.bureau import (
    Achterstanden,
    BureauActie,
    Contact,
    Contactrij,
    Gat,
    Onbeantwoord,
    VorigeStand,
    contact_rows,
    count_overdue,
    find_gaps,
    overdue_by_partner,
    unanswered,
    zin,
)
from pact.keuzes import (
    Aanwezigheid,
    AfspraakStatus,
    Contactwijze,
    OverlegStatus,
    Periodelezing,
    Status,
)
from pact.models import (
    Actie,
    ActieLog,
    Afspraak,
    Contactmoment,
    Deelname,
    Overleg,
    Pact,
    Partner,
    Rapportage,
)
from pact.selectors.overleg import GEWEEST
from pact.selectors.partners import partners_of
from pact.verloop import Regel, Verloop, rewind, verloop
from thuiszitters.kalender import datum_kort


@dataclass(frozen=True, slots=True)
class Verschoven:
    """An action with another deadline, and why."""

    actie: BureauActie
    van: date | None
    naar: date | None
    redenen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sinds:
    """What happened since a moment: the outcome, and what partners said of their actions."""

    datum: date
    overleg: Overleg | None
    groepen: tuple[tuple[str, str, tuple[BureauActie, ...]], ...]
    """What changed: the kind, its title and the actions; empty kinds are left out."""
    verschoven: tuple[Verschoven, ...]
    updates: tuple[tuple[BureauActie, Regel], ...]
    """The last word per action, newest first."""

    def __bool__(self) -> bool:
        return bool(self.groepen or self.verschoven or self.updates)


@dataclass(frozen=True, slots=True)
class Bureau:
    """Everything on the desk."""

    zin: str
    totaal: int
    achterstanden: list[Achterstanden]
    onbeantwoord: list[Onbeantwoord]
    overleg: Overleg | None
    """The next meeting; None while none is planned."""
    afspraken: list[Afspraak]
    gaten: list[Gat]
    contacten: list[Contactrij]
    sinds: Sinds
    rapportage: Rapportage | None
    """The last report, without its files."""

    @property
    def te_laat(self) -> int:
        """How many actions are overdue."""
        return sum(len(groep.rijen) for groep in self.achterstanden)

    @property
    def bellen(self) -> int:
        """How many partners were not spoken with this week."""
        return sum(rij.lang_geleden for rij in self.contacten)

    @property
    def onvolledig(self) -> int:
        """How many actions lack something."""
        return len({actie.id for gat in self.gaten for actie in gat.acties})


def load_bureau_acties(pact: Pact, *, peildatum: date) -> list[BureauActie]:
    """Return every action of a pact as the desk wants it, by number, in one query."""
    rows = Actie.objects.filter(pact=pact).order_by("nr")
    return [
        BureauActie(
            id=pk,
            nr=nr,
            activiteit=activiteit,
            thema=thema,
            status=Status(status),
            deadline=deadline,
            eigenaar_id=eigenaar_id,
            eigenaar=eigenaar or "",
            eigenaar_weg=weg is not None and weg <= peildatum,
            lezing=Periodelezing(lezing),
            indicator=indicator,
            trede=trede,
            wacht_op=wacht_op,
        )
        for (
            pk,
            nr,
            activiteit,
            thema,
            status,
            deadline,
            eigenaar_id,
            eigenaar,
            weg,
            lezing,
            indicator,
            trede,
            wacht_op,
        ) in rows.values_list(
            "pk",
            "nr",
            "activiteit",
            "thema__naam",
            "status",
            "deadline",
            "eigenaar_id",
            "eigenaar__organisatie__naam",
            "eigenaar__tot",
            "periode_lezing",
            "indicator",
            "trede",
            "wacht_op",
        )
    ]


def load_regels(pact: Pact, *, na: datetime) -> list[Regel]:
    """Return the lines of the history of a pact after a moment, oldest first, in one query."""
    rows = ActieLog.objects.filter(actie__pact=pact, op__gt=na).order_by("op", "id")
    return [
        Regel(
            actie=actie,
            soort=soort,
            op=timezone.localtime(op),
            versie=versie,
            wijzigingen=tuple((w["veld"], w["oud"], w["nieuw"]) for w in wijzigingen),
            tekst=tekst,
            namens=namens or "",
        )
        for actie, soort, op, versie, wijzigingen, tekst, namens in rows.values_list(
            "actie_id", "soort", "op", "versie", "wijzigingen", "tekst", "namens__naam"
        )
    ]


def previous_overleg(pact: Pact, *, peildatum: date) -> Overleg | None:
    """Return the last meeting that was held, today included; None before the first."""
    found = pact.overleggen.filter(status__in=GEWEEST, datum__lte=peildatum)
    return found.order_by("-datum", "-nr").first()


def next_overleg(pact: Pact, *, peildatum: date) -> Overleg | None:
    """Return the first meeting that is planned for today or later; None while none is."""
    found = pact.overleggen.filter(status=OverlegStatus.GEPLAND, datum__gte=peildatum)
    return found.order_by("datum", "begintijd", "nr").first()


def open_afspraken(pact: Pact) -> QuerySet[Afspraak]:
    """Return what was agreed and is not done: what is due first on top, without a day last."""
    return (
        pact.afspraken.filter(status=AfspraakStatus.OPEN)
        .select_related("eigenaar__organisatie", "overleg")
        .order_by(F("uiterlijk").asc(nulls_last=True), "nr")
    )


def last_rapportage(pact: Pact) -> Rapportage | None:
    """Return the last report without its content and files; None before the first."""
    return pact.rapportages.defer("inhoud", "pdf", "xlsx").order_by("-nr").first()


def moment_of(overleg: Overleg) -> datetime:
    """Return when a meeting was over: what was changed after it, was changed since."""
    at = overleg.eindtijd or overleg.begintijd or time.min
    return timezone.make_aware(datetime.combine(overleg.datum, at))


def start_of(dag: date) -> datetime:
    """Return the last moment before a day, in local time."""
    return timezone.make_aware(datetime.combine(dag, time.min)) - timedelta(microseconds=1)


def load_contacten(pact: Pact, *, peildatum: date) -> list[Contactrij]:
    """Return the contact with every partner of today but who leads the pact, in three queries.

    Somebody of it present at a meeting that was held, is a contact too.
    """
    others = partners_of(pact).exclude(organisatie_id=pact.organisatie_id)
    latest = (
        Contactmoment.objects.filter(partner__pact=pact)
        .order_by("partner_id", "-op", "-id")
        .distinct("partner_id")
    )
    return contact_rows(
        others.values_list("pk", "organisatie__naam"),
        [*map(contact_of, latest), *_present(pact, peildatum=peildatum)],
        peildatum=peildatum,
    )


def _present(pact: Pact, *, peildatum: date) -> list[Contact]:
    """Return per partner the last meeting that was held with somebody of it there."""
    rows = (
        Deelname.objects.filter(
            overleg__pact=pact,
            overleg__status__in=GEWEEST,
            overleg__datum__lte=peildatum,
            aanwezigheid=Aanwezigheid.AANWEZIG,
            partner__isnull=False,
        )
        .order_by("partner_id", "-overleg__datum", "-overleg__nr")
        .distinct("partner_id")
        .values_list("partner_id", "overleg__datum", "overleg__nr")
    )
    return [
        Contact(
            partner_id=partner_id,
            op=datum,
            wijze=f"bij het overleg van {datum_kort(datum)}",
            onderwerp="",
            overleg=nr,
        )
        for partner_id, datum, nr in rows
        if partner_id is not None
    ]


def contact_of(moment: Contactmoment) -> Contact:
    """Return a contact as the desk wants it."""
    return Contact(
        partner_id=moment.partner_id,
        op=moment.op,
        wijze=Contactwijze(moment.wijze).label,
        onderwerp=moment.onderwerp,
        vervolg=moment.vervolg,
        volgende_op=moment.volgende_op,
    )


def load_bureau(pact: Pact, *, peildatum: date) -> Bureau:
    """Return the desk of a pact, in a number of queries that does not depend on its size."""
    acties = load_bureau_acties(pact, peildatum=peildatum)
    by_id = {actie.id: actie for actie in acties}
    previous = previous_overleg(pact, peildatum=peildatum)
    moment = moment_of(previous) if previous else start_of(peildatum - timedelta(days=28))
    regels = load_regels(pact, na=moment)
    now = {actie.id: actie.toestand for actie in acties}
    then = rewind(now, regels, moment)
    before = (
        VorigeStand(previous.datum, count_overdue(then.values(), previous.datum))
        if previous
        else None
    )
    still_open = [actie.id for actie in acties if actie.is_open]
    signalen = open_signalen(still_open, peildatum)
    names = dict(Partner.objects.filter(pact=pact).values_list("pk", "organisatie__naam"))
    return Bureau(
        zin=zin(acties, before, peildatum=peildatum),
        totaal=len(acties),
        achterstanden=overdue_by_partner(acties, signalen, peildatum=peildatum),
        onbeantwoord=unanswered(acties, signalen, names, peildatum=peildatum),
        overleg=next_overleg(pact, peildatum=peildatum),
        afspraken=list(open_afspraken(pact)),
        gaten=find_gaps(acties),
        contacten=load_contacten(pact, peildatum=peildatum),
        sinds=_since(previous, moment, by_id, verloop(then, now, regels), regels),
        rapportage=last_rapportage(pact),
    )


def _since(
    overleg: Overleg | None,
    moment: datetime,
    acties: dict[int, BureauActie],
    changed: Verloop,
    regels: list[Regel],
) -> Sinds:
    kinds = (
        ("gedaan", "Gedaan", changed.gedaan),
        ("begonnen", "Begonnen", changed.begonnen),
        ("toegevoegd", "Erbij gekomen", changed.toegevoegd),
        ("heropend", "Weer open", changed.heropend),
        ("vervallen", "Vervallen", changed.vervallen),
    )
    told = {(v.actie, reden) for v in (*changed.later, *changed.eerder) for reden in v.redenen}
    moved = sorted((*changed.later, *changed.eerder), key=lambda v: acties[v.actie].nr)
    return Sinds(
        datum=timezone.localdate(moment + timedelta(microseconds=1)),
        overleg=overleg,
        groepen=tuple(
            (soort, titel, tuple(acties[pk] for pk in keys)) for soort, titel, keys in kinds if keys
        ),
        verschoven=tuple(Verschoven(acties[v.actie], v.van, v.naar, v.redenen) for v in moved),
        updates=tuple(
            (acties[regel.actie], regel)
            for regel in last_words(regels)
            if regel.actie in acties and (regel.actie, regel.tekst) not in told
        ),
    )


WOORDEN = frozenset({"update", "antwoord"})
"""The kinds of line in which somebody says how an action stands."""


def last_words(regels: list[Regel]) -> tuple[Regel, ...]:
    """Return the last thing that was said of each action, newest first."""
    found: dict[int, Regel] = {}
    for regel in regels:
        if regel.soort in WOORDEN and regel.tekst:
            found[regel.actie] = regel
    return tuple(sorted(found.values(), key=lambda regel: regel.op, reverse=True))


def partner_of(pact: Pact, pk: int) -> Partner | None:
    """Return a partner of this pact, also one that left, with its organisatie; None without."""
    return pact.partners.select_related("organisatie", "pact").filter(pk=pk).first()


def acties_of(partner: Partner, *, peildatum: date) -> list[BureauActie]:
    """Return the open actions of a partner: overdue first, then by deadline."""
    mine = [
        actie
        for actie in load_bureau_acties(partner.pact, peildatum=peildatum)
        if actie.eigenaar_id == partner.pk and actie.is_open
    ]
    return sorted(mine, key=lambda actie: (actie.deadline or date.max, actie.nr))


def afspraken_of(partner: Partner) -> QuerySet[Afspraak]:
    """Return the open afspraken a partner leads or shares, what is due first on top."""
    mine = Q(eigenaar=partner) | Q(mede_eigenaren=partner)
    return open_afspraken(partner.pact).filter(mine).distinct()


def moments_of(partner: Partner) -> QuerySet[Contactmoment]:
    """Return when a partner was spoken with, newest first, with who did."""
    return partner.contactmomenten.select_related("door").order_by("-op", "-id")
