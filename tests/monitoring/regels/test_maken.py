"""Making a version of the rules, and taking back one that has not begun."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction

from cases.errors import AlGedaan
from cases.models import Casus, Regelset
from cases.services.stand import regelset_for
from cases.services.tijdlijn import Inzender
from cases.stand import LANDELIJK, Operator
from monitoring.ladder import LANDELIJKE_LADDER, Drempel, LadderRegel
from monitoring.ladder.geheel import LANDELIJKE_REGELS, Regels
from monitoring.models import Escalatie, Herberekening
from monitoring.models import LadderRegel as Rij
from monitoring.services.regelboek import Regelboek
from monitoring.services.regels import make_regelset, why_not_withdraw, withdraw_regelset
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus
from tests.monitoring.regels.voorstellen import REDEN, ladder_met, random_regels, regels_with
from thuiszitters.accounts.models import Organisatie
from thuiszitters.audit.models import AuditRegel

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.django_db]
TODAY = date(2026, 11, 23)
LATER = TODAY + timedelta(days=30)


def make(region: Region, vanaf: date, regels: Regels = LANDELIJKE_REGELS, **extra: Any) -> Regelset:
    """Record a version for the SWV of this region."""
    values: dict[str, Any] = {"swv": region.swv, "reden": REDEN, "inzender": region.by()}
    return make_regelset(geldig_vanaf=vanaf, regels=regels, **(values | extra))


def fouten(region: Region, vanaf: date, regels: Regels, **extra: Any) -> dict[str, list[str]]:
    """Return what is refused, by field."""
    with pytest.raises(ValidationError) as caught:
        make(region, vanaf, regels, **extra)
    return caught.value.message_dict


def asks_directeur(regel: LadderRegel) -> LadderRegel:
    return replace(regel, vraag="Bel het kind.") if regel.drempel == Drempel.VIER_WEKEN else regel


class TestMaking:
    def test_it_reads_back_as_it_was_given(self, region: Region) -> None:
        import random

        for n in range(5):
            regels = random_regels(random.Random(n))
            made = make(region, TODAY + timedelta(days=n), regels)
            found = Regelboek().regels(region.swv.pk, made.geldig_vanaf)
            assert found.ladder == regels.ladder
            named = replace(
                regels.regelset, naam=made.code, geldig_vanaf=made.geldig_vanaf, geldig_tot=None
            )
            assert found.regelset == named == regelset_for(region.swv.pk, made.geldig_vanaf)
            assert made.code == f"{region.swv.code} v{n + 1}"

    def test_the_running_version_ends_where_the_new_one_begins(self, region: Region) -> None:
        first = make(region, TODAY)
        second = make(region, LATER, regels_with("operator_4w=>"))
        first.refresh_from_db()
        assert (first.geldig_tot, second.geldig_tot) == (LATER, None)
        boek = Regelboek()
        assert boek.volgende_wissel(region.swv.pk, TODAY) == LATER
        assert boek.regels(region.swv.pk, LATER).regelset.operator_4w == Operator.LANGER_DAN

    def test_what_holds_without_records_is_the_code(self, region: Region) -> None:
        boek = Regelboek()
        assert boek.regels(region.swv.pk, TODAY) is LANDELIJKE_REGELS
        assert boek.volgende_wissel(region.swv.pk, TODAY) is None
        assert LANDELIJKE_REGELS.ladder is LANDELIJKE_LADDER

    def test_a_national_version_holds_for_who_has_none(
        self, region: Region, other_region: Region
    ) -> None:
        make(region, TODAY, swv=None, regels=regels_with("operator_4w=>"))
        own = make(region, TODAY)
        boek = Regelboek()
        assert boek.regels(other_region.swv.pk, TODAY).regelset.naam == "landelijk v1"
        assert boek.regels(region.swv.pk, TODAY).regelset.naam == own.code
        assert boek.landelijk(TODAY).regelset.operator_4w == Operator.LANGER_DAN

    def test_the_watch_uses_it_and_says_so(self, region: Region) -> None:
        casus = make_casus(region, dagen=30)
        made = make(region, TODAY, Regels(LANDELIJK, ladder_met(asks_directeur)))
        run_round(peildatum=TODAY)
        casus.refresh_from_db()
        escalatie = Escalatie.objects.get(casus=casus, status="open")
        assert (casus.regelset, escalatie.regelset) == (made.code, made.code)
        assert escalatie.vraag == "Bel het kind."

    def test_it_is_in_the_log(self, region: Region) -> None:
        made = make(region, LATER)
        line = AuditRegel.objects.get(onderwerp="regelset")
        assert (line.onderwerp_id, line.gebruiker_id) == (made.code, region.coordinator.pk)
        assert line.organisatie_id == region.swv.pk

    def test_a_form_sent_twice_makes_one_version(self, region: Region) -> None:
        by = Inzender(region.coordinator, region.swv, sleutel=uuid4())
        made = make(region, LATER, inzender=by)
        with pytest.raises(AlGedaan) as caught:
            make(region, LATER, inzender=by)
        assert caught.value.nummer == made.code
        assert Regelset.objects.count() == 1


class TestRefused:
    def test_a_day_that_is_over(self, region: Region) -> None:
        found = fouten(region, TODAY - timedelta(days=1), LANDELIJKE_REGELS)
        assert "vanaf vandaag" in found["geldig_vanaf"][0]

    def test_a_day_far_away(self, region: Region) -> None:
        assert "twee jaar" in fouten(region, date(2030, 1, 1), LANDELIJKE_REGELS)["geldig_vanaf"][0]

    def test_before_or_on_the_day_of_one_to_come(self, region: Region) -> None:
        made = make(region, LATER)
        for day in (TODAY, LATER):
            (melding,) = fouten(region, day, LANDELIJKE_REGELS)["geldig_vanaf"]
            assert made.code in melding
        make(region, LATER + timedelta(days=1))

    def test_everything_wrong_is_named_at_its_field_and_nothing_is_stored(
        self, region: Region
    ) -> None:
        def wrong(regel: LadderRegel) -> LadderRegel:
            if regel.drempel == Drempel.VIER_WEKEN:
                return replace(regel, termijn=-1, rollen=(), vraag="a\nBcc: b@c.nl")
            return regel

        regels = Regels(
            replace(LANDELIJK, uren_preventie=99), replace(ladder_met(wrong), mailvenster="nooit")
        )
        found = fouten(region, TODAY - timedelta(days=1), regels)
        assert {"geldig_vanaf", "uren_preventie", "mailvenster"} < set(found)
        for veld in ("termijn", "rollen", "vraag"):
            assert f"vier_weken.signaleren.{veld}" in found
        assert not Regelset.objects.exists()
        assert not Rij.objects.exists()
        assert not Herberekening.objects.exists()

    @pytest.mark.parametrize("reden", ["", "  ", "kort", "x" * 19])
    def test_asking_less_without_a_reason(self, region: Region, reden: str) -> None:
        (melding,) = fouten(region, TODAY, regels_with("operator_4w=>"), reden=reden)["reden"]
        assert "De leerling is thuiszitter" in melding

    def test_asking_more_needs_no_reason(self, region: Region) -> None:
        assert make(region, TODAY, regels_with("uren_preventie=10"), reden="").reden == ""

    def test_less_is_measured_by_the_national_rules_of_that_day(self, region: Region) -> None:
        make(region, TODAY, regels_with("uren_preventie=10"), swv=None)
        found = fouten(region, TODAY, regels_with("uren_preventie=12"), reden="")
        assert "12, niet 10" in found["reden"][0]

    @pytest.mark.parametrize("reden", ["x" * 1001, "Omdat het\x00 hier zo hoort te gaan."])
    def test_a_reason_that_cannot_be_kept(self, region: Region, reden: str) -> None:
        assert "reden" in fouten(region, TODAY, LANDELIJKE_REGELS, reden=reden)

    @pytest.mark.parametrize(
        "venster", ["", "soms", "19-07 ma-vr", "07-19 vr-ma", "07-19\nma-vr", "07-19 ma-vr" * 9]
    )
    def test_a_window_for_mail_that_cannot_be_read(self, region: Region, venster: str) -> None:
        regels = regels_with(ladder=replace(LANDELIJKE_LADDER, mailvenster=venster))
        assert set(fouten(region, TODAY, regels)) == {"mailvenster"}

    def test_rules_of_what_is_no_swv(self, region: Region) -> None:
        gemeente: Organisatie = region.gemeente
        assert "__all__" in fouten(region, TODAY, LANDELIJKE_REGELS, swv=gemeente)


class TestWithdrawing:
    def test_what_has_not_begun_is_taken_back_and_the_one_before_goes_on(
        self, region: Region
    ) -> None:
        first = make(region, TODAY)
        second = make(region, LATER, regels_with("operator_4w=>"))

        withdraw_regelset(regelset=second, inzender=region.by())

        first.refresh_from_db()
        second.refresh_from_db()
        assert first.geldig_tot is None
        assert second.ingetrokken
        boek = Regelboek()
        assert boek.regels(region.swv.pk, LATER).regelset.naam == first.code
        assert boek.volgende_wissel(region.swv.pk, TODAY) is None
        third = make(region, LATER)
        assert third.code == f"{region.swv.code} v3"

    def test_the_only_one(self, region: Region) -> None:
        made = make(region, LATER)
        withdraw_regelset(regelset=made, inzender=region.by())
        assert regelset_for(region.swv.pk, LATER) is LANDELIJK
        with pytest.raises(ValidationError, match="al ingetrokken"):
            withdraw_regelset(regelset=made, inzender=region.by())

    def test_what_began_before_today_stays(self, region: Region) -> None:
        later = make(region, LATER)
        with (
            time_machine.travel(LATER + timedelta(days=1), tick=False),
            pytest.raises(ValidationError, match="geldt al"),
        ):
            withdraw_regelset(regelset=later, inzender=region.by())

    def test_on_its_first_day_while_nothing_was_decided_by_it(self, region: Region) -> None:
        casus = make_casus(region, dagen=10)
        run_round(peildatum=TODAY)
        first = make(region, TODAY, regels_with("operator_4w=>"))
        run_round(peildatum=TODAY)
        casus.refresh_from_db()
        assert casus.regelset == first.code

        withdraw_regelset(regelset=first, inzender=region.by())

        assert run_round(peildatum=TODAY).bekeken == 1
        casus.refresh_from_db()
        assert casus.regelset == LANDELIJK.naam
        assert run_round(peildatum=TODAY).bekeken == 0
        second = make(region, TODAY)
        assert regelset_for(region.swv.pk, TODAY).naam == second.code

    def test_once_a_signal_was_decided_by_it_a_new_one_waits_until_tomorrow(
        self, region: Region
    ) -> None:
        make_casus(region, dagen=20)
        made = make(region, TODAY)
        (melding,) = fouten(region, TODAY, LANDELIJKE_REGELS)["geldig_vanaf"]
        assert "Trek die eerst in" in melding
        run_round(peildatum=TODAY)
        assert why_not_withdraw(made).startswith(
            "Deze versie geldt sinds vandaag en bepaalde al 1 signaal."
        )
        with pytest.raises(ValidationError, match="bepaalde al 1 signaal"):
            withdraw_regelset(regelset=made, inzender=region.by())
        (melding,) = fouten(region, TODAY, LANDELIJKE_REGELS)["geldig_vanaf"]
        assert "vanaf morgen" in melding


def test_a_rung_is_never_edited(region: Region) -> None:
    make(region, TODAY)
    for act in (lambda: Rij.objects.update(termijn=9), lambda: Rij.objects.all().delete()):
        with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
            act()


def test_the_history_keeps_the_version_it_was_decided_with(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    made = make(region, LATER, regels_with("operator_4w=>"))
    for n in range(60):
        run_round(peildatum=TODAY + timedelta(days=n))
    rows = Escalatie.objects.filter(casus=casus).values_list("op", "regelset")
    before = {code for op, code in rows if op < LATER}
    after = {code for op, code in rows if op >= LATER}
    assert (before, after) == ({"landelijk"}, {made.code})
    assert Casus.objects.get(pk=casus.pk).regelset == made.code
