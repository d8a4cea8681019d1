"""The list of pacten and the matrix page."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pact.keuzes import Niveau, Status, Termijn
from pact.models import Actie, Pact
from pact.services.pacten import remove_thema
from pact.services.partners import end_partner
from tests.factories import make_casus, make_organisatie, make_region, make_user
from tests.pact.hulp import Kring
from tests.pact.test_services_pacten import new_pact
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort

pytestmark = pytest.mark.usefixtures("monday")


def log_in(user: User) -> Client:
    """Return a browser in which this person is logged in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def text_of(client: Client, url: str) -> str:
    """Return a page that must be there."""
    response = client.get(url)
    assert response.status_code == 200, url
    return " ".join(unescape(response.content.decode()).split())


def without_tokens(page: bytes) -> str:
    """Return a page without the tokens that differ every time."""
    return re.sub(r"[A-Za-z0-9]{64}", "", page.decode())


def matrix_url(pact: Pact, query: str = "") -> str:
    return reverse("pact:matrix", args=[pact.code]) + query


def test_the_only_pact_opens_at_once(kring: Kring) -> None:
    client = log_in(kring.deelnemer)
    assert client.get(reverse("pact:pacten"))["Location"] == matrix_url(kring.pact)
    assert kring.pact.naam in text_of(client, reverse("pact:pacten") + "?alle=1")


def test_more_pacten_are_listed_with_their_counts(kring: Kring) -> None:
    second = new_pact(kring)
    kring.actie(dagen=-3)
    kring.actie(dagen=3)
    kring.actie(status=Status.GEDAAN, dagen=-3)
    page = text_of(log_in(kring.regievoerder), reverse("pact:pacten"))
    assert matrix_url(kring.pact) in page
    assert matrix_url(second) in page
    assert '2 open · <span class="te-laat">1 te laat</span>' in page


def test_without_a_pact_a_regievoerder_is_led_to_a_first_one(db: None) -> None:
    user = make_user(Rol.REGIEVOERDER, make_organisatie(Soort.GEMEENTE))
    page = text_of(log_in(user), reverse("pact:pacten"))
    assert "Er is nog geen pact" in page
    assert reverse("pact:pact_nieuw") in page


def test_without_a_pact_a_partner_reads_why(db: None) -> None:
    user = make_user(Rol.PARTNER, make_organisatie(Soort.GEMEENTE))
    page = text_of(log_in(user), reverse("pact:pacten"))
    assert "doet nog aan geen pact mee" in page
    assert reverse("pact:pact_nieuw") not in page


def test_the_matrix_says_who_is_late_and_shows_it_on_top(kring: Kring) -> None:
    kring.actie(activiteit="Later te doen", dagen=20)
    kring.actie(activiteit="Al te laat", dagen=-4, eigenaar=kring.partner, status=Status.LOOPT)
    kring.actie(activiteit="Van niemand", dagen=5)
    page = text_of(log_in(kring.deelnemer), matrix_url(kring.pact))
    assert "Eén van de 3 acties is te laat; 2 hebben nog geen eigenaar." in page
    assert f"te_laat=on&partner={kring.partner.pk}" in page
    assert '<b class="matrix__termijn">4 dagen te laat</b>' in page
    titles = re.findall(r"pactactie__nr.>\d+</span> ([^<]*)</a>", page)
    assert titles == ["Al te laat", "Van niemand", "Later te doen"]
    assert "Eerstvolgende deadline: <span><b><time" in page


def test_a_partner_finds_its_own_actions_at_once(kring: Kring) -> None:
    kring.actie(dagen=-2, eigenaar=kring.partner)
    kring.actie(dagen=9, eigenaar=kring.partner)
    kring.actie(dagen=9)
    page = text_of(log_in(kring.deelnemer), matrix_url(kring.pact))
    assert f'Van jouw organisatie: <a href="{matrix_url(kring.pact)}?partner=' in page
    assert '2 acties, <span class="te-laat">1 te laat</span> </a>' in page
    assert "Van jouw organisatie" not in text_of(log_in(kring.regievoerder), matrix_url(kring.pact))


def test_an_owner_that_left_is_marked_and_gets_nothing_more(kring: Kring) -> None:
    kring.actie(dagen=9, eigenaar=kring.partner)
    by_partner = matrix_url(kring.pact, "?rijen=partner")
    client = log_in(kring.regievoerder)
    assert "doet niet meer mee" not in text_of(client, by_partner)
    assert f"eigenaar={kring.partner.pk}" in text_of(client, by_partner)
    end_partner(partner=kring.partner, inzender=kring.inzender)
    page = text_of(client, by_partner)
    head = page.split('class="pactthema">', 1)[1].split("</div>", 1)[0]
    assert head.strip().startswith(f'{kring.partner} <span class="gedempt">doet niet meer mee')
    assert f"eigenaar={kring.partner.pk}" not in page
    other = text_of(client, matrix_url(kring.pact))
    card = other.split('id="actie-1"', 1)[1].split("</li>", 1)[0]
    assert f'{kring.partner} <b class="niet-breken">doet niet meer mee</b>' in card
    assert "niveau=landelijk" in other


def test_more_than_three_stand_behind_a_disclosure(kring: Kring) -> None:
    for dagen in range(-5, 0):
        kring.actie(dagen=dagen)
    page = text_of(log_in(kring.regievoerder), matrix_url(kring.pact))
    assert "Nog 2 acties, 2 te laat" in page
    assert page.count('class="matrix__titel"') == 5


def test_filters_stand_in_the_address(kring: Kring) -> None:
    kring.actie(activiteit="Regionaal en laat", dagen=-2, eigenaar=kring.partner)
    kring.actie(
        activiteit="Landelijk plan",
        niveau=Niveau.LANDELIJK,
        thema=kring.themas[1],
        termijn=Termijn.LANG,
        status=Status.WACHT,
    )
    client = log_in(kring.deelnemer)
    only_first = {
        f"?thema={kring.themas[0].pk}",
        "?niveau=regionaal_netwerk",
        f"?partner={kring.partner.pk}",
        "?status=nog_niet_begonnen",
        "?termijn=kort",
        "?te_laat=on",
        "?zoek=LAAT+regionaal",
        "?trede=signaleren",
    }
    only_second = {
        f"?thema={kring.themas[1].pk}",
        "?niveau=landelijk",
        "?partner=geen",
        "?status=wacht",
        "?termijn=lang",
        "?zonder_deadline=on",
        "?zoek=landelijk",
        "?trede=geen",
    }
    Actie.objects.filter(pact=kring.pact, nr=1).update(trede="signaleren")
    for query in only_first | only_second:
        page = text_of(client, matrix_url(kring.pact, query))
        titles = set(re.findall(r"pactactie__nr.>\d+</span> ([^<]*)</a>", page))
        assert titles == ({"Regionaal en laat"} if query in only_first else {"Landelijk plan"})
        assert "1 van de 2 acties" in page
        rows = [thema.naam in page.split("<tbody", 1)[1] for thema in kring.themas]
        assert rows == [query in only_first, query in only_second]


def test_a_chip_takes_its_own_filter_away(kring: Kring) -> None:
    kring.actie(dagen=-2)
    page = text_of(
        log_in(kring.deelnemer), matrix_url(kring.pact, "?te_laat=on&niveau=regionaal_netwerk")
    )
    assert f'href="{matrix_url(kring.pact, "?te_laat=on")}">Niveau: Regionaal netwerk' in page
    assert f'href="{matrix_url(kring.pact, "?niveau=regionaal_netwerk")}">Alleen te laat' in page


@pytest.mark.parametrize(
    "query",
    [
        "?thema=abc",
        "?thema=99999999999",
        "?niveau=x",
        "?partner=0",
        "?status=%00",
        "?zoek=%00",
        "?trede=hoog",
        "?rijen=x&kolommen=y",
        "?rijen=niveau&kolommen=niveau",
        "?te_laat=on",
    ],
)
def test_a_filter_from_an_old_address_does_no_harm(kring: Kring, query: str) -> None:
    kring.actie(dagen=-2)
    assert ">21 nov 2026</time>" in text_of(log_in(kring.deelnemer), matrix_url(kring.pact, query))


def test_filters_that_leave_nothing_say_so(kring: Kring) -> None:
    kring.actie()
    page = text_of(log_in(kring.deelnemer), matrix_url(kring.pact, "?te_laat=on"))
    assert "Geen actie past bij deze filters" in page
    assert "Toon alle acties" in page


def test_htmx_puts_only_what_is_on_in_the_address(kring: Kring) -> None:
    kring.actie()
    url = matrix_url(kring.pact)
    response = log_in(kring.deelnemer).get(
        url,
        {"thema": "", "niveau": "landelijk", "rijen": "thema", "kolommen": "niveau"},
        headers={"HX-Request": "true", "HX-Target": "matrixdeel"},
    )
    assert response["HX-Push-Url"] == f"{url}?niveau=landelijk"
    cell = log_in(kring.deelnemer).get(url, headers={"HX-Request": "true"})
    assert "HX-Push-Url" not in cell


def cells_of(page: str) -> dict[tuple[str, str], list[int]]:
    """Return the numbers of the actions that stand in every cell of a page."""
    found = {}
    for part in page.split('<td role="cell"')[1:]:
        keys = re.search(r'data-rij="([^"]*)" data-kolom="([^"]*)"', part)
        assert keys is not None
        cell = part.split("</td>")[0]
        found[keys[1], keys[2]] = [int(nr) for nr in re.findall(r'id="actie-(\d+)"', cell)]
    return found


def test_rows_and_columns_are_any_two_properties(kring: Kring) -> None:
    kring.actie(eigenaar=kring.partner, status=Status.LOOPT, dagen=-3)
    kring.actie(status=Status.WACHT)
    Actie.objects.filter(pact=kring.pact, nr=1).update(trede="aanspreken")
    client = log_in(kring.deelnemer)
    own = str(kring.partner.pk)
    page = text_of(client, matrix_url(kring.pact, "?rijen=partner&kolommen=status"))
    cells = cells_of(page)
    assert cells[own, "loopt"] == [1]
    assert cells["geen", "wacht"] == [2]
    assert sum(map(len, cells.values())) == 2
    # A partner that promised nothing is news; "no owner" without an action is not.
    assert str(kring.pact.partners.get(organisatie=kring.penvoerder).pk) in {
        row for row, _ in cells
    }
    page = text_of(client, matrix_url(kring.pact, "?rijen=trede&kolommen=termijn"))
    assert cells_of(page)["aanspreken", "kort"] == [1]
    assert "Op geen trede" in page
    assert "je kunt een actie niet naar een andere trede verplaatsen" in page
    assert (
        "Nog geen eigenaar"
        not in text_of(
            client, matrix_url(kring.pact, f"?rijen=partner&kolommen=status&partner={own}")
        )
        .split("<tbody", 1)[1]
        .split("</tbody>")[0]
    )


def test_every_link_of_the_page_keeps_the_axes(kring: Kring) -> None:
    kring.actie(dagen=-2)
    query = "?rijen=status&kolommen=partner&te_laat=on"
    page = text_of(log_in(kring.regievoerder), matrix_url(kring.pact, query))
    code = kring.pact.code
    assert f"/pact/{code}/acties/1/{query}" in page
    assert f"/pact/{code}/acties/1/verplaatsen/{query}" in page
    assert f"/pact/{code}/matrix.xlsx{query}" in page
    assert f"/pact/{code}/matrix.pdf{query}" in page
    assert matrix_url(kring.pact, "?rijen=partner&kolommen=status&te_laat=on") in page
    assert f'{matrix_url(kring.pact, "?rijen=status&kolommen=partner")}">Alleen te laat' in page


def test_co_owners_stand_with_the_owner_and_nowhere_else(kring: Kring) -> None:
    lead = kring.pact.partners.get(organisatie=kring.penvoerder)
    kring.actie(eigenaar=kring.partner, mede_eigenaren=frozenset({lead}))
    page = text_of(log_in(kring.deelnemer), matrix_url(kring.pact, "?rijen=partner"))
    cells = cells_of(page)
    assert cells[str(kring.partner.pk), "regionaal_netwerk"] == [1]
    assert cells[str(lead.pk), "regionaal_netwerk"] == []
    assert f"met {lead}</span>" in page
    assert "Mede-eigenaren staan erachter" in page


def test_a_big_matrix_brings_the_rest_of_a_cell_when_asked(
    kring: Kring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pact.matrixvraag.INEENS", 6)
    for dagen in range(-5, 0):
        kring.actie(dagen=dagen)
    kring.actie(niveau=Niveau.LANDELIJK)
    kring.actie(niveau=Niveau.SCHOOL)
    client = log_in(kring.deelnemer)
    page = text_of(client, matrix_url(kring.pact))
    cell = (str(kring.themas[0].pk), "regionaal_netwerk")
    assert cells_of(page)[cell] == [1, 2, 3]
    assert "Nog 2 acties, 2 te laat" in page
    link = re.search(r'hx-get="([^"]*)"[^>]*data-meer', page)
    assert link is not None
    assert cells_of(text_of(client, link[1])) == {cell: [1, 2, 3, 4, 5]}
    assert cells_of(text_of(client, matrix_url(kring.pact, "?alles=on")))[cell] == [1, 2, 3, 4, 5]


def test_an_empty_pact_says_what_comes_next(kring: Kring) -> None:
    page = text_of(log_in(kring.regievoerder), matrix_url(kring.pact))
    assert "Er staan nog geen acties in dit pact" in page
    assert "Eerste actie toevoegen" in page
    assert "Eerste actie toevoegen" not in text_of(log_in(kring.deelnemer), matrix_url(kring.pact))
    for thema in kring.themas:
        remove_thema(thema=thema, inzender=kring.inzender)
    assert "nog geen thema" in text_of(log_in(kring.regievoerder), matrix_url(kring.pact))


def test_only_the_regievoerder_is_offered_to_change_anything(kring: Kring) -> None:
    kring.actie()
    new = reverse("pact:actie_nieuw", args=[kring.pact.code])
    cell = f"{new}?thema={kring.themas[1].pk}&niveau=landelijk"
    page = text_of(log_in(kring.regievoerder), matrix_url(kring.pact))
    assert f'href="{new}"' in page
    assert cell in page
    page = text_of(log_in(kring.deelnemer), matrix_url(kring.pact))
    assert new not in page
    assert reverse("pact:inrichten", args=[kring.pact.code]) not in page


def test_ten_and_two_hundred_actions_take_the_same_queries(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    counts = []
    for start, extra in ((0, 10), (10, 190)):
        Actie.objects.bulk_create(
            Actie(
                pact=kring.pact,
                nr=start + n + 1,
                activiteit="Elke week bellen",
                deadline=timezone.localdate() + timedelta(days=n % 40 - 20),
                thema=kring.themas[n % 2],
                eigenaar=kring.partner if n % 3 else None,
                niveau=list(Niveau)[n % 3],
            )
            for n in range(extra)
        )
        for actie in Actie.objects.filter(pact=kring.pact)[:: extra // 4]:
            actie.mede_eigenaren.add(kring.partner)
        with CaptureQueriesContext(connection) as queries:
            page = text_of(client, matrix_url(kring.pact))
        counts.append(len(queries))
    assert page.count('class="matrix__titel"') == 200
    assert counts[0] == counts[1]


def test_no_casework_is_seen_here(kring: Kring) -> None:
    region = make_region()
    casus = make_casus(region, dagen=120)
    kring.actie(dagen=-3)
    for user in (kring.regievoerder, kring.deelnemer):
        client = log_in(user)
        for url in (
            matrix_url(kring.pact),
            reverse("pact:actie", args=[kring.pact.code, 1]),
            reverse("home"),
        ):
            page = client.get(url, follow=True).content.decode()
            assert casus.nummer not in page
            assert casus.leerling.achternaam not in page
            assert reverse("cases:werkvoorraad") not in page


@pytest.mark.parametrize(
    ("query", "weg"),
    [
        ("partner=999", "partner"),
        ("partner=999&thema=999&status=zomaar", "thema, partner, status"),
        ("rijen=zomaar", "rijen"),
        ("rijen=partner&kolommen=partner", "kolommen"),
        ("kolommen=thema", "kolommen"),
        (f"zoek={'x' * 101}", "zoek"),
        ("partner=&status=&rijen=thema&kolommen=niveau", ""),
        ("rijen=partner&kolommen=status&status=loopt&te_laat=on&zoek=lijst", ""),
        ("alles=on", ""),
    ],
)
def test_what_a_link_asks_and_cannot_be_shown_is_told(kring: Kring, query: str, weg: str) -> None:
    kring.actie(eigenaar=kring.partner)
    page = text_of(log_in(kring.deelnemer), f"{matrix_url(kring.pact)}?{query}")
    told = f"Een deel van deze link past niet bij dit pact: {weg}. Dat deel is weggelaten."
    assert (told in page) is bool(weg)
    assert ("past niet bij dit pact" in page) is bool(weg)
