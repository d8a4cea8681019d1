"""Opening, closing and reopening."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from cases.errors import AlGedaan, NietToegestaan, VerouderdeVersie
from cases.models import Casus, CasusPartij, Gebeurtenis, Leerling, Uitkomst
from cases.services.casussen import (
    DubbeleLeerling,
    NieuweCasus,
    assign_eigenaar,
    close_casus,
    open_casus,
    reopen_casus,
)
from cases.services.feiten import register_terugkeer
from cases.services.tijdlijn import Inzender, add_notitie
from monitoring.models import Escalatie
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_region
from thuiszitters.audit.models import AuditRegel
from thuiszitters.berichten.models import Bericht, Toestand

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.usefixtures("monday")


def values(region: Region, **extra: Any) -> NieuweCasus:
    base: dict[str, Any] = {
        "voornaam": "Élise",
        "achternaam": "van den Berg",
        "geboortedatum": date(2013, 4, 2),
        "gemeente": region.gemeente,
        "school": region.school,
        "verzuim_begin": TODAY - timedelta(days=30),
    }
    return NieuweCasus(**(base | extra))


def test_a_new_casus_knows_its_stand_its_parties_and_its_first_step(region: Region) -> None:
    casus = open_casus(
        swv=region.swv,
        new=values(region, notitie="Moeder belde.", volgende_stap="Ouders bellen"),
        inzender=region.by(),
    )
    assert casus.nummer == "2026-000001"
    assert (casus.categorie, casus.duur) == ("LRV", "4w-3m")
    assert casus.verzuim_sinds == date(2026, 10, 24)
    assert set(CasusPartij.objects.values_list("rol", flat=True)) == {"swv", "gemeente", "school"}
    assert casus.taken.get().omschrijving == "Ouders bellen"
    soorten = set(Gebeurtenis.objects.values_list("soort", flat=True))
    assert soorten == {"geopend", "verzuim", "taak"}
    assert AuditRegel.objects.filter(onderwerp_id=casus.nummer).exists()


def test_numbers_follow_each_other_and_start_again_each_year(region: Region) -> None:
    numbers = [make_casus(region).nummer for _ in range(3)]
    assert numbers == ["2026-000001", "2026-000002", "2026-000003"]


def test_without_a_school_the_child_is_enrolled_nowhere_since_that_day(region: Region) -> None:
    casus = open_casus(swv=region.swv, new=values(region, school=None), inzender=region.by())
    assert casus.categorie == "AV"
    assert casus.verzuim_sinds == TODAY - timedelta(days=30)
    assert not CasusPartij.objects.filter(rol="school").exists()


@pytest.mark.parametrize(
    ("field", "extra"),
    [
        ("geboortedatum", {"geboortedatum": TODAY + timedelta(days=1)}),
        ("geboortedatum", {"geboortedatum": date(1990, 1, 1)}),
        ("verzuim_begin", {"verzuim_begin": TODAY + timedelta(days=1)}),
        ("verzuim_begin", {"verzuim_begin": date(2010, 1, 1)}),
        ("verzuim_einde", {"verzuim_einde": TODAY - timedelta(days=30)}),
        ("ingeschreven_sinds", {"ingeschreven_sinds": TODAY + timedelta(days=1)}),
        ("ingeschreven_sinds", {"ingeschreven_sinds": TODAY, "school": None}),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(
    region: Region, field: str, extra: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as error:
        open_casus(swv=region.swv, new=values(region, **extra), inzender=region.by())
    assert list(error.value.message_dict) == [field]
    assert not Casus.objects.exists()
    assert not Leerling.objects.exists()


def test_an_organisation_of_another_kind_is_refused(region: Region) -> None:
    with pytest.raises(ValidationError) as error:
        open_casus(
            swv=region.swv,
            new=values(region, gemeente=region.school, school=region.gemeente),
            inzender=region.by(),
        )
    assert set(error.value.message_dict) == {"gemeente", "school"}


def test_a_child_with_an_open_casus_is_not_opened_twice(region: Region) -> None:
    first = open_casus(swv=region.swv, new=values(region), inzender=region.by())
    with pytest.raises(DubbeleLeerling) as error:
        open_casus(swv=region.swv, new=values(region, voornaam="elise"), inzender=region.by())
    assert error.value.nummer == first.nummer
    assert Leerling.objects.count() == 1


def test_a_form_sent_twice_makes_one_casus(region: Region) -> None:
    sleutel = uuid4()
    inzender = Inzender(door=region.coordinator, namens=region.swv, sleutel=sleutel)
    first = open_casus(swv=region.swv, new=values(region), inzender=inzender)
    with pytest.raises(AlGedaan) as error:
        open_casus(swv=region.swv, new=values(region), inzender=inzender)
    assert error.value.nummer == first.nummer


@pytest.mark.django_db(transaction=True)
def test_two_people_opening_the_same_child_at_once_make_one_casus() -> None:
    region = make_region()
    barrier = Barrier(4)
    outcomes: list[str] = []

    def work() -> None:
        try:
            barrier.wait()
            open_casus(swv=region.swv, new=values(region), inzender=region.by())
            outcomes.append("open")
        except DubbeleLeerling:
            outcomes.append("dubbel")
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["dubbel", "dubbel", "dubbel", "open"]
    assert Leerling.objects.count() == 1


def test_closing_lapses_the_signals_and_withdraws_the_mails(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    close_casus(casus=casus, uitkomst=Uitkomst.VERHUISD, toelichting="", inzender=region.by())
    telling = run_round(peildatum=TODAY)
    assert telling.vervallen == 1
    assert not Escalatie.objects.filter(status="open").exists()
    assert set(Bericht.objects.values_list("toestand", flat=True)) == {Toestand.INGETROKKEN}
    assert run_round(peildatum=TODAY).bekeken == 0


def test_reopening_climbs_on_where_it_was(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    close_casus(casus=casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())
    run_round(peildatum=TODAY)
    reopen_casus(casus=casus, reden="Toch niet terug", inzender=region.by())
    telling = run_round(peildatum=TODAY)
    assert (telling.bekeken, telling.geescaleerd) == (1, 0)
    casus.refresh_from_db()
    assert (casus.status, casus.uitkomst) == ("open", "")


def test_closing_twice_or_without_a_reason_is_refused(region: Region) -> None:
    casus = make_casus(region)
    with pytest.raises(ValidationError):
        close_casus(casus=casus, uitkomst=Uitkomst.ANDERS, toelichting=" ", inzender=region.by())
    close_casus(casus=casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())
    with pytest.raises(NietToegestaan):
        close_casus(casus=casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())


def test_reopening_beside_another_open_casus_is_refused(region: Region) -> None:
    first = open_casus(swv=region.swv, new=values(region), inzender=region.by())
    register_terugkeer(
        casus=first, op=TODAY - timedelta(days=9), school=None, tekst="", inzender=region.by()
    )
    close_casus(casus=first, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())
    again = values(region, verzuim_begin=TODAY - timedelta(days=2))
    second = open_casus(swv=region.swv, new=again, inzender=region.by())
    assert second.leerling == first.leerling
    with pytest.raises(ValidationError, match="andere casus open"):
        reopen_casus(casus=first, reden="Toch open", inzender=region.by())


def test_a_stale_form_overwrites_nothing(region: Region) -> None:
    casus = make_casus(region)
    other = make_region(naam="Ander SWV")
    seen = casus.versie
    assign_eigenaar(casus=casus, eigenaar=region.coordinator, inzender=region.by())
    close_casus(casus=casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())
    stale = Inzender(door=region.coordinator, namens=region.swv, versie=seen)
    with pytest.raises(VerouderdeVersie):
        reopen_casus(casus=casus, reden="Toch open", inzender=stale)
    with pytest.raises(ValidationError):
        assign_eigenaar(casus=casus, eigenaar=other.coordinator, inzender=region.by())


def test_the_timeline_cannot_be_changed(region: Region) -> None:
    casus = make_casus(region)
    entry = add_notitie(casus=casus, tekst="Gebeld.", inzender=region.by())
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        Gebeurtenis.objects.filter(pk=entry.pk).update(tekst="Anders")
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        Gebeurtenis.objects.filter(pk=entry.pk).delete()
    with pytest.raises(Exception, match="append_only"), transaction.atomic():
        AuditRegel.objects.all().delete()
