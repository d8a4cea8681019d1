"""The matrix in a real browser: beside, on paper, on a phone, by keyboard."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from pact.demo import create_demo_pact
from pact.models import Pact
from tests.factories import make_organisatie, make_user
from tests.pact.test_views_matrix import log_in
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort

pytestmark = pytest.mark.django_db(transaction=True)

Venster = Callable[..., Page]


@pytest.fixture
def demo() -> tuple[Pact, User]:
    """The pact of the demo, and its regievoerder."""
    lead = make_organisatie(Soort.SWV)
    regievoerder = make_user(Rol.REGIEVOERDER, lead)
    partners = [make_organisatie(soort) for soort in (Soort.GEMEENTE, Soort.SCHOOLBESTUUR)]
    pact = create_demo_pact(
        regievoerder=regievoerder,
        organisatie=lead,
        partners=partners,
        vandaag=timezone.localdate(),
        rng=random.Random(1),
    )
    return pact, regievoerder


@pytest.fixture
def venster(
    browser: Browser, live_server: LiveServer, demo: tuple[Pact, User]
) -> Iterator[Venster]:
    """Opens the matrix as the regievoerder; `script` says whether scripts run."""
    pact, regievoerder = demo
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def new(breed: int, *, script: bool = True) -> Page:
        context = browser.new_context(
            locale="nl-NL",
            viewport={"width": breed, "height": 900},
            java_script_enabled=script,
        )
        opened.append(context)
        session = log_in(regievoerder).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        page.goto(f"{live_server.url}/pact/{pact.code}/")
        return page

    yield new
    for context in opened:
        context.close()
    assert wrong == []


def test_an_action_opens_beside_the_matrix_and_gives_the_focus_back(venster: Venster) -> None:
    page = venster(1280)
    first = page.locator("td a.matrix__titel").first
    first.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="Gekozen actie")
    heading = panel.get_by_role("heading", level=2)
    expect(heading).to_be_focused()
    expect(heading).to_have_text(first.inner_text())
    expect(page.locator("table.matrix")).to_be_visible()
    panel.get_by_role("button", name="Sluiten").click()
    expect(first).to_be_focused()
    expect(panel).to_be_hidden()


@pytest.mark.parametrize(("breed", "script"), [(320, True), (1280, False)])
def test_on_a_phone_and_without_script_an_action_has_its_page(
    venster: Venster, breed: int, script: bool
) -> None:
    page = venster(breed, script=script)
    page.locator("td a.matrix__titel").first.click()
    expect(page).to_have_url(re.compile(r"/acties/\d+/$"))
    expect(page.get_by_role("heading", name="Geschiedenis")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_filter_works_at_once_and_without_script(venster: Venster, script: bool) -> None:
    page = venster(1280, script=script)
    page.get_by_label("Alleen te laat").check()
    if not script:
        page.get_by_role("button", name="Filter", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?.*te_laat=on$"))
    expect(page.locator("td .matrix__actie--te-laat").first).to_be_visible()
    expect(page.locator("td .matrix__actie:not(.matrix__actie--te-laat)")).to_have_count(0)
    expect(page.locator("#matrixtelling")).to_contain_text(re.compile(r"^\d van de 23 acties"))


@pytest.mark.parametrize("breed", [320, 640, 1024, 1280])
def test_the_page_itself_never_scrolls_sideways(venster: Venster, breed: int) -> None:
    page = venster(breed)
    assert page.evaluate("document.documentElement.scrollWidth") <= breed
    if breed < 768:
        box = page.locator(".pactmatrix")
        assert box.evaluate("e => e.scrollWidth <= e.clientWidth")
        expect(page.get_by_role("rowheader").first).to_be_visible()


def test_on_paper_no_word_is_lost(venster: Venster) -> None:
    page = venster(1497)
    folded = page.locator("details.pactrest a.matrix__titel")
    assert folded.count() > 0
    expect(folded.first).to_be_hidden()
    page.emulate_media(media="print")
    expect(folded.first).to_be_visible()
    lost = page.evaluate(
        """() => [...document.querySelectorAll("td a.matrix__titel")].filter(
            (title) => !title.getClientRects().length || title.scrollHeight > title.clientHeight + 1
        ).length"""
    )
    assert lost == 0
    sheets = re.findall(
        rb"/MediaBox\s*\[0 0 (\d+)[\d.]* (\d+)", page.pdf(prefer_css_page_size=True)
    )
    assert set(sheets) == {(b"1191", b"841")}


def test_the_first_row_and_column_stay_in_sight(venster: Venster) -> None:
    page = venster(1280)
    page.locator("tbody tr").last.scroll_into_view_if_needed()
    head = page.get_by_role("columnheader", name="Regionaal netwerk").bounding_box()
    assert head is not None
    assert 0 <= head["y"] < 10
    page.set_viewport_size({"width": 800, "height": 900})
    page.locator(".pactmatrix").evaluate("e => { e.scrollLeft = 200; }")
    left = page.locator(".pactmatrix").bounding_box()
    column = page.get_by_role("rowheader").first.bounding_box()
    assert left is not None
    assert column is not None
    assert abs(column["x"] - left["x"]) < 3
