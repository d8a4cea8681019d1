"""Random children as rows of a list somebody could have sent, and the same as facts."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from cases.stand import Aanbod, Feiten, Inschrijving, Verzuim
from tests.factories import Region
from tests.monitoring.model import CasusModel, Recorded
from tests.monitoring.model.people import Addressees
from thuiszitters.kalender import Regio

BEGIN = date(2026, 3, 2)
DAYS = 184
LAST_BEGIN = date(2026, 11, 1)
"""A list tells what happened, so no absence in it begins in the future."""
Row = dict[str, str]


@dataclass
class Child:
    """One child: the rows of the list, what is known of it, and what the model says."""

    kenmerk: str
    rng: random.Random
    rows: list[Row] = field(default_factory=list)
    feiten: Feiten = field(default_factory=lambda: Feiten(date(2012, 1, 1), Regio.NOORD))
    model: CasusModel = field(default_factory=CasusModel)
    addressees: dict[int, Addressees] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    """Who holds the roles at the places of this child."""
    closed: bool = False
    changed: bool = True
    """Whether its facts or people changed since the last round."""
    deeds: list[tuple[date, str]] = field(default_factory=list)
    """What will be done, and on which day or the first that is watched after it."""
    answers: list[tuple[date, Recorded]] = field(default_factory=list)

    @property
    def enrolled(self) -> bool:
        """Whether it has a school."""
        return "zorgcoordinator" in self.people


def make_child(n: int, seed: int, region: Region) -> Child:
    """Return a child with one to three absences in or before the half year."""
    rng = random.Random(seed * 100_003 + n)
    child = Child(f"K{n:04d}", rng)
    born = date(2009, 1, 1) + timedelta(days=rng.randrange(4300))
    enrolled = rng.random() < 0.8
    spans: list[Verzuim] = []
    day = BEGIN + timedelta(days=rng.randrange(-100, 150))
    for _ in range(rng.choice([1, 1, 1, 2, 3]) if enrolled else 1):
        length = rng.choice([None, rng.randrange(1, 20), rng.randrange(20, 130)])
        end = day + timedelta(days=length) if length else None
        spans.append(Verzuim(day, end, geoorloofd=enrolled and rng.random() < 0.2))
        if end is None:
            break
        day = end + timedelta(days=rng.choice([0, 1, 3, 10, 40]))
        if day > LAST_BEGIN:
            break
    offer = None
    if rng.random() < 0.2:
        offer = spans[-1].begin + timedelta(days=rng.randrange(1, 120))
    for number, span in enumerate(spans):
        child.rows.append(
            {
                "kenmerk": child.kenmerk,
                "voornaam": "Kind",
                "achternaam": f"Nummer{n}",
                "geboortedatum": born.isoformat(),
                "gemeentecode": region.gemeente.code,
                "brin": region.school.code if enrolled else "",
                "verzuim_begin": span.begin.isoformat(),
                "verzuim_einde": span.einde.isoformat() if span.einde else "",
                "geoorloofd": "ja" if span.geoorloofd else "nee",
                "aanbod_gestart_op": offer.isoformat() if offer and not number else "",
            }
        )
    if enrolled:
        schools: tuple[Inschrijving, ...] = (Inschrijving(None, None),)
    else:
        schools = (Inschrijving(None, spans[0].begin),)
        if spans[0].einde:
            schools += (Inschrijving(spans[0].einde, None),)
    child.feiten = Feiten(
        geboortedatum=born,
        regio=Regio.NOORD,
        inschrijvingen=schools,
        verzuim=tuple(spans) if enrolled else (),
        aanbod=(Aanbod(offer, None),) if offer else (),
    )
    child.people = {
        "coordinator": region.coordinator.pk,
        "directeur": region.directeur.pk,
        "leerplichtambtenaar": region.leerplichtambtenaar.pk,
    }
    if enrolled:
        child.people |= {
            "zorgcoordinator": region.zorgcoordinator.pk,
            "bestuurder": region.bestuurder.pk,
        }
    if rng.random() < 0.4:
        day = BEGIN + timedelta(days=rng.randrange(5, 150))
        child.deeds.append((day, rng.choice(DEEDS)))
        if child.deeds[-1][1] == "close":
            child.deeds.append((day + timedelta(days=rng.randrange(1, 40)), "reopen"))
    return child


DEEDS = [
    "return",
    "return",
    "aanbod",
    "failing aanbod",
    "earlier",
    "later",
    "exempt",
    "hours",
    "sick",
    "school",
    "gemeente",
    "close",
]


def write_list(path: Path, children: list[Child]) -> None:
    """Write the rows as a list somebody could have sent."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(children[0].rows[0]), delimiter=";")
    writer.writeheader()
    for child in children:
        writer.writerows(child.rows)
    path.write_text(text.getvalue(), encoding="utf-8")
