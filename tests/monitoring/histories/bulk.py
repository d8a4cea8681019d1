"""Thousands of random children at once, as rows in the real tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import connection, models
from django.utils import timezone

from cases.models import (
    Aanbod,
    Casus,
    CasusPartij,
    Gemist,
    Inschrijving,
    Leerling,
    Verzuim,
    Vrijstelling,
)
from cases.models.casus import METEEN
from cases.stand import Feiten
from tests.factories import Region, make_organisatie, make_region, make_user
from tests.monitoring.model.seeded import random_facts
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.columns import insert_columns
from thuiszitters.kalender import Regio

ONE_DAY = timedelta(days=1)
SPECIAL = [
    date(2024, 2, 29),
    date(2028, 2, 29),
    date(2032, 2, 29),
    *(date(year, 3, 31) for year in range(2024, 2035)),
    *(date(year, 5, 31) for year in range(2024, 2035)),
    *(date(year, 8, 31) for year in range(2024, 2035)),
    *(date(year, 11, 30) for year in range(2024, 2035)),
    *(date(year, 12, 31) for year in range(2024, 2034)),
    # The Sundays on which the clock changes, for as long as it does.
    *(
        max(date(y, m, d) for d in range(25, 32) if date(y, m, d).isoweekday() == 7)
        for y in range(2024, 2035)
        for m in (3, 10)
    ),
]


@dataclass(frozen=True)
class Places:
    """One region with a school in every holiday region."""

    region: Region
    schools: dict[Regio, Organisatie]
    zorgcoordinatoren: dict[Regio, int]


def make_places() -> Places:
    """A region with people in every role."""
    region = make_region()
    schools = {Regio.NOORD: region.school}
    people = {Regio.NOORD: region.zorgcoordinator.pk}
    for regio in (Regio.MIDDEN, Regio.ZUID):
        school = make_organisatie(
            Soort.SCHOOL, swv=region.swv, bestuur=region.bestuur, vakantieregio=regio.value
        )
        schools[regio] = school
        people[regio] = make_user(Rol.ZORGCOORDINATOR, school).pk
    return Places(region, schools, people)


@dataclass(frozen=True)
class Chunk:
    """Some thousands of children of about the same time, and the days on which is looked."""

    name: str
    children: dict[int, Feiten]
    looks: tuple[date, ...]


def make_chunk(seed: str, number: int, size: int) -> Chunk:
    """The children of this seed, of which many meet a special day, and eight to ten days."""
    rng = Random(f"{seed}:{number}")
    middle = rng.choice(SPECIAL) if rng.random() < 0.6 else _any_day(rng)
    middle -= rng.choice([0, 0, 14, 21, 28, 29, 64, 91, 92]) * ONE_DAY
    middle = max(middle, date(2024, 1, 10))
    children = {
        n: random_facts(rng, middle + rng.choice([0, 0, 1, -1, rng.randrange(-12, 13)]) * ONE_DAY)
        for n in range(1, size + 1)
    }
    days: set[date] = set()
    while len(days) < 9:
        near = rng.choice([13, 14, 15, 20, 21, 22, 27, 28, 29, 33, 40, 63, 64, 78, 92, 93, 94])
        after = near + rng.randrange(-2, 3) if rng.random() < 0.6 else rng.randrange(1, 200)
        days.add(min(middle + after * ONE_DAY, date(2035, 7, 1)))
    return Chunk(f"{seed}:{number}", children, tuple(sorted(days)))


def _any_day(rng: Random) -> date:
    return date(2024, 1, 10) + rng.randrange(4008) * ONE_DAY


def insert(chunk: Chunk, places: Places) -> None:
    """Put them in the tables, each as an open casus whose facts just changed."""
    now = timezone.now()
    region = places.region
    rows: dict[type[models.Model], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))

    def add(model: type[models.Model], **values: Any) -> None:
        for name, value in values.items():
            rows[model][name].append(value)

    for n, feiten in chunk.children.items():
        school = places.schools[feiten.regio].pk
        add(
            Leerling,
            id=n,
            geboortedatum=feiten.geboortedatum,
            startkwalificatie_op=feiten.startkwalificatie_op,
        )
        add(Casus, id=n, leerling=n, nummer=f"2024-{n:06d}", school=school)
        for organisatie, rol in (
            (region.swv.pk, "swv"),
            (region.gemeente.pk, "gemeente"),
            (school, "school"),
        ):
            add(CasusPartij, casus=n, organisatie=organisatie, rol=rol)
        for i in feiten.inschrijvingen:
            add(Inschrijving, leerling=n, begin=i.begin, einde=i.einde)
        for v in feiten.verzuim:
            add(
                Verzuim,
                leerling=n,
                begin=v.begin,
                einde=v.einde,
                geoorloofd=v.geoorloofd,
                reden="ziekte" if v.ziek else "",
            )
        for a in feiten.aanbod:
            add(Aanbod, leerling=n, gestart_op=a.gestart_op, einde=a.einde)
        for x in feiten.vrijstellingen:
            add(Vrijstelling, leerling=n, grond=x.grond.value, begin=x.begin, einde=x.einde)
        for g in feiten.gemist:
            add(Gemist, leerling=n, datum=g.datum, uren=g.uren, geoorloofd=g.geoorloofd)
    known = {"bron": "swv", "bekend_op": now}
    constants: dict[type[models.Model], dict[str, Any]] = {
        Leerling: {"swv": region.swv.pk, "voornaam": "K", "achternaam": "N", "zoeknaam": "k n"},
        Casus: {
            "swv": region.swv.pk,
            "gemeente": region.gemeente.pk,
            "eigenaar": region.coordinator.pk,
            "kenmerk": "",
            "status": "open",
            "uitkomst": "",
            "geopend_op": now,
            "versie": 1,
            "plicht": "",
            "categorie": "",
            "duur": "",
            "drempel_op": date.max,
            "regelset": "",
            "volgende_controle_op": METEEN,
            "trede": "",
        },
        CasusPartij: {"van": date(2023, 1, 1)},
        Inschrijving: known,
        Verzuim: known,
        Aanbod: known | {"soort": "onderwijs", "omschrijving": ""},
        Vrijstelling: known,
        Gemist: known,
    }
    for model, columns in rows.items():
        insert_columns(model, columns, constants=constants[model])


def clear() -> None:
    """Empty what a chunk filled."""
    run("TRUNCATE cases_leerling, berichten_bericht CASCADE")


def learn_sizes() -> None:
    """Let the planner see the rows that are there by now.

    What it last saw can be of another test; on that it may hold every row beside every other.
    """
    run(
        "ANALYZE cases_casus, monitoring_escalatie, monitoring_geadresseerde, berichten_bericht,"
        " cases_gebeurtenis"
    )


def run(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a statement; return its rows, where it gives any."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall()) if cursor.description else []
