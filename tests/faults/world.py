"""The casussen of a run, and what should come of them by the pure rules alone."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db import connection

from cases.models import Casus
from cases.selectors.feiten import load_feiten
from cases.stand import LANDELIJK, Feiten, bereken_stand
from cases.stand.signalen import bereken_signalen
from monitoring.ladder import Besluit, Eerder, Oorzaak, Status, beeld_van_stand, decide
from tests.factories import Region, make_region
from tests.faults.shared import FIRST_DAY
from thuiszitters.accounts.models import Mailvoorkeur
from thuiszitters.accounts.rollen import Rol
from thuiszitters.kalender import plus_werkdagen

Key = tuple[int, str, str, date, str]
"""Casus, drempel, trede, first day and cause: what makes an escalation one of a kind."""
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
    has chosen the daily overzicht.
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
    return region


def _wipe() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE cases_casus, cases_leerling, berichten_bericht, monitoring_ronde CASCADE"
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
        _Life(pk, feiten, region).live(days, expected)
    return expected


class _Life:
    """One casus, from day to day."""

    def __init__(self, pk: int, feiten: Feiten, region: Region) -> None:
        self._pk = pk
        self._feiten = feiten
        self._people = {
            Rol.COORDINATOR: region.coordinator.pk,
            Rol.DIRECTEUR: region.directeur.pk,
            Rol.LEERPLICHTAMBTENAAR: region.leerplichtambtenaar.pk,
            Rol.ZORGCOORDINATOR: region.zorgcoordinator.pk,
            Rol.BESTUURDER: region.bestuurder.pk,
        }
        self._history: dict[int, Eerder] = {}
        self._asked: dict[int, tuple[Rol, ...]] = {}
        self._numbers = count(1)

    def live(self, days: Sequence[date], expected: Expected) -> None:
        for day in days:
            besluit = decide(
                beeld=beeld_van_stand(bereken_stand(self._feiten, LANDELIJK, day)),
                signalen=bereken_signalen(self._feiten, LANDELIJK, day).signalen,
                history=tuple(self._history.values()),
                peildatum=day,
            )
            self._apply(besluit, day, expected)
        for e in self._history.values():
            expected.escalaties[self._key(e)] = (e.op, e.status.value)

    def _key(self, e: Eerder) -> Key:
        return (self._pk, e.drempel.value, e.trede.value, e.verzuim_sinds, e.oorzaak.value)

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
        for rol in self._asked[e.pk]:
            expected.mails.add((self._key(e), reminder, self._people[rol]))
