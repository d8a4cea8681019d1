"""Every page of the site, generated from the permission matrix, through axe: WCAG 2.2 AA.

Each page as it opens, and again after its form was sent empty; and the HTML of every mail.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from cases.services.tijdlijn import Inzender
from monitoring.models import Escalatie
from pact.models import Bouwsteenvraag, Overleg, Rapportage
from pact.services.bouwstenen import remind_partners
from pact.services.overleg import adopt_verslag, send_verslag
from pact.services.rapportage import send_rapportage
from tests.e2e.conftest import axe
from tests.test_permissions import (
    API,
    BACKEND,
    MATRIX,
    NAMES,
    POST_ONLY,
    World,
    make_world,
    url_of,
)
from thuiszitters.accounts.models import User
from thuiszitters.berichten.bundelen import bundle_berichten
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.registry import context_for
from thuiszitters.berichten.rendering import render
from thuiszitters.berichten.services import queue_bericht
from thuiszitters.kalender import eerstvolgende_werkdag

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

FOLDER = Path(settings.BASE_DIR) / "templates/berichten"
NO_PAGE = {
    "health_live",
    "health_ready",
    "health_details",
    "metrics",
    "api_schema",
    "account_signup",
    "account_logout",
    "pact:bestand",
    "pact:agenda_csv",
    "pact:agenda_docx",
    "pact:bouwsteenvraag_docx",
    "pact:agenda_xlsx",
    "pact:matrix_pdf",
    "pact:matrix_xlsx",
    "pact:rapportage_pdf",
    "pact:rapportage_xlsx",
    "pact:verslag_pdf",
    "pact:overleg_ics",
    "pact:kalender_feed",
}
PAGES = [
    name
    for name in NAMES
    if name in MATRIX and name not in API | POST_ONLY | NO_PAGE and MATRIX[name].yes
]
PARTS = 4
SEND_EMPTY = """() => {
    const form = document.querySelector('main form.formulier[method="post"]');
    for (const field of form.querySelectorAll('input:not([type=hidden]), textarea')) {
        if (['radio', 'checkbox'].includes(field.type)) field.checked = false;
        else field.value = '';
    }
    form.noValidate = true;
    setTimeout(() => HTMLFormElement.prototype.submit.call(form), 0);
}"""
FORM = 'main form.formulier[method="post"]'


def visitor(name: str) -> str:
    """Return who opens this page: the first who may, in a fixed order."""
    order = ("anoniem", "coordinator", "beheerder", "auditor", "regievoerder", "partner")
    return next(label for label in order if label in MATRIX[name].yes)


def enter(page: Page, url: str, person: User | None) -> None:
    """Give the window the session of this person."""
    page.context.clear_cookies()
    if person is None:
        return
    client = Client()
    client.force_login(User.objects.get(pk=person.pk), backend=BACKEND)
    for key, morsel in client.cookies.items():
        page.context.add_cookies([{"name": key, "value": morsel.value, "url": url}])


def look(page: Page, live_server: LiveServer, world: World, name: str) -> list[str]:
    """Return what axe finds on this page, as it opens and with its form sent empty."""
    enter(page, live_server.url, world.people[visitor(name)])
    page.goto(live_server.url + url_of(name, world))
    found = axe(page)
    if page.locator(FORM).count():
        with page.expect_navigation():
            page.evaluate(SEND_EMPTY)
        found += [f"sent empty: {line}" for line in axe(page)]
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_page(
    part: int, live_server: LiveServer, window: Callable[[], Page]
) -> None:
    world = make_world()
    page = window()
    found: list[str] = []
    for name in PAGES[part::PARTS]:
        found += [f"{name}: {line}" for line in look(page, live_server, world, name)]
    assert found == []


def send_minutes(world: World) -> None:
    """Agree the minutes of the meeting that was held, and mail who was there."""
    lead = world.people["regievoerder"]
    assert lead is not None
    held = Overleg.objects.get(status="gehouden")
    by = Inzender(door=lead, namens=held.pact.organisatie)
    send_verslag(overleg=adopt_verslag(overleg=held, inzender=by), inzender=by)


def ask_for_bouwstenen(world: World) -> None:
    """Remind the contact persons of the partners that gave nothing for a next pact."""
    lead = world.people["regievoerder"]
    assert lead is not None
    vraag = Bouwsteenvraag.objects.select_related("pact__organisatie").get()
    by = Inzender(door=lead, namens=vraag.pact.organisatie)
    remind_partners(vraag=vraag, inzender=by)


def send_report(world: World) -> None:
    """Tell the contact persons of the pact that its report is there."""
    lead = world.people["regievoerder"]
    assert lead is not None
    report = Rapportage.objects.get()
    by = Inzender(door=lead, namens=report.pact.organisatie)
    send_rapportage(rapportage=report, inzender=by)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_mails(
    scheme: str, live_server: LiveServer, window: Callable[[], Page]
) -> None:
    world = make_world()
    person = world.region.leerplichtambtenaar
    person.set_unusable_password()
    person.save()
    for sjabloon in ("uitnodiging", "wachtwoord", "storingen"):
        queue_bericht(
            sjabloon=sjabloon,
            ontvanger_id=person.pk,
            sleutel=sjabloon,
            referentie=sjabloon,
            gegevens={"gebruiker": person.pk},
        )
    signal = Escalatie.objects.get(status="open", casus__isnull=False)
    today = timezone.localdate()
    Escalatie.objects.update(herinnerd_op=today)
    by_hand = Escalatie.objects.get(status="open", actie__isnull=False)
    partner = world.people["partner"]
    assert partner is not None
    queue_bericht(
        sjabloon="actieherinnering",
        ontvanger_id=partner.pk,
        sleutel=f"{by_hand.referentie}:{today:%Y%m%d}:{partner.pk}",
        referentie=by_hand.referentie,
        gegevens={"escalatie": by_hand.pk},
    )
    for sjabloon, sleutel in (
        ("herinnering", f"{signal.referentie}:{today:%Y%m%d}:{person.pk}"),
        ("signaal", f"{signal.referentie}:{person.pk}:overzicht"),
    ):
        queue_bericht(
            sjabloon=sjabloon,
            ontvanger_id=person.pk,
            sleutel=sleutel,
            referentie=signal.referentie,
            gegevens={"escalatie": signal.pk},
            bundel=sjabloon == "signaal",
        )
    send_minutes(world)
    send_report(world)
    ask_for_bouwstenen(world)
    noon = datetime.combine(eerstvolgende_werkdag(today), time(12))
    bundle_berichten(nu=timezone.make_aware(noon))
    page = window()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    seen = set()
    for bericht in Bericht.objects.filter(
        Q(ontvanger=person)
        | Q(
            sjabloon__in=[
                "verslag",
                "rapportage",
                "bouwsteenvraag",
                "actiesignaal",
                "actieherinnering",
            ]
        )
    ):
        context = context_for(bericht)
        assert context is not None
        mail = render(bericht, context)
        page.set_content(str(mail.alternatives[0][0]))
        assert axe(page) == [], bericht.sjabloon
        seen.add(bericht.sjabloon)
    assert seen == {path.name for path in FOLDER.iterdir()}
