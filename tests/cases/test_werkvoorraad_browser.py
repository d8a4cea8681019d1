"""The list of work in a real browser: it follows the filters, and no name gets into an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Dialog, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Taak
from tests.factories import Region, make_casus, make_user
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def enter(context: BrowserContext, url: str, user: User) -> None:
    """Give the window the session of this person."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


@pytest.fixture
def asked(page: Page) -> Iterator[list[Request]]:
    """Every request the window made; at the end none may have gone wrong in the page."""
    seen: list[Request] = []
    wrong: list[str] = []
    page.on("request", lambda request: seen.append(request))  # noqa: PLW0108 - cannot be wrapped
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    yield seen
    assert wrong == []


@pytest.fixture
def url(region: Region, live_server: LiveServer, page: Page) -> str:
    """The site, opened as the coordinator, with three casussen."""
    make_casus(region, voornaam="Sanne", achternaam="de Vries", dagen=40, volgende_stap="Bellen")
    make_casus(region, voornaam="Zoë", achternaam="van den Berg", dagen=20)
    other = make_user(Rol.COORDINATOR, region.swv)
    make_casus(region, voornaam="Eva", achternaam="Kaya", dagen=10, eigenaar=other)
    enter(page.context, live_server.url, region.coordinator)
    page.set_default_timeout(10_000)
    return f"{live_server.url}/casussen/"


def test_the_list_follows_what_is_typed_and_chosen(
    page: Page, url: str, asked: list[Request]
) -> None:
    page.goto(url)
    rows = page.locator("tr[id^=rij-]")
    expect(rows).to_have_count(2)
    page.get_by_label("Categorie").select_option("LRV")
    expect(rows).to_have_count(1)
    expect(page).to_have_url(f"{url}?categorie=LRV")
    expect(page.get_by_role("status").first).to_contain_text("1 open casus van jou")
    page.get_by_label("Categorie").select_option("")
    expect(rows).to_have_count(2)
    search = page.get_by_label("Zoek naam of nummer", exact=True)
    search.press_sequentially("van den brg", delay=20)
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("Zoë van den Berg")
    expect(page).to_have_url(f"{url}?zoek=naam")
    expect(search).to_be_focused()
    expect(search).to_have_value("van den brg")
    page.go_back()
    expect(page).to_have_url(re.compile(r"casussen/$"))
    expect(rows).to_have_count(2)
    page.get_by_role("link", name="Alle casussen").click()
    expect(rows).to_have_count(3)


def test_no_name_gets_into_an_address(page: Page, url: str, asked: list[Request]) -> None:
    page.goto(url)
    page.get_by_label("Zoek naam of nummer", exact=True).press_sequentially("vries", delay=20)
    expect(page.locator("tr[id^=rij-]")).to_have_count(1)
    page.get_by_label("Zoek een casus op naam of nummer").fill("kaya")
    page.get_by_label("Zoek een casus op naam of nummer").press("Enter")
    expect(page.locator("tr[id^=rij-]")).to_contain_text("Eva Kaya")
    page.get_by_role("link", name="Casus openen").click()
    page.get_by_label("Achternaam").fill("Bergh")
    page.get_by_role("button", name="Zoek", exact=True).click()
    expect(page.get_by_role("heading", name="Zoë van den Berg")).to_be_visible()
    page.get_by_role("button", name="Open een nieuwe casus", exact=True).click()
    expect(page.get_by_label("Achternaam")).to_have_value("Bergh")
    assert len(asked) > 5
    typed = re.compile("vries|kaya|berg", re.IGNORECASE)
    assert [request.url for request in asked if typed.search(request.url)] == []


def test_a_step_is_ticked_off_in_place_and_put_back(
    page: Page, url: str, asked: list[Request]
) -> None:
    page.goto(url)
    page.get_by_role("button", name="Vink af: Bellen").click()
    undo = page.get_by_role("button", name="Ongedaan maken: Bellen is gedaan")
    expect(undo).to_be_focused()
    assert Taak.objects.get().gedaan_op is not None
    expect(page).to_have_url(url)
    undo.press("Enter")
    expect(page.get_by_role("button", name="Vink af: Bellen")).to_be_focused()
    assert Taak.objects.get().gedaan_op is None


def test_opening_a_casus_warns_before_input_is_lost(
    page: Page, url: str, asked: list[Request]
) -> None:
    page.goto(f"{url}nieuw/")
    page.get_by_label("Achternaam").fill("Nieuweling")
    page.get_by_role("button", name="Zoek", exact=True).click()
    page.get_by_role("button", name="Open een nieuwe casus", exact=True).click()
    page.get_by_label("Voornaam").fill("Noa")
    page.get_by_label("Geboortedatum").fill(f"{date(2013, 5, 6):%d-%m-%Y}")
    left: list[str] = []

    def stay(dialog: Dialog) -> None:
        left.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Annuleren").click()
    expect(page.get_by_label("Voornaam")).to_have_value("Noa")
    assert left == ["beforeunload"]


def test_it_fits_a_phone(page: Page, url: str, asked: list[Request]) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    for address in (url, f"{url}nieuw/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
