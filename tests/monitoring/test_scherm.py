"""The pages of monitoring in a real browser: accessible, within the CSP, never sideways."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from monitoring.models import Escalatie, ReactieSoort
from monitoring.services.reacties import answer_escalatie
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_organisatie
from thuiszitters.accounts.rollen import Soort

WIDE: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
NARROW: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}
FORCED: dict[str, Any] = {**WIDE, "forced_colors": "active"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("options", [WIDE, NARROW, FORCED], ids=["wide", "narrow-dark", "forced"])
def test_the_pages(
    live_server: LiveServer, browser: Browser, region: Region, options: dict[str, Any]
) -> None:
    long_name = make_organisatie(
        Soort.GEMEENTE, swv=region.swv, naam="Heuvelrode-aan-den-Rijn en omstreken"
    )
    for days in (3, 20, 40, 88, 120):
        make_casus(region, dagen=days, gemeente=long_name)
        make_casus(region, dagen=days, school=None)
    client = Client()
    client.force_login(region.coordinator)
    wrong: list[str] = []
    context = browser.new_context(locale="nl-NL", **options)
    try:
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        for name in ("monitoring:overzicht", "monitoring:begrippen"):
            page.goto(live_server.url + reverse(name))
            for summary in page.locator("details.uitklap > summary").all():
                summary.click()
            found = Axe().run(page).response["violations"]
            wrong += [f"{name}: {v['id']} {v['nodes'][0]['target']}" for v in found]
            widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert widths[0] <= widths[1], f"{name} scrolls sideways"
    finally:
        context.close()
    assert wrong == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("options", [WIDE, NARROW, FORCED], ids=["wide", "narrow-dark", "forced"])
def test_mijn_signalen(
    live_server: LiveServer, browser: Browser, region: Region, options: dict[str, Any]
) -> None:
    today = timezone.localdate()
    for days in (14, 30, 80):
        make_casus(region, dagen=days)
    run_round(peildatum=today)
    signals = list(Escalatie.objects.filter(status="open").order_by("pk"))
    answer_escalatie(
        escalatie=signals[0],
        soort=ReactieSoort.NEEM_OP,
        toelichting="Ik bel.",
        naar=None,
        rust_tot=today,
        inzender=region.by(),
    )
    Escalatie.objects.filter(pk=signals[1].pk).update(reageer_voor=today - timedelta(days=9))
    client = Client()
    client.force_login(region.coordinator)
    wrong: list[str] = []
    context = browser.new_context(locale="nl-NL", **options)
    try:
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
        page.goto(live_server.url + reverse("monitoring:mijn_signalen"))
        opener = page.get_by_role("link", name="Antwoorden").first
        opener.click()
        field = page.get_by_label("Wat ga je doen, en wanneer?")
        expect(field).to_be_focused()
        for summary in page.locator("details.uitklap > summary").all():
            summary.click()
        wrong += [f"{v['id']} {v['nodes'][0]['target']}" for v in _violations(page)]
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1], "scrolls sideways"
        # Closed again, the keyboard is where it was.
        page.get_by_role("link", name="Annuleren").click()
        expect(field).to_have_count(0)
        expect(opener).to_be_focused()
    finally:
        context.close()
    assert wrong == []


def _violations(page: Page) -> list[Any]:
    found: list[Any] = Axe().run(page).response["violations"]
    return found
