"""Making a composed pact with the real services, and giving what was written its own day."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from types import ModuleType

import pgtrigger
from django.utils import timezone
from django.utils.text import slugify

from cases.services.tijdlijn import Inzender
from pact.betrokkenen import Adresboek, PartnerNaam
from pact.demo import landelijk, regionaal
from pact.demo.rijen import Bericht, Gedaan, Later, Plek, Rij, Stap, Vervallen, first_of, in_time
from pact.inhoud import ActieInhoud, inhoud_of
from pact.keuzes import PactSoort, PartnerRol, Periodelezing, Status
from pact.middelen import read_middelen
from pact.models import Actie, ActieLog, Bewijs, Contactpersoon, Pact, Partner
from pact.periode import read_periode
from pact.selectors.inrichten import possible_contactpersonen
from pact.services.acties import change_actie, create_actie
from pact.services.pacten import PactGegevens, add_versie, create_pact
from pact.services.partners import add_contactpersoon, add_partner, change_partner
from pact.services.voortgang import add_update, finish_actie, postpone_actie
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.columns import update_columns

LOOPTIJD = 14
"""How many months ago the pact began, so that a year of it has passed."""

TEKENT_NIET = frozenset({"99503", "99401"})
"""Organisations of the demo that did not sign the convenant yet."""


def create_demo_pact(
    *,
    regievoerder: User,
    organisatie: Organisatie,
    partners: list[Organisatie],
    vandaag: date,
    rng: random.Random,
) -> Pact:
    """Return a regional pact: five statements, 23 actions, some overdue, some without an owner.

    `organisatie` leads it, `partners` take part. The same arguments give the same pact.
    """
    maker = _Maker(regionaal, regievoerder, organisatie, vandaag, rng)
    return maker.make(PactSoort.REGIONAAL, f"samen naar school {organisatie.code}", partners)


def create_landelijk_demo_pact(
    *,
    regievoerder: User,
    organisatie: Organisatie,
    partners: list[Organisatie],
    vandaag: date,
    rng: random.Random,
) -> Pact:
    """Return a national pact of invented organisations: four statements, twelve actions."""
    maker = _Maker(landelijk, regievoerder, organisatie, vandaag, rng)
    return maker.make(PactSoort.LANDELIJK, f"elk kind telt mee {organisatie.code}", partners)


@dataclass(frozen=True, slots=True)
class _Gebeurd:
    """Something that is written down, and how many days ago it was."""

    geleden: int
    actie: int
    """The place of its action in the agenda."""
    stap: Stap


class _Maker:
    """Makes one pact; keeps which line of the history belongs to which day."""

    def __init__(
        self,
        agenda: ModuleType,
        regievoerder: User,
        organisatie: Organisatie,
        vandaag: date,
        rng: random.Random,
    ) -> None:
        self._agenda = agenda
        self._lead = Inzender(door=regievoerder, namens=organisatie)
        self._organisatie = organisatie
        self._vandaag = vandaag
        self._rng = rng
        self._begin = first_of(vandaag, -LOOPTIJD)
        self._lines: dict[int, tuple[datetime, int, int | None]] = {}
        """Per line of the history its moment, its action and its evidence."""
        self._acties: set[int] = set()

    def make(self, soort: PactSoort, naam: str, partners: Sequence[Organisatie]) -> Pact:
        """Return the pact with everything in it."""
        agenda = self._agenda
        pact = create_pact(
            organisatie=self._organisatie,
            code=slugify(naam),
            gegevens=PactGegevens(
                naam=agenda.NAAM,
                motto=agenda.MOTTO,
                regio=self._regio if soort == PactSoort.REGIONAAL else "",
                begin=self._begin,
                einde=date(self._begin.year + 3, 7, 31),
                soort=soort,
                doel=agenda.DOEL,
                ambities=agenda.AMBITIES,
                randvoorwaarden=agenda.RANDVOORWAARDEN,
            ),
            themas=agenda.THEMAS,
            inzender=self._lead,
        )
        held = self._add_partners(pact, partners)
        for versie in agenda.VERSIES:
            add_versie(
                pact=pact,
                nummer=versie.nummer,
                datum=self._vandaag - timedelta(days=versie.geleden),
                wijziging=versie.wijziging,
                inzender=self._lead,
            )
        acties = self._promise(pact, held)
        self._play(acties)
        self._date()
        return pact

    @property
    def _regio(self) -> str:
        """Return the name of the region: that of who leads, without what kind of thing it is."""
        return self._organisatie.naam.removeprefix("Regietafel ")[:120]

    def _add_partners(self, pact: Pact, partners: Sequence[Organisatie]) -> list[Partner]:
        signed = min(self._begin + timedelta(days=45), timezone.localdate())
        for organisatie in partners:
            if organisatie != self._organisatie:
                add_partner(
                    pact=pact,
                    organisatie=organisatie,
                    rol=self._agenda.ROLLEN.get(organisatie.soort, PartnerRol.DEELNEMER),
                    convenant_op=None if organisatie.code in TEKENT_NIET else signed,
                    inzender=self._lead,
                )
        held = list(pact.partners.select_related("pact", "organisatie").order_by("pk"))
        change_partner(
            partner=held[0],
            rol=PartnerRol.PENVOERDER,
            convenant_op=signed,
            inzender=self._lead,
        )
        for partner in held:
            for user in possible_contactpersonen(partner).order_by("pk")[:2]:
                add_contactpersoon(partner=partner, user=user, inzender=self._lead)
        Partner.objects.filter(pact=pact).update(van=self._begin)
        Contactpersoon.objects.filter(partner__pact=pact).update(van=self._begin)
        return held

    def _promise(self, pact: Pact, held: list[Partner]) -> list[Actie]:
        themas = list(pact.themas.all())
        boek = Adresboek(
            [
                PartnerNaam(p.pk, p.organisatie.naam, p.organisatie.code, p.organisatie.soort)
                for p in held
            ]
        )
        by_pk = {partner.pk: partner for partner in held}
        acties = []
        for rij in self._agenda.RIJEN:
            tekst = in_time(rij.periode, self._vandaag)
            periode = read_periode(tekst, pact_begin=pact.begin, pact_einde=pact.einde)
            betrokken = boek.lees(rij.betrokkenen)
            middelen = read_middelen(rij.middelen)
            co_owner = _partner(held, rij.mede)
            inhoud = ActieInhoud(
                activiteit=rij.activiteit,
                thema=themas[rij.thema],
                niveau=rij.niveau,
                termijn=rij.termijn,
                nummer_tekst=rij.nummer,
                eigenaar=_partner(held, rij.eigenaar),
                mede_eigenaren=frozenset({co_owner}) if co_owner else frozenset(),
                betrokkenen_tekst=rij.betrokkenen,
                betrokken=frozenset(by_pk[pk] for pk in betrokken.partners),
                betrokkenen_nakijken=bool(betrokken.rest),
                periode_tekst=tekst,
                periode_lezing=Periodelezing(periode.lezing),
                begin=periode.begin,
                einde=periode.einde,
                deadline=periode.deadline,
                resultaat_verwacht=rij.verwacht,
                middelen_soort=middelen.soort,
                middelen_bedrag=middelen.bedrag,
                middelen_eenheid=middelen.eenheid,
                middelen_tekst=middelen.tekst,
                indicator=rij.indicator,
                status=rij.status,
                wacht_op=rij.wacht_op,
            )
            actie = create_actie(pact=pact, inhoud=inhoud, inzender=self._lead)
            self._acties.add(actie.pk)
            self._happened(self._days_since_begin - self._rng.randint(3, 20))
            acties.append(actie)
        return acties

    @property
    def _days_since_begin(self) -> int:
        return (self._vandaag - self._begin).days

    def _play(self, acties: list[Actie]) -> None:
        """Write what was said of the actions, the oldest first."""
        rows: Sequence[Rij] = self._agenda.RIJEN
        events = [
            _Gebeurd(stap.geleden, plaats, stap)
            for plaats, rij in enumerate(rows)
            for stap in rij.stappen
        ]
        for event in sorted(events, key=lambda event: -event.geleden):
            self._take(acties[event.actie], event.stap)
            self._happened(event.geleden)

    def _take(self, actie: Actie, stap: Stap) -> None:
        door = self._owner_of(actie)
        match stap:
            case Bericht():
                add_update(actie=actie, tekst=stap.tekst, inzender=door)
            case Later():
                deadline = self._vandaag + timedelta(days=stap.dagen)
                postpone_actie(actie=actie, deadline=deadline, reden=stap.reden, inzender=door)
            case Gedaan():
                finish_actie(
                    actie=actie,
                    resultaat=stap.resultaat,
                    bewijs=stap.bewijs,
                    link=stap.link,
                    inzender=door,
                )
            case Vervallen():
                current = Actie.objects.select_related("thema", "eigenaar", "pact").get(pk=actie.pk)
                change_actie(
                    actie=current,
                    inhoud=replace(
                        inhoud_of(current), status=Status.VERVALLEN, toelichting=stap.waarom
                    ),
                    inzender=self._lead,
                )

    def _owner_of(self, actie: Actie) -> Inzender:
        """Return the first contact person of the owner; the lead where there is none."""
        contact = (
            Contactpersoon.objects.filter(partner=actie.eigenaar)
            .select_related("user")
            .order_by("pk")
            .first()
        )
        if actie.eigenaar is None or contact is None:
            return self._lead
        return Inzender(door=contact.user, namens=actie.eigenaar.organisatie)

    def _happened(self, geleden: int) -> None:
        """Keep the day of the lines that were written since the last time."""
        dag = self._vandaag - timedelta(days=geleden)
        dag -= timedelta(days=max(dag.weekday() - 4, 0))
        kwartier = self._rng.randint(0, 31)
        moment = timezone.make_aware(
            datetime.combine(dag, time(9)) + timedelta(minutes=15 * kwartier)
        )
        lines = ActieLog.objects.filter(actie__in=self._acties).exclude(pk__in=self._lines)
        for pk, actie, bewijs in lines.values_list("pk", "actie_id", "bewijs_id"):
            self._lines[pk] = (moment, actie, bewijs)

    def _date(self) -> None:
        """Give every line of the history, and the evidence and actions with it, its own day."""
        momenten = [moment for moment, _, _ in self._lines.values()]
        bewijzen = {bewijs: moment for moment, _, bewijs in self._lines.values() if bewijs}
        acties: dict[int, datetime] = {}
        for moment, actie, _ in self._lines.values():
            acties[actie] = max(moment, acties.get(actie, moment))
        # The history is never changed; here it is still being made up.
        with pgtrigger.ignore("pact.ActieLog:append_only", "pact.Bewijs:append_only"):
            update_columns(ActieLog, list(self._lines), {"op": momenten})
            update_columns(Bewijs, list(bewijzen), {"op": list(bewijzen.values())})
        update_columns(Actie, list(acties), {"gewijzigd_op": list(acties.values())})


def _partner(held: Sequence[Partner], plekken: Sequence[Plek]) -> Partner | None:
    """Return the first of these that takes part, by code and then by kind; else who leads."""
    for plek in plekken:
        for partner in held:
            if plek in {partner.organisatie.code, partner.organisatie.soort}:
                return partner
    return held[0] if plekken else None
