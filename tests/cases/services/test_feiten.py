"""Registering and correcting facts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cases.errors import VerouderdeVersie
from cases.models import AanbodSoort, Casus, CasusPartij, Inschrijving, Verzuim
from cases.services.feiten import (
    change_leerling,
    change_school,
    correct_feit,
    register_aanbod,
    register_terugkeer,
    register_verzuim,
    register_vrijstelling,
)
from cases.services.tijdlijn import Inzender
from cases.stand import Grond
from monitoring.models import Escalatie
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_organisatie
from thuiszitters.accounts.rollen import Soort
from thuiszitters.berichten.models import Bericht, Toestand

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.usefixtures("monday")


def days_ago(n: int) -> date:
    return TODAY - timedelta(days=n)


def offer(casus: Casus, region: Region, **extra: Any) -> None:
    values: dict[str, Any] = {
        "soort": AanbodSoort.MAATWERK,
        "omschrijving": "",
        "gedaan_op": None,
        "geaccepteerd_op": None,
        "gestart_op": days_ago(1),
        "einde": None,
    }
    register_aanbod(casus=casus, inzender=region.by(), **(values | extra))


def test_back_at_school_ends_the_period_and_keeps_what_was_known(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    register_terugkeer(
        casus=casus, op=days_ago(2), school=None, tekst="Halve dagen", inzender=region.by()
    )
    casus.refresh_from_db()
    assert (casus.categorie, casus.verzuim_sinds) == ("geen", None)
    old, new = Verzuim.objects.order_by("pk")
    assert (old.einde, new.einde) == (None, days_ago(2))
    assert old.vervangen_op is not None
    assert new.vervangen_op is None


def test_back_before_the_absence_began_or_in_the_future_is_refused(region: Region) -> None:
    casus = make_casus(region, dagen=5)
    for day in (days_ago(5), days_ago(9), TODAY + timedelta(days=1)):
        with pytest.raises(ValidationError) as error:
            register_terugkeer(casus=casus, op=day, school=None, tekst="", inzender=region.by())
        assert list(error.value.message_dict) == ["op"]
    assert Verzuim.objects.count() == 1


def test_a_child_enrolled_nowhere_comes_back_at_a_school(region: Region) -> None:
    casus = make_casus(region, dagen=30, school=None)
    with pytest.raises(ValidationError) as error:
        register_terugkeer(casus=casus, op=days_ago(1), school=None, tekst="", inzender=region.by())
    assert list(error.value.message_dict) == ["school"]
    register_terugkeer(
        casus=casus, op=days_ago(1), school=region.school, tekst="", inzender=region.by()
    )
    casus.refresh_from_db()
    assert (casus.categorie, casus.school) == ("geen", region.school)
    assert CasusPartij.objects.filter(rol="school", organisatie=region.school).exists()


def test_overlap_is_refused_in_words_and_by_the_database(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    with pytest.raises(ValidationError) as error:
        register_verzuim(
            casus=casus, begin=days_ago(10), einde=None, geoorloofd=False, inzender=region.by()
        )
    assert error.value.message_dict == {
        "begin": ["In die periode staat al verzuim. Beëindig of verbeter dat eerst."]
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Verzuim.objects.create(leerling=casus.leerling, begin=days_ago(3), einde=None)


def test_an_end_before_the_begin_is_refused(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    with pytest.raises(ValidationError, match="begindatum"):
        register_verzuim(
            casus=casus,
            begin=days_ago(60),
            einde=days_ago(70),
            geoorloofd=False,
            inzender=region.by(),
        )


def test_a_running_aanbod_stops_the_clock_and_withdraws_the_mails(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    offer(casus, region)
    run_round(peildatum=TODAY)
    casus.refresh_from_db()
    assert (casus.categorie, casus.drie_maanden_op, casus.trede) == ("met_aanbod", None, "")
    assert Escalatie.objects.get(trede="signaleren").status == "vervallen"
    assert set(Bericht.objects.values_list("toestand", flat=True)) == {Toestand.INGETROKKEN}


def test_an_aanbod_without_a_date_or_that_ends_unstarted_is_refused(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    with pytest.raises(ValidationError) as error:
        offer(casus, region, gestart_op=None)
    assert list(error.value.message_dict) == ["gestart_op"]
    with pytest.raises(ValidationError) as error:
        offer(casus, region, gestart_op=None, gedaan_op=days_ago(3), einde=days_ago(1))
    assert list(error.value.message_dict) == ["einde"]


def test_an_exemption_lapses_the_signals(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    register_vrijstelling(
        casus=casus,
        grond=Grond.ART5_A,
        begin=days_ago(0),
        einde=date(2027, 8, 1),
        inzender=region.by(region.leerplichtambtenaar),
    )
    assert run_round(peildatum=TODAY).vervallen == 1
    casus.refresh_from_db()
    assert casus.categorie == "vrijgesteld"
    assert casus.volgende_controle_op == date(2027, 8, 1)


def test_leaving_the_school_hides_the_casus_from_it(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    region.school.refresh_from_db()
    assert Casus.objects.visible_to(region.zorgcoordinator).exists()
    change_school(casus=casus, school=None, op=days_ago(1), inzender=region.by())
    assert not Casus.objects.visible_to(region.zorgcoordinator).exists()
    casus.refresh_from_db()
    assert (casus.categorie, casus.school) == ("AV", None)


def test_another_school_from_a_day(region: Region) -> None:
    other = make_organisatie(Soort.SCHOOL, swv=region.swv)
    casus = make_casus(region, dagen=30)
    change_school(casus=casus, school=other, op=days_ago(10), inzender=region.by())
    spans = Inschrijving.objects.current().order_by("pk").values_list("school", "begin", "einde")
    assert list(spans) == [
        (region.school.pk, None, days_ago(10)),
        (other.pk, days_ago(10), None),
    ]
    with pytest.raises(ValidationError):
        change_school(casus=casus, school=other, op=days_ago(1), inzender=region.by())


def test_moving_to_another_gemeente_moves_the_casus_along(region: Region) -> None:
    casus = make_casus(region)
    elsewhere = make_organisatie(Soort.GEMEENTE, swv=region.swv)
    change_leerling(
        casus=casus,
        voornaam="Kind",
        achternaam="Anders",
        geboortedatum=casus.leerling.geboortedatum,
        gemeente=elsewhere,
        startkwalificatie_op=None,
        inzender=region.by(),
    )
    assert not Casus.objects.visible_to(region.leerplichtambtenaar).exists()
    casus.refresh_from_db()
    assert casus.leerling.zoeknaam == "kind anders"


def test_a_correction_needs_a_reason_and_keeps_the_old_fact(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    feit = Verzuim.objects.get()
    with pytest.raises(ValidationError) as error:
        correct_feit(
            casus=casus, feit=feit, changes={"begin": days_ago(3)}, reden=" ", inzender=region.by()
        )
    assert list(error.value.message_dict) == ["reden"]
    correct_feit(
        casus=casus,
        feit=feit,
        changes={"begin": days_ago(3)},
        reden="Verkeerde maand",
        inzender=region.by(),
    )
    casus.refresh_from_db()
    assert casus.verzuim_sinds == days_ago(3)
    assert Verzuim.objects.count() == 2
    assert Verzuim.objects.current().get().begin == days_ago(3)


def test_withdrawing_the_only_absence_leaves_a_child_that_is_not_at_home(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    correct_feit(
        casus=casus,
        feit=Verzuim.objects.get(),
        changes={},
        reden="Ander kind",
        inzender=region.by(),
    )
    assert run_round(peildatum=TODAY).vervallen == 1
    casus.refresh_from_db()
    assert casus.categorie == "geen"


def test_a_stale_form_writes_no_fact(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    old = Inzender(door=region.coordinator, namens=region.swv, versie=casus.versie)
    offer(casus, region)
    with pytest.raises(VerouderdeVersie):
        register_terugkeer(casus=casus, op=days_ago(1), school=None, tekst="", inzender=old)
    assert Verzuim.objects.current().get().einde is None
