"""What happened in a composed pact besides its actions: meetings, contacts, a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pgtrigger
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.demo.rijen import Plek, first_of
from pact.keuzes import Aanwezigheid, AfspraakStatus, Contactwijze, OverlegSoort
from pact.models import Actie, Afspraak, AfspraakStand, Agendapunt, Overleg, Pact, Partner
from pact.services.bouwstenen import ask_bouwstenen, give_bouwsteen
from pact.services.contact import Gesprek, log_contact
from pact.services.overleg.afspraken import AfspraakInhoud, add_stand, create_afspraak
from pact.services.overleg.agenda import add_punt, remove_punt
from pact.services.overleg.houden import (
    add_standpunt,
    close_overleg,
    save_aanwezigheid,
    save_punt,
    save_tekst,
)
from pact.services.overleg.plannen import Genodigden, OverlegGegevens, create_overleg
from pact.services.overleg.verslag import adopt_verslag
from pact.services.rapportage import make_rapportage
from thuiszitters.accounts.models import User


@dataclass(frozen=True, slots=True)
class _Afspraak:
    """Something that was agreed: due that many days from now, of which agenda number."""

    tekst: str
    eigenaar: Plek
    dagen: int
    mede: tuple[Plek, ...] = ()
    nummer: str = ""


@dataclass(frozen=True, slots=True)
class _Stand:
    """How an afspraak of before stood in a meeting; the afspraak by its place."""

    afspraak: int
    status: AfspraakStatus
    opmerking: str


@dataclass(frozen=True, slots=True)
class _Overleg:
    """A meeting that was held, that many days ago."""

    soort: OverlegSoort
    geleden: int
    plaats: str
    opening: str
    eigen: tuple[tuple[str, str, str], ...]
    """Own points: the title, what was said and what was decided."""
    acties: tuple[tuple[str, str, str], ...]
    """By the number in the agenda: what was said and what was decided."""
    afspraken: tuple[_Afspraak, ...]
    standen: tuple[_Stand, ...] = ()
    standpunten: tuple[tuple[Plek, str], ...] = ()
    afgemeld: tuple[str, ...] = ()
    """Codes of organisations whose people sent word that they could not come."""
    sluiting: str = ""
    vastgesteld: bool = False


OVERLEGGEN = (
    _Overleg(
        soort=OverlegSoort.PARTNERS,
        geleden=117,
        plaats="Wijkhuis De Linde, zaal 2",
        opening="Iedereen stelt zich voor. Het mbo is er voor het eerst bij.",
        eigen=(
            (
                "De zomer: wie belt er in augustus?",
                "Vorig jaar was er zes weken niemand bereikbaar. Dat mag niet nog eens.",
                "Elke partner noemt iemand die in de vakantie opneemt.",
            ),
        ),
        acties=(
            (
                "3.1",
                "De meeste scholen bellen, maar niet altijd dezelfde dag.",
                "Het schoolbestuur bespreekt het met de drie scholen waar het nog niet lukt.",
            ),
        ),
        afspraken=(
            _Afspraak("Lijst met namen en nummers voor de vakantie rondsturen", "9101", -100),
            _Afspraak(
                "Met drie scholen bespreken waarom er niet dezelfde dag wordt gebeld",
                "99102",
                -60,
                nummer="3.1",
            ),
            _Afspraak(
                "Uitzoeken of de jeugdarts op donderdag spreekuur kan houden op het mbo",
                "99301",
                -30,
                mede=("90MB",),
                nummer="3.3",
            ),
        ),
        afgemeld=("99401",),
        sluiting="De ouders vragen of zij de agenda eerder kunnen krijgen. Dat gaan we doen.",
        vastgesteld=True,
    ),
    _Overleg(
        soort=OverlegSoort.DIRECTEUREN,
        geleden=33,
        plaats="Online",
        opening="Het vorige verslag is vastgesteld. De begroting staat op de agenda.",
        eigen=(
            (
                "Begroting voor volgend jaar",
                "De gemeenten willen eerst weten wat de school zelf betaalt.",
                "Het samenwerkingsverband maakt een overzicht van wat er nu al wordt betaald.",
            ),
        ),
        acties=(
            (
                "1.2",
                "De lijsten zijn sinds het voorjaar niet meer naast elkaar gelegd.",
                "Voor de kerstvakantie één keer, daarna een vaste dag in de maand.",
            ),
            (
                "2.3",
                "Twee besturen willen eerst weten wat het betekent als zij ongelijk krijgen.",
                "",
            ),
        ),
        afspraken=(
            _Afspraak("Overzicht maken van wat elke school nu al betaalt", "VO9901", -6),
            _Afspraak(
                "Vaste dag prikken om de lijsten naast elkaar te leggen",
                "99502",
                9,
                mede=("VO9901", "PO9901"),
                nummer="1.2",
            ),
            _Afspraak(
                "Met de twee besturen om tafel over doorzettingsmacht",
                "9101",
                20,
                nummer="2.3",
            ),
        ),
        standen=(
            _Stand(0, AfspraakStatus.GEDAAN, "Rondgestuurd op de laatste schooldag."),
            _Stand(1, AfspraakStatus.OPEN, "Met één school is gesproken. De andere twee volgen."),
            _Stand(2, AfspraakStatus.OPEN, "Het kan, als er een kamer is. Het mbo zoekt die."),
        ),
        standpunten=(
            ("9101", "De gemeente wil meebetalen, als iedereen laat zien wat hij nu uitgeeft."),
            ("99101", "Het bestuur wil niet wachten tot alles geregeld is en begint met één plek."),
        ),
        afgemeld=("99503",),
    ),
)

GESPREKKEN: tuple[tuple[Plek, int, Contactwijze, str, str, int | None], ...] = (
    ("9101", 3, Contactwijze.TELEFOON, "De lijst met vaste gezichten.", "Belt terug.", 5),
    ("9101", 24, Contactwijze.GESPREK, "Samen inkopen: wie beslist er?", "", None),
    ("VO9901", 2, Contactwijze.MAIL, "Overzicht van wat scholen nu betalen.", "Volgt.", 6),
    ("99502", 12, Contactwijze.TELEFOON, "Waarom de lijsten stilvielen.", "Dag prikken.", -2),
    ("99301", 5, Contactwijze.VIDEO, "Spreekuur op het mbo.", "Kamer zoeken.", 9),
    ("99101", 19, Contactwijze.OVERLEG, "Een rustige plek op De Kade.", "", None),
    ("PO9901", 41, Contactwijze.TELEFOON, "De overstap naar de brugklas.", "", None),
)
"""With whom, how many days ago, how, about what, what follows and in how many days."""

BOUWSTEENVRAAG = (
    "Wat moet er in een volgend pact staan, en wat laten we los? Noem hoogstens drie dingen."
)
BOUWSTENEN: tuple[tuple[Plek, str], ...] = (
    (
        "99502",
        "Houd de vrijstellingen erin: vooraf praten werkt.\nLaat de aparte lijsten los.",
    ),
    ("99503", "Ouders willen meelezen met de agenda, voordat er iets wordt besloten."),
    ("99102", ""),
)
"""What partners gave; without a text they have nothing to add."""


def create_demo_verloop(*, pact: Pact, regievoerder: User, vandaag: date) -> None:
    """Add two meetings that were held, one that is planned, contacts and a report to a pact.

    For the regional pact of `create_demo_pact`; what is of a partner that is not there is left out.
    """
    lead = Inzender(door=regievoerder, namens=pact.organisatie)
    partners = {p.organisatie.code: p for p in pact.partners.select_related("organisatie")}
    verteller = _Verteller(pact, lead, vandaag, partners)
    for overleg in OVERLEGGEN:
        verteller.hold(overleg)
    verteller.plan()
    verteller.talk()
    verteller.look_ahead()
    make_rapportage(
        pact=pact,
        van=first_of(vandaag, -4),
        tot=first_of(vandaag, 0) - timedelta(days=1),
        inleiding="Deze zomer is veel gedaan door de scholen zelf. Waar het stokt, is het meestal "
        "omdat er geld of een besluit nodig is van een ander.",
        gezien="",
        inzender=lead,
    )


class _Verteller:
    """Tells the story of one pact."""

    def __init__(
        self, pact: Pact, lead: Inzender, vandaag: date, partners: dict[str, Partner]
    ) -> None:
        self._pact = pact
        self._lead = lead
        self._vandaag = vandaag
        self._partners = partners
        self._afspraken: list[Afspraak] = []

    def _dag(self, geleden: int) -> date:
        """Return the weekday that many days ago, or just before it."""
        dag = self._vandaag - timedelta(days=geleden)
        return dag - timedelta(days=max(dag.weekday() - 4, 0))

    def _people(self) -> list[User]:
        contacten = [
            contact.user
            for partner in self._partners.values()
            for contact in partner.contactpersonen.select_related("user").order_by("pk")[:1]
        ]
        return list(dict.fromkeys(contacten))

    def _new(self, soort: OverlegSoort, datum: date, plaats: str) -> Overleg:
        return create_overleg(
            pact=self._pact,
            gegevens=OverlegGegevens(
                soort=soort,
                datum=datum,
                begintijd=time(9, 30),
                eindtijd=time(11),
                plaats=plaats,
            ),
            genodigden=Genodigden(self._people(), ["voorzitter leerlingenraad, Waterland College"]),
            inzender=self._lead,
        )

    def hold(self, verhaal: _Overleg) -> None:
        """Hold a meeting: who came, what was said, what was agreed."""
        datum = self._dag(verhaal.geleden)
        overleg = self._new(verhaal.soort, datum, verhaal.plaats)
        # Of the actions that are overdue now, those that were not yet that day stay off.
        for punt in overleg.agendapunten.filter(actie__deadline__gte=datum):
            remove_punt(punt=punt, inzender=self._lead)
        save_tekst(overleg=overleg, veld="inleiding", tekst=verhaal.opening, inzender=self._lead)
        self._attend(overleg, verhaal.afgemeld)
        for titel, besproken, besluit in verhaal.eigen:
            punt = add_punt(overleg=overleg, titel=titel, toelichting="", inzender=self._lead)
            save_punt(punt=punt, besproken=besproken, besluit=besluit, inzender=self._lead)
        for nummer, besproken, besluit in verhaal.acties:
            on_agenda = overleg.agendapunten.filter(actie__nummer_tekst=nummer).first()
            if on_agenda is not None:
                self._minutes(on_agenda, besproken, besluit)
        for stand in verhaal.standen:
            if stand.afspraak < len(self._afspraken):
                add_stand(
                    afspraak=self._afspraken[stand.afspraak],
                    status=stand.status,
                    opmerking=stand.opmerking,
                    overleg=overleg,
                    inzender=self._lead,
                )
        for plek, tekst in verhaal.standpunten:
            if plek in self._partners:
                add_standpunt(
                    overleg=overleg,
                    partner=self._partners[plek],
                    tekst=tekst,
                    inzender=self._lead,
                )
        self._agree(overleg, verhaal.afspraken)
        if verhaal.sluiting:
            save_tekst(
                overleg=overleg, veld="afsluiting", tekst=verhaal.sluiting, inzender=self._lead
            )
        overleg = close_overleg(overleg=overleg, inzender=self._lead)
        if verhaal.vastgesteld:
            adopt_verslag(overleg=overleg, inzender=self._lead)
        self._date(overleg)

    def _minutes(self, punt: Agendapunt, besproken: str, besluit: str) -> None:
        save_punt(punt=punt, besproken=besproken, besluit=besluit, inzender=self._lead)

    def _attend(self, overleg: Overleg, afgemeld: tuple[str, ...]) -> None:
        keuzes = {}
        for deelname in overleg.deelnames.select_related("partner__organisatie"):
            away = deelname.partner and deelname.partner.organisatie.code in afgemeld
            wordt = Aanwezigheid.AFGEMELD if away else Aanwezigheid.AANWEZIG
            keuzes[deelname.pk] = (Aanwezigheid.GENODIGD, wordt)
        save_aanwezigheid(overleg=overleg, keuzes=keuzes, inzender=self._lead)

    def _agree(self, overleg: Overleg, afspraken: tuple[_Afspraak, ...]) -> None:
        for afspraak in afspraken:
            owner = self._partners.get(afspraak.eigenaar)
            mede = [self._partners[plek] for plek in afspraak.mede if plek in self._partners]
            actie = Actie.objects.filter(pact=self._pact, nummer_tekst=afspraak.nummer).first()
            if owner is None:
                continue
            made = create_afspraak(
                overleg=overleg,
                inhoud=AfspraakInhoud(
                    tekst=afspraak.tekst,
                    eigenaar=owner,
                    mede=mede,
                    uiterlijk=self._vandaag + timedelta(days=afspraak.dagen),
                    actie=actie if afspraak.nummer else None,
                ),
                inzender=self._lead,
            )
            self._afspraken.append(made)

    def _date(self, overleg: Overleg) -> None:
        """Give what was said in a meeting the day of the meeting."""
        moment = timezone.make_aware(datetime.combine(overleg.datum, time(11)))
        with pgtrigger.ignore("pact.AfspraakStand:append_only", "pact.Overleg:minutes_stay"):
            AfspraakStand.objects.filter(overleg=overleg).update(op=moment)
            Overleg.objects.filter(pk=overleg.pk, vastgesteld_op__isnull=False).update(
                vastgesteld_op=moment + timedelta(days=14)
            )

    def plan(self) -> None:
        """Plan the next meeting."""
        datum = self._vandaag + timedelta(days=16)
        datum += timedelta(days=(7 - datum.weekday()) % 7 if datum.weekday() > 4 else 0)
        self._new(OverlegSoort.PARTNERS, datum, "Wijkhuis De Linde, zaal 2")

    def look_ahead(self) -> None:
        """Ask what a next pact should hold; some partners gave something already."""
        vraag = ask_bouwstenen(
            pact=self._pact,
            vraag=BOUWSTEENVRAAG,
            uiterlijk=self._vandaag + timedelta(days=30),
            inzender=self._lead,
        )
        for plek, tekst in BOUWSTENEN:
            partner = self._partners.get(plek)
            contact = partner and partner.contactpersonen.select_related("user").first()
            if partner is None or not contact:
                continue
            give_bouwsteen(
                vraag=vraag,
                partner=partner,
                tekst=tekst,
                geen=not tekst,
                inzender=Inzender(door=contact.user, namens=partner.organisatie),
            )

    def talk(self) -> None:
        """Write down with whom the regievoerder spoke."""
        for plek, geleden, wijze, onderwerp, vervolg, over in GESPREKKEN:
            if plek in self._partners:
                next_day = self._vandaag + timedelta(days=over) if over is not None else None
                log_contact(
                    partner=self._partners[plek],
                    gesprek=Gesprek(self._dag(geleden), wijze, onderwerp, vervolg, next_day),
                    inzender=self._lead,
                )
