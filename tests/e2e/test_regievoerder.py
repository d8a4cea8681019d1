"""The regievoerder: the matrix, an action with an owner and a deadline, and no casework."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from pact.demo import create_demo_pact
from pact.models import Actie
from tests.e2e.conftest import axe, log_in
from tests.factories import make_casus, make_organisatie, make_region, make_user
from thuiszitters.accounts.rollen import Rol, Soort

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_an_action_is_added_to_the_matrix_and_no_casework_is_anywhere(
    live_server: LiveServer, window: Callable[[], Page]
) -> None:
    region = make_region()
    casus = make_casus(region, dagen=40)
    lead = make_organisatie(Soort.LANDELIJK)
    regievoerder = make_user(Rol.REGIEVOERDER, lead)
    pact = create_demo_pact(
        regievoerder=regievoerder,
        organisatie=lead,
        partners=[region.swv, region.gemeente],
        vandaag=timezone.localdate(),
        rng=random.Random(3),
    )
    page = window()
    log_in(page, live_server.url, regievoerder)
    expect(page).to_have_url(re.compile(f"/pact/{pact.code}/bureau/"))
    page.get_by_role("navigation", name="Hoofdnavigatie").get_by_role("link", name="Matrix").click()
    expect(page).to_have_url(re.compile(f"/pact/{pact.code}/$"))
    expect(page.get_by_role("table").first).to_be_visible()
    assert axe(page) == []

    page.get_by_role("link", name="Actie toevoegen").first.click()
    page.get_by_label("Wat gaat er gebeuren?").fill("Elke school noemt één vaste contactpersoon")
    page.get_by_label("Thema").select_option(index=1)
    page.get_by_label("Regionaal netwerk").check()
    page.get_by_label("Kort").check()
    page.get_by_label("Eigenaar").select_option(label=region.swv.naam)
    page.get_by_label("Deadline").fill("1-2-2027")
    page.get_by_role("button", name="Actie toevoegen").click()

    actie = Actie.objects.latest("pk")
    assert (actie.eigenaar.organisatie, str(actie.deadline)) == (region.swv, "2027-02-01")  # type: ignore[union-attr]
    page.goto(f"{live_server.url}/pact/{pact.code}/")
    expect(page.get_by_text("Elke school noemt één vaste contactpersoon").first).to_be_visible()

    navigation = page.get_by_role("navigation").first
    expect(navigation).not_to_contain_text("Werkvoorraad")
    assert casus.nummer not in page.content()
    for path, status in (
        ("/casussen/", 403),
        (f"/casussen/{casus.nummer}/", 404),
        ("/monitoring/", 403),
        (f"/api/casussen/{casus.nummer}/", 403),
    ):
        answer = page.goto(f"{live_server.url}{path}")
        assert answer is not None
        assert answer.status == status, path
        assert casus.leerling.achternaam not in page.content()
