"""The agenda in a real browser: a Word file in, a period set in place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from pact.models import Actie
from tests.e2e.conftest import axe
from tests.pact.agenda.agendas import schrijf, wijzig
from tests.pact.hulp import Kring
from tests.pact.test_views_matrix import log_in

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("AGENDA_SHOTS", "")


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, kring: Kring) -> Iterator[Page]:
    context = browser.new_context(locale="nl-NL", viewport={"width": 1200, "height": 900})
    session = log_in(kring.regievoerder).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    window = context.new_page()
    window.goto(live_server.url + reverse("pact:agenda", args=[kring.pact.code]))
    yield window
    context.close()


def shot(page: Page, naam: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{naam}.png", full_page=True)


def test_from_a_word_file_to_a_deadline(page: Page, kring: Kring, tmp_path: Path) -> None:
    page.get_by_label("Bestand met de agenda").set_input_files(schrijf(tmp_path / "agenda.docx"))
    page.get_by_role("button", name="Laat zien wat er gebeurt").click()
    expect(page.get_by_role("heading", name="Dit gaat er gebeuren")).to_be_visible()
    shot(page, "voorbeeld")
    assert axe(page) == []
    assert not Actie.objects.filter(pact=kring.pact).exists()
    page.get_by_role("button", name="Lees de agenda in").click()
    expect(page.get_by_text("De agenda is ingelezen: 9 gelezen, 9 nieuw")).to_be_visible()
    assert axe(page) == []
    shot(page, "agenda")
    zomer = Actie.objects.get(activiteit="Ervaringsdeskundigen inzetten")
    vak = page.locator(f"#nakijken-periode-{zomer.nr}")
    vak.get_by_label("Deadline").fill("9-7-2027")
    vak.get_by_role("button").click()
    expect(vak.get_by_text("Deadline 9 jul 2027")).to_be_visible()
    assert axe(page) == []
    zomer.refresh_from_db()
    assert zomer.deadline is not None
    page.set_viewport_size({"width": 320, "height": 700})
    shot(page, "agenda320")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    pad = schrijf(tmp_path / "agenda.docx", wijzig(4, 1, "maart-juni 2027"))
    page.get_by_label("Bestand met de agenda").set_input_files(pad)
    page.get_by_role("button", name="Laat zien wat er gebeurt").click()
    expect(page.get_by_role("heading", name="Gewijzigd (1)")).to_be_visible()
    shot(page, "voorbeeld320")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe(page) == []
