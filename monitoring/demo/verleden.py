"""Playing the stories day by day, so that the demo has a past: signals, answers, notes.

On each day the watch goes its round in the morning, people work, and the watch looks again. What
is written carries the time of the clock on the wall; `dateren` gives it the time of its day.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import count

from django.db.models import Min
from django.utils import timezone

from cases.models import Casus
from cases.services.tijdlijn import Inzender
from monitoring.demo import namen
from monitoring.demo.dateren import OCHTEND, WERKDAG, Dagdeel
from monitoring.demo.verhaal import Stap, Verhaal
from monitoring.ladder import MEESTE_RUST, Status
from monitoring.models import Escalatie, ReactieSoort
from monitoring.services.reacties import answer_escalatie
from monitoring.services.watch import run_round
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.kalender import eerstvolgende_werkdag, plus_werkdagen

MEESTE_VERLENGINGEN = 4
"""How often a signal of the demo is taken up anew."""
_Geplande = tuple[date, int, Verhaal | None, Stap]


class Verleden:
    """The days of the demo, from the first step until today."""

    def __init__(
        self, verhalen: list[Verhaal], vandaag: date, rng: random.Random, zeg: Callable[[str], None]
    ) -> None:
        self._vandaag = self._dag = vandaag
        self._rng = rng
        self._zeg = zeg
        self._delen: list[Dagdeel] = []
        self._volgorde = count()
        self._stappen: list[_Geplande] = [
            (stap.dag, next(self._volgorde), verhaal, stap)
            for verhaal in verhalen
            for stap in verhaal.stappen
        ]
        heapq.heapify(self._stappen)
        self._van_casus: dict[int, Verhaal] = {}
        self._drempel = vandaag
        """The first day on which a threshold of our casussen falls."""
        self._laatste_escalatie = (
            Escalatie.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        )

    @property
    def casus_ids(self) -> list[int]:
        """The casussen that were opened so far."""
        return list(self._van_casus)

    def speel(self) -> list[Dagdeel]:
        """Take every day on which something happens, and today; return when each was played."""
        if not self._stappen:
            return []
        dag = eerste = self._stappen[0][0]
        gezegd = 0.0
        while dag <= self._vandaag:
            self._speel_dag(dag)
            deel = (dag - eerste).days / max((self._vandaag - eerste).days, 1)
            if deel >= gezegd + 0.2:
                gezegd = deel
                self._zeg(f"  tot en met {dag:%d-%m-%Y}: {len(self._van_casus)} casussen")
            dag = self._volgende_dag(dag)
        return self._delen

    def _volgende_dag(self, dag: date) -> date:
        """Return the next day with a step or a threshold, at most today; after today: the end."""
        if dag == self._vandaag:
            return dag + timedelta(days=1)
        gezocht = Casus.objects.filter(pk__in=self.casus_ids)
        drempel: date | None = gezocht.aggregate(op=Min("volgende_controle_op"))["op"]
        self._drempel = drempel or self._vandaag
        dagen = [self._vandaag, self._drempel]
        if self._stappen:
            dagen.append(self._stappen[0][0])
        return max(min(dagen), dag + timedelta(days=1))

    def _speel_dag(self, dag: date) -> None:
        self._dag = dag
        if self._drempel <= dag:
            self._delen.append(Dagdeel(timezone.now(), dag, OCHTEND))
            self._ronde(dag)
        self._delen.append(Dagdeel(timezone.now(), dag, WERKDAG))
        feiten = False
        while self._stappen and self._stappen[0][0] <= dag:
            _, _, verhaal, stap = heapq.heappop(self._stappen)
            if verhaal is not None:
                verhaal.nu = dag
            stap.doe()
            feiten = feiten or stap.feit
            if verhaal is not None and verhaal.casus_id:
                self._van_casus[verhaal.casus_id] = verhaal
        if feiten:
            self._ronde(dag)

    def _ronde(self, dag: date) -> None:
        """Let the watch look at our casussen, and plan who answers the new signals."""
        telling = run_round(peildatum=dag, casus_ids=self.casus_ids)
        if telling.geescaleerd:
            nieuw = Escalatie.objects.filter(
                pk__gt=self._laatste_escalatie, status=Status.OPEN.value
            )
            for pk, casus_id in nieuw.order_by("pk").values_list("pk", "casus_id"):
                self._laatste_escalatie = pk
                self._plan_antwoord(dag, pk, self._van_casus[casus_id])

    def _plan_antwoord(self, dag: date, escalatie_id: int, verhaal: Verhaal) -> None:
        if self._rng.random() < verhaal.antwoordt:
            over = self._rng.randint(1, 5)
            self._plan(dag, over, partial(self._antwoord, escalatie_id, verhaal.antwoordt))
            if self._rng.random() < 0.3:
                self._plan(dag, over - 1, partial(self._gezien, escalatie_id))

    def _plan(self, dag: date, over: int, doe: Callable[[], object]) -> None:
        op = eerstvolgende_werkdag(dag + timedelta(days=over))
        if op <= self._vandaag:
            heapq.heappush(self._stappen, (op, next(self._volgorde), None, Stap(op, doe)))

    def _antwoord(self, escalatie_id: int, kans: float, keer: int = 1) -> None:
        """Let somebody take it up for some werkdagen, and mostly ask for more time after those."""
        tot = plus_werkdagen(self._dag, self._rng.randint(3, MEESTE_RUST))
        tekst = self._rng.choice(namen.ANTWOORDEN)
        self._reageer(escalatie_id, ReactieSoort.NEEM_OP, tekst, tot)
        if keer < MEESTE_VERLENGINGEN and self._rng.random() < kans:
            over = (tot - self._dag).days
            self._plan(self._dag, over, partial(self._antwoord, escalatie_id, kans, keer + 1))

    def _gezien(self, escalatie_id: int) -> None:
        self._reageer(escalatie_id, ReactieSoort.GEZIEN, "")

    def _reageer(
        self, escalatie_id: int, soort: ReactieSoort, tekst: str, rust_tot: date | None = None
    ) -> None:
        """Let one of the people addressed answer, unless the signal is over."""
        escalatie = Escalatie.objects.select_related("casus").get(pk=escalatie_id)
        ontvangers = list(
            User.objects.filter(
                geadresseerd__escalatie=escalatie, geadresseerd__tot__isnull=True
            ).order_by("pk")
        )
        wacht = {Status.OPEN.value}
        if soort == ReactieSoort.NEEM_OP:
            wacht.add(Status.BEANTWOORD.value)
        over = escalatie.status not in wacht or not escalatie.over_casus.is_open
        if over or not ontvangers:
            return
        wie = self._rng.choice(ontvangers)
        answer_escalatie(
            escalatie=escalatie,
            soort=soort,
            toelichting=tekst,
            naar=None,
            rust_tot=rust_tot,
            op=self._dag,
            inzender=Inzender(door=wie, namens=self._organisatie(wie, escalatie.over_casus)),
        )

    def _organisatie(self, user: User, casus: Casus) -> Organisatie:
        """Return for whom this person speaks: the party of the casus they belong to."""
        held = {row.organisatie_id: row.organisatie for row in user.lidmaatschappen.all()}
        partijen = casus.partijen.order_by("pk").values_list("organisatie_id", flat=True)
        return next((held[pk] for pk in partijen if pk in held), next(iter(held.values())))
