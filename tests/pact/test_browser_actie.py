"""The page and the form of an action in a real browser: axe in every state, a phone, no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from pact.keuzes import Middelsoort, PartnerRol, Periodelezing, Status
from pact.services.partners import add_partner, end_partner
from pact.services.voortgang import add_bewijs, add_update, postpone_actie, store_bestand
from tests.e2e.conftest import axe
from tests.factories import make_organisatie
from tests.pact.hulp import Kring, make_kring
from tests.pact.test_views_matrix import log_in
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Soort

pytestmark = pytest.mark.django_db(transaction=True)

Venster = Callable[..., Page]


@pytest.fixture
def vol() -> Kring:
    """A pact with an action that has something of everything."""
    kring = make_kring()
    soorten = (Soort.SCHOOLBESTUUR, Soort.JGZ, Soort.JEUGDHULP)
    others = [
        add_partner(
            pact=kring.pact,
            organisatie=make_organisatie(soort),
            rol=PartnerRol.DEELNEMER,
            inzender=kring.inzender,
        )
        for soort in soorten
    ]
    actie = kring.actie(
        activiteit="Elke maand de lijsten van school, gemeente en samenwerkingsverband naast "
        "elkaar leggen, zodat geen kind buiten beeld blijft",
        dagen=-12,
        eigenaar=kring.partner,
        mede_eigenaren=frozenset(others[:2]),
        betrokken=frozenset(others),
        betrokkenen_tekst="gemeenten, schoolbesturen en wie verder wil",
        betrokkenen_nakijken=True,
        nummer_tekst="2.4",
        periode_tekst="ergens in het voorjaar\nen daarna elke maand",
        periode_lezing=Periodelezing.NAKIJKEN,
        status=Status.WACHT,
        wacht_op="het bestuur van het samenwerkingsverband",
        resultaat_verwacht="Eén lijst per maand, die klopt.\nElk kind heeft een eigenaar.",
        resultaat_bereikt="In drie van de vijf gemeenten ligt er een lijst.",
        middelen_soort=Middelsoort.BEDRAG,
        middelen_bedrag=Decimal("1200.50"),
        middelen_eenheid="per gemeente",
        middelen_tekst="Uren van de consulenten komen erbij.",
        indicator="thuiszitters",
        toelichting="De lijst gaat alleen over aantallen.",
    )
    bestand = store_bestand(
        pact=kring.pact,
        naam="Verslag van de eerste ronde langs alle vijf gemeenten in de regio.txt",
        inhoud=b"Verslag",
        inzender=kring.inzender,
    )
    add_update(actie=actie, tekst="Vier gemeenten doen mee.", inzender=kring.inzender)
    add_bewijs(
        actie=actie,
        omschrijving="Verslag van de eerste ronde",
        link="https://voorbeeld.example/een/heel/lang/adres/dat/niet/op/een/telefoon/past.html",
        bestand=bestand,
        inzender=kring.inzender,
    )
    day = timezone.localdate() + timedelta(days=20)
    postpone_actie(
        actie=actie, deadline=day, reden="De cijfers komen later.", inzender=kring.inzender
    )
    end_partner(partner=others[2], inzender=kring.inzender)
    return kring


@pytest.fixture
def venster(browser: Browser, live_server: LiveServer, vol: Kring) -> Iterator[Venster]:
    """Opens a page of the action as somebody; no script means no script."""
    opened: list[BrowserContext] = []

    def new(user: User, breed: int, *, script: bool = True, path: str = "") -> Page:
        context = browser.new_context(
            locale="nl-NL", viewport={"width": breed, "height": 900}, java_script_enabled=script
        )
        opened.append(context)
        session = log_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(f"{live_server.url}/pact/{vol.pact.code}/acties/1/{path}")
        return page

    yield new
    for context in opened:
        context.close()


def sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")


def test_the_pages_in_every_state(venster: Venster, vol: Kring) -> None:
    page = venster(vol.regievoerder, 1280)
    open_all(page)
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert not sideways(page)
    page = venster(vol.regievoerder, 320, path="wijzigen/")
    open_all(page)
    assert axe(page) == []
    assert not sideways(page)
    page.get_by_label("Bedrag in euro").fill("veel")
    page.get_by_role("button", name="Wijziging opslaan").click()
    expect(page.locator(".foutoverzicht")).to_be_visible()
    assert axe(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator(".foutoverzicht a").first.click()
    expect(page.get_by_label("Bedrag in euro")).to_be_focused()


def test_a_partner_answers_without_script(venster: Venster, vol: Kring) -> None:
    page = venster(vol.deelnemer, 320, script=False)
    page.get_by_text("De actie is gedaan").click()
    page.get_by_role("button", name="Meld gedaan").click()
    expect(page.locator(".foutoverzicht")).to_contain_text("Schrijf waaruit het blijkt.")
    page.get_by_label("Waaruit blijkt dat?").fill("De lijst van november")
    page.get_by_role("button", name="Meld gedaan").click()
    expect(page.get_by_text("De actie is gedaan gemeld.")).to_be_visible()
    expect(page.get_by_text("Antwoord: gedaan, met bewijs")).to_be_visible()
    expect(page.get_by_text("De actie is gedaan", exact=True)).to_have_count(0)
