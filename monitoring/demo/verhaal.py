"""One child of the demo: what happens on which day, written with the real services."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from cases.models import Aanbod, AanbodSoort, Casus, Leerling, Uitkomst, zoekvorm
from cases.services.casussen import NieuweCasus, close_casus, open_casus, reopen_casus
from cases.services.feiten import (
    correct_feit,
    register_aanbod,
    register_terugkeer,
    register_verzuim,
    register_vrijstelling,
)
from cases.services.partijen import invite_organisatie
from cases.services.tijdlijn import Inzender, add_contact, add_notitie, add_taak, complete_taak
from cases.services.uren import register_uren
from cases.services.ziekte import register_ziekmelding
from cases.stand import Grond
from monitoring.demo import namen
from monitoring.demo.regio import Gebied
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.kalender import Regio as Vakantieregio
from thuiszitters.kalender import eerstvolgende_werkdag, is_schooldag


@dataclass(frozen=True, slots=True)
class Kind:
    """A made-up child."""

    voornaam: str
    achternaam: str
    geboortedatum: date


class Kinderen:
    """Makes up children, each one once."""

    def __init__(self, rng: random.Random, vandaag: date) -> None:
        self._rng = rng
        self._vandaag = vandaag
        self._bekend = set(Leerling.objects.values_list("zoeknaam", "geboortedatum"))

    def nieuw(self, leeftijd: tuple[int, int] = (12, 16)) -> Kind:
        """Return a child that is between these ages, in whole years, and not known yet."""
        while True:
            dagen = self._rng.randint(leeftijd[0] * 366, (leeftijd[1] + 1) * 365 - 1)
            kind = Kind(
                self._rng.choice(namen.VOORNAMEN),
                self._rng.choice(namen.ACHTERNAMEN),
                self._vandaag - timedelta(days=dagen),
            )
            sleutel = zoekvorm(f"{kind.voornaam} {kind.achternaam}"), kind.geboortedatum
            if sleutel not in self._bekend:
                self._bekend.add(sleutel)
                return kind


@dataclass(frozen=True, slots=True)
class Stap:
    """Something that happens on a day; `feit` when it changes what the watch looks at."""

    dag: date
    doe: Callable[[], object]
    feit: bool = False


@dataclass(slots=True)
class Verhaal:
    """The steps of one casus, each on its day. Days are counted back from today."""

    gebied: Gebied
    kind: Kind
    gemeente: Organisatie
    school: Organisatie
    coordinator: User
    vandaag: date
    rng: random.Random
    antwoordt: float = 0.5
    """How likely it is that somebody answers a signal of this casus."""
    casus_id: int = 0
    nu: date = date.min
    """The day of the step that is being taken."""
    stappen: list[Stap] = field(default_factory=list)

    @property
    def casus(self) -> Casus:
        """The casus as it is now."""
        return Casus.objects.get(pk=self.casus_id)

    @property
    def door(self) -> Inzender:
        """The coordinator of this casus writes most of it."""
        return Inzender(door=self.coordinator, namens=self.gebied.swv)

    def dag(self, geleden: int) -> date:
        """Return the day that many days ago."""
        return self.vandaag - timedelta(days=geleden)

    def schooldag(self, geleden: int) -> date:
        """Return the last schooldag on or before that many days ago."""
        dag = self.dag(geleden)
        regio = Vakantieregio(self.school.vakantieregio)
        while not is_schooldag(dag, regio):
            dag -= timedelta(days=1)
        return dag

    def schooldag_na(self, dag: date, dagen: int = 0) -> date:
        """Return the first schooldag that many days after `dag`, or later."""
        dag += timedelta(days=dagen)
        regio = Vakantieregio(self.school.vakantieregio)
        while not is_schooldag(dag, regio):
            dag += timedelta(days=1)
        return dag

    def op(self, dag: date, doe: Callable[[], object], *, feit: bool = False) -> None:
        """Plan a step; what would lie in the future does not happen."""
        if dag <= self.vandaag:
            self.stappen.append(Stap(dag, doe, feit))

    def open(
        self,
        begin: date,
        *,
        na: int | None = None,
        ingeschreven: bool = True,
        geoorloofd: bool = False,
    ) -> date:
        """Plan the opening, some days after the begin; return that day."""
        later = self.rng.randint(1, 6) if na is None else na
        dag = min(eerstvolgende_werkdag(begin + timedelta(days=later)), self.vandaag)
        stap_op = dag + timedelta(days=self.rng.randint(2, 9))

        def doe() -> None:
            new = NieuweCasus(
                voornaam=self.kind.voornaam,
                achternaam=self.kind.achternaam,
                geboortedatum=self.kind.geboortedatum,
                gemeente=self.gemeente,
                school=self.school if ingeschreven else None,
                verzuim_begin=begin,
                geoorloofd=geoorloofd,
                notitie=self.rng.choice(namen.EERSTE_NOTITIES),
                volgende_stap=self.rng.choice(namen.STAPPEN),
                volgende_stap_op=stap_op,
                eigenaar=self.coordinator,
            )
            self.casus_id = open_casus(swv=self.gebied.swv, new=new, inzender=self.door).pk

        self.op(dag, doe, feit=True)
        if self.rng.random() < 0.7:
            gedaan = eerstvolgende_werkdag(stap_op + timedelta(days=self.rng.randint(-1, 3)))
            self.op(gedaan, self._vink_af)
        return dag

    def _vink_af(self) -> None:
        taak = self.casus.taken.filter(gedaan_op__isnull=True).order_by("pk").first()
        if taak is not None:
            complete_taak(taak=taak, inzender=self.door)

    def werk(self, van: date, tot: date) -> None:
        """Plan what a coordinator does between two days: contacts, notes, next steps."""
        dag = eerstvolgende_werkdag(van + timedelta(days=self.rng.randint(1, 5)))
        while dag < tot:
            self.op(dag, self._iets)
            dag = eerstvolgende_werkdag(dag + timedelta(days=self.rng.randint(10, 32)))

    def _iets(self) -> None:
        keuze = self.rng.random()
        if keuze < 0.5:
            add_contact(
                casus=self.casus,
                met=self.rng.choice(namen.CONTACT_MET),
                datum=self.nu,
                tekst=self.rng.choice(namen.CONTACTEN),
                inzender=self.door,
            )
        elif keuze < 0.75:
            add_notitie(casus=self.casus, tekst=self.rng.choice(namen.NOTITIES), inzender=self.door)
        else:
            self._vink_af()
            self.taak()

    def taak(self, voor_over: int | None = None) -> None:
        """Add a next step for the coordinator, due so many days later."""
        over = self.rng.randint(2, 16) if voor_over is None else voor_over
        add_taak(
            casus=self.casus,
            omschrijving=self.rng.choice(namen.STAPPEN),
            eigenaar=self.coordinator,
            voor_op=self.nu + timedelta(days=over),
            inzender=self.door,
        )

    def nodig_uit(self, dag: date) -> None:
        """Plan that an organisation for help joins."""
        if self.gebied.hulp:
            wie = self.rng.choice(self.gebied.hulp)
            self.op(
                eerstvolgende_werkdag(dag),
                lambda: invite_organisatie(casus=self.casus, organisatie=wie, inzender=self.door),
            )

    def aanbod(self, dag: date, gestart_op: date) -> None:
        """Plan that an aanbod is written down, made that day and started then or later."""
        self.op(
            dag,
            lambda: register_aanbod(
                casus=self.casus,
                soort=self.rng.choice(list(AanbodSoort)),
                omschrijving=self.rng.choice(namen.AANBIEDINGEN),
                gedaan_op=dag,
                geaccepteerd_op=None,
                gestart_op=gestart_op,
                einde=None,
                inzender=self.door,
            ),
            feit=True,
        )

    def aanbod_stopt(self, dag: date) -> None:
        """Plan that the aanbod ends without a return to school."""
        self.op(
            dag,
            lambda: correct_feit(
                casus=self.casus,
                feit=Aanbod.objects.current().get(leerling__casussen=self.casus_id),
                changes={"einde": dag},
                reden="Gestopt: de plek bleek niet te passen.",
                inzender=self.door,
            ),
            feit=True,
        )

    def terug(self, dag: date) -> None:
        """Plan the return to school."""
        self.op(
            dag,
            lambda: register_terugkeer(
                casus=self.casus,
                op=dag,
                school=self.school,
                tekst="Eerste dagen halve roosters.",
                inzender=self.door,
            ),
            feit=True,
        )

    def mist(self, dag: date, uren: str) -> None:
        """Plan that hours missed on a schooldag are logged that day."""
        self.op(
            dag,
            lambda: register_uren(
                casus=self.casus,
                uren={dag: Decimal(uren)},
                geoorloofd=False,
                inzender=self.door,
            ),
            feit=True,
        )

    def ziek(self, dag: date) -> None:
        """Plan a sick report for one day."""
        self.op(
            dag,
            lambda: register_ziekmelding(
                casus=self.casus, begin=dag, einde=dag + timedelta(days=1), inzender=self.door
            ),
            feit=True,
        )

    def weer_thuis(self, dag: date) -> None:
        """Plan a new absence."""
        self.op(
            dag,
            lambda: register_verzuim(
                casus=self.casus, begin=dag, einde=None, geoorloofd=False, inzender=self.door
            ),
            feit=True,
        )

    def vrijstelling(self, dag: date, begin: date) -> None:
        """Plan an exemption under article 5 onder a for a school year."""
        self.op(
            dag,
            lambda: register_vrijstelling(
                casus=self.casus,
                grond=Grond.ART5_A,
                begin=begin,
                einde=begin + timedelta(days=365),
                inzender=self.door,
            ),
            feit=True,
        )

    def sluit(self, dag: date, uitkomst: Uitkomst) -> None:
        """Plan the end of the casus."""
        self.op(
            dag,
            lambda: close_casus(
                casus=self.casus,
                uitkomst=uitkomst,
                toelichting=self.rng.choice(namen.SLUITEN),
                inzender=self.door,
            ),
            feit=True,
        )

    def heropen(self, dag: date) -> None:
        """Plan that the casus opens again."""
        self.op(
            dag,
            lambda: reopen_casus(casus=self.casus, reden=namen.HEROPENEN, inzender=self.door),
            feit=True,
        )
