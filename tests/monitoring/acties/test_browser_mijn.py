"""A signal answered from the own page of a partner, in a real browser: in its card, with focus."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from monitoring.services.watch import run_round
from tests.e2e.conftest import axe
from tests.pact.hulp import make_kring
from tests.pact.test_views_matrix import log_in
from thuiszitters.kalender import datum_kort, plus_werkdagen

pytestmark = pytest.mark.django_db(transaction=True)


def test_answered_and_refused_in_the_card(browser: Browser, live_server: LiveServer) -> None:
    kring = make_kring()
    today = timezone.localdate()
    for _ in range(4):
        kring.actie(dagen=0, eigenaar=kring.partner)
    run_round(peildatum=today)
    context = browser.new_context(locale="nl-NL", viewport={"width": 320, "height": 700})
    name = settings.SESSION_COOKIE_NAME
    session = log_in(kring.deelnemer).cookies[name].value
    context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
    page = context.new_page()
    try:
        page.goto(f"{live_server.url}/pact/{kring.pact.code}/mijn/")
        here = page.url
        card = page.locator("#actie-3")
        card.get_by_role("link", name="Antwoorden").click()
        card.get_by_text("De actie ligt op schema", exact=True).click()
        form = card.get_by_role("form", name=re.compile("De actie ligt op schema"))
        form.get_by_label("Hoe staat het ervoor?").fill("Loopt goed")
        until = form.get_by_label("Tot en met welke dag hoeft niemand het te vragen?")
        until.fill(f"{today - timedelta(days=3):%d-%m-%Y}")
        form.get_by_role("button", name="Op schema").click()
        expect(card.locator("[data-foutoverzicht]")).to_be_focused()
        assert page.url == here
        assert axe(page) == []
        day = plus_werkdagen(today, 3)
        form.get_by_label("Tot en met welke dag hoeft niemand het te vragen?").fill(
            f"{day:%d-%m-%Y}"
        )
        form.get_by_role("button", name="Op schema").click()
        said = card.get_by_role("status")
        expect(said).to_have_text("Je antwoord is bewaard.")
        expect(said).to_be_focused()
        expect(said).to_be_in_viewport()
        expect(card).to_contain_text(f"Tot en met {datum_kort(day)} komt er geen herinnering.")
        assert page.url == here
        assert axe(page) == []
    finally:
        context.close()
