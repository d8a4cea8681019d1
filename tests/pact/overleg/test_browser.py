"""Holding a meeting in a real browser: what is typed is never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from pact.models import Afspraak, AfspraakStand, Overleg, Standpunt
from pact.services.overleg import add_punt, change_standpunt
from tests.e2e.conftest import axe
from tests.pact.hulp import Kring, make_kring
from tests.pact.overleg.hulp import everybody_there, hold, make_afspraak, make_overleg
from tests.pact.test_views_matrix import log_in

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]


@pytest.fixture
def vol() -> Kring:
    """A pact with two afspraken of an earlier meeting."""
    kring = make_kring()
    first = make_overleg(kring, dagen=-30)
    for tekst in ("De lijsten naast elkaar leggen", "Elke week bellen"):
        make_afspraak(kring, first, tekst=tekst)
    hold(kring, first)
    return kring


@pytest.fixture
def overleg(vol: Kring) -> Overleg:
    """The meeting of today, with a point of its own."""
    made = make_overleg(vol)
    add_punt(overleg=made, titel="Monitor", toelichting="", inzender=vol.inzender)
    return made


@pytest.fixture
def houden(
    browser: Browser, live_server: LiveServer, vol: Kring, overleg: Overleg
) -> Iterator[Open]:
    """Opens the page on which the meeting is held; leaving it may not ask anything."""
    opened: list[BrowserContext] = []
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    def new(*, script: bool = True) -> Page:
        context = browser.new_context(
            locale="nl-NL", viewport={"width": 1280, "height": 900}, java_script_enabled=script
        )
        opened.append(context)
        name = settings.SESSION_COOKIE_NAME
        session = log_in(vol.regievoerder).cookies[name].value
        context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("dialog", refuse)
        page.goto(live_server.url + reverse("pact:houden", args=[vol.pact.code, overleg.nr]))
        return page

    yield new
    for context in opened:
        context.close()
    assert asked == []


def stand(page: Page, nr: int) -> tuple[str, str]:
    """Return the selectors of the status and of the words of an earlier afspraak."""
    form = f"form[data-naam='de stand van afspraak {nr}']"
    return f"{form} input[value=gedaan]", f"{form} textarea"


def close(page: Page) -> None:
    page.get_by_role("button", name="Overleg afsluiten").click()


def test_how_an_afspraak_stands_is_saved_when_you_go_on(houden: Open) -> None:
    page = houden()
    expect(page.get_by_text("zodra je verdergaat")).to_be_visible()
    expect(page.get_by_text("Elk deel heeft een eigen knop")).to_be_hidden()
    done, words = stand(page, 1)
    page.locator(done).check()
    page.locator(words).fill("De lijsten liggen naast elkaar")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Opgeslagen om")).to_be_visible()
    expect(page.locator("form[data-naam='de stand van afspraak 1'] button")).to_be_focused()
    page.reload()
    expect(page.get_by_text("De lijsten liggen naast elkaar")).to_be_visible()
    said = AfspraakStand.objects.get()
    assert (said.status, said.opmerking) == ("gedaan", "De lijsten liggen naast elkaar")


def test_a_status_alone_is_saved_and_words_are_not_cut_in_two(houden: Open) -> None:
    page = houden()
    page.clock.install()
    done, words = stand(page, 2)
    page.locator(done).check()
    page.locator(words).focus()
    page.keyboard.type("Nog niet af")
    page.clock.run_for(30_000)
    assert not AfspraakStand.objects.exists(), "somebody is still writing"
    page.locator(stand(page, 1)[0]).check()
    page.clock.run_for(10_000)
    expect(page.get_by_text("Opgeslagen om")).to_have_count(2)
    said = AfspraakStand.objects.order_by("afspraak__nr").values_list("status", "opmerking")
    assert list(said) == [("gedaan", ""), ("gedaan", "Nog niet af")]


def test_closing_is_refused_in_place_while_something_is_not_saved(
    houden: Open, vol: Kring, overleg: Overleg
) -> None:
    everybody_there(vol, overleg)
    page = houden()
    page.get_by_label("Besproken: Monitor").fill("Over de monitor")
    page.get_by_label("Wat zei deze partij?").fill("Wij doen mee")
    page.locator("#id_afspraak-tekst").fill("Bellen met de school")
    close(page)
    answer = page.get_by_role("alert").filter(has_text="nog niet afgesloten")
    expect(answer).to_contain_text(
        "Nog niet opgeslagen: het nieuwe standpunt en de nieuwe afspraak."
    )
    expect(page.get_by_label("Wat zei deze partij?")).to_be_focused()
    expect(page.locator("#standpunten").get_by_text("nog niet afgesloten")).to_be_visible()
    expect(page.locator("#id_afspraak-tekst")).to_have_value("Bellen met de school")
    assert axe(page) == []
    overleg.refresh_from_db()
    assert overleg.status == "gepland"
    assert overleg.agendapunten.get(titel="Monitor").besproken == "Over de monitor"
    page.get_by_label("Partij", exact=True).select_option(label=str(vol.partner))
    page.get_by_role("button", name="Standpunt toevoegen").click()
    expect(page.get_by_label(str(vol.partner), exact=False).last).to_be_attached()
    page.get_by_label("Trekker").select_option(label=str(vol.partner))
    page.get_by_role("button", name="Afspraak vastleggen").click()
    expect(page.locator(".nieuwafspraak")).to_be_visible()
    close(page)
    page.wait_for_url("**/verslag/")
    assert Afspraak.objects.filter(tekst="Bellen met de school").exists()
    assert Standpunt.objects.get().tekst == "Wij doen mee"


def test_what_was_refused_is_where_the_focus_goes(
    houden: Open, vol: Kring, overleg: Overleg
) -> None:
    everybody_there(vol, overleg)
    page = houden()
    form = page.locator("form[data-naam='de stand van afspraak 1']")
    form.get_by_label("Vervallen").check()
    close(page)
    expect(form.get_by_text("Schrijf waarom de afspraak vervalt.")).to_be_visible()
    expect(form).to_contain_text("Nog niet opgeslagen: de stand van afspraak 1.")
    expect(form.locator("textarea")).to_be_focused()
    page.keyboard.type("De school bestaat niet meer")
    close(page)
    page.wait_for_url("**/verslag/")
    assert AfspraakStand.objects.get().opmerking == "De school bestaat niet meer"


def test_closing_without_anybody_there_is_refused_in_place(houden: Open, overleg: Overleg) -> None:
    page = houden()
    page.get_by_label("Besproken: Monitor").fill("Over de monitor")
    first = page.locator("#afsluiten-eerst")
    expect(first).to_contain_text("leg vast wie er aanwezig waren")
    close(page)
    answer = page.locator("#afsluiten").get_by_role("alert")
    expect(answer).to_have_text("Leg eerst vast wie er aanwezig waren.")
    expect(page.get_by_role("button", name="Overleg afsluiten")).to_be_focused()
    expect(page.get_by_label("Besproken: Monitor")).to_have_value("Over de monitor")
    page.get_by_role("button", name="Alle anderen zijn er").click()
    expect(first).not_to_contain_text("leg vast")
    close(page)
    page.wait_for_url("**/verslag/")


def test_a_lost_line_is_tried_again_and_no_longer_said(houden: Open, overleg: Overleg) -> None:
    page = houden()
    page.context.set_offline(True)
    page.get_by_label("Besproken: Monitor").fill("Zonder verbinding")
    told = page.locator("#verbinding")
    expect(told).to_contain_text("Er is geen verbinding.")
    expect(page.locator("#berichten")).not_to_contain_text("geen verbinding")
    close(page)
    expect(page.locator("#afsluiten").get_by_role("alert")).to_contain_text(
        "Nog niet opgeslagen: Monitor."
    )
    page.context.set_offline(False)
    expect(told).to_have_text("")
    expect(page.locator("form[data-naam=Monitor]").get_by_text("Opgeslagen om")).to_be_visible()
    assert overleg.agendapunten.get(titel="Monitor").besproken == "Zonder verbinding"


def test_an_answer_that_got_lost_is_no_other_person(houden: Open, overleg: Overleg) -> None:
    page = houden()
    words = page.get_by_label("Besproken: Monitor")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/houden/punten/*/", lose)
    words.fill("Eerste woorden")
    expect(page.locator("#verbinding")).to_contain_text("Er is geen verbinding.")
    page.unroute("**/houden/punten/*/")
    words.fill("Eerste woorden en meer")
    expect(page.locator("#verbinding")).to_have_text("")
    expect(page.locator("form[data-naam=Monitor]").get_by_text("Opgeslagen om")).to_be_visible()
    expect(page.get_by_text("Iemand anders schreef")).to_have_count(0)
    assert overleg.agendapunten.get(titel="Monitor").besproken == "Eerste woorden en meer"


def test_a_part_drawn_anew_keeps_what_was_typed_in_it(
    houden: Open, vol: Kring, overleg: Overleg
) -> None:
    lead = vol.pact.partners.get(organisatie=vol.penvoerder)
    said = Standpunt.objects.create(overleg=overleg, partner=vol.partner, tekst="Wij doen mee")
    page = houden()
    own = page.locator(f"#standpunt-{said.pk}-tekst")
    change_standpunt(standpunt=said, tekst="Wij doen niet mee", inzender=vol.inzender)
    own.fill("Wij doen soms mee")
    expect(page.get_by_text("Iemand anders schreef hier intussen.")).to_be_visible()
    close(page)
    expect(page.locator("#afsluiten").get_by_role("alert")).to_contain_text(
        f"Nog niet opgeslagen: Standpunt van {vol.partner}."
    )
    page.get_by_label("Partij", exact=True).select_option(label=str(lead))
    page.get_by_label("Wat zei deze partij?").fill("Wij leiden")
    page.get_by_role("button", name="Standpunt toevoegen").click()
    expect(page.get_by_text("Wij leiden")).to_be_visible()
    expect(own).to_have_value("Wij doen soms mee")
    expect(page.get_by_text("Iemand anders schreef hier intussen.")).to_be_visible()
    said.refresh_from_db()
    assert said.tekst == "Wij doen niet mee"
    page.get_by_role("button", name="Mijn tekst opslaan").click()
    expect(page.locator(f"#standpunt-{said.pk}").get_by_text("Opgeslagen om")).to_be_visible()


def test_without_a_script_nothing_is_promised(houden: Open, vol: Kring, overleg: Overleg) -> None:
    page = houden(script=False)
    expect(page.get_by_text("vanzelf opgeslagen")).to_be_hidden()
    expect(page.get_by_text("Elk deel heeft een eigen knop.")).to_be_visible()
    expect(page.get_by_role("button", name="Overleg afsluiten")).to_be_hidden()
    expect(page.locator("#afsluiten")).to_contain_text("leg vast wie er aanwezig waren")
    page.get_by_role("button", name="Alle anderen zijn er").click()
    expect(page.get_by_text("gaat bij het afsluiten verloren")).to_be_visible()
    close(page)
    page.wait_for_url("**/verslag/")
