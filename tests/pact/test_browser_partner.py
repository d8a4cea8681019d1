"""The own page of a partner in a real browser: opened, answered and refused in place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from pact.models import Bewijs
from tests.e2e.conftest import axe
from tests.pact.hulp import Kring, make_kring
from tests.pact.test_views_matrix import log_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vol() -> Kring:
    """A pact in which the partner has two actions, the first one late."""
    kring = make_kring()
    kring.actie(dagen=-9, eigenaar=kring.partner, activiteit="De lijsten naast elkaar leggen")
    kring.actie(dagen=30, eigenaar=kring.partner, activiteit="Een vast belmoment")
    return kring


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, vol: Kring) -> Iterator[Page]:
    """The page of the partner, on a phone."""
    context = browser.new_context(locale="nl-NL", viewport={"width": 320, "height": 900})
    name = settings.SESSION_COOKIE_NAME
    session = log_in(vol.deelnemer).cookies[name].value
    context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/pact/{vol.pact.code}/mijn/")
    yield page
    context.close()


def test_answered_in_place(page: Page, tmp_path: Path) -> None:
    first = page.locator("#actie-1")
    first.get_by_role("link", name="Hoe staat het?").click()
    expect(first.locator(".mijnactie__open")).to_be_focused()
    assert axe(page) == []
    first.get_by_role("button", name="Toevoegen", exact=True).click()
    expect(first.locator(".foutoverzicht")).to_contain_text("Schrijf hoe het ervoor staat.")
    assert axe(page) == []
    first.get_by_text("Bewijs toevoegen").first.click()
    brief = tmp_path / "brief.txt"
    brief.write_text("De lijst van november")
    first.get_by_label("Wat laat het zien?").fill("De lijst van november")
    first.locator("input[type=file]").first.set_input_files(brief)
    first.get_by_role("button", name="Bewijs toevoegen").click()
    expect(first.get_by_role("status")).to_have_text("Het bewijs is toegevoegd.")
    expect(first.get_by_role("status")).to_be_focused()
    bestand = Bewijs.objects.get().bestand
    assert bestand is not None
    assert bestand.naam == "brief.txt"
    assert page.evaluate("document.documentElement.scrollWidth") == 320
