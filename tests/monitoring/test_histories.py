"""Five hundred random histories, imported from a list and watched day by day for six months.

The expectation is worked out beside it, step by step, from the rows of the list and the text of
the rules; of our own code it uses only the Stand, which has an oracle of its own.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from cases.models import Casus
from cases.stand import LANDELIJK, Aanbod, Feiten, Inschrijving, Verzuim, bereken_stand
from monitoring.models import Escalatie
from monitoring.services.watch import run_round
from tests.factories import Region
from tests.monitoring.test_ladder import model_due
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.kalender import Regio

BEGIN = date(2026, 3, 2)
DAYS = 184
LAST_BEGIN = date(2026, 11, 1)
"""A list tells what happened, so no absence in it begins in the future."""
HISTORIES = 500
Row = dict[str, str]
Outcome = tuple[str, str, date, str]


@dataclass
class History:
    """One child: the rows of the list, and the same as facts."""

    kenmerk: str
    rows: list[Row] = field(default_factory=list)
    feiten: Feiten = field(default_factory=lambda: Feiten(date(2012, 1, 1), Regio.NOORD))


def make_history(n: int, rng: random.Random, region: Region) -> History:
    """Return a child with one to three absences in or before the half year."""
    history = History(f"K{n:04d}")
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
    if rng.random() < 0.25:
        offer = spans[-1].begin + timedelta(days=rng.randrange(1, 120))
    for number, span in enumerate(spans):
        history.rows.append(
            {
                "kenmerk": history.kenmerk,
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
    history.feiten = Feiten(
        geboortedatum=born,
        regio=Regio.NOORD,
        inschrijvingen=schools,
        verzuim=tuple(spans) if enrolled else (),
        aanbod=(Aanbod(offer, None),) if offer else (),
    )
    return history


def write_list(path: Path, histories: list[History]) -> None:
    """Write the rows as a list somebody could have sent."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(histories[0].rows[0]), delimiter=";")
    writer.writeheader()
    for history in histories:
        writer.writerows(history.rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def expected(history: History, days: list[date]) -> set[Outcome]:
    """Step by step what the rules give: (drempel, trede, day, status at the end)."""
    recorded: dict[tuple[str, str, date], Outcome] = {}
    for day in days:
        stand = bereken_stand(history.feiten, LANDELIJK, day)
        since = stand.verzuim_sinds
        climbs = since is not None and stand.categorie in {"AV", "LRV", "dreigend"}
        for key, (drempel, trede, on, status) in recorded.items():
            if status == "open" and not (climbs and key[2] == since):
                recorded[key] = (drempel, trede, on, "vervallen")
        if not climbs or since is None:
            continue
        due = [r for r in model_due(since, day) if (*r, since) not in recorded]
        for drempel, trede in due:
            status = "open" if (drempel, trede) == due[-1] else "overgeslagen"
            recorded[drempel, trede, since] = (drempel, trede, day, status)
    return set(recorded.values())


def half_year() -> Iterator[date]:
    """Every day of the half year."""
    return (BEGIN + timedelta(days=n) for n in range(DAYS))


def import_and_watch(
    region: Region, path: Path, days: list[date], times: int
) -> dict[str, list[Outcome]]:
    """Import the list, run the watch on these days, and return what was recorded per child."""
    call_command("import_casussen", str(path), swv=region.swv.code)
    ids = list(Casus.objects.filter(swv=region.swv).values_list("pk", flat=True))
    assert len(ids) == HISTORIES
    for day in days:
        for _ in range(times):
            run_round(peildatum=day, casus_ids=ids)
    found: dict[str, list[Outcome]] = defaultdict(list)
    rows = Escalatie.objects.filter(casus__swv=region.swv).values_list(
        "casus__kenmerk", "drempel", "trede", "op", "status"
    )
    for kenmerk, drempel, trede, op, status in rows:
        found[kenmerk].append((drempel, trede, op, status))
    return found


@pytest.mark.parametrize(
    ("rhythm", "times"),
    [("every day", 1), ("every day twice", 2), ("ten days left out each month", 1)],
)
@pytest.mark.usefixtures("monday")
def test_the_escalations_are_exactly_those_the_rules_give(
    region: Region, tmp_path: Path, rhythm: str, times: int
) -> None:
    rng = random.Random(20261122)
    histories = [make_history(n, rng, region) for n in range(HISTORIES)]
    days = list(half_year())
    if rhythm == "ten days left out each month":
        days = [day for day in days if not 10 <= day.day < 20]
    path = tmp_path / "lijst.csv"
    write_list(path, histories)

    found = import_and_watch(region, path, days, times)

    total = 0
    for history in histories:
        outcomes = found[history.kenmerk]
        assert len(outcomes) == len(set(outcomes))
        assert set(outcomes) == expected(history, days), json.dumps(history.rows)
        total += len(outcomes)
    assert total > HISTORIES  # the histories are rich enough to say something
    open_ones = set(Escalatie.objects.filter(status="open").values_list("pk", flat=True))
    waiting = {
        bericht.gegevens["escalatie"]
        for bericht in Bericht.objects.filter(toestand=Toestand.WACHTEND)
    }
    assert waiting == open_ones
