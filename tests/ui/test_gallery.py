"""Every component, looked at with axe and used with keyboard and mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Dialog, expect

from tests.ui.conftest import Gallery
from tests.ui.gallery.paginas import PAGINAS

Venster = Callable[..., Gallery]

BREED: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
SMAL: dict[str, Any] = {"viewport": {"width": 320, "height": 640}, "has_touch": True}

# Everything that can be pressed, except links in running text (WCAG 2.2, 2.5.8).
DOELEN = "button, summary, select, input:not([type=hidden]), .knop, .chip, .navigatie__punt"


FORCED: dict[str, Any] = {**BREED, "forced_colors": "active"}
DONKER: dict[str, Any] = {**SMAL, "color_scheme": "dark"}


@pytest.mark.parametrize(
    ("pagina", "opties"),
    [
        *[pytest.param(pagina, BREED, id=f"{pagina}-breed") for pagina in PAGINAS],
        *[pytest.param(pagina, DONKER, id=f"{pagina}-smal-donker") for pagina in PAGINAS],
        pytest.param("gallery/componenten.html", FORCED, id="componenten-forced-colors"),
        pytest.param("gallery/casus.html", FORCED, id="casus-forced-colors"),
    ],
)
def test_page_is_accessible_and_fits(gallery: Venster, pagina: str, opties: dict[str, Any]) -> None:
    venster = gallery(**opties)
    page = venster.open(pagina)
    assert venster.axe() == []
    assert venster.mis == []
    breedte = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert breedte[0] <= breedte[1], "the page scrolls sideways"


@pytest.mark.parametrize("pagina", ["gallery/werkvoorraad.html", "gallery/formulier.html"])
@pytest.mark.parametrize(
    ("opties", "minstens"), [(BREED, 24), ({**SMAL, "is_mobile": True}, 44)], ids=["muis", "vinger"]
)
def test_targets_are_large_enough(
    gallery: Venster, pagina: str, opties: dict[str, Any], minstens: int
) -> None:
    page = gallery(**opties).open(pagina)
    te_klein = page.eval_on_selector_all(
        DOELEN,
        """(alle, minstens) => alle
             .map((e) => e.labels?.[0]?.closest('.keuzes, .keuze') ? e.labels[0] : e)
             .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
             .filter(([, vak]) => vak.width > 1 && vak.height < minstens)
             .map(([html, vak]) => `${vak.height} ${html}`)""",
        minstens,
    )
    assert te_klein == []


def test_slash_focuses_search_until_switched_off(gallery: Venster) -> None:
    page = gallery(**BREED).open("gallery/leeg.html")
    zoek = page.get_by_role("searchbox")
    page.keyboard.press("/")
    expect(zoek).to_be_focused()
    expect(zoek).to_have_value("")
    page.keyboard.type("a/b")
    expect(zoek).to_have_value("a/b")

    page.get_by_text("Fenna Voorbeeld").click()
    page.get_by_role("button", name="Sneltoets").click()
    expect(page.get_by_role("button", name="Sneltoets")).to_contain_text("uit")
    page.reload()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()


def test_menu_closes_with_escape_and_gives_focus_back(gallery: Venster) -> None:
    page = gallery(**BREED).open("gallery/leeg.html")
    menu = page.locator("details[data-menu]").first
    menu.locator("summary").press("Enter")
    expect(page.get_by_role("button", name="Gemeente Waterstad")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_skip_link_is_first_and_goes_to_the_content(gallery: Venster) -> None:
    page = gallery(**BREED).open("gallery/werkvoorraad.html")
    page.keyboard.press("Tab")
    overslaan = page.get_by_role("link", name="Naar de inhoud")
    expect(overslaan).to_be_focused()
    expect(overslaan).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_errors_take_the_focus_and_lead_to_their_fields(gallery: Venster) -> None:
    page = gallery(**BREED).open("gallery/formulier_fout.html")
    expect(page).to_have_title("Fout: Casus openen · Thuiszitters")
    expect(page.locator("[data-foutoverzicht]")).to_be_focused()
    page.get_by_role("link", name="Geboortedatum:").click()
    expect(page.get_by_label("Geboortedatum")).to_be_focused()
    page.get_by_role("link", name="Is het verzuim geoorloofd?").click()
    expect(page.get_by_label("Nee, zonder toestemming")).to_be_focused()


def test_second_press_is_dropped(gallery: Venster) -> None:
    page = gallery(**BREED).open("gallery/formulier.html")
    page.evaluate(
        """() => { window.keren = 0; document.querySelector('main form')
             .addEventListener('submit', (e) => { if (!e.defaultPrevented) window.keren++;
               e.preventDefault(); }); }"""
    )
    knop = page.locator("main").get_by_role("button", name="Casus openen")
    knop.click()
    expect(knop).to_have_attribute("aria-disabled", "true")
    knop.dispatch_event("click")
    assert page.evaluate("window.keren") == 1


@pytest.mark.parametrize(("typen", "waarschuwt"), [("Noor", True), ("", False)])
def test_unsaved_input_is_guarded(gallery: Venster, typen: str, waarschuwt: bool) -> None:
    page = gallery(**BREED).open("gallery/formulier.html")
    gezien: list[str] = []

    def antwoord(vraag: Dialog) -> None:
        gezien.append(vraag.type)
        vraag.accept()

    page.on("dialog", antwoord)
    page.get_by_label("Voornaam").click()
    page.keyboard.type(typen)
    page.goto("http://gallery.test/gallery/leeg.html")
    assert gezien == (["beforeunload"] if waarschuwt else [])


def test_demo_login_fills_in_and_works_as_text_without_script(gallery: Venster) -> None:
    page = gallery(**BREED).open("account/login.html")
    page.get_by_role("button", name="Vul in als Leerplichtambtenaar").click()
    expect(page.get_by_label("E-mailadres")).to_have_value("leerplicht@waterstad.voorbeeld.nl")
    expect(page.get_by_label("Wachtwoord")).to_have_value("tien-rode-fietsen")
    expect(page.get_by_role("button", name="Inloggen")).to_be_focused()

    zonder = gallery(**BREED, java_script_enabled=False).open("account/login.html")
    expect(zonder.get_by_text("leerplicht@waterstad.voorbeeld.nl")).to_be_visible()
    expect(zonder.get_by_text("Vul in")).to_have_count(2)
    expect(zonder.get_by_text("Vul in").first).to_be_hidden()


def test_matrix_prints_on_one_a3_without_cutting_words(gallery: Venster) -> None:
    page = gallery(**BREED).open("gallery/matrix.html")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 1
    assert b"/MediaBox [0 0 1191" in pdf
    page.emulate_media(media="print")
    afgekapt = page.eval_on_selector_all(
        ".matrix__titel", "(alle) => alle.filter((e) => e.scrollHeight > e.clientHeight + 1).length"
    )
    assert afgekapt == 0


def test_reduced_motion_stops_transitions(gallery: Venster) -> None:
    page = gallery(**BREED, reduced_motion="reduce").open("gallery/componenten.html")
    duur = page.eval_on_selector(".knop", "(e) => getComputedStyle(e).transitionDuration")
    assert duur == "0s"
