"""Logging in and where it leads."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import Region, make_casus, make_user
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol
from thuiszitters.accounts.selectors import DEMO_DOMEIN, DEMO_WACHTWOORD
from thuiszitters.accounts.services import add_lidmaatschap

PASSWORD = "geheim-woord-123"


def log_in(user: User, password: str = PASSWORD, **data: str) -> tuple[Client, str]:
    """Log in by the page; return the browser and where it goes, or "" when it stays."""
    client = Client()
    given = {"login": user.email, "password": password, **data}
    response = client.post("/inloggen/", given)
    return client, response.headers.get("Location", "")


def test_the_address_counts_in_any_case(region: Region) -> None:
    client, goes_to = log_in(region.coordinator, login=region.coordinator.email.upper())

    assert goes_to == "/"
    assert client.get("/")["Location"] == "/casussen/"


def test_a_wrong_password_is_told_without_saying_which_of_the_two(region: Region) -> None:
    wrong = Client().post("/inloggen/", {"login": region.coordinator.email, "password": "anders"})
    unknown = Client().post(
        "/inloggen/", {"login": "niemand@voorbeeld.example", "password": "anders"}
    )

    words = "Het e-mailadres en/of wachtwoord dat je hebt opgegeven, zijn niet correct."
    for response in (wrong, unknown):
        assert response.status_code == 200
    assert (words in wrong.content.decode()) == (words in unknown.content.decode())
    assert "foutoverzicht" in wrong.content.decode()
    assert "foutoverzicht" in unknown.content.decode()


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/casussen/?eigenaar=ik", "/casussen/?eigenaar=ik"),
        ("https://elders.example/", "/"),
        ("//elders.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_it_goes_on_to_where_somebody_was_going_but_never_off_the_site(
    region: Region, asked: str, given: str
) -> None:
    assert log_in(region.coordinator, next=asked)[1] == given


def test_a_page_asked_for_before_logging_in_is_kept(region: Region) -> None:
    casus = make_casus(region)
    url = f"/casussen/{casus.nummer}/"

    asked = Client().get(url)

    assert asked["Location"] == f"/inloggen/?next={url}"
    assert log_in(region.coordinator, next=url)[1] == url


def test_who_may_not_log_in_any_more_stays_out(region: Region) -> None:
    region.coordinator.is_active = False
    region.coordinator.save()

    client, goes_to = log_in(region.coordinator)

    assert goes_to in {"", "/account/inactief/"}
    assert client.get("/casussen/").status_code == 302


def test_every_role_comes_home_in_its_own_room(region: Region) -> None:
    rooms = {
        Rol.COORDINATOR: "/casussen/",
        Rol.REGIEVOERDER: "/pact/naar/bureau/",
        Rol.PARTNER: "/pact/naar/mijn/",
        Rol.BEHEERDER: "/beheer/mensen/",
        Rol.AUDITOR: "/beheer/logboek/",
    }
    for rol, room in rooms.items():
        client = Client()
        client.force_login(make_user(rol, region.swv))
        assert client.get("/")["Location"] == room, rol


def test_who_has_no_role_is_told_what_to_do(region: Region) -> None:
    nobody = User.objects.create_user("zonder@voorbeeld.example", PASSWORD, naam="Zonder Rol")
    client, _ = log_in(nobody)

    page = client.get("/").content.decode()

    assert "Je hebt nu geen rol" in page
    assert "Vraag de beheerder" in page


def test_switching_roles_changes_the_room(region: Region) -> None:
    person = region.coordinator
    work = person.lidmaatschappen.get()
    lid = add_lidmaatschap(user=person, organisatie=region.swv, rol=Rol.AUDITOR)
    client, _ = log_in(person)
    strange = region.directeur.lidmaatschappen.get()
    client.post("/rol/", {"lidmaatschap": work.pk})

    assert client.get("/beheer/logboek/").status_code == 403
    client.post("/rol/", {"lidmaatschap": lid.pk})

    assert client.get("/beheer/logboek/").status_code == 200
    assert client.get("/casussen/").status_code == 403
    assert client.post("/rol/", {"lidmaatschap": strange.pk}).status_code == 404
    assert client.post("/rol/", {"lidmaatschap": "x"}).status_code == 404


def test_demo_logins_stand_on_the_login_page_of_a_demo_only(
    region: Region, settings: Settings
) -> None:
    email = f"coordinator{DEMO_DOMEIN}"
    demo = User.objects.create_user(email, DEMO_WACHTWOORD, naam="Demo")
    add_lidmaatschap(user=demo, organisatie=region.swv, rol=Rol.COORDINATOR)
    settings.DEMO = True
    assert email in Client().get("/inloggen/").content.decode()

    settings.DEMO = False

    page = Client().get("/inloggen/").content.decode()
    assert email not in page
    assert DEMO_WACHTWOORD not in page


def test_pages_with_data_stay_out_of_every_cache(region: Region) -> None:
    client, _ = log_in(region.coordinator)

    response = client.get(f"/casussen/{make_casus(region).nummer}/")

    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
