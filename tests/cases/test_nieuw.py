"""Opening a casus: search first, then one page; nothing double, nothing lost, no name in a URL."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from cases.models import Casus, Gebeurtenis, Inschrijving, Leerling, Taak, Uitkomst, Verzuim
from cases.services.casussen import close_casus
from tests.cases.lijst import client_of
from tests.factories import Region, make_casus, make_organisatie, make_user
from thuiszitters.accounts.rollen import Rol, Soort

ZOEK = "/casussen/nieuw/"
GEGEVENS = "/casussen/nieuw/gegevens/"


@pytest.fixture
def client(region: Region) -> Client:
    """The coordinator's browser."""
    return client_of(region.coordinator)


def text(response: Any) -> str:
    """Return the page."""
    html: str = response.content.decode()
    return html


def filled(region: Region, **anders: str) -> dict[str, str]:
    """Return the page of a new casus, filled in."""
    since = timezone.localdate() - timedelta(days=30)
    return {
        "sleutel": str(uuid4()),
        "voornaam": "Sanne",
        "achternaam": "de Vries",
        "geboortedatum": "4-3-2012",
        "school": str(region.school.pk),
        "ingeschreven_sinds": "",
        "gemeente": str(region.gemeente.pk),
        "verzuim_begin": f"{since:%d-%m-%Y}",
        "geoorloofd": "nee",
        "notitie": "Moeder belde.",
        "volgende_stap": "Ouders bellen",
        "volgende_stap_op": "",
        "eigenaar": str(region.coordinator.pk),
    } | anders


def errors(response: Any) -> dict[str, list[str]]:
    """Return the messages by field; each of them stands on the page."""
    assert response.status_code == 422
    found: dict[str, list[str]] = {
        name: [str(message) for message in messages]
        for name, messages in response.context["form"].errors.items()
    }
    for messages in found.values():
        for message in messages:
            assert escape(message) in text(response)
    return found


class TestSearch:
    """Step 1: do we know this child?"""

    def test_a_child_with_an_open_casus_leads_to_it(self, region: Region, client: Client) -> None:
        casus = make_casus(region, voornaam="Zoë", achternaam="van den Berg")
        html = text(client.post(ZOEK, {"voornaam": "zoe", "achternaam": "vd Bergh"}))
        assert "Eén kind lijkt hierop" in html
        assert f'href="/casussen/{casus.nummer}/"' in html
        assert "Bekijk of heropen" not in html

    def test_a_child_with_a_closed_casus_can_be_reopened_or_opened_anew(
        self, region: Region, client: Client
    ) -> None:
        casus = make_casus(region, voornaam="Zoë", achternaam="Kaya")
        close_casus(casus=casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())
        html = text(client.post(ZOEK, {"achternaam": "kaya"}))
        assert "Bekijk of heropen" in html
        assert "weer naar school" in html
        assert f'name="leerling" value="{casus.leerling_id}"' in html

    def test_nobody_found_carries_the_input_to_the_next_step(
        self, region: Region, client: Client
    ) -> None:
        asked = {"voornaam": "Sanne", "achternaam": "de Vries", "geboortedatum": "4 mrt 2012"}
        html = text(client.post(ZOEK, asked))
        assert "We kennen geen kind dat hierop lijkt" in html
        carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
        assert {name: carried[name] for name in asked} == asked
        html = text(client.post(GEGEVENS, {**asked, "begin": "ja"}))
        assert 'value="Sanne"' in html
        assert 'value="de Vries"' in html
        assert 'value="4 mrt 2012"' in html
        assert "data-onbewaard" not in html

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ({}, "Vul een naam of een geboortedatum in om te zoeken."),
            ({"voornaam": "S"}, "Vul een naam of een geboortedatum in om te zoeken."),
            ({"geboortedatum": "31-2-2012"}, "31 februari 2012 bestaat niet."),
            ({"achternaam": "x" * 151}, "hoogstens 150 tekens"),
        ],
    )
    def test_what_cannot_be_searched_for_is_said(
        self, client: Client, asked: dict[str, str], said: str
    ) -> None:
        response = client.post(ZOEK, asked)
        assert response.status_code == 422
        assert said in text(response)
        assert "Open een nieuwe casus" not in text(response)

    def test_children_of_another_region_are_not_found(
        self, region: Region, other_region: Region, client: Client
    ) -> None:
        make_casus(other_region, voornaam="Sanne", achternaam="de Vries")
        html = text(client.post(ZOEK, {"voornaam": "Sanne", "achternaam": "de Vries"}))
        assert "We kennen geen kind" in html


class TestOpen:
    """Step 2: one page."""

    def test_a_whole_casus(self, region: Region, client: Client) -> None:
        in_a_week = timezone.localdate() + timedelta(days=7)
        data = filled(region, volgende_stap_op=f"{in_a_week:%d-%m-%y}")
        response = client.post(GEGEVENS, data)
        casus = Casus.objects.get()
        assert response["Location"] == f"/casussen/{casus.nummer}/"
        assert f"Casus {casus.nummer} is geopend." in text(client.get(response["Location"]))
        assert (casus.swv, casus.gemeente, casus.school) == (
            region.swv,
            region.gemeente,
            region.school,
        )
        assert casus.eigenaar == region.coordinator
        assert casus.leerling.naam == "Sanne de Vries"
        assert casus.leerling.geboortedatum == date(2012, 3, 4)
        verzuim = Verzuim.objects.get()
        assert (verzuim.begin, verzuim.einde, verzuim.geoorloofd) == (
            timezone.localdate() - timedelta(days=30),
            None,
            False,
        )
        assert Inschrijving.objects.get().begin is None
        assert Gebeurtenis.objects.filter(casus=casus, tekst="Moeder belde.").exists()
        stap = Taak.objects.get()
        assert (stap.omschrijving, stap.eigenaar, stap.voor_op) == (
            "Ouders bellen",
            region.coordinator,
            in_a_week,
        )
        assert casus.categorie == "LRV"

    def test_the_least_that_is_needed(self, region: Region, client: Client) -> None:
        client.post(GEGEVENS, filled(region, notitie="", volgende_stap="", geoorloofd="ja"))
        assert Verzuim.objects.get().geoorloofd
        assert Verzuim.objects.get().reden == ""
        assert not Taak.objects.exists()

    def test_a_child_that_is_ill(self, region: Region, client: Client) -> None:
        client.post(GEGEVENS, filled(region, geoorloofd="ziek"))
        verzuim = Verzuim.objects.get()
        assert (verzuim.geoorloofd, verzuim.reden) == (True, "ziekte")
        assert Casus.objects.get().gebeurtenissen.filter(titel__startswith="Ziek gemeld").exists()

    def test_a_child_that_is_not_enrolled_needs_no_leave(
        self, region: Region, client: Client
    ) -> None:
        client.post(GEGEVENS, filled(region, school="geen", geoorloofd=""))
        casus = Casus.objects.get()
        assert casus.school is None
        assert casus.categorie == "AV"
        assert not Verzuim.objects.exists()

    def test_enrolled_since_a_day(self, region: Region, client: Client) -> None:
        client.post(GEGEVENS, filled(region, ingeschreven_sinds="1-9-2025"))
        assert Inschrijving.objects.get().begin == date(2025, 9, 1)

    def test_a_colleague_as_owner(self, region: Region, client: Client) -> None:
        colleague = make_user(Rol.COORDINATOR, region.swv)
        client.post(GEGEVENS, filled(region, eigenaar=str(colleague.pk)))
        assert Casus.objects.get().eigenaar == colleague

    def test_the_choices_are_those_of_the_own_area(
        self, region: Region, other_region: Region, client: Client
    ) -> None:
        html = text(client.post(GEGEVENS, {"begin": "ja"}))
        for mine in (region.school, region.gemeente, region.coordinator):
            assert f'<option value="{mine.pk}"' in html
        schools = html.split('<select name="school"')[1].split("</select>")[0]
        assert str(other_region.school) not in schools
        owners = html.split('<select name="eigenaar"')[1].split("</select>")[0]
        assert str(other_region.coordinator) not in owners
        assert f'value="{region.coordinator.pk}" selected' in owners
        towns = html.split('<select name="gemeente"')[1].split("</select>")[0]
        assert f'value="{region.gemeente.pk}" selected' in towns
        assert f'<optgroup label="Andere gemeenten"><option value="{other_region.gemeente.pk}"' in (
            re.sub(r">\s+<", "><", towns)
        )

    def test_the_first_of_several_gemeenten_is_not_guessed(
        self, region: Region, client: Client
    ) -> None:
        make_organisatie(Soort.GEMEENTE, swv=region.swv)
        towns = text(client.post(GEGEVENS, {"begin": "ja"})).split('<select name="gemeente"')[1]
        assert f'value="{region.gemeente.pk}" selected' not in towns.split("</select>")[0]


class TestRefuse:
    """What is wrong is said at its field, and what was filled in stays."""

    @pytest.mark.parametrize(
        ("veld", "waarde", "melding"),
        [
            ("voornaam", " ", "Vul de voornaam in."),
            ("achternaam", "", "Vul de achternaam in."),
            ("achternaam", "x" * 151, "Gebruik hoogstens 150 tekens"),
            ("geboortedatum", "31-2-2012", "31 februari 2012 bestaat niet."),
            ("geboortedatum", "1-1-2199", "De geboortedatum ligt in de toekomst."),
            ("geboortedatum", "1-1-1950", "Deze leerling is ouder dan 25 jaar."),
            ("school", "", "Kies een school, of kies Niet ingeschreven."),
            ("school", "999999", "Deze keuze is er niet"),
            ("gemeente", "", "Kies een gemeente."),
            ("verzuim_begin", "", "Vul de eerste dag in waarop het kind er niet was."),
            ("verzuim_begin", "1-1-2199", "Deze dag ligt in de toekomst."),
            ("verzuim_begin", "1-1-2010", "Deze dag ligt voor de geboortedatum."),
            ("geoorloofd", "", "Kies of het verzuim geoorloofd is."),
            ("ingeschreven_sinds", "1-1-2010", "Deze dag ligt voor de geboortedatum."),
            ("eigenaar", "999999", "Deze keuze is er niet"),
            ("volgende_stap", "x" * 201, "Gebruik hoogstens 200 tekens"),
        ],
    )
    def test_at_the_right_field(
        self, region: Region, client: Client, veld: str, waarde: str, melding: str
    ) -> None:
        response = client.post(GEGEVENS, filled(region, **{veld: waarde}))
        told = errors(response)
        assert list(told) == [veld]
        assert told[veld][0].startswith(melding)
        assert "data-onbewaard" in text(response)
        assert "Moeder belde." in text(response)
        assert not Leerling.objects.exists()

    def test_a_date_without_a_step(self, region: Region, client: Client) -> None:
        data = filled(region, volgende_stap="", volgende_stap_op="1-1-2027")
        assert list(errors(client.post(GEGEVENS, data))) == ["volgende_stap"]

    def test_not_enrolled_while_the_enrolment_began_later(
        self, region: Region, client: Client
    ) -> None:
        data = filled(region, school="geen", ingeschreven_sinds=f"{timezone.localdate():%d-%m-%Y}")
        assert list(errors(client.post(GEGEVENS, data))) == ["ingeschreven_sinds"]

    def test_several_at_once_with_a_summary(self, region: Region, client: Client) -> None:
        response = client.post(GEGEVENS, filled(region, voornaam="", school=""))
        assert list(errors(response)) == ["voornaam", "school"]
        assert "Er zijn nog 2 dingen niet goed" in text(response)
        assert 'href="#id_school"' in text(response)

    def test_a_double_child_leads_to_its_casus(self, region: Region, client: Client) -> None:
        casus = make_casus(
            region, voornaam="Sanne", achternaam="de Vries", geboortedatum=date(2012, 3, 4)
        )
        response = client.post(GEGEVENS, filled(region, voornaam="SANNE", achternaam="De Vries"))
        assert response.status_code == 422
        assert "Dit kind heeft al een open casus" in text(response)
        assert f'href="/casussen/{casus.nummer}/"' in text(response)
        assert "Moeder belde." in text(response)
        assert Casus.objects.count() == 1

    def test_posted_twice_is_one_casus(self, region: Region, client: Client) -> None:
        data = filled(region)
        first = client.post(GEGEVENS, data)
        second = client.post(GEGEVENS, data)
        assert first["Location"] == second["Location"]
        assert Casus.objects.count() == 1
        assert "Er is niets dubbel opgeslagen." in text(client.get(second["Location"]))

    def test_changed_and_posted_again_it_shows_what_was_not_saved(
        self, region: Region, client: Client
    ) -> None:
        data = filled(region)
        client.post(GEGEVENS, data)
        casus = Casus.objects.get()
        elsewhere = make_organisatie(Soort.GEMEENTE)
        changed = data | {
            "notitie": "Moeder belde.\nVader <b>ook</b>.",
            "gemeente": str(elsewhere.pk),
            "geoorloofd": "ziek",
            "volgende_stap_op": "1-2-2027",
        }
        response = client.post(GEGEVENS, changed)
        assert response.status_code == 409
        shown = dict(
            re.findall(
                r'<th scope="row">([^<]*)</th><td[^>]*>(.*?)</td>', text(response), re.DOTALL
            )
        )
        assert shown == {
            "Gemeente waar het kind woont": escape(elsewhere.naam),
            "Is het verzuim geoorloofd?": "Ja, ziek gemeld",
            "Eerste notitie": "Moeder belde.\nVader &lt;b&gt;ook&lt;/b&gt;.",
            "Uiterlijk": "1-2-2027",
        }
        assert f'href="/casussen/{casus.nummer}/"' in text(response)
        casus.refresh_from_db()
        assert casus.gemeente == region.gemeente
        assert not Gebeurtenis.objects.filter(tekst__contains="Vader").exists()

    def test_the_casus_may_have_changed_meanwhile(self, region: Region, client: Client) -> None:
        data = filled(region)
        client.post(GEGEVENS, data)
        Casus.objects.update(gemeente=make_organisatie(Soort.GEMEENTE))
        Leerling.objects.update(voornaam="Sanna")
        assert client.post(GEGEVENS, data).status_code == 302

    def test_what_it_compares_with_tells_nothing(self, region: Region, client: Client) -> None:
        for n in range(2):
            client.post(GEGEVENS, filled(region, voornaam=f"Sanne{n}"))
        kept = [
            entry.gegevens["afdruk"]
            for entry in Gebeurtenis.objects.filter(soort="geopend").order_by("pk")
        ]
        assert all(re.fullmatch("[0-9a-f]{16}", mark) for one in kept for mark in one.values())
        assert not set(kept[0].values()) & set(kept[1].values())

    def test_a_broken_key_is_no_way_around_it(self, region: Region, client: Client) -> None:
        assert client.post(GEGEVENS, filled(region, sleutel="x")).status_code == 422
        assert not Casus.objects.exists()


class TestKnownChild:
    """A new casus for a child that had one before."""

    @pytest.fixture
    def before(self, region: Region) -> Casus:
        casus = make_casus(region, voornaam="Zoë", achternaam="Kaya", dagen=200)
        return close_casus(
            casus=casus, uitkomst=Uitkomst.VERHUISD, toelichting="", inzender=region.by()
        )

    def test_it_keeps_its_record(self, region: Region, client: Client, before: Casus) -> None:
        child = before.leerling
        Verzuim.objects.filter(leerling=child).update(
            einde=timezone.localdate() - timedelta(days=100)
        )
        html = text(client.post(GEGEVENS, {"leerling": str(child.pk), "begin": "ja"}))
        assert "Zoë Kaya" in html
        assert 'name="voornaam"' not in html
        data = filled(region, leerling=str(child.pk), voornaam="Iemand", achternaam="Anders")
        client.post(GEGEVENS, data)
        new = Casus.objects.open().get()
        assert new.leerling == child
        assert Leerling.objects.get().naam == "Zoë Kaya"

    def test_absence_that_overlaps_is_said_at_its_field(
        self, region: Region, client: Client, before: Casus
    ) -> None:
        data = filled(region, leerling=str(before.leerling_id))
        assert list(errors(client.post(GEGEVENS, data))) == ["verzuim_begin"]

    def test_one_with_an_open_casus_goes_there(self, region: Region, client: Client) -> None:
        casus = make_casus(region)
        response = client.post(GEGEVENS, {"leerling": str(casus.leerling_id), "begin": "ja"})
        assert response["Location"] == f"/casussen/{casus.nummer}/"

    @pytest.mark.parametrize("raw", ["0", "x", "-1", "9" * 30, "²"])
    def test_one_that_is_not_there(self, client: Client, raw: str) -> None:
        assert client.post(GEGEVENS, {"leerling": raw, "begin": "ja"}).status_code == 404

    def test_one_of_another_region(
        self, region: Region, other_region: Region, client: Client
    ) -> None:
        theirs = make_casus(other_region)
        for data in ({"begin": "ja"}, filled(region)):
            asked: dict[str, Any] = {**data, "leerling": str(theirs.leerling_id)}
            assert client.post(GEGEVENS, asked).status_code == 404


class TestWho:
    """Only a coordinator, for their own SWV."""

    def test_the_others_do_not_come_in(self, region: Region) -> None:
        people = (
            region.directeur,
            region.leerplichtambtenaar,
            region.zorgcoordinator,
            region.bestuurder,
            make_user(Rol.REGIEVOERDER, region.swv),
            make_user(Rol.BEHEERDER, region.swv),
        )
        for person in people:
            browser = client_of(person)
            assert browser.get(ZOEK).status_code == 403
            assert browser.post(ZOEK, {"voornaam": "Sanne"}).status_code == 403
            assert browser.post(GEGEVENS, filled(region)).status_code == 403
        assert not Casus.objects.exists()

    def test_the_second_page_by_itself_goes_to_the_first(self, client: Client) -> None:
        assert client.get(GEGEVENS)["Location"] == ZOEK

    def test_no_page_of_it_has_a_name_in_an_address(self, region: Region, client: Client) -> None:
        make_casus(region, voornaam="Sanne", achternaam="Vriesema")
        searched = text(client.post(ZOEK, {"achternaam": "Vriesema"}))
        begun = text(client.post(GEGEVENS, {"achternaam": "Vriesema", "begin": "ja"}))
        for html in (searched, begun):
            assert "Vriesema" in html
            assert not re.search(r'(?:href|action|src|hx-\w+)="[^"]*Vriesema', html)
            assert 'method="get"' not in html
