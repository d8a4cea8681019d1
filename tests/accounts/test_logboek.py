"""The log, as the auditor reads it."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cases.hulp import page_of
from tests.factories import Region, make_casus, make_user
from thuiszitters.accounts.rollen import Rol
from thuiszitters.audit.models import AuditRegel
from thuiszitters.audit.services import record

LOGBOEK = "/beheer/logboek/"


@pytest.fixture
def auditor(region: Region) -> Client:
    """A browser in which the auditor of the SWV is logged in."""
    client = Client()
    client.force_login(make_user(Rol.AUDITOR, region.swv))
    return client


def test_it_says_who_looked_at_which_casus_and_nothing_about_the_child(
    region: Region, auditor: Client
) -> None:
    casus = make_casus(region, voornaam="Kanarie", achternaam="Vogelzang", notitie="Kanariepiet")
    page_of(region.coordinator, casus)

    page = auditor.get(LOGBOEK).content.decode()

    assert "casus bekeken" in page
    assert f"casus {casus.nummer}" in page
    assert str(region.coordinator) in page
    assert "kanarie" not in page.lower()
    assert "Vogelzang" not in page


def test_a_line_about_a_person_gives_the_name(region: Region, auditor: Client) -> None:
    colleague = make_user(Rol.DIRECTEUR, region.swv)

    page = auditor.get(LOGBOEK).content.decode()

    assert colleague.naam in page
    assert "rol gegeven (directeur)" in page


def test_another_organisation_has_its_own_log(
    region: Region, other_region: Region, auditor: Client
) -> None:
    theirs = make_casus(other_region)
    page_of(other_region.coordinator, theirs)

    assert theirs.nummer not in auditor.get(LOGBOEK).content.decode()


def test_one_casus_can_be_asked_for(region: Region, auditor: Client) -> None:
    one, other = make_casus(region), make_casus(region)

    page = auditor.get(LOGBOEK, {"casus": f" {one.nummer} "}).content.decode()
    nothing = auditor.get(LOGBOEK, {"casus": "2020-000001"}).content.decode()

    assert f"casus {one.nummer}" in page
    assert f"casus {other.nummer}" not in page
    assert "Over casus 2020-000001 staat niets" in nothing


def test_it_comes_in_pages_that_keep_the_question(region: Region, auditor: Client) -> None:
    casus = make_casus(region)
    for _ in range(60):
        record(
            gebeurtenis="casus bekeken",
            gebruiker_id=region.coordinator.pk,
            organisatie_id=region.swv.pk,
            onderwerp="casus",
            onderwerp_id=casus.nummer,
        )

    page = auditor.get(LOGBOEK, {"casus": casus.nummer}).content.decode()

    assert "1 tot en met 50 van" in page
    assert f"casus={casus.nummer}&amp;pagina=2" in page


def test_logins_of_the_organisations_people_are_in_it(region: Region, auditor: Client) -> None:
    Client().post("/inloggen/", {"login": region.coordinator.email, "password": "geheim-woord-123"})

    assert AuditRegel.objects.filter(gebeurtenis="ingelogd").exists()
    assert "ingelogd" in auditor.get(LOGBOEK).content.decode()
