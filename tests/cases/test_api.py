"""The API: the same door as the pages, no names, pages by place, a true schema."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Casus, Uitkomst
from cases.services.casussen import close_casus
from tests.cases.lijst import client_of
from tests.factories import Region, make_casus, make_user
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol


def numbers(user: User, query: str = "") -> list[str]:
    response = client_of(user).get(f"/api/casussen/{query}")
    assert response.status_code == 200
    return [row["nummer"] for row in response.json()["results"]]


class TestDoor:
    """Who gets what."""

    def test_each_sees_what_the_pages_show(self, region: Region, other_region: Region) -> None:
        mine, theirs = make_casus(region), make_casus(other_region)
        for person in (
            region.coordinator,
            region.directeur,
            region.leerplichtambtenaar,
            region.zorgcoordinator,
        ):
            assert numbers(person) == [mine.nummer]
        assert numbers(other_region.coordinator) == [theirs.nummer]
        assert numbers(region.bestuurder) == []

    def test_a_casus_of_somebody_else_is_as_one_that_does_not_exist(
        self, region: Region, other_region: Region
    ) -> None:
        theirs = make_casus(other_region)
        client = client_of(region.coordinator)
        hidden = client.get(f"/api/casussen/{theirs.nummer}/")
        absent = client.get("/api/casussen/2020-999999/")
        assert hidden.status_code == absent.status_code == 404
        assert hidden.content == absent.content

    @pytest.mark.parametrize("address", ["/api/casussen/", "/api/casussen/2026-000001/"])
    def test_who_is_not_logged_in_gets_json(self, db: None, address: str) -> None:
        response = Client().get(address)
        assert response.status_code == 403
        assert response["Content-Type"] == "application/json"

    @pytest.mark.parametrize("rol", [Rol.REGIEVOERDER, Rol.PARTNER, Rol.BEHEERDER, Rol.AUDITOR])
    def test_a_role_without_casework_gets_nothing(self, region: Region, rol: Rol) -> None:
        casus = make_casus(region)
        client = client_of(make_user(rol, region.swv))
        assert client.get("/api/casussen/").status_code == 403
        assert client.get(f"/api/casussen/{casus.nummer}/").status_code == 403

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_it_only_reads(self, region: Region, method: str) -> None:
        casus = make_casus(region)
        client = client_of(region.coordinator)
        for address in ("/api/casussen/", f"/api/casussen/{casus.nummer}/"):
            response = getattr(client, method)(address, "{}", content_type="application/json")
            assert response.status_code == 405
        assert Casus.objects.filter(pk=casus.pk).exists()


class TestContent:
    """What is told."""

    def test_the_fields_of_a_casus(self, monday: object, region: Region) -> None:
        casus = make_casus(
            region,
            dagen=30,
            voornaam="Sanne",
            achternaam="de Vries",
            notitie="Geheim",
            kenmerk="K-1",
        )
        (row,) = client_of(region.coordinator).get("/api/casussen/").json()["results"]
        assert row == {
            "nummer": casus.nummer,
            "kenmerk": "K-1",
            "status": "open",
            "plicht": "leerplichtig",
            "categorie": "LRV",
            "duur": "4w-3m",
            "verzuim_sinds": "2026-10-24",
            "dagen_thuis": 30,
            "vier_weken_op": "2026-11-21",
            "drie_maanden_op": "2027-01-24",
            "trede": None,
            "regelset": "landelijk",
            "gemeente": region.gemeente.code,
            "school": region.school.code,
        }

    def test_nothing_runs(self, region: Region) -> None:
        make_casus(region, school=None, geboortedatum=timezone.localdate().replace(year=2001))
        (row,) = client_of(region.coordinator).get("/api/casussen/").json()["results"]
        assert row["categorie"] == "niet_plichtig"
        assert row["school"] is None
        for name in ("duur", "verzuim_sinds", "dagen_thuis", "vier_weken_op", "drie_maanden_op"):
            assert row[name] is None

    def test_one_casus_explains_itself_without_a_name(self, region: Region) -> None:
        casus = make_casus(region, dagen=30, voornaam="Sanne", achternaam="Vriesema", notitie="X1")
        response = client_of(region.coordinator).get(f"/api/casussen/{casus.nummer}/")
        told = response.json()
        assert told["peildatum"] == timezone.localdate().isoformat()
        assert any("LRV" in sentence for sentence in told["uitleg"])
        everything = response.content.decode()
        assert not any(word in everything for word in ("Sanne", "Vriesema", "X1"))
        assert casus.leerling.geboortedatum.isoformat() not in everything

    def test_what_is_told_agrees_with_its_explanation_on_every_day(
        self, monday: Any, region: Region
    ) -> None:
        casus = make_casus(region, dagen=27)
        monday.shift(timedelta(days=1))
        told = client_of(region.coordinator).get(f"/api/casussen/{casus.nummer}/").json()
        assert (told["categorie"], told["duur"], told["dagen_thuis"]) == ("LRV", "4w-3m", 28)

    def test_filters(self, region: Region) -> None:
        old, new = make_casus(region, dagen=40), make_casus(region, dagen=3)
        closed = make_casus(region, dagen=40)
        close_casus(casus=closed, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())
        user = region.coordinator
        assert numbers(user) == [closed.nummer, new.nummer, old.nummer]
        assert numbers(user, "?status=open") == [new.nummer, old.nummer]
        assert numbers(user, "?status=open&categorie=LRV") == [old.nummer]
        assert numbers(user, "?categorie=") == numbers(user)
        for query in ("?categorie=lrv", "?status=weg"):
            response = client_of(user).get(f"/api/casussen/{query}")
            assert response.status_code == 400
            assert list(response.json()) == [query[1:].split("=")[0]]


class TestPages:
    """By place."""

    def test_every_casus_once(self, region: Region) -> None:
        made = [make_casus(region).nummer for _ in range(5)]
        client = client_of(region.coordinator)
        address, seen = "/api/casussen/?limit=2", []
        while address:
            answer = client.get(address).json()
            assert len(answer["results"]) <= 2
            seen += [row["nummer"] for row in answer["results"]]
            address = answer["next"]
        assert seen == made[::-1]

    def test_the_queries_do_not_grow(self, region: Region) -> None:
        def queries() -> int:
            client = client_of(User.objects.get(pk=region.coordinator.pk))
            with CaptureQueriesContext(connection) as seen:
                assert client.get("/api/casussen/").status_code == 200
            return len(seen)

        make_casus(region)
        one = queries()
        for _ in range(6):
            make_casus(region, school=None)
        assert queries() == one


def test_the_schema_is_whole_and_names_nobody(db: None, tmp_path: Any) -> None:
    target = tmp_path / "schema.json"
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--format=openapi-json", file=str(target)
    )
    schema = json.loads(target.read_text())
    casus = schema["components"]["schemas"]["CasusDetail"]["properties"]
    assert casus["uitleg"] == casus["uitleg"] | {"type": "array", "items": {"type": "string"}}
    assert not {"voornaam", "achternaam", "leerling", "geboortedatum"} & set(casus)
    assert set(schema["paths"]) == {"/api/casussen/", "/api/casussen/{nummer}/"}
