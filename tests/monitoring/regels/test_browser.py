"""The pages of the rules in a real browser: on a phone, in the dark, and through axe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Regelset
from monitoring.services.regels import make_regelset
from monitoring.services.watch import run_round
from tests.e2e.conftest import axe
from tests.factories import Region, make_casus, make_region, make_user
from tests.monitoring.regels.voorstellen import REDEN, regels_with
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

NO_SIDEWAYS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Open a window in which somebody is logged in."""
    opened: list[BrowserContext] = []

    def new(user: User, width: int = 1280, scheme: str = "light", *, script: bool = True) -> Page:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=script,
            base_url=live_server.url,
        )
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    "url": live_server.url,
                }
            ]
        )
        opened.append(context)
        return context.new_page()

    yield new
    for context in opened:
        context.close()


def make_world() -> tuple[Region, User, Regelset]:
    """Return a region with casussen, its beheerder, and a version to come."""
    region = make_region()
    today = timezone.localdate()
    for days in (10, 20, 28, 60, 95):
        make_casus(region, dagen=days)
    run_round(peildatum=today)
    row = make_regelset(
        swv=region.swv,
        geldig_vanaf=today + timedelta(days=40),
        regels=regels_with("operator_4w=>", "uren_preventie=10"),
        reden=REDEN,
        inzender=region.by(),
    )
    return region, make_user(Rol.BEHEERDER, region.swv), row


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_every_page_on_every_screen(width: int, scheme: str, window: Callable[..., Page]) -> None:
    _, beheerder, row = make_world()
    page = window(beheerder, width, scheme)
    found: list[str] = []

    def look(name: str) -> None:
        found.extend(f"{name}: {line}" for line in axe(page))
        if not page.evaluate(NO_SIDEWAYS):
            found.append(f"{name}: scrolls sideways")
        folder = settings.BASE_DIR / ".local" / "schermen"
        if folder.is_dir():
            page.screenshot(path=folder / f"regels-{name}-{width}.png", full_page=True)

    for name, args in (("regels", []), ("regels_versie", [row.pk]), ("regels_landelijk", [])):
        page.goto(reverse(f"monitoring:{name}", args=args))
        look(name)
    page.goto(f"{reverse('monitoring:regels_nieuw')}?van=landelijk")
    look("nieuw")
    page.get_by_label("De leerling is thuiszitter").select_option(">")
    page.get_by_role("button", name="Voorbeeld bekijken").click()
    expect(page.get_by_text("Leg uit waarom").first).to_be_visible()
    look("fout")
    assert found == []


@pytest.mark.parametrize("script", [True, False])
def test_a_beheerder_makes_a_version(script: bool, window: Callable[..., Page]) -> None:
    region, beheerder, row = make_world()
    page = window(beheerder, script=script)
    page.goto(reverse("monitoring:regels_versie", args=[row.pk]))
    page.get_by_role("button", name="Intrekken").click()
    page.get_by_role("link", name="Nieuwe versie maken").click()
    today = timezone.localdate()
    page.get_by_label("Geldt vanaf").fill(f"{today.day}-{today.month}-{today.year}")
    page.get_by_label("De leerling is thuiszitter").select_option(">")
    page.get_by_label("Reden").fill(REDEN)
    page.get_by_role("button", name="Voorbeeld bekijken").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voorbeeld: wat er verandert")
    if script:
        assert axe(page) == []
    page.get_by_role("button", name="Terug naar het formulier").click()
    expect(page.get_by_label("Reden")).to_have_value(REDEN)
    page.get_by_role("button", name="Voorbeeld bekijken").click()
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("is vastgelegd en geldt").first).to_be_visible()
    expect(page.get_by_text("0 van 5")).to_be_visible()
    run_round(peildatum=today)
    if script:
        expect(page.get_by_text("Alle 5 open casussen zijn berekend")).to_be_visible(timeout=8000)
        assert axe(page) == []
    else:
        page.reload()
        expect(page.get_by_text("Alle 5 open casussen zijn berekend")).to_be_visible()
    assert Regelset.objects.filter(swv=region.swv).count() == 2
