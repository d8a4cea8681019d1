"""The rooms of a pact: in the navigation, and where one without a pact leads."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from pact.kamers import KAMERS, LANDINGEN, kamers_of
from pact.keuzes import PartnerRol
from pact.services.partners import add_partner
from tests.factories import make_organisatie, make_user
from tests.pact.hulp import Kring, make_kring
from thuiszitters.accounts.context import punten_for
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort

pytestmark = pytest.mark.django_db


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def naar(kamer: str) -> str:
    return reverse("pact:naar", args=[kamer])


def test_the_lead_and_a_partner_have_their_own_rooms() -> None:
    lead = {kamer.hier for kamer in kamers_of(leidt=True)}
    partner = {kamer.hier for kamer in kamers_of(leidt=False)}
    assert lead == {kamer.hier for kamer in KAMERS}
    assert {"bureau", "aangesproken", "inrichten", "agenda"} == lead - partner


def test_nobody_has_more_than_five_words(kring: Kring) -> None:
    for user in (kring.regievoerder, kring.deelnemer):
        punten = punten_for(user, f"/pact/{kring.pact.code}/overleg/3/")
        assert 3 <= len(punten) <= 5
        assert [punt.label for punt in punten if punt.current] == ["Overleg"]
    assert [p.label for p in punten_for(kring.deelnemer, "/pact/")] == [
        "Mijn acties",
        "Mijn signalen",
        "Matrix",
        "Overleg",
    ]


@pytest.mark.parametrize(
    ("rest", "current"),
    [("", ["Matrix"]), ("acties/3/", ["Matrix"]), ("bureau/", ["Bureau"]), ("inrichten/", [])],
)
def test_the_room_of_a_page_in_the_main_navigation(
    kring: Kring, rest: str, current: list[str]
) -> None:
    punten = punten_for(kring.regievoerder, f"/pact/{kring.pact.code}/{rest}")
    assert [punt.label for punt in punten if punt.current] == current
    assert not any(punt.current for punt in punten_for(kring.regievoerder, "/instellingen/"))


def test_no_room_stands_in_both_navigations(kring: Kring) -> None:
    client = as_(kring.regievoerder)
    page = client.get(reverse("pact:inrichten", args=[kring.pact.code])).content.decode()
    links = re.findall(r'class="(?:navigatie|pactnav)__punt" href="([^"]+)"', page)
    there = [client.get(link, follow=True).request["PATH_INFO"] for link in links]
    assert len(there) == len(set(there)) == 11


def test_from_a_pact_the_main_navigation_stays_in_it(kring: Kring) -> None:
    other = make_kring("landrijk-2026", naam="Landrijk doet mee")
    add_partner(
        pact=other.pact,
        organisatie=kring.gemeente,
        rol=PartnerRol.DEELNEMER,
        inzender=other.inzender,
    )
    client = as_(kring.deelnemer)
    for code in (kring.pact.code, other.pact.code):
        page = client.get(reverse("pact:over", args=[code])).content.decode()
        assert "Andere pacten" in page
        for link in re.findall(r'class="navigatie__punt" href="(/pact/[^"]+)"', page):
            assert f"/pact/{code}/" in client.get(link)["Location"]


@pytest.mark.parametrize("kamer", sorted(LANDINGEN))
def test_with_one_pact_a_room_goes_on_to_it(kring: Kring, kamer: str) -> None:
    for user in (kring.regievoerder, kring.deelnemer):
        assert f"/pact/{kring.pact.code}/" in as_(user).get(naar(kamer))["Location"]


def test_with_two_pacten_people_choose_and_one_that_is_over_is_no_choice(kring: Kring) -> None:
    other = make_kring("landrijk-2026", naam="Landrijk doet mee")
    old = make_kring("oud-2020", naam="Oud verbond", begin=date(2020, 1, 1), einde=date(2022, 7, 1))
    for more in (other, old):
        add_partner(
            pact=more.pact,
            organisatie=kring.gemeente,
            rol=PartnerRol.DEELNEMER,
            inzender=more.inzender,
        )
    page = as_(kring.deelnemer).get(naar("overleg")).content.decode()
    assert kring.pact.naam in page
    assert "Landrijk doet mee" in page
    assert "Oud verbond" not in page


def test_without_a_pact_the_empty_list_says_what_to_do() -> None:
    nobody = make_user(Rol.PARTNER, make_organisatie(Soort.GEMEENTE))
    assert as_(nobody).get(naar("mijn"))["Location"] == reverse("pact:pacten")


def test_a_room_that_is_not_there_is_not_found(kring: Kring) -> None:
    assert as_(kring.regievoerder).get(naar("zolder")).status_code == 404


def test_every_page_of_a_pact_shows_where_you_are(kring: Kring) -> None:
    page = as_(kring.regievoerder).get(reverse("pact:inrichten", args=[kring.pact.code]))
    assert f'aria-label="{kring.pact.naam}"' in page.content.decode()
    assert 'aria-current="page">Inrichten' in page.content.decode()
    matrix = as_(kring.deelnemer).get(reverse("pact:matrix", args=[kring.pact.code]))
    assert "Inrichten</a>" not in matrix.content.decode()
