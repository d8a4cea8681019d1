"""The page of one casus: what it shows, to whom, and at what cost."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from cases.models import Casus, Gebeurtenis, GebeurtenisSoort, Uitkomst, Verzuim
from cases.selectors.casus import people_on
from cases.services.casussen import close_casus
from cases.services.feiten import correct_feit, register_verzuim
from cases.services.partijen import end_toegang, grant_toegang, invite_organisatie
from cases.services.tijdlijn import add_contact, add_notitie, add_taak, complete_taak
from monitoring.services.watch import run_round
from tests.cases.hulp import HTMX, client_of, page_of
from tests.factories import Region, make_casus, make_organisatie, make_user
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.audit.models import AuditRegel
from thuiszitters.kalender import datum_kort


def add_entries(casus: Casus, number: int, **extra: Any) -> None:
    """Put so many notes on top of the timeline, oldest first."""
    now = timezone.now()
    Gebeurtenis.objects.bulk_create(
        Gebeurtenis(
            casus=casus,
            soort=GebeurtenisSoort.NOTITIE,
            titel=f"Notitie nummer {n}",
            op=now + timedelta(seconds=n),
            datum=timezone.localdate(),
            **extra,
        )
        for n in range(number)
    )


@pytest.mark.usefixtures("monday")
def test_the_page_says_where_the_clocks_stand_and_why(region: Region) -> None:
    casus = make_casus(region, dagen=30, voornaam="Sanne", achternaam="de Kade")

    page = page_of(region.coordinator, casus)

    assert "Sanne de Kade" in page
    assert "30 dagen" in page
    assert "Langdurig relatief verzuim" in page
    assert "De verzuimperiode telt vanaf 24 okt 2026" in page
    assert "21 nov 2026" in page  # four weeks
    assert "24 jan 2027" in page  # three months
    assert "Regelset landelijk" in page


def test_the_title_and_the_address_hold_the_number_and_not_the_name(region: Region) -> None:
    casus = make_casus(region, voornaam="Kanarie", achternaam="Vogelzang")

    page = page_of(region.coordinator, casus)

    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title is not None
    assert casus.nummer in title[1]
    assert "Vogelzang" not in title[1]
    assert not re.findall(r'(?:href|action|hx-[a-z]+)="[^"]*(?:Kanarie|Vogelzang)', page)


@pytest.mark.parametrize(("dagen", "is_open"), [(3, False), (13, False), (14, True), (60, True)])
def test_why_opens_by_itself_from_two_weeks_before_a_threshold(
    region: Region, dagen: int, is_open: bool
) -> None:
    page = page_of(region.coordinator, make_casus(region, dagen=dagen))

    assert ('<details class="uitklap waarom" open>' in page) == is_open


def test_every_fact_shows_its_period_and_its_source(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    begin = timezone.localdate() - timedelta(days=60)
    register_verzuim(
        casus=casus,
        begin=begin,
        einde=begin + timedelta(days=3),
        geoorloofd=True,
        inzender=region.by(region.zorgcoordinator),
    )

    page = page_of(region.coordinator, casus)

    back = datum_kort(begin + timedelta(days=3))
    assert f"{datum_kort(begin)}, terug op {back}" in page
    assert f"bron: school, bekend sinds {datum_kort(timezone.localdate())}" in page
    assert "begin niet bekend" in page


def test_a_corrected_fact_stays_in_the_history(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    verzuim = Verzuim.objects.get(leerling=casus.leerling)
    before, after = verzuim.begin, verzuim.begin + timedelta(days=2)
    correct_feit(
        casus=casus,
        feit=verzuim,
        changes={"begin": after},
        reden="Twee dagen te vroeg gemeld.",
        inzender=region.by(),
    )

    page = page_of(region.coordinator, casus)

    assert "Eerder vastgelegd, nu verbeterd (1)" in page
    change = f"Eerste dag afwezig: was {datum_kort(before)}, is nu {datum_kort(after)}."
    assert change in page
    assert "Twee dagen te vroeg gemeld." in page


def test_older_facts_fold_away(region: Region) -> None:
    casus = make_casus(region, dagen=5)
    for n in range(1, 7):
        begin = timezone.localdate() - timedelta(days=20 * n)
        register_verzuim(
            casus=casus,
            begin=begin,
            einde=begin + timedelta(days=1),
            geoorloofd=True,
            inzender=region.by(),
        )

    assert "Eerder (3)" in page_of(region.coordinator, casus)


def test_who_takes_part_is_named_with_their_people(region: Region) -> None:
    casus = make_casus(region)
    jeugdhulp = make_organisatie(Soort.JEUGDHULP, naam="Jeugdteam Noord")
    helper = make_user(Rol.BETROKKENE, jeugdhulp)
    invite_organisatie(casus=casus, organisatie=jeugdhulp, inzender=region.by())

    page = page_of(region.coordinator, casus)

    assert "Jeugdteam Noord" in page
    assert f"{helper} (betrokkene)" in page
    assert f"{region.leerplichtambtenaar} (leerplichtambtenaar)" in page
    assert {person.user for person in people_on(casus)} == {
        region.coordinator,
        region.directeur,
        region.leerplichtambtenaar,
        region.zorgcoordinator,
        helper,
    }


def test_a_temporary_look_shows_until_it_ends(region: Region, other_region: Region) -> None:
    casus = make_casus(region)
    toegang = grant_toegang(
        casus=casus,
        user=other_region.coordinator,
        grond="Vervangt een zieke collega",
        tot=timezone.localdate() + timedelta(days=7),
        inzender=region.by(),
    )
    assert "Vervangt een zieke collega" in page_of(region.coordinator, casus)

    end_toegang(toegang=toegang, inzender=region.by())

    page = page_of(region.coordinator, casus)
    assert f"{other_region.coordinator} mag de casus niet meer zien" in page
    assert "Niemand buiten de betrokken organisaties." in page


def test_reading_is_logged_once_and_only_for_who_sees(region: Region, other_region: Region) -> None:
    casus = make_casus(region)
    url = reverse("cases:casus", args=[casus.nummer])
    reads = AuditRegel.objects.filter(gebeurtenis="casus bekeken")

    client_of(region.leerplichtambtenaar).get(url)
    assert client_of(other_region.coordinator).get(url).status_code == 404

    line = reads.get()
    assert line.gebruiker_id == region.leerplichtambtenaar.pk
    assert line.organisatie_id == region.gemeente.pk
    assert (line.onderwerp, line.onderwerp_id) == ("casus", casus.nummer)


def test_not_yours_is_the_same_as_not_there(region: Region, other_region: Region) -> None:
    casus = make_casus(region)
    client = client_of(other_region.coordinator)

    not_yours = client.get(reverse("cases:casus", args=[casus.nummer]))
    not_there = client.get(reverse("cases:casus", args=["2026-999999"]))

    assert not_yours.status_code == not_there.status_code == 404
    strip = re.compile(rb'"[A-Za-z0-9]{64}"')  # the csrf token differs per request
    assert strip.sub(b"", not_yours.content) == strip.sub(b"", not_there.content)


def test_what_people_wrote_is_text_and_never_markup(region: Region) -> None:
    casus = make_casus(region)
    add_notitie(casus=casus, tekst="<script>alert(1)</script>\n<b>vet</b>", inzender=region.by())

    page = page_of(region.coordinator, casus)

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


class TestTimeline:
    """Newest first, filtered by the address, in steps."""

    def test_it_says_who_on_behalf_of_whom_and_on_which_day(self, region: Region) -> None:
        casus = make_casus(region)
        day = timezone.localdate() - timedelta(days=3)
        add_contact(
            casus=casus,
            met="vader",
            datum=day,
            tekst="Wil een gesprek op school.",
            inzender=region.by(region.leerplichtambtenaar),
        )

        page = page_of(region.coordinator, casus)

        assert "Contact met vader" in page
        assert f"op {datum_kort(day)}, vastgelegd" in page
        assert f"{region.leerplichtambtenaar}, {region.gemeente}" in page

    def test_the_newest_stands_first_and_the_rest_comes_in_steps(self, region: Region) -> None:
        casus = make_casus(region)
        add_entries(casus, 60)

        first = re.findall(r"Notitie nummer (\d+)", page_of(region.coordinator, casus))
        second = re.findall(r"Notitie nummer (\d+)", page_of(region.coordinator, casus, toon=50))
        everything = page_of(region.coordinator, casus, toon="alles")

        assert [int(n) for n in first[:3]] == [59, 58, 57]
        assert (len(first), len(second)) == (25, 50)
        assert len(re.findall(r"Notitie nummer (\d+)", everything)) == 60
        assert "tonen</a>" not in everything

    @pytest.mark.parametrize("toon", ["", "-5", "0", "9" * 30, "x", "²"])
    def test_a_strange_number_shows_the_first_step_at_least(
        self, region: Region, toon: str
    ) -> None:
        casus = make_casus(region)
        add_entries(casus, 30)

        assert "Notitie nummer 29" in page_of(region.coordinator, casus, toon=toon)

    def test_a_filter_shows_its_kind_only_and_keeps_its_count(self, region: Region) -> None:
        casus = make_casus(region, notitie="Eerste melding")
        add_entries(casus, 30)
        add_contact(
            casus=casus, met="moeder", datum=timezone.localdate(), tekst="", inzender=region.by()
        )

        page = page_of(region.coordinator, casus, soort="contact")
        rest = page_of(region.coordinator, casus, soort="casus")

        more = page_of(region.coordinator, casus, soort="contact", toon="50")
        assert "Contact met moeder" in more
        assert "Casus geopend" not in page + more
        assert 'Contact <span class="gedempt">31</span>' in page
        assert "soort=contact&amp;toon=50" in page
        assert "Casus geopend" in rest
        assert "Contact met moeder" not in rest

    def test_an_unknown_filter_shows_everything(self, region: Region) -> None:
        assert "Casus geopend" in page_of(region.coordinator, make_casus(region), soort="x'--")

    def test_htmx_gets_the_timeline_alone(self, region: Region) -> None:
        casus = make_casus(region)

        response = client_of(region.coordinator).get(
            reverse("cases:casus", args=[casus.nummer]), {"soort": "casus"}, headers=HTMX
        )

        content = response.content.decode().strip()
        assert content.startswith('<section id="tijdlijn"')
        assert "<html" not in content


class TestClosed:
    """A closed casus is calm: its outcome, and the way back for who may."""

    @pytest.fixture
    def closed(self, region: Region) -> Casus:
        casus = make_casus(region, dagen=40)
        add_taak(
            casus=casus,
            omschrijving="Nog bellen",
            eigenaar=None,
            voor_op=timezone.localdate() - timedelta(days=1),
            inzender=region.by(),
        )
        return close_casus(
            casus=casus,
            uitkomst=Uitkomst.AANBOD,
            toelichting="Drie ochtenden in de schakelklas.",
            inzender=region.by(),
        )

    def test_it_tells_the_outcome_and_offers_to_reopen(self, region: Region, closed: Casus) -> None:
        page = page_of(region.coordinator, closed)

        assert "passend aanbod gestart" in page
        assert "Drie ochtenden in de schakelklas." in page
        assert "Er wordt niets meer gevraagd." in page
        assert reverse("cases:heropenen", args=[closed.nummer]) in page
        assert '<details class="uitklap waarom">' in page
        assert "te laat" not in page

    def test_nothing_else_is_offered(self, region: Region, closed: Casus) -> None:
        page = page_of(region.coordinator, closed)
        offered = set(re.findall(rf"/casussen/{closed.nummer}/([a-z/0-9_-]+)/", page))

        assert offered == {"heropenen"}

    def test_who_may_not_reopen_sees_no_button(self, region: Region, closed: Casus) -> None:
        page = page_of(region.leerplichtambtenaar, closed)

        assert reverse("cases:heropenen", args=[closed.nummer]) not in page


OFFERED = {
    "coordinator": {"notitie", "contact", "taak", "aanbod", "eigenaar", "sluiten", "partij"},
    "leerplichtambtenaar": {"notitie", "contact", "taak", "aanbod"},
    "directeur": {"notitie", "contact", "taak"},
}


@pytest.mark.parametrize("rol", sorted(OFFERED))
def test_only_what_may_be_done_is_offered(region: Region, rol: str) -> None:
    casus = make_casus(region)

    page = page_of(getattr(region, rol), casus)

    offered = set(re.findall(rf"/casussen/{casus.nummer}/([a-z]+)/", page))
    everything = set().union(*OFFERED.values())
    assert offered & everything == OFFERED[rol]


def test_who_may_only_look_is_offered_nothing(region: Region, other_region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=timezone.localdate())
    grant_toegang(
        casus=casus,
        user=other_region.zorgcoordinator,
        grond="Denkt mee",
        tot=timezone.localdate() + timedelta(days=7),
        inzender=region.by(),
    )

    page = page_of(other_region.zorgcoordinator, casus)

    assert not re.findall(rf"/casussen/{casus.nummer}/[a-z]", page)
    assert "Ik neem dit op" not in page
    assert "Wat er nu gevraagd wordt" in page


def test_the_page_costs_the_same_however_long_the_timeline(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=timezone.localdate())
    client = client_of(region.coordinator)
    url = reverse("cases:casus", args=[casus.nummer])
    client.get(url)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(url, {"toon": "alles"})
        return len(caught)

    short = queries()
    add_entries(casus, 300, door=region.coordinator, namens=region.swv)
    for n in range(5):
        taak = add_taak(
            casus=casus,
            omschrijving=f"Stap {n}",
            eigenaar=region.coordinator,
            voor_op=None,
            inzender=region.by(),
        )
        if n % 2:
            complete_taak(taak=taak, inzender=region.by())

    assert queries() == short
    assert short <= 40


# --- in a real browser ------------------------------------------------------------------------
WINDOWS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "narrow and dark": {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"},
    "forced colours": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
}


def full_casus(region: Region) -> Casus:
    """Return a casus with long names, a signal, tasks and a corrected fact."""
    casus = make_casus(
        region,
        dagen=47,
        voornaam="Maximiliaan-Alexander",
        achternaam="van den Hoogenbandt-Wolfertszoon-Achterberghuizen",
        volgende_stap="Leerlingenvervoeraanvraagformulier samen met de ouders invullen",
        volgende_stap_op=timezone.localdate() - timedelta(days=1),
    )
    verzuim = Verzuim.objects.get(leerling=casus.leerling)
    correct_feit(
        casus=casus,
        feit=verzuim,
        changes={"begin": verzuim.begin + timedelta(days=1)},
        reden="Een dag te vroeg gemeld.",
        inzender=region.by(region.zorgcoordinator),
    )
    add_entries(casus, 30, door=region.coordinator, namens=region.swv)
    run_round(peildatum=timezone.localdate())
    casus.refresh_from_db()
    return casus


def open_window(browser: Browser, live_server: LiveServer, region: Region, **options: Any) -> Page:
    """Return a window in which the coordinator is logged in."""
    client = Client()
    client.force_login(region.coordinator)
    context = browser.new_context(locale="nl-NL", **options)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


def violations(page: Page) -> list[str]:
    """Return one line per violation that axe finds."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['target']}" for v in found]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", sorted(WINDOWS))
def test_the_page_is_accessible_and_never_goes_sideways(
    live_server: LiveServer, browser: Browser, region: Region, kind: str
) -> None:
    casus = full_casus(region)
    page = open_window(browser, live_server, region, **WINDOWS[kind])
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    try:
        page.goto(live_server.url + reverse("cases:casus", args=[casus.nummer]))
        page.get_by_role("link", name="Aanbod", exact=True).click()
        page.locator("#plek-vastleggen form").wait_for()
        page.get_by_role("link", name=re.compile("^Wijzig verzuim")).click()
        page.locator("#plek-verzuim form").wait_for()
        page.evaluate("document.querySelectorAll('details.uitklap').forEach(d => d.open = true)")
        wrong += violations(page)
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1]
    finally:
        page.context.close()
    assert wrong == []


@pytest.mark.django_db(transaction=True)
def test_what_stands_open_elsewhere_keeps_its_words(
    live_server: LiveServer, browser: Browser, region: Region
) -> None:
    casus = full_casus(region)
    page = open_window(browser, live_server, region, **WINDOWS["wide"])
    try:
        page.goto(live_server.url + reverse("cases:casus", args=[casus.nummer]))
        page.get_by_label("Notitie", exact=True).fill("Half geschreven")
        page.get_by_role("link", name="Aanbod", exact=True).click()
        page.get_by_label("Omschrijving").fill("Half aanbod")
        page.get_by_role("button", name=re.compile("^Gedaan")).first.click()
        expect(page.locator("[data-melding]")).to_contain_text("Afgevinkt.")
        expect(page.locator("[data-melding]")).to_be_focused()
        assert page.get_by_label("Notitie", exact=True).input_value() == "Half geschreven"
        assert page.get_by_label("Omschrijving").input_value() == "Half aanbod"

        # Another form in the same place would lose words: that is asked first.
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.get_by_role("link", name="Verzuim", exact=True).click()
        assert page.get_by_label("Omschrijving").input_value() == "Half aanbod"

        # Wrong input comes back in its place, and the summary takes the focus.
        page.get_by_role("button", name="Aanbod opslaan").click()
        expect(page.locator("#plek-vastleggen .foutoverzicht")).to_be_focused()
        assert violations(page) == []

        # Somebody else was first: both are shown, nothing is lost.
        register_verzuim(
            casus=casus,
            begin=date(2020, 9, 1),
            einde=date(2020, 9, 8),
            geoorloofd=True,
            inzender=region.by(region.leerplichtambtenaar),
        )
        page.get_by_label("Gestart op").fill("1-9-2020")
        page.get_by_role("button", name="Aanbod opslaan").click()
        expect(page.locator("#plek-vastleggen .ingehaald")).to_be_focused()
        assert "Geoorloofd afwezig vanaf 1 sep 2020" in page.inner_text(".ingehaald")
        assert page.get_by_label("Omschrijving").input_value() == "Half aanbod"
        assert violations(page) == []
        page.get_by_role("button", name="Aanbod opslaan").click()
        page.get_by_text("Het aanbod is vastgelegd.").wait_for()

        # Cancelling puts the focus back on the link that opened the form.
        link = page.get_by_role("link", name=re.compile("^Wijzig verzuim")).first
        link.click()
        page.locator("#plek-verzuim form").wait_for()
        page.locator("#plek-verzuim").get_by_role("link", name="Annuleren").click()
        expect(link).to_be_focused()
    finally:
        page.context.close()


@pytest.mark.django_db(transaction=True)
def test_everything_works_without_a_script(
    live_server: LiveServer, browser: Browser, region: Region
) -> None:
    casus = full_casus(region)
    page = open_window(browser, live_server, region, java_script_enabled=False)
    try:
        page.goto(live_server.url + reverse("cases:casus", args=[casus.nummer]))
        page.get_by_role("link", name="Contact", exact=True).click()
        page.get_by_label("Met wie?").fill("moeder")
        page.get_by_role("button", name="Contact opslaan").click()
        expect(page.get_by_text("Het contact staat op de tijdlijn.")).to_be_visible()
        expect(page).to_have_url(re.compile("#plek-vastleggen$"))

        page.get_by_role("button", name=re.compile("^Gedaan")).first.click()
        page.get_by_role("button", name=re.compile("^Ongedaan maken")).click()
        expect(page.get_by_text("De taak staat weer open.")).to_be_visible()

        page.get_by_role("link", name=re.compile(r"^Nog \d+ tonen")).click()
        expect(page.get_by_text("Casus geopend")).to_be_visible()
    finally:
        page.context.close()
