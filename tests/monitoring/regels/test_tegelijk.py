"""Versions of the rules made while others are at work, on connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from cases.models import Casus, Regelset
from monitoring.ladder.geheel import LANDELIJKE_REGELS
from monitoring.services.claim import claim
from monitoring.services.regelboek import Regelboek
from monitoring.services.regels import continue_herberekening, make_regelset
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_region
from tests.monitoring.regels.voorstellen import regels_with

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 11, 23)


def apart(pool: ThreadPoolExecutor, work: Callable[[], object]) -> Future[object]:
    """Do this work in a thread, on a connection that is closed afterwards."""

    def run() -> object:
        try:
            return work()
        finally:
            connection.close()

    return pool.submit(run)


def make(region: Region) -> Regelset:
    """Record a stricter version for the SWV of this region, from today on."""
    return make_regelset(
        swv=region.swv,
        geldig_vanaf=TODAY,
        regels=regels_with("uren_preventie=10"),
        reden="",
        inzender=region.by(),
    )


def test_of_two_at_once_one_is_refused() -> None:
    region = make_region()
    start = Barrier(2)

    def together() -> str:
        start.wait(timeout=10)
        try:
            return make(region).code
        except ValidationError as error:
            return "; ".join(error.messages)

    with ThreadPoolExecutor(2) as pool:
        answers = [str(job.result(timeout=30)) for job in [apart(pool, together) for _ in "ab"]]
    code = f"{region.swv.code} v1"
    assert sorted(answer == code for answer in answers) == [False, True]
    assert Regelset.objects.get().code == code


def test_a_batch_that_read_older_rules_does_not_hide_a_casus() -> None:
    region = make_region()
    casus = make_casus(region, dagen=40)
    holding, go_on = Event(), Event()

    def older_batch() -> str:
        with transaction.atomic():
            claim(TODAY, None, 10)
            naam = Regelboek().regels(region.swv.pk, TODAY).regelset.naam
            holding.set()
            go_on.wait(timeout=10)
            Casus.objects.update(volgende_controle_op=TODAY + timedelta(days=9))
            return naam

    with ThreadPoolExecutor(2) as pool:
        batch = apart(pool, older_batch)
        assert holding.wait(timeout=10)
        row = make(region)
        marking = apart(pool, lambda: continue_herberekening(regelset_id=row.pk))
        go_on.set()
        assert batch.result(timeout=30) == LANDELIJKE_REGELS.regelset.naam
        assert marking.result(timeout=30) == 1
    casus.refresh_from_db()
    assert casus.volgende_controle_op == TODAY
    run_round(peildatum=TODAY)
    casus.refresh_from_db()
    assert casus.regelset == row.code
