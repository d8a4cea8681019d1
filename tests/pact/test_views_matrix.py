"""The list of pacten and the matrix page."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pact.keuzes import Niveau, Status, Termijn
from pact.models import Pact
from pact.services.pacten import remove_thema
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
    assert '<td role="cell" data-label="Open acties" class="getal">2</td>' in page
    assert '<span class="te-laat">1</span>' in page


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
    assert page.index(">Al te laat<") < page.rindex(">Van niemand<") < page.index(">Later te doen<")
    assert "Eerstvolgende deadline: <span><b><time" in page


def test_a_partner_finds_its_own_actions_at_once(kring: Kring) -> None:
    kring.actie(dagen=-2, eigenaar=kring.partner)
    kring.actie(dagen=9, eigenaar=kring.partner)
    kring.actie(dagen=9)
    page = text_of(log_in(kring.deelnemer), matrix_url(kring.pact))
    assert f'Van jouw organisatie: <a href="{matrix_url(kring.pact)}?partner=' in page
    assert '2 acties, <span class="te-laat">1 te laat</span> </a>' in page
    assert "Van jouw organisatie" not in text_of(log_in(kring.regievoerder), matrix_url(kring.pact))


def test_more_than_three_stand_behind_a_disclosure(kring: Kring) -> None:
    for dagen in range(-5, 0):
        kring.actie(dagen=dagen)
    page = text_of(log_in(kring.regievoerder), matrix_url(kring.pact))
    assert "Nog 2 acties, 2 te laat" in page
    assert page.count("data-paneel") == 5


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
    }
    only_second = {
        f"?thema={kring.themas[1].pk}",
        "?niveau=landelijk",
        "?partner=geen",
        "?status=wacht",
        "?termijn=lang",
    }
    for query in only_first | only_second:
        page = text_of(client, matrix_url(kring.pact, query))
        assert ('matrix__titel" href' in page) is True
        titles = {
            t
            for t in ("Regionaal en laat", "Landelijk plan")
            if f"data-paneel>{t}</a> <span" in page
        }
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
    ["?thema=abc", "?thema=99999999999", "?niveau=x", "?partner=0", "?status=%00", "?te_laat=on"],
)
def test_a_filter_from_an_old_address_does_no_harm(kring: Kring, query: str) -> None:
    kring.actie(dagen=-2)
    assert "9 nov" not in text_of(log_in(kring.deelnemer), matrix_url(kring.pact, query))
    assert "za 21 nov" in text_of(log_in(kring.deelnemer), matrix_url(kring.pact, query))


def test_filters_that_leave_nothing_say_so(kring: Kring) -> None:
    kring.actie()
    page = text_of(log_in(kring.deelnemer), matrix_url(kring.pact, "?te_laat=on"))
    assert "Geen actie past bij deze filters" in page
    assert "Toon alle acties" in page


def test_htmx_puts_only_what_is_on_in_the_address(kring: Kring) -> None:
    kring.actie()
    url = matrix_url(kring.pact)
    response = log_in(kring.deelnemer).get(
        url, {"thema": "", "niveau": "landelijk", "status": ""}, headers={"HX-Request": "true"}
    )
    assert response["HX-Push-Url"] == f"{url}?niveau=landelijk"


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
    for extra in (10, 190):
        for n in range(extra):
            kring.actie(
                dagen=n % 40 - 20,
                thema=kring.themas[n % 2],
                eigenaar=kring.partner if n % 3 else None,
                niveau=list(Niveau)[n % 3],
            )
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
