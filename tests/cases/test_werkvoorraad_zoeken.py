"""Searching in the list of work, and ticking a next step off in its row."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Casus, Gebeurtenis, GebeurtenisSoort, Taak
from cases.services.tijdlijn import add_taak
from tests.cases.lijst import HTMX, client_of, close, page, rows
from tests.factories import Region, make_casus, make_user
from thuiszitters.accounts.rollen import Rol


class TestSearch:
    """Names are searched for without ever standing in an address."""

    @pytest.fixture
    def sanne(self, region: Region) -> Casus:
        make_casus(region, voornaam="Bram", achternaam="Bakker")
        return make_casus(region, voornaam="Sanne", achternaam="de Vries")

    def search(self, client: Client, **data: str) -> Any:
        return client.post("/casussen/zoek/", data)

    def test_a_name_waits_in_the_session(self, region: Region, sanne: Casus) -> None:
        client = client_of(region.coordinator)
        response = self.search(client, q="sanne vreis")
        assert response.status_code == 302
        assert response["Location"] == "/casussen/?zoek=naam"
        html = client.get(response["Location"]).content.decode()
        assert rows(html) == [sanne.nummer]
        assert 'value="sanne vreis"' in html
        assert "Sanne de Vries" in html
        assert not re.search(r'(href|action)="[^"]*vreis', html)

    def test_a_name_typed_in_the_address_does_not_stay_there(
        self, region: Region, sanne: Casus
    ) -> None:
        client = client_of(region.coordinator)
        response = client.get("/casussen/?q=vries&categorie=dreigend")
        assert response.status_code == 302
        assert response["Location"] == "/casussen/?categorie=dreigend&zoek=naam"
        assert rows(client.get(response["Location"]).content.decode()) == [sanne.nummer]

    def test_the_search_of_one_person_is_not_that_of_another(
        self, region: Region, sanne: Casus
    ) -> None:
        self.search(client_of(region.coordinator), q="vries")
        assert len(rows(page(region.directeur, "/casussen/?zoek=naam"))) == 2

    def test_emptying_the_box_forgets_the_name(self, region: Region, sanne: Casus) -> None:
        client = client_of(region.coordinator)
        self.search(client, q="vries")
        assert self.search(client, q=" ")["Location"] == "/casussen/"
        assert "zoeknaam" not in client.session

    def test_a_number_may_stand_in_the_address(self, region: Region, sanne: Casus) -> None:
        client = client_of(region.coordinator)
        last = sanne.nummer.split("-")[1].lstrip("0")
        response = self.search(client, q=last)
        assert response["Location"] == f"/casussen/?q={last}"
        assert rows(client.get(response["Location"]).content.decode()) == [sanne.nummer]

    def test_the_whole_number_goes_straight_to_the_casus(
        self, region: Region, other_region: Region, sanne: Casus
    ) -> None:
        client = client_of(region.coordinator)
        response = self.search(client, q=sanne.nummer, direct="ja", status="alle")
        assert response["Location"] == f"/casussen/{sanne.nummer}/"
        theirs = make_casus(other_region)
        response = self.search(client, q=theirs.nummer, direct="ja", status="alle")
        html = client.get(response["Location"]).content.decode()
        assert rows(html) == []
        assert f"Geen casus gevonden met nummer {theirs.nummer}" in html

    def test_the_search_in_the_bar_looks_in_everything(self, region: Region, sanne: Casus) -> None:
        colleague = make_user(Rol.COORDINATOR, region.swv)
        other = make_casus(region, voornaam="Sam", achternaam="de Vries", eigenaar=colleague)
        close(region, sanne)
        client = client_of(region.coordinator)
        wide = self.search(client, q="vries", eigenaar="iedereen", status="alle", direct="ja")
        assert rows(client.get(wide["Location"]).content.decode()) == [other.nummer, sanne.nummer]
        make_casus(region, voornaam="Eva", achternaam="Smit")
        narrow = client.get(self.search(client, q="vries")["Location"]).content.decode()
        assert rows(narrow) == []
        assert "/casussen/?eigenaar=iedereen&amp;status=alle&amp;zoek=naam" in narrow

    def test_live_search_answers_the_list_and_pushes_the_address(
        self, region: Region, sanne: Casus
    ) -> None:
        client = client_of(region.coordinator)
        asked = {"q": "vries", "eigenaar": "ik", "status": "open"}
        response = client.post("/casussen/zoek/", asked, headers=HTMX)
        html = response.content.decode()
        assert response.status_code == 200
        assert response["HX-Push-Url"] == "/casussen/?zoek=naam"
        assert "<html" not in html
        assert rows(html) == [sanne.nummer]
        assert '<p hx-swap-oob="innerHTML:#telling">1 casus gevonden.</p>' in html
        again = client.post(
            "/casussen/zoek/",
            {**asked, "q": "vriess"},
            headers={**HTMX, "HX-Current-URL": "http://testserver/casussen/?zoek=naam"},
        )
        assert "HX-Push-Url" not in again

    def test_a_role_without_owners_is_not_stopped_by_them(
        self, region: Region, sanne: Casus
    ) -> None:
        client = client_of(region.leerplichtambtenaar)
        response = self.search(client, q="vries", eigenaar="iedereen", status="alle", direct="ja")
        assert response["Location"] == "/casussen/?status=alle&zoek=naam"
        assert rows(client.get(response["Location"]).content.decode()) == [sanne.nummer]


class TestNextStep:
    """The next step stands in the row and is ticked off there."""

    @pytest.fixture
    def casus(self, region: Region) -> Casus:
        return make_casus(
            region,
            volgende_stap="MDO plannen",
            volgende_stap_op=timezone.localdate() - timedelta(days=2),
        )

    def test_the_first_step_with_its_owner_and_date(self, region: Region, casus: Casus) -> None:
        for omschrijving, voor_op in (("Later", None), ("Morgen", timezone.localdate())):
            add_taak(
                casus=casus,
                omschrijving=omschrijving,
                eigenaar=None,
                voor_op=voor_op,
                inzender=region.by(),
            )
        html = page(region.coordinator)
        assert html.count('class="stap__wat"') == 1
        assert "MDO plannen" in html
        assert "jij · " in html
        assert "(te laat)" in html

    def test_ticking_off_answers_with_the_row_and_the_step_after_it(
        self, region: Region, casus: Casus
    ) -> None:
        step = Taak.objects.get(casus=casus)
        add_taak(
            casus=casus,
            omschrijving="Ouders bellen",
            eigenaar=None,
            voor_op=None,
            inzender=region.by(),
        )
        client = client_of(region.coordinator)
        response = client.post(f"/casussen/{casus.nummer}/stap/{step.pk}/", headers=HTMX)
        html = response.content.decode()
        assert rows(html) == [casus.nummer]
        assert "Ouders bellen" in html
        assert "Ongedaan maken" in html
        step.refresh_from_db()
        assert step.gedaan_op is not None
        done = Gebeurtenis.objects.filter(casus=casus, soort=GebeurtenisSoort.TAAK_GEDAAN)
        assert [entry.door for entry in done] == [region.coordinator]
        client.post(f"/casussen/{casus.nummer}/stap/{step.pk}/", {"terug": "ja"}, headers=HTMX)
        step.refresh_from_db()
        assert step.gedaan_op is None

    def test_without_a_script_it_goes_to_the_casus_and_back(
        self, region: Region, casus: Casus
    ) -> None:
        step = Taak.objects.get(casus=casus)
        html = page(region.coordinator)
        assert f'action="/casussen/{casus.nummer}/taken/{step.pk}/gedaan/"' in html
        back = f"/casussen/#rij-{casus.nummer}"
        assert f'name="next" value="{back}"' in html
        client = client_of(region.coordinator)
        response = client.post(f"/casussen/{casus.nummer}/taken/{step.pk}/gedaan/", {"next": back})
        assert response["Location"] == back
        step.refresh_from_db()
        assert step.gedaan_op is not None

    def test_a_step_of_another_casus_or_region_is_not_there(
        self, region: Region, other_region: Region, casus: Casus
    ) -> None:
        step = Taak.objects.get(casus=casus)
        other = make_casus(region)
        client = client_of(region.coordinator)
        assert client.post(f"/casussen/{other.nummer}/stap/{step.pk}/").status_code == 404
        stranger = client_of(other_region.coordinator)
        assert stranger.post(f"/casussen/{casus.nummer}/stap/{step.pk}/").status_code == 404
        step.refresh_from_db()
        assert step.gedaan_op is None

    def test_it_cannot_be_ticked_off_on_a_closed_casus(self, region: Region, casus: Casus) -> None:
        step = Taak.objects.get(casus=casus)
        close(region, casus)
        client = client_of(region.coordinator)
        assert client.post(f"/casussen/{casus.nummer}/stap/{step.pk}/").status_code == 403

    def test_the_owner_of_the_casus_is_not_named_twice(self, region: Region, casus: Casus) -> None:
        row = page(region.directeur).split('<tr id="rij-')[1]
        # In the column of owners, and once more for a screen without room for that column.
        assert row.count(region.coordinator.naam) == 2
        helper = make_user(Rol.ZORGCOORDINATOR, region.school)
        Taak.objects.filter(casus=casus).update(eigenaar=helper)
        assert f"{helper.naam} · " in page(region.directeur)
