"""The first thing this product must do, whole: from logging a casus to an answer on the timeline.

Real PostgreSQL, Valkey, worker, beat, SMTP and browser; two people in two windows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Casus
from tests.e2e.conftest import Stack, axe, log_in
from tests.factories import make_organisatie, make_region, make_user
from thuiszitters.accounts.rollen import Rol, Soort

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_coordinator_logs_a_casus_and_the_right_people_are_warned(
    stack: Stack, window: Callable[[], Page]
) -> None:
    region = make_region()
    elsewhere = make_region()
    neighbour = make_user(Rol.LEERPLICHTAMBTENAAR, make_organisatie(Soort.GEMEENTE, swv=region.swv))
    since = timezone.localdate() - timedelta(days=30)

    # The coordinator looks whether the child is known, and opens a casus.
    page = window()
    log_in(page, stack.url, region.coordinator)
    expect(page.get_by_role("heading", level=1)).to_have_text("Werkvoorraad")
    page.get_by_role("link", name="Casus openen").first.click()
    page.get_by_label("Voornaam").fill("Noor")
    page.get_by_label("Achternaam").fill("Waterman")
    page.get_by_label("Geboortedatum").fill("4-3-2013")
    page.get_by_role("button", name=re.compile("Zoek")).last.click()
    page.get_by_role("button", name=re.compile("nieuwe casus", re.IGNORECASE)).click()
    page.get_by_label("School").select_option(label=region.school.naam)
    page.get_by_label("Gemeente waar het kind woont").select_option(label=region.gemeente.naam)
    page.get_by_label("Eerste dag afwezig").fill(f"{since.day}-{since.month}-{since.year}")
    page.get_by_label("Nee, ongeoorloofd").check()
    page.get_by_label("Eerste notitie").fill("Moeder belde: Noor durft niet meer naar binnen.")
    page.get_by_label("Volgende stap").fill("Huisbezoek plannen")
    page.get_by_role("button", name="Casus openen").click()

    # It stands there as LRV, with why.
    casus = Casus.objects.get()
    expect(page).to_have_url(re.compile(casus.nummer))
    expect(page.get_by_text("Langdurig relatief verzuim").first).to_be_visible()
    expect(page.get_by_text("De verzuimperiode telt vanaf").first).to_be_visible()
    assert "Waterman" not in page.title()
    assert axe(page) == []
    page.goto(f"{stack.url}/casussen/")
    row = page.get_by_role("row").filter(has_text=casus.nummer)
    expect(row).to_contain_text("LRV")
    expect(row).to_contain_text("30")
    expect(row).to_contain_text("Huisbezoek plannen")

    # Within a minute the worker has mailed the leerplichtambtenaar of that gemeente only.
    (mail,) = stack.mails_to(region.leerplichtambtenaar)
    stack.quiet()
    addressed = {str(found["To"]) for found in stack.sink.mails}
    assert addressed == {
        region.leerplichtambtenaar.email,
        region.coordinator.email,
        region.directeur.email,
    }
    assert neighbour.email not in addressed
    assert elsewhere.leerplichtambtenaar.email not in addressed
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    whole = f"{mail['Subject']} {text} {html}"
    assert casus.nummer in str(mail["Subject"])
    assert "signaleren" in str(mail["Subject"])
    secrets = ("Noor", "Waterman", "2013", region.school.naam, region.gemeente.naam)
    assert not [secret for secret in secrets if secret in whole]

    # The link asks to log in, opens the casus, and the signal is answered there.
    link = re.search(r"http://\S+/signalen/\d+/", text)
    assert link is not None
    other = window()
    other.goto(link.group())
    expect(other).to_have_url(re.compile("/inloggen/"))
    log_in(other, stack.url, region.leerplichtambtenaar)
    expect(other).to_have_url(re.compile(f"/casussen/{casus.nummer}/"))
    other.get_by_label("Wat ga je doen, en wanneer?").first.fill("Ik plan een MDO.")
    other.get_by_role("button", name="Ik neem dit op").first.click()
    timeline = other.get_by_role("list").filter(has_text="Neemt het signaal op")
    expect(timeline.first).to_contain_text("Ik plan een MDO.")
    assert axe(other) == []

    # The coordinator reads it.
    page.goto(f"{stack.url}/casussen/{casus.nummer}/")
    expect(page.locator(".tijdlijn").get_by_text("Ik plan een MDO.")).to_be_visible()

    # Back at school: the clock stops and nothing is asked any more.
    page.get_by_role("link", name="Terug op school").first.click()
    page.get_by_label("Eerste dag terug op school").fill(timezone.localdate().strftime("%d-%m-%Y"))
    page.get_by_role("button", name="Terugkeer opslaan").click()
    expect(page.get_by_text("De terugkeer is vastgelegd.").first).to_be_visible()
    casus.refresh_from_db()
    assert casus.categorie == "geen"
