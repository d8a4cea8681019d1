"""Five hundred random histories, imported from a list and watched for six months.

Facts are corrected, children return, aanbod starts and fails, people answer, pass on, are away;
all through the real services on PostgreSQL. The expectation is worked out beside it by the model
(tests/monitoring/model); of our own code that uses only the Stand and the signals, which have
oracles of their own.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from cases.models import Casus
from cases.selectors.feiten import load_feiten
from monitoring.models import Escalatie
from tests.factories import Region
from tests.monitoring.histories.children import BEGIN, DAYS, make_child, write_list
from tests.monitoring.histories.half_year import (
    HalfYear,
    asked_now,
    expected_rows,
    found_rows,
)
from thuiszitters.berichten.models import Bericht, Toestand

HISTORIES = 300
SEED = 20261122


def waiting() -> set[tuple[str, str, int]]:
    """The mails that wait: about which escalation, for whom."""
    rows = {e.pk: e for e in Escalatie.objects.select_related("casus")}
    found = set()
    for bericht in Bericht.objects.filter(toestand=Toestand.WACHTEND):
        e = rows[bericht.gegevens["escalatie"]]
        about = f"{e.drempel} {e.trede} {e.oorzaak} {e.verzuim_sinds}"
        found.add((e.over_casus.kenmerk, about, bericht.ontvanger_id))
    return found


@pytest.mark.parametrize(
    ("rhythm", "times", "histories"),
    [
        ("every day", 1, HISTORIES),
        ("every day twice", 2, HISTORIES // 5),
        ("ten days left out each month", 1, HISTORIES // 4),
    ],
)
# Committed, as it is in real life: in one transaction no dead row could be cleared away.
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("monday")
def test_escalations_reminders_lapses_and_addressees_are_those_of_the_model(
    region: Region, tmp_path: Path, rhythm: str, times: int, histories: int
) -> None:
    children = [make_child(n, SEED + histories + times, region) for n in range(histories)]
    days = [BEGIN + timedelta(days=n) for n in range(DAYS)]
    if rhythm == "ten days left out each month":
        days = [day for day in days if not 10 <= day.day < 20]
    path = tmp_path / "lijst.csv"
    write_list(path, children)
    call_command("import_casussen", str(path), swv=region.swv.code)
    half_year = HalfYear(region, children)
    assert len(half_year.casussen) == histories

    half_year.watch(days, times=times)

    places = Casus.objects.select_related("leerling", "school", "gemeente", "swv")
    facts = load_feiten(places)
    seen: dict[str, int] = {}
    for child in children:
        casus = half_year.casussen[child.kenmerk]
        known = facts[casus.pk]
        assert set(known.verzuim) == set(child.feiten.verzuim), child.kenmerk
        assert set(known.aanbod) == set(child.feiten.aanbod), child.kenmerk
        assert set(known.inschrijvingen) == set(child.feiten.inschrijvingen), child.kenmerk
        assert set(known.gemist) == set(child.feiten.gemist), child.kenmerk
        assert found_rows(casus) == expected_rows(child), f"{child.kenmerk}: {child.rows}"
        for e in child.model.recorded:
            seen[e.status] = seen.get(e.status, 0) + 1
            seen[e.oorzaak] = seen.get(e.oorzaak, 0) + 1
            seen["herinnerd"] = seen.get("herinnerd", 0) + e.herinneringen
    assert waiting() == asked_now(children)
    # The histories are rich enough to say something.
    assert min(seen.values()) > histories / 20, seen
    assert len(seen) == 8, seen
    assert min(half_year.counts.values()) > histories / 20, half_year.counts
