"""A signal goes from hand to hand: mailed, passed on, taken up until a date, read back.

Real PostgreSQL, Valkey, worker, beat, SMTP and browser; three people in three windows.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Casus
from monitoring.models import Escalatie
from tests.e2e.conftest import Stack, axe, log_in
from tests.factories import make_casus, make_region
from thuiszitters.kalender import plus_werkdagen
from thuiszitters.ui.datums import dag_tekst

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_signal_is_passed_on_and_taken_up_until_a_date(
    stack: Stack, window: Callable[[], Page]
) -> None:
    region = make_region()
    first, second = region.leerplichtambtenaar, region.zorgcoordinator
    today = timezone.localdate()
    until = plus_werkdagen(today, 7)

    # The casus is logged; within a minute the leerplichtambtenaar has mail.
    casus = make_casus(region, dagen=30)
    (mail,) = stack.mails_to(first)
    assert casus.nummer in str(mail["Subject"])

    # They open Mijn signalen and pass it on to the school, in place.
    page = window()
    log_in(page, stack.url, first)
    page.get_by_role("link", name="Mijn signalen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn signalen")
    expect(page.get_by_text("1 signaal wacht op jouw antwoord.")).to_be_visible()
    row = page.get_by_role("listitem").filter(has_text=casus.nummer)
    expect(row).to_contain_text("Je bent gevraagd als leerplichtambtenaar.")
    row.get_by_role("link", name="Antwoorden").click()
    row.get_by_label("Wat ga je doen, en wanneer?").fill("De school kent de ouders.")
    assert axe(page) == []
    row.get_by_text("Hoort bij iemand anders").click()
    row.get_by_label("Bij wie hoort het?").select_option(value=str(second.pk))
    row.get_by_role("button", name="Geef door").click()
    expect(page.get_by_text("Je antwoord staat op de tijdlijn.")).to_be_visible()
    expect(page.get_by_text("Je hoeft nu niets te beantwoorden.")).to_be_visible()
    expect(page.locator(".navigatie .teller")).to_have_count(0)

    # The other gets one mail, and takes it up until a date of their own.
    mails = stack.mails_to(second)
    assert casus.nummer in str(mails[0]["Subject"])
    other = window()
    log_in(other, stack.url, second)
    other.goto(f"{stack.url}/signalen/")
    row = other.get_by_role("listitem").filter(has_text=casus.nummer).first
    expect(row).to_contain_text(f"{first} gaf dit aan jou door.")
    expect(row).to_contain_text("De school kent de ouders.")
    row.get_by_role("link", name="Antwoorden").click()
    row.get_by_label("Wat ga je doen, en wanneer?").fill("Ik bel de ouders en plan een MDO.")
    row.get_by_label("Tot en met welke dag ben je ermee bezig?").fill(f"{until:%d-%m-%Y}")
    row.get_by_role("button", name="Ik neem dit op").click()
    taken = other.get_by_role("region", name="Opgepakt").get_by_role("listitem")
    expect(taken).to_contain_text("Door jou opgepakt.")
    expect(taken).to_contain_text(dag_tekst(until, today))
    assert axe(other) == []
    signal = Escalatie.objects.get(casus=casus, rust_tot=until)
    assert signal.status == "beantwoord"

    # The coordinator reads the whole of it on the timeline.
    third = window()
    log_in(third, stack.url, region.coordinator)
    third.goto(f"{stack.url}/casussen/{casus.nummer}/")
    timeline = third.locator(".tijdlijn")
    expect(timeline.get_by_text(f"Signaal doorgegeven aan {second}")).to_be_visible()
    expect(timeline.get_by_text("Neemt het signaal op, tot en met")).to_be_visible()
    expect(third.get_by_role("heading", name=f"{second} pakte dit op")).to_be_visible()

    # One mail to each, and no more.
    stack.quiet(2)
    assert len(stack.mails_to(first)) == 1
    assert len(stack.mails_to(second)) == 1
    assert Casus.objects.get().volgende_controle_op <= plus_werkdagen(until, 1)
