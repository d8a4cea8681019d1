"""People in the browser, with and without JavaScript: away, a hole, and handing over and back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Casus
from monitoring.models import Geadresseerde
from monitoring.services.watch import run_round
from tests.e2e.conftest import axe, log_in
from tests.factories import Region, make_casus, make_region, make_user
from thuiszitters.accounts.bereik import mark_onbestelbaar
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol
from thuiszitters.kalender import datum_kort

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A narrow window, with and without JavaScript."""
    context = browser.new_context(
        locale="nl-NL",
        java_script_enabled=request.param,
        viewport={"width": 320, "height": 800},
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def asked(region: Region) -> set[int]:
    """Return which people of the SWV are asked a signal now."""
    people = [user.pk for user in User.objects.filter(lidmaatschappen__organisatie=region.swv)]
    rows = Geadresseerde.objects.filter(tot__isnull=True, user__in=people)
    return set(rows.values_list("user", flat=True))


def test_away_with_a_vervanger_and_back(live_server: LiveServer, page: Page) -> None:
    region = make_region()
    make_casus(region, dagen=20)
    today = timezone.localdate()
    log_in(page, live_server.url, region.coordinator)
    page.locator(".balk__rechts summary").click()
    page.get_by_role("link", name="Mijn instellingen").click()

    page.get_by_role("button", name="Vervanging instellen").click()
    expect(page.get_by_text("Vul een datum in").first).to_be_visible()
    page.get_by_label("Eerste dag afwezig").fill(datum_kort(today))
    page.get_by_label("Eerste dag terug").fill(datum_kort(today + timedelta(days=7)))
    page.get_by_label("Wie vervangt je?").select_option(label=str(region.directeur))
    page.get_by_role("button", name="Vervanging instellen").click()
    expect(page.get_by_text(f"{region.directeur} vervangt je.")).to_be_visible()
    run_round(peildatum=today)
    assert asked(region) == {region.directeur.pk}

    page.get_by_role("button", name="Beëindig").click()
    expect(page.get_by_text("De vervanging is beëindigd.")).to_be_visible()
    run_round(peildatum=today)
    assert asked(region) == {region.coordinator.pk}


def test_a_beheerder_sees_the_hole_and_closes_it(live_server: LiveServer, page: Page) -> None:
    region = make_region()
    make_casus(region, dagen=20)
    mark_onbestelbaar(user=region.coordinator, reden="550")
    run_round(peildatum=timezone.localdate())
    assert asked(region) == {region.directeur.pk}
    log_in(page, live_server.url, make_user(Rol.BEHEERDER, region.swv))
    page.get_by_role("link", name="Gaten").click()
    expect(page.get_by_role("heading", name="Rollen waarin niemand")).to_be_visible()

    page.get_by_role("link", name="Kijk het adres na").click()
    page.get_by_role("textbox", name="E-mailadres").fill("werkt@voorbeeld.example")
    page.get_by_role("button", name="Adres veranderen").click()

    page.get_by_role("link", name="Gaten").click()
    expect(page.get_by_role("heading", name="Geen gaten")).to_be_visible()
    run_round(peildatum=timezone.localdate())
    assert asked(region) == {region.coordinator.pk}


def test_handing_over_and_back(live_server: LiveServer, page: Page) -> None:
    region = make_region()
    colleague = make_user(Rol.COORDINATOR, region.swv)
    first, kept = (make_casus(region, dagen=20) for _ in range(2))
    run_round(peildatum=timezone.localdate())
    log_in(page, live_server.url, region.directeur)
    page.locator(".balk__rechts summary").click()
    page.get_by_role("link", name="Casussen overdragen").click()
    page.get_by_role("link", name=str(region.coordinator)).click()

    page.get_by_label("Naar wie?").select_option(label=str(colleague))
    page.get_by_label(kept.nummer).uncheck()
    page.get_by_role("button", name="Draag over").click()
    expect(page.get_by_text("1 casus is overgedragen")).to_be_visible()
    owners = dict(Casus.objects.values_list("nummer", "eigenaar"))
    assert owners == {first.nummer: colleague.pk, kept.nummer: region.coordinator.pk}
    assert asked(region) == {colleague.pk, region.coordinator.pk}

    page.get_by_role("link", name=f"Geef ze terug aan {region.coordinator}").click()
    expect(page.get_by_label(first.nummer)).to_be_checked()
    page.get_by_role("button", name="Draag over").click()
    expect(page.get_by_text("1 casus is overgedragen")).to_be_visible()
    assert set(Casus.objects.values_list("eigenaar", flat=True)) == {region.coordinator.pk}
    assert asked(region) == {region.coordinator.pk}


def test_the_page_that_says_no_to_a_mail(live_server: LiveServer, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{live_server.url}/afmelden/klopt-niet/")

    expect(page.get_by_role("heading", name="Deze link klopt niet")).to_be_visible()
    assert axe(page) == []
    page.close()
