"""Missed hours and sickness on the page of the casus: counter, forms, and why a signal holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import DjangoAssertNumQueries
from pytest_django.live_server_helper import LiveServer

from cases.models import Casus, Gemist, Verzuim
from cases.selectors.feiten import load_feiten
from cases.services.feiten import change_school, register_terugkeer
from cases.services.uren import register_uren
from cases.services.ziekte import register_ziekmelding
from tests.cases.hulp import client_of, page_of, send, url_of
from tests.cases.test_casus_page import WINDOWS, open_window, violations
from tests.factories import Region, make_casus

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

MAANDAG = date(2026, 11, 16)
DAG = timedelta(days=1)


def back_at_school(region: Region) -> Casus:
    """Return a casus of a child that came back four weeks ago."""
    casus = make_casus(region, dagen=40)
    register_terugkeer(
        casus=casus, op=date(2026, 10, 26), school=None, tekst="", inzender=region.by()
    )
    casus.refresh_from_db()
    return casus


def with_hours(region: Region, *hours: str) -> Casus:
    """Return a casus with these unauthorised hours, on the days before and on 20 November."""
    casus = back_at_school(region)
    days = [MAANDAG + 4 * DAG - n * 7 * DAG for n in range(len(hours))]
    amounts = {day: Decimal(amount) for day, amount in zip(days, hours, strict=True)}
    register_uren(casus=casus, uren=amounts, geoorloofd=False, inzender=region.by())
    casus.refresh_from_db()
    return casus


def card(page: str, naam: str) -> str:
    """Return the text of one card of facts."""
    found = re.search(rf'<section[^>]*aria-labelledby="{naam}-kop">.*?</section>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split())


def test_there_is_no_counter_until_hours_are_logged(region: Region) -> None:
    shown = card(page_of(region.coordinator, make_casus(region)), "uren")
    assert "van 16 uur" not in shown
    assert "Geen gemiste uren vastgelegd." in shown


def test_the_counter_says_how_far_it_is_and_over_which_weeks(region: Region) -> None:
    page = page_of(region.coordinator, with_hours(region, "6", "5.5"))
    shown = card(page, "uren")
    # Today is Monday 23 November: the lesweken from 2 November on.
    assert "11,5 van 16 uur in vier lesweken van 2 tot en met 29 nov 2026" in shown
    assert "Vanaf 12 uur komt er een signaal." in shown
    assert "6 uur ongeoorloofd gemist" in shown
    assert 'width="71.88%"' in page
    assert "urenbalk__vol--preventie" not in page


def test_from_twelve_hours_on_it_says_why(region: Region) -> None:
    page = page_of(region.coordinator, with_hours(region, "6", "6"))
    shown = card(page, "uren")
    assert "12 van 16 uur" in shown
    assert "Bijna 16 uur gemist" in shown
    assert "6 uur op 13 nov 2026 en 6 uur op 20 nov 2026, samen 12 uur" in shown
    assert "urenbalk__vol--preventie" in page


def test_sixteen_hours_say_what_the_school_must_do(region: Region) -> None:
    shown = card(page_of(region.coordinator, with_hours(region, "8", "8")), "uren")
    assert "0 van 16 uur" in shown
    assert "Op 20 nov 2026 waren het 16 uur; daarna is de telling opnieuw begonnen." in shown
    assert "De school moet dat melden (artikel 21a Leerplichtwet)." in shown


def test_a_long_sickness_says_why(region: Region) -> None:
    casus = back_at_school(region)
    register_ziekmelding(casus=casus, begin=date(2026, 11, 9), einde=None, inzender=region.by())
    page = page_of(region.coordinator, casus)
    shown = card(page, "verzuim")
    assert "Lang ziek gemeld" in shown
    assert "17 nov 2026 was schooldag 7 op rij." in shown
    assert "Beter gemeld" in shown
    assert ">Ziekmelding<" not in page
    assert "Ziek gemeld sinds 9 nov 2026." in page
    assert 'class="strip__ziek"' in page


def test_a_child_that_is_enrolled_nowhere(region: Region) -> None:
    casus = back_at_school(region)
    change_school(casus=casus, school=None, op=date(2026, 11, 20), inzender=region.by())
    shown = card(page_of(region.coordinator, casus), "inschrijving")
    assert "Vanaf 20 nov 2026 nergens ingeschreven, zonder vrijstelling." in shown


def test_who_may_not_change_facts_only_reads(region: Region) -> None:
    casus = with_hours(region, "6")
    shown = card(page_of(region.directeur, casus), "uren")
    assert "6 van 16 uur" in shown
    assert "Eén dag" not in shown
    assert "Wijzig" not in shown


def told_after(region: Region, casus: Casus, naam: str, data: dict[str, str]) -> str:
    """Return what the card of hours says once this is saved."""
    client = client_of(region.coordinator)
    response = send(client, url_of(casus, naam), casus, data)
    assert response.status_code == 302
    return card(client.get(response["Location"]).content.decode(), "uren")


@pytest.mark.parametrize(
    ("datum", "geoorloofd", "why"),
    [
        ("21-11-2026", "nee", "dan is er geen school (weekend)"),
        ("26-12-2025", "nee", "dan is er geen school (kerstvakantie)"),
        ("25-5-2026", "nee", "dan is er geen school (Pinkstermaandag)"),
        ("30-10-2026", "nee", "nu tellen de uren van 2 tot en met 29 nov 2026"),
        ("2-11-2026", "nee", ""),
        ("21-11-2026", "ja", ""),
    ],
)
def test_hours_that_do_not_count_are_saved_and_told(
    region: Region, datum: str, geoorloofd: str, why: str
) -> None:
    casus = back_at_school(region)
    data = {"datum": datum, "uren": "5", "geoorloofd": geoorloofd}
    shown = told_after(region, casus, "uren", data)
    assert Gemist.objects.get().uren == 5
    assert "De gemiste uren zijn vastgelegd." in shown
    assert ("tellen niet mee voor de 16 uur" in shown) is bool(why)
    assert f"niet mee voor de 16 uur: {why}." in shown if why else True


def test_a_week_tells_only_of_the_days_that_do_not_count(region: Region) -> None:
    data = {"datum": "25-5-2026", "ma": "5", "di": "5", "geoorloofd": "nee"}
    shown = told_after(region, back_at_school(region), "uren_week", data)
    assert "De uren van 25 mei 2026 tellen niet mee voor de 16 uur: dan is er geen school" in shown
    assert "De uren van 26 mei 2026 tellen niet mee voor de 16 uur: nu tellen" in shown


def test_a_correction_to_a_day_without_school_tells_it_too(region: Region) -> None:
    casus = with_hours(region, "6")
    wijzig = {"soort": "uren", "pk": Gemist.objects.get().pk}
    client = client_of(region.coordinator)
    data = {"datum": "22-11-2026", "uren": "6", "geoorloofd": "nee", "reden": "Andere dag."}
    response = send(client, url_of(casus, "feit_wijzig", **wijzig), casus, data)
    shown = card(client.get(response["Location"]).content.decode(), "uren")
    assert "De uren van 22 nov 2026 tellen niet mee voor de 16 uur" in shown


@pytest.mark.parametrize("written", ["veel", "0", "25", "1,555", "0,1"])
def test_hours_that_cannot_be_come_back_with_an_example(region: Region, written: str) -> None:
    casus = make_casus(region)
    response = send(
        client_of(region.coordinator),
        url_of(casus, "uren"),
        casus,
        {"datum": "16-11-2026", "uren": written, "geoorloofd": "nee"},
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "Vul een kwartier tot en met 24 uur in, bijvoorbeeld 1,5." in page
    assert f'value="{written}"' in page
    assert not Gemist.objects.exists()


def test_a_week_that_has_hours_already_says_on_which_day(region: Region) -> None:
    casus = with_hours(region, "6")
    response = send(
        client_of(region.coordinator),
        url_of(casus, "uren_week"),
        casus,
        {"datum": "18-11-2026", "do": "5", "vr": "5", "geoorloofd": "nee"},
    )
    assert response.status_code == 422
    assert "20 nov 2026: Op deze dag staan al gemiste uren." in response.content.decode()
    assert Gemist.objects.count() == 1


def test_an_empty_week_says_what_to_do(region: Region) -> None:
    casus = make_casus(region)
    response = send(
        client_of(region.coordinator),
        url_of(casus, "uren_week"),
        casus,
        {"datum": "18-11-2026", "geoorloofd": "nee"},
    )
    assert response.status_code == 422
    assert "Vul minstens bij één dag de gemiste uren in." in response.content.decode()


def test_hours_are_corrected_and_withdrawn_like_every_fact(region: Region) -> None:
    casus = with_hours(region, "6")
    client = client_of(region.coordinator)
    fact = Gemist.objects.get()
    wijzig = url_of(casus, "feit_wijzig", soort="uren", pk=fact.pk)
    form = client.get(wijzig).content.decode()
    assert "Uren wijzigen" in form
    assert 'value="6,00"' in form

    changed = {"datum": "20-11-2026", "uren": "4,25", "geoorloofd": "nee", "reden": "Later binnen."}
    assert send(client, wijzig, casus, changed).status_code == 302
    now = Gemist.objects.current().get()
    assert now.uren == Decimal("4.25")

    casus.refresh_from_db()
    intrek = url_of(casus, "feit_intrekken", soort="uren", pk=now.pk)
    assert "4,25 uur ongeoorloofd gemist" in client.get(intrek).content.decode()
    assert send(client, intrek, casus, {"reden": "Ander kind."}).status_code == 302
    assert not Gemist.objects.current().exists()
    page = page_of(region.coordinator, casus)
    assert "Gemiste uren ingetrokken" in page
    assert "Eerder vastgelegd, nu verbeterd (3)" in page


@pytest.mark.parametrize(
    ("chosen", "stored"),
    [("nee", (False, "")), ("ziek", (True, "ziekte")), ("ja", (True, ""))],
)
def test_absence_can_be_sickness_and_be_corrected_to_it(
    region: Region, chosen: str, stored: tuple[bool, str]
) -> None:
    casus = back_at_school(region)
    client = client_of(region.coordinator)
    data = {"begin": "16-11-2026", "geoorloofd": chosen}
    assert send(client, url_of(casus, "verzuim"), casus, data).status_code == 302
    feit = Verzuim.objects.current().get(begin=MAANDAG)
    assert (feit.geoorloofd, feit.reden) == stored

    url = url_of(casus, "feit_wijzig", soort="verzuim", pk=feit.pk)
    assert re.search(rf'value="{chosen}"[^>]*checked', client.get(url).content.decode())
    casus.refresh_from_db()
    data = {"begin": "17-11-2026", "geoorloofd": "ziek", "reden": "Toch ziek."}
    assert send(client, url, casus, data).status_code == 302
    feit = Verzuim.objects.current().get(begin=MAANDAG + DAG)
    assert (feit.geoorloofd, feit.reden) == (True, "ziekte")


def test_the_facts_of_many_casussen_take_five_queries(
    region: Region, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, second = with_hours(region, "6", "1.25"), make_casus(region)
    register_ziekmelding(casus=first, begin=MAANDAG, einde=MAANDAG + 2 * DAG, inzender=region.by())
    casussen = list(Casus.objects.select_related("leerling", "school", "gemeente", "swv"))
    with django_assert_num_queries(5):
        facts = load_feiten(casussen)
    assert sorted((g.datum, g.uren, g.geoorloofd) for g in facts[first.pk].gemist) == [
        (date(2026, 11, 13), Decimal("1.25"), False),
        (date(2026, 11, 20), Decimal(6), False),
    ]
    assert [v.ziek for v in sorted(facts[first.pk].verzuim, key=lambda v: v.begin)] == [False, True]
    assert facts[second.pk].gemist == ()


# --- in a real browser ------------------------------------------------------------------------
@pytest.fixture
def busy(region: Region) -> Casus:
    """A casus with a counter over twelve, many sick reports and nobody's enrolment."""
    casus = with_hours(region, "6", "6.25")
    for n in range(4):
        begin = date(2026, 10, 27) + n * 5 * DAG
        register_ziekmelding(casus=casus, begin=begin, einde=begin + DAG, inzender=region.by())
    change_school(casus=casus, school=None, op=timezone.localdate(), inzender=region.by())
    return casus


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", sorted(WINDOWS))
def test_the_cards_are_accessible_and_never_go_sideways(
    live_server: LiveServer, browser: Browser, region: Region, busy: Casus, kind: str
) -> None:
    page = open_window(browser, live_server, region, **WINDOWS[kind])
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    try:
        page.goto(live_server.url + reverse("cases:casus", args=[busy.nummer]))
        page.get_by_role("link", name=re.compile("^Een week")).click()
        page.locator("#plek-uren form").wait_for()
        page.get_by_role("link", name="Ziekmelding").click()
        page.locator("#plek-verzuim form").wait_for()
        assert page.locator(".signaalzinnen").count() == 3
        wrong += violations(page)
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1]
    finally:
        page.context.close()
    assert wrong == []


def by_keyboard(page: Page, naam: str) -> None:
    """Open an action with the keyboard alone."""
    page.get_by_role("link", name=re.compile(naam)).focus()
    page.keyboard.press("Enter")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
def test_hours_and_sickness_by_keyboard(
    live_server: LiveServer, browser: Browser, region: Region, scripts: bool
) -> None:
    casus = back_at_school(region)
    page = open_window(browser, live_server, region, java_script_enabled=scripts)
    steps: list[tuple[str, Callable[[], None], str]] = [
        ("^Eén dag", lambda: fill_day(page), "De gemiste uren zijn vastgelegd."),
        ("^Ziekmelding", lambda: fill(page, "Eerste dag ziek"), "De ziekmelding is vastgelegd."),
        ("^Beter gemeld", lambda: fill(page, "terug", "24-11-2026"), "betermelding is vastgelegd"),
    ]
    try:
        page.goto(live_server.url + reverse("cases:casus", args=[casus.nummer]))
        for link, fill_in, said in steps:
            by_keyboard(page, link)
            fill_in()
            page.keyboard.press("Enter")
            page.get_by_text(said).wait_for()
        expect(page.get_by_text("12 van 16 uur")).to_be_visible()
    finally:
        page.context.close()
    assert Verzuim.objects.current().get(reden="ziekte").einde == date(2026, 11, 24)


def fill(page: Page, label: str, value: str = "16-11-2026") -> None:
    """Fill in one date."""
    page.get_by_label(re.compile(label)).first.fill(value)


def fill_day(page: Page) -> None:
    """Fill in twelve hours on one day."""
    page.get_by_label("Ongeoorloofd: ze tellen mee voor de 16 uur").check()
    page.get_by_label("Dag", exact=True).fill("16-11-2026")
    page.get_by_role("textbox", name="Gemiste uren").fill("12")
