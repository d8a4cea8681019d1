"""The matrix in a real browser: beside, on paper, on a phone, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from pact.keuzes import Niveau, Status
from pact.models import Actie
from tests.e2e.conftest import axe
from tests.pact.hulp import Kring, make_kring
from tests.pact.test_views_matrix import log_in

pytestmark = pytest.mark.django_db(transaction=True)

Venster = Callable[..., Page]


@pytest.fixture
def vol() -> Kring:
    """A pact of nineteen actions: some late, one cell with more than stand open."""
    kring = make_kring()
    first, second = kring.themas
    cells = [
        (first, Niveau.SCHOOL, 40, Status.LOOPT),
        (first, Niveau.REGIO, -9, Status.LOOPT),
        (first, Niveau.REGIO, -60, Status.GEDAAN),
        (first, Niveau.LANDELIJK, 90, Status.WACHT),
        (second, Niveau.SCHOOL, -4, Status.LOOPT),
        (second, Niveau.SCHOOL, 30, Status.VERVALLEN),
        *((second, Niveau.REGIO, days, Status.NOG_NIET_BEGONNEN) for days in range(-2, 9)),
        (second, Niveau.LANDELIJK, None, Status.LOOPT),
        (second, Niveau.LANDELIJK, 3, Status.LOOPT),
    ]
    today = timezone.localdate()
    Actie.objects.bulk_create(
        Actie(
            pact=kring.pact,
            nr=nr,
            thema=thema,
            niveau=niveau,
            activiteit=f"Elke maand de lijsten van alle scholen naast elkaar leggen, met wie {nr} "
            "keer in een kwartaal ziek gemeld is en bij wie dat vaker voorkomt dan vorig jaar",
            deadline=None if days is None else today + timedelta(days=days),
            status=status,
            eigenaar=kring.partner if nr % 3 else None,
            toelichting="Zo afgesproken",
        )
        for nr, (thema, niveau, days, status) in enumerate(cells, 1)
    )
    return kring


@pytest.fixture
def venster(browser: Browser, live_server: LiveServer, vol: Kring) -> Iterator[Venster]:
    """Opens the matrix as the regievoerder; `script` says whether scripts run."""
    pact, regievoerder = vol.pact, vol.regievoerder
    opened: list[BrowserContext] = []
    wrong: list[str] = []

    def heard(line: ConsoleMessage) -> None:
        # A browser calls a form that asks something back (422) an error; it is none.
        if line.type == "error" and "422" not in line.text:
            wrong.append(line.text)

    def new(breed: int, *, script: bool = True, hoog: int = 900) -> Page:
        context = browser.new_context(
            locale="nl-NL",
            viewport={"width": breed, "height": hoog},
            java_script_enabled=script,
        )
        opened.append(context)
        session = log_in(regievoerder).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", heard)
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
    assert heading.inner_text() in first.inner_text()
    expect(page.locator("table.matrix")).to_be_visible()
    panel.get_by_role("button", name="Sluiten").click()
    expect(first).to_be_focused()
    expect(panel).to_be_hidden()
    page.keyboard.press("Enter")
    expect(heading).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_focused()


def test_back_closes_the_action_and_back_from_elsewhere_opens_it_again(venster: Venster) -> None:
    page = venster(1280)
    adres = page.url
    first = page.locator("td a.matrix__titel").first
    panel = page.get_by_role("complementary", name="Gekozen actie")
    first.click()
    heading = panel.get_by_role("heading", level=2)
    expect(heading).to_be_focused()
    page.locator("td a.matrix__titel").nth(1).click()
    second = page.locator("td a.matrix__titel").nth(1).inner_text()
    expect(heading).not_to_have_text(first.inner_text())
    page.go_back()
    expect(panel).to_be_hidden()
    expect(page).to_have_url(adres)
    page.go_forward()
    expect(heading).to_be_visible()
    assert heading.inner_text() in second
    panel.get_by_role("link", name="Open de hele pagina").click()
    expect(page).to_have_url(re.compile(r"/acties/\d+/"))
    page.go_back()
    expect(heading).to_be_visible()
    assert heading.inner_text() in second
    expect(page.locator("[data-gekozen]")).to_contain_text(second)
    page.reload()
    expect(heading).to_be_visible()
    page.go_back()
    expect(panel).to_be_hidden()
    page.go_forward()
    expect(heading).to_be_visible()
    panel.get_by_role("button", name="Sluiten").click()
    expect(panel).to_be_hidden()
    page.reload()
    expect(page.locator("table.matrix")).to_be_visible()
    expect(panel).to_be_hidden()


@pytest.mark.parametrize(("breed", "script"), [(320, True), (1280, False)])
def test_on_a_phone_and_without_script_an_action_has_its_page(
    venster: Venster, breed: int, script: bool
) -> None:
    page = venster(breed, script=script)
    page.locator("td a.matrix__titel").first.click()
    expect(page).to_have_url(re.compile(r"/acties/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("lijsten van alle scholen")


@pytest.mark.parametrize("script", [True, False])
def test_a_filter_works_at_once_and_without_script(venster: Venster, script: bool) -> None:
    page = venster(1280, script=script)
    page.get_by_label("Alleen te laat").check()
    if not script:
        page.get_by_role("button", name="Toon", exact=True).click()
    expect(page).to_have_url(re.compile(r"[?&]te_laat=on(&|$)"))
    expect(page.locator("td .matrix__actie--te-laat").first).to_be_visible()
    expect(page.locator("td .matrix__actie:not(.matrix__actie--te-laat)")).to_have_count(0)
    expect(page.locator("#matrixtelling")).to_contain_text(re.compile(r"^4 van de 19 acties"))


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
    page.set_viewport_size({"width": 1280, "height": 500})
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


def test_axes_stand_in_the_address_and_the_back_button_works(venster: Venster) -> None:
    page = venster(1280)
    rows = page.get_by_label("Rijen", exact=True)
    rows.select_option("status")
    expect(page).to_have_url(re.compile(r"\?rijen=status&kolommen=niveau$"))
    expect(page.get_by_role("rowheader").first).to_contain_text("Nog niet begonnen")
    rows.focus()
    rows.select_option("niveau")
    expect(page.get_by_label("Kolommen", exact=True)).to_have_value("thema")
    expect(rows).to_be_focused()
    page.locator("#filter_zoek").fill("lijsten")
    expect(page).to_have_url(re.compile(r"rijen=niveau&kolommen=thema&zoek=lijsten$"))
    page.go_back()
    # Going back loads the page of that address; a second step needs that page.
    page.wait_for_function(
        "document.readyState === 'complete'"
        " && performance.getEntriesByType('navigation')[0].type === 'reload'"
    )
    expect(page.locator("#filter_zoek")).to_have_value("")
    expect(rows).to_have_value("niveau")
    page.go_back()
    expect(page.get_by_role("rowheader").first).to_contain_text("Nog niet begonnen")
    expect(page.get_by_label("Rijen", exact=True)).to_have_value("status")


def test_dragging_moves_an_action_and_can_be_taken_back(venster: Venster) -> None:
    page = venster(1280, hoog=2400)
    card = page.locator("#actie-1")
    van = card.locator("xpath=ancestor::td").get_attribute("data-kolom")
    assert van == "ouders_leerling_school"
    page.drag_and_drop("#actie-1", "tbody tr:first-child td[data-kolom=landelijk]")
    expect(page.get_by_text("Actie 1 is verplaatst.")).to_be_visible()
    expect(page.locator("td[data-kolom=landelijk] #actie-1")).to_be_visible()
    expect(page.locator(".pactverplaatst [data-focus]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("td[data-kolom=ouders_leerling_school] #actie-1")).to_be_visible()
    expect(page.get_by_text("Actie 1 staat weer waar hij stond.")).to_be_visible()


def test_dropping_on_done_asks_what_shows_it(venster: Venster) -> None:
    page = venster(1280, hoog=2400)
    page.get_by_label("Rijen", exact=True).select_option("status")
    expect(page).to_have_url(re.compile("rijen=status"))
    card = page.locator("#actie-1")
    page.drag_and_drop("#actie-1", "td[data-rij=gedaan][data-kolom=ouders_leerling_school]")
    panel = page.get_by_role("complementary", name="Gekozen actie")
    question = panel.get_by_label("Waaruit blijkt dat de actie gedaan is?")
    expect(question).to_be_focused()
    assert axe(page) == []
    expect(page.locator("td[data-rij=loopt] #actie-1")).to_be_visible()
    page.keyboard.type("Alle lijsten zijn na")
    panel.get_by_role("button", name="Verplaatsen", exact=True).click()
    expect(page.locator("td[data-rij=gedaan] #actie-1")).to_be_visible()
    expect(panel).to_be_hidden()
    expect(card).to_have_class(re.compile("matrix__actie--klaar"))


def test_an_action_is_never_dropped_on_another_rung(venster: Venster) -> None:
    Actie.objects.filter(nr=2).update(trede="signaleren")
    page = venster(1280, hoog=2400)
    page.get_by_label("Kolommen", exact=True).select_option("trede")
    expect(page).to_have_url(re.compile("kolommen=trede"))
    expect(page.get_by_text("De trede volgt uit de deadline")).to_be_attached()
    page.drag_and_drop("#actie-2", "tbody tr:first-child td[data-kolom=geen]")
    expect(page.locator("td[data-kolom=signaleren] #actie-2")).to_be_visible()
    expect(page.get_by_text("Actie 2 is verplaatst.")).to_be_hidden()
    expect(page.locator("#berichten")).to_have_text(
        "De trede volgt uit de deadline; je kunt een actie niet naar een andere trede verplaatsen."
    )
    expect(page.locator("#berichten")).to_have_role("status")
    page.drag_and_drop("#actie-2", "tbody tr:nth-child(2) td[data-kolom=signaleren]")
    expect(page.locator("tbody tr:nth-child(2) td[data-kolom=signaleren] #actie-2")).to_be_visible()


def test_the_arrow_keys_walk_through_the_matrix(venster: Venster) -> None:
    page = venster(1280)
    page.locator("#actie-2 a.matrix__titel").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#actie-3 a.matrix__titel")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#actie-1 a.matrix__titel")).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#actie-4 a.matrix__titel")).to_be_focused()
    page.keyboard.press("Tab")
    handle = page.get_by_role("link", name="Verplaats actie 4 naar een ander vak")
    expect(handle).to_be_focused()
    assert handle.evaluate("e => getComputedStyle(e).opacity") == "1"
    page.keyboard.press("Enter")
    panel = page.get_by_role("complementary", name="Gekozen actie")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    page.keyboard.press("Escape")
    expect(handle).to_be_focused()


def test_the_rest_of_a_big_cell_comes_when_asked(
    venster: Venster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pact.matrixvraag.INEENS", 1)
    page = venster(1280)
    more = page.locator("a[data-meer]").first
    place = more.evaluate("e => ({...e.closest('td').dataset})")
    cell = page.locator(f"td[data-rij='{place['rij']}'][data-kolom='{place['kolom']}']")
    expect(cell.locator("a.matrix__titel")).to_have_count(3)
    adres = page.url
    more.focus()
    page.keyboard.press("Enter")
    expect(cell.locator("a.matrix__titel")).to_have_count(11)
    expect(cell.locator("a.matrix__titel").nth(3)).to_be_focused()
    assert page.url == adres
