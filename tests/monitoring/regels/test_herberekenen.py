"""Recomputing after a change of rules: everything once, in pieces, whatever stops it."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Casus, Leerling, Regelset
from cases.models.casus import METEEN, NOOIT
from monitoring.models import Herberekening
from monitoring.selectors.regels import voortgang_of
from monitoring.services.regels import (
    continue_herberekening,
    finish_herberekeningen,
    make_regelset,
    restart_herberekening,
)
from monitoring.services.watch import run_round
from monitoring.tasks import herbereken
from tests.factories import Region, make_casus
from tests.monitoring.regels.voorstellen import REDEN, regels_with

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.django_db]
TODAY = date(2026, 11, 23)


def make(region: Region, vanaf: date = TODAY, **extra: Any) -> Regelset:
    """Record a version under which four weeks are reached a day later."""
    values: dict[str, Any] = {"swv": region.swv, "inzender": region.by(), "reden": REDEN}
    return make_regelset(
        geldig_vanaf=vanaf, regels=regels_with("operator_4w=>"), **(values | extra)
    )


def days(region: Region) -> set[date]:
    """Return on which days the watch looks at the casussen of this region."""
    return set(Casus.objects.filter(swv=region.swv).values_list("volgende_controle_op", flat=True))


def test_everything_open_is_looked_at_again_on_the_day_it_begins(
    region: Region, other_region: Region
) -> None:
    casussen = [make_casus(region, dagen=28) for _ in range(3)]
    elsewhere = make_casus(other_region, dagen=28)
    run_round(peildatum=TODAY)
    closed = casussen.pop()
    Casus.objects.filter(pk=closed.pk).update(
        status="gesloten", uitkomst="terug", gesloten_op=timezone.now(), volgende_controle_op=NOOIT
    )
    made = make(region)

    assert finish_herberekeningen() == 2
    assert set(Casus.objects.filter(volgende_controle_op=TODAY).values_list("pk", flat=True)) == {
        casus.pk for casus in casussen
    }
    run_round(peildatum=TODAY)

    rows = dict(Casus.objects.values_list("pk", "regelset"))
    assert {rows[casus.pk] for casus in casussen} == {made.code}
    assert {rows[closed.pk], rows[elsewhere.pk]} == {"landelijk"}
    assert {Casus.objects.get(pk=casus.pk).categorie for casus in casussen} == {"dreigend"}
    assert finish_herberekeningen() == 0


def test_a_national_version_is_about_all(region: Region, other_region: Region) -> None:
    for place in (region, other_region):
        make_casus(place, dagen=28)
    run_round(peildatum=TODAY)
    made = make(region, swv=None)
    run_round(peildatum=TODAY)
    assert set(Casus.objects.values_list("regelset", flat=True)) == {made.code}


def test_a_day_to_come_is_marked_and_what_is_sooner_stays(region: Region) -> None:
    later = TODAY + timedelta(days=4)
    soon, changed, _ = (make_casus(region, dagen=n) for n in (25, 5, 3))
    run_round(peildatum=TODAY)
    Casus.objects.filter(pk=changed.pk).update(volgende_controle_op=METEEN)
    make(region, later)
    finish_herberekeningen()
    assert Casus.objects.get(pk=soon.pk).volgende_controle_op == TODAY + timedelta(days=3)
    assert days(region) == {METEEN, TODAY + timedelta(days=3), later}
    run_round(peildatum=TODAY + timedelta(days=3))
    assert set(Casus.objects.values_list("regelset", flat=True)) == {"landelijk"}
    assert days(region) == {later}
    run_round(peildatum=later)
    assert set(Casus.objects.values_list("regelset", flat=True)) == {f"{region.swv.code} v1"}


def test_it_goes_on_where_it_was_stopped(region: Region) -> None:
    for _ in range(7):
        make_casus(region, dagen=40)
    run_round(peildatum=TODAY)
    made = make(region)
    counts: list[int] = []

    assert continue_herberekening(regelset_id=made.pk, chunk=3, seconden=0) == 3
    busy = Herberekening.objects.get()
    assert busy.klaar_op is None
    assert continue_herberekening(regelset_id=made.pk, chunk=3, told=counts.append) == 4
    assert counts == [3, 4]
    busy.refresh_from_db()
    assert busy.klaar_op is not None
    assert days(region) == {TODAY}


def test_done_twice_it_does_nothing_and_begun_again_only_what_is_left(region: Region) -> None:
    for _ in range(3):
        make_casus(region, dagen=40)
    run_round(peildatum=TODAY)
    made = make(region)
    run_round(peildatum=TODAY)
    assert continue_herberekening(regelset_id=made.pk) == 0
    restart_herberekening(regelset_id=made.pk)
    assert continue_herberekening(regelset_id=made.pk) == 0
    assert TODAY not in days(region)


def test_rules_that_changed_are_no_facts_that_changed(region: Region) -> None:
    make_casus(region, dagen=40)
    run_round(peildatum=TODAY)
    make(region)
    finish_herberekeningen()
    assert METEEN not in days(region)


def test_the_statements_are_per_chunk(region: Region) -> None:
    for _ in range(6):
        make_casus(region, dagen=40)
    run_round(peildatum=TODAY)
    made = make(region)
    with CaptureQueriesContext(connection) as queries:
        continue_herberekening(regelset_id=made.pk)
    one = len(queries)
    restart_herberekening(regelset_id=made.pk)
    Casus.objects.update(volgende_controle_op=NOOIT, regelset="landelijk")
    with CaptureQueriesContext(connection) as queries:
        continue_herberekening(regelset_id=made.pk, chunk=3)
    assert len(queries) <= one + 6


def test_a_round_with_nothing_to_mark_asks_once(region: Region) -> None:
    with CaptureQueriesContext(connection) as queries:
        finish_herberekeningen()
    assert len(queries) == 1


class TestProgress:
    def test_from_none_to_all(self, region: Region) -> None:
        for _ in range(2):
            make_casus(region, dagen=40)
        run_round(peildatum=TODAY)
        made = make(region)
        before = voortgang_of(made, TODAY)
        assert (before.totaal, before.klaar, before.bezig, before.procent) == (2, 0, True, 0)
        run_round(peildatum=TODAY)
        after = voortgang_of(made, TODAY)
        assert (after.totaal, after.klaar, after.bezig, after.procent) == (2, 2, False, 100)

    def test_what_cannot_be_worked_out_does_not_hold_it_up(self, region: Region) -> None:
        casus = make_casus(region, dagen=40)
        make_casus(region, dagen=40)
        run_round(peildatum=TODAY)
        Leerling.objects.filter(pk=casus.leerling_id).update(geboortedatum=date(1800, 1, 1))
        made = make(region)
        run_round(peildatum=TODAY)
        progress = voortgang_of(made, TODAY)
        assert (progress.klaar, progress.kapot, progress.bezig) == (1, 1, False)

    def test_a_version_to_come_is_not_busy(self, region: Region) -> None:
        make_casus(region, dagen=40)
        made = make(region, TODAY + timedelta(days=9))
        assert not voortgang_of(made, TODAY).bezig

    def test_the_national_one_leaves_out_who_has_rules_of_their_own(
        self, region: Region, other_region: Region
    ) -> None:
        for place in (region, other_region):
            make_casus(place, dagen=40)
        make(region)
        national = make(region, swv=None)
        run_round(peildatum=TODAY)
        progress = voortgang_of(national, TODAY)
        assert (progress.totaal, progress.klaar, progress.bezig) == (1, 1, False)


class TestCommands:
    def test_herbereken(self, region: Region) -> None:
        make_casus(region, dagen=40)
        run_round(peildatum=TODAY)
        made = make(region)
        out = StringIO()
        call_command("herbereken", regelset=made.code, stdout=out, stderr=StringIO())
        assert out.getvalue() == f"{made.code}: 1 klaargezet, 1 van 1 berekend\n"
        call_command("herbereken", regelset=made.code, opnieuw=True, stdout=out, stderr=StringIO())
        assert out.getvalue().endswith(": 0 klaargezet, 1 van 1 berekend\n")

    def test_herbereken_of_what_is_not_there(self) -> None:
        with pytest.raises(CommandError, match="geen regelset"):
            call_command("herbereken", regelset="VO9999 v1")

    def test_the_job_marks(self, region: Region) -> None:
        make_casus(region, dagen=40)
        run_round(peildatum=TODAY)
        made = make(region)
        herbereken([made.pk])
        assert days(region) == {TODAY}

    def test_regels(self, region: Region, other_region: Region) -> None:
        import json

        make(region)
        make(region, TODAY + timedelta(days=3))
        out = StringIO()
        call_command("regels", swv=region.swv.code, json=True, stdout=out)
        first, second = (json.loads(line) for line in out.getvalue().splitlines())
        assert first["code"] == f"{region.swv.code} v1"
        assert (first["geldig_vanaf"], first["geldig_tot"]) == ("2026-11-23", "2026-11-26")
        assert first["toestand"] == "geldt nu"
        assert second["toestand"] == "begint nog"
        assert first["instellingen"] == {"operator_4w": ">"}
        assert len(first["soepeler"]) == len(first["afwijkingen"]) == 1
        call_command("regels", swv=region.swv.code, stdout=out)
        assert f"{region.swv.code} v2: begint nog" in out.getvalue()
        make(other_region)
        out = StringIO()
        call_command("regels", json=True, stdout=out)
        found = [json.loads(line)["swv"] for line in out.getvalue().splitlines()]
        codes = sorted((region.swv.code, other_region.swv.code))
        assert found == sorted([*codes, region.swv.code])
        with pytest.raises(CommandError, match="geen samenwerkingsverband"):
            call_command("regels", swv="VO9999")
