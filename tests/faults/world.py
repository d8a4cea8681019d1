"""The casussen and actions of a run, and what should come of them by the pure rules alone."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db import connection

from cases.models import Casus
from cases.selectors.feiten import load_feiten
from cases.stand import LANDELIJK, Feiten, bereken_stand
from cases.stand.signalen import bereken_signalen
from monitoring.ladder import (
    LANDELIJKE_ACTIELADDER,
    LANDELIJKE_LADDER,
    Beeld,
    Besluit,
    Eerder,
    Melding,
    Oorzaak,
    Status,
    beeld_van_actie,
    beeld_van_stand,
    decide,
)
from pact.keuzes import Niveau
from pact.keuzes import Status as Actiestatus
from pact.models import Actie
from tests.factories import Region, make_region
from tests.faults.shared import FIRST_DAY
from tests.pact.hulp import make_kring
from thuiszitters.accounts.models import Lidmaatschap, Mailvoorkeur
from thuiszitters.accounts.rollen import Rol
from thuiszitters.kalender import plus_werkdagen

Key = tuple[str, str, str, date, str]
"""What it is about (`casus:1`, `actie:1`), drempel, trede, first day and cause: one of a kind."""
Fate = tuple[date, str]
"""The day it was decided on, and its status at the end."""
MailKey = tuple[Key, str, int]
"""Of which escalation, the day of the reminder as in its key or empty, to whom."""

_SEED = """
WITH child AS (
    INSERT INTO cases_leerling
        (swv_id, voornaam, achternaam, geboortedatum, zoeknaam)
    SELECT %(swv)s, 'Kind', 'Nummer' || g, %(born)s::date + (g %% 300), 'kind nummer' || g
    FROM generate_series(1, %(n)s) g RETURNING id
), numbered AS (
    SELECT id, row_number() OVER (ORDER BY id) AS g FROM child
), casus AS (
    INSERT INTO cases_casus
        (nummer, leerling_id, swv_id, gemeente_id, school_id, eigenaar_id, kenmerk, status,
         uitkomst, geopend_op, versie, plicht, categorie, duur, regelset, stand_op,
         drempel_op, volgende_controle_op, trede)
    SELECT %(year)s || '-' || lpad(id::text, 7, '0'), id, %(swv)s, %(gemeente)s, %(school)s,
           %(eigenaar)s, '', 'open', '', now(), 1, '', '', '', '', NULL, %(first)s,
           %(first)s, ''
    FROM numbered RETURNING id, leerling_id
), school AS (
    INSERT INTO cases_inschrijving (leerling_id, school_id, begin, einde, bron, bekend_op)
    SELECT id, %(school)s, NULL, NULL, 'swv', now() FROM numbered
), party AS (
    INSERT INTO cases_casuspartij (casus_id, organisatie_id, rol, van)
    SELECT casus.id, v.org, v.rol, %(first)s::date - 60
    FROM casus, (VALUES (%(swv)s, 'swv'), (%(gemeente)s, 'gemeente'), (%(school)s, 'school'))
                v(org, rol)
)
INSERT INTO cases_verzuim (leerling_id, begin, einde, geoorloofd, reden, bron, bekend_op)
SELECT id, (%(begins)s::date[])[g], NULL, false, '', 'swv', now() FROM numbered
"""


def make_world(casussen: int, seed: int) -> Region:
    """Make a region with this many open casussen, all due on the first day.

    They are at home since up to three months before it and a month after. The zorgcoordinator
    has chosen the daily overzicht. Beside it a pact, with an action for every ten casussen.
    """
    rng = random.Random(seed)
    _wipe()
    region = make_region()
    region.zorgcoordinator.mailvoorkeur = Mailvoorkeur.DAGELIJKS
    region.zorgcoordinator.save()
    begins = [FIRST_DAY + timedelta(days=rng.randrange(-90, 30)) for _ in range(casussen)]
    with connection.cursor() as cursor:
        cursor.execute(
            _SEED,
            {
                "n": casussen,
                "year": FIRST_DAY.year,
                "first": FIRST_DAY,
                "born": FIRST_DAY - timedelta(days=13 * 366),
                "begins": begins,
                "swv": region.swv.pk,
                "gemeente": region.gemeente.pk,
                "school": region.school.pk,
                "eigenaar": region.coordinator.pk,
            },
        )
    _make_pact(10 + casussen // 10, rng)
    return region


def _make_pact(acties: int, rng: random.Random) -> None:
    """Make a pact with so many actions, due around the first day, all of one partner."""
    kring = make_kring(einde=None)
    Actie.objects.bulk_create(
        Actie(
            pact=kring.pact,
            nr=nr,
            thema=kring.themas[0],
            activiteit="Lijsten naast elkaar leggen",
            niveau=Niveau.REGIO,
            eigenaar=kring.partner,
            deadline=FIRST_DAY + timedelta(days=rng.randrange(-35, 40)),
            status=Actiestatus.LOOPT,
        )
        for nr in range(1, acties + 1)
    )


def _wipe() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE cases_casus, cases_leerling, pact_pact, berichten_bericht, monitoring_ronde"
            " CASCADE"
        )


@dataclass(slots=True)
class Expected:
    """Everything that must be there at the end, and nothing else."""

    escalaties: dict[Key, Fate]
    mails: set[MailKey]


def expect(region: Region, days: Sequence[date]) -> Expected:
    """Work out, casus by casus and day by day, what the rules give on these days."""
    expected = Expected({}, set())
    casussen = Casus.objects.select_related("leerling", "school", "gemeente", "swv")
    for pk, feiten in load_feiten(casussen.filter(swv=region.swv)).items():
        _CasusLife(pk, feiten, region).live(days, expected)
    for pk, deadline in Actie.objects.values_list("pk", "deadline"):
        _ActieLife(pk, deadline).live(days, expected)
    return expected


class _Life(ABC):
    """One casus or action, from day to day."""

    ladder = LANDELIJKE_LADDER

    def __init__(self, name: str, people: Mapping[Rol, int]) -> None:
        self._name = name
        self._people = people
        self._history: dict[int, Eerder] = {}
        self._asked: dict[int, tuple[Rol, ...]] = {}
        self._numbers = count(1)

    def live(self, days: Sequence[date], expected: Expected) -> None:
        for day in days:
            besluit = decide(
                beeld=self.beeld(day),
                signalen=self.signalen(day),
                history=tuple(self._history.values()),
                peildatum=day,
                ladder=self.ladder,
            )
            self._apply(besluit, day, expected)
        for e in self._history.values():
            expected.escalaties[self._key(e)] = (e.op, e.status.value)

    @abstractmethod
    def beeld(self, day: date) -> Beeld:
        """What the ladder looks at."""

    def signalen(self, day: date) -> Sequence[Melding]:
        """The signals that hold."""
        return ()

    def _key(self, e: Eerder) -> Key:
        return (self._name, e.drempel.value, e.trede.value, e.verzuim_sinds, e.oorzaak.value)

    def _change(self, pk: int, **changes: Any) -> Eerder:
        self._history[pk] = replace(self._history[pk], **changes)
        return self._history[pk]

    def _apply(self, besluit: Besluit, day: date, expected: Expected) -> None:
        for pk, _ in besluit.vervalt:
            self._change(pk, status=Status.VERVALLEN)
        for pk in besluit.opgevolgd:
            self._change(pk, status=Status.OPGEVOLGD)
        for again in besluit.herinneringen:
            e = self._change(
                again.pk,
                status=Status.OPEN,
                reageer_voor=again.reageer_voor,
                herinnerd_op=day,
                herinneringen=self._history[again.pk].herinneringen + 1,
                rust_tot=None,
            )
            self._mail(e, f"{day:%Y%m%d}", expected)
        for nieuw in besluit.nieuw:
            opened = nieuw.status == Status.OPEN
            termijn = nieuw.regel.termijn
            e = Eerder(
                pk=next(self._numbers),
                drempel=nieuw.drempel,
                trede=nieuw.regel.trede,
                verzuim_sinds=nieuw.verzuim_sinds,
                status=nieuw.status,
                oorzaak=Oorzaak(nieuw.oorzaak),
                op=day,
                termijn=termijn,
                reageer_voor=plus_werkdagen(day, termijn) if opened else None,
            )
            self._history[e.pk] = e
            if opened:
                self._asked[e.pk] = nieuw.regel.rollen
                self._mail(e, "", expected)

    def _mail(self, e: Eerder, reminder: str, expected: Expected) -> None:
        for user in {self._people[rol] for rol in self._asked[e.pk] if rol in self._people}:
            expected.mails.add((self._key(e), reminder, user))


class _CasusLife(_Life):
    """One child at home."""

    def __init__(self, pk: int, feiten: Feiten, region: Region) -> None:
        super().__init__(
            f"casus:{pk}",
            {
                Rol.COORDINATOR: region.coordinator.pk,
                Rol.DIRECTEUR: region.directeur.pk,
                Rol.LEERPLICHTAMBTENAAR: region.leerplichtambtenaar.pk,
                Rol.ZORGCOORDINATOR: region.zorgcoordinator.pk,
                Rol.BESTUURDER: region.bestuurder.pk,
            },
        )
        self._feiten = feiten

    def beeld(self, day: date) -> Beeld:
        return beeld_van_stand(bereken_stand(self._feiten, LANDELIJK, day))

    def signalen(self, day: date) -> Sequence[Melding]:
        return bereken_signalen(self._feiten, LANDELIJK, day).signalen


class _ActieLife(_Life):
    """One promise of the partner. There are no co-owners to ask."""

    ladder = LANDELIJKE_ACTIELADDER

    def __init__(self, pk: int, deadline: date | None) -> None:
        people = Lidmaatschap.objects.filter(rol__in=[Rol.PARTNER, Rol.REGIEVOERDER])
        users = {Rol(rol): user for rol, user in people.order_by("pk").values_list("rol", "user")}
        super().__init__(f"actie:{pk}", users)
        self._deadline = deadline

    def beeld(self, day: date) -> Beeld:
        return beeld_van_actie(
            status="loopt", deadline=self._deadline, pact_einde=None, peildatum=day
        )
