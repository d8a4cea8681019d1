"""Mijn instellingen, what a beheerder arranges for somebody, and saying no to the digest."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import Region, make_organisatie, make_user
from thuiszitters.accounts.afmelden import afmeld_url, user_of
from thuiszitters.accounts.bereik import mark_onbestelbaar, set_vervanging
from thuiszitters.accounts.models import User, Vervanging
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import add_lidmaatschap

pytestmark = pytest.mark.usefixtures("monday")
PAGE = "/instellingen/"


def browser_of(user: User) -> Client:
    """Return a browser in which this person is logged in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def browser(region: Region) -> Client:
    """A browser of the coordinator."""
    return browser_of(region.coordinator)


@pytest.fixture
def beheerder(region: Region) -> Client:
    """A browser of the beheerder of the SWV."""
    return browser_of(make_user(Rol.BEHEERDER, region.swv))


def offered(page: str) -> list[str]:
    """Return the people that can be chosen."""
    return re.findall(r'<option value="[\d-]+">([^<]+)</option>', page)


# --- mail -------------------------------------------------------------------------------------
def test_it_is_in_the_menu_and_says_what_a_choice_does(browser: Client) -> None:
    page = browser.get(PAGE).content.decode()

    assert f'href="{PAGE}"' in page
    assert "Over signaleren en aanspreken krijg je altijd meteen een e-mail." in page
    assert "storingsoverzicht" not in page


def test_choosing_one_overview_a_day(region: Region, browser: Client) -> None:
    response = browser.post(PAGE, {"mailvoorkeur": "dagelijks"}, follow=True)

    assert "Je keuze is bewaard." in response.content.decode()
    assert User.objects.get(pk=region.coordinator.pk).mailvoorkeur == "dagelijks"
    assert re.search(r'value="dagelijks"[^>]*checked', response.content.decode())


@pytest.mark.parametrize("data", [{}, {"mailvoorkeur": "nooit"}])
def test_a_choice_that_is_none_is_told(
    region: Region, browser: Client, data: dict[str, str]
) -> None:
    response = browser.post(PAGE, data)

    assert response.status_code == 422
    assert "<title>Fout:" in response.content.decode()
    assert User.objects.get(pk=region.coordinator.pk).mailvoorkeur == "meteen"


def test_a_beheerder_may_switch_the_digest_off_and_on(region: Region) -> None:
    person = make_user(Rol.BEHEERDER, region.swv)
    browser = browser_of(person)

    browser.post(PAGE, {"mailvoorkeur": "meteen"})
    off = User.objects.get(pk=person.pk).storingsoverzicht
    browser.post(PAGE, {"mailvoorkeur": "meteen", "storingsoverzicht": "on"})

    assert (off, User.objects.get(pk=person.pk).storingsoverzicht) == (False, True)
    assert "hoeft niemand je te vervangen" in browser.get(PAGE).content.decode()


def test_whose_mail_does_not_arrive_is_told(region: Region, browser: Client) -> None:
    mark_onbestelbaar(user=region.coordinator, reden="550")

    assert "E-mail aan jou komt niet aan" in browser.get(PAGE).content.decode()


def test_somebody_without_a_role_can_open_it(db: None) -> None:
    nobody = User.objects.create_user("n@voorbeeld.example", "x", naam="Zonder rol")

    assert browser_of(nobody).get(PAGE).status_code == 200


# --- away -------------------------------------------------------------------------------------
def form(region: Region, colleague: User, **changes: str) -> dict[str, str]:
    """Return what the form sends."""
    return {
        "van": "23-11-2026",
        "tot": "30 november 2026",
        "vervanger": f"{region.swv.pk}-{colleague.pk}",
    } | changes


def test_saying_that_i_am_away(region: Region, browser: Client) -> None:
    page = browser.post(
        reverse("accounts:afwezig"), form(region, region.directeur), follow=True
    ).content.decode()

    vervanging = Vervanging.objects.get()
    assert (vervanging.user, vervanging.vervanger) == (region.coordinator, region.directeur)
    assert (vervanging.tot - vervanging.van).days == 7
    assert f"{region.directeur} vervangt je." in page
    assert "van 23 nov 2026 tot 30 nov 2026" in page
    theirs = browser_of(region.directeur).get(PAGE).content.decode()
    assert "Wie jij vervangt" in theirs
    assert str(region.coordinator) in theirs


def test_only_colleagues_who_may_are_offered(region: Region, browser: Client) -> None:
    make_user(Rol.BEHEERDER, region.swv)

    assert offered(browser.get(PAGE).content.decode()) == [str(region.directeur)]


def test_with_two_organisations_the_choice_says_where(region: Region, browser: Client) -> None:
    gemeente = make_organisatie(Soort.GEMEENTE)
    add_lidmaatschap(user=region.coordinator, organisatie=gemeente, rol=Rol.LEERPLICHTAMBTENAAR)
    colleague = make_user(Rol.LEERPLICHTAMBTENAAR, gemeente)

    page = browser.get(PAGE).content.decode()
    browser.post(
        reverse("accounts:afwezig"),
        form(region, colleague, vervanger=f"{gemeente.pk}-{colleague.pk}"),
    )

    assert f'<optgroup label="{gemeente}">' in page
    assert f'<optgroup label="{region.swv}">' in page
    assert Vervanging.objects.get().organisatie == gemeente


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"van": ""}, "Vul een datum in"),
        ({"van": "31-2-2026"}, "31-2-2026"),
        ({"van": "1-1-2026"}, "al voorbij"),
        ({"tot": "1-11-2026"}, "na de eerste dag afwezig"),
        ({"tot": "23-11-2126"}, "langer dan een jaar"),
        ({"vervanger": ""}, "Maak een keuze."),
        ({"vervanger": "1-999999"}, "Deze keuze is er niet"),
    ],
)
def test_what_cannot_be_right_is_told_and_kept(
    region: Region, browser: Client, changes: dict[str, str], message: str
) -> None:
    data = form(region, region.directeur, **changes)

    response = browser.post(reverse("accounts:afwezig"), data)

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert f'value="{data["tot"]}"' in page
    assert not Vervanging.objects.exists()


def test_ending_my_own_and_nobody_elses(region: Region, browser: Client) -> None:
    today = timezone.localdate()
    mine, theirs = (
        set_vervanging(
            user=user,
            vervanger=other,
            organisatie=region.swv,
            van=today,
            tot=today + timedelta(days=7),
            door=user,
        )
        for user, other in (
            (region.coordinator, region.directeur),
            (region.directeur, region.coordinator),
        )
    )

    own = browser.post(reverse("accounts:afwezig_stop", args=[mine.pk]), follow=True)
    other = browser.post(reverse("accounts:afwezig_stop", args=[theirs.pk]))

    assert "De vervanging is beëindigd." in own.content.decode()
    assert other.status_code == 404
    assert list(Vervanging.objects.all()) == [theirs]


# --- by a beheerder ---------------------------------------------------------------------------
def lid_url(user: User, name: str = "lid") -> str:
    return reverse(f"accounts:{name}", args=[user.lidmaatschappen.earliest("pk").pk])


def test_a_beheerder_does_it_for_somebody_else(region: Region, beheerder: Client) -> None:
    response = beheerder.post(
        lid_url(region.coordinator, "lid_afwezig"), form(region, region.directeur), follow=True
    )
    vervanging = Vervanging.objects.get()
    mensen = beheerder.get(reverse("accounts:mensen")).content.decode()
    beheerder.post(
        reverse(
            "accounts:lid_afwezig_stop",
            args=[region.coordinator.lidmaatschappen.get().pk, vervanging.pk],
        )
    )

    assert f"{region.directeur} vervangt {region.coordinator}." in response.content.decode()
    assert f"Nu afwezig, vervangen door {region.directeur}" in mensen
    assert not Vervanging.objects.exists()


def test_a_wrong_plan_by_a_beheerder_is_told(region: Region, beheerder: Client) -> None:
    response = beheerder.post(
        lid_url(region.coordinator, "lid_afwezig"),
        form(region, region.directeur, van="1-1-2020"),
    )

    assert response.status_code == 422
    assert "al voorbij" in response.content.decode()


def test_a_beheerder_reaches_only_their_own_people(region: Region, beheerder: Client) -> None:
    for name in ("lid", "lid_afwezig", "lid_adres"):
        url = lid_url(region.leerplichtambtenaar, name)
        assert beheerder.get(url).status_code in {404, 405}
        assert beheerder.post(url, {"email": "x@y.example"}).status_code in {404, 405}
    elsewhere = make_user(Rol.LEERPLICHTAMBTENAAR, region.gemeente)
    today = timezone.localdate()
    theirs = set_vervanging(
        user=region.leerplichtambtenaar,
        vervanger=elsewhere,
        organisatie=region.gemeente,
        van=today,
        tot=today + timedelta(days=7),
        door=elsewhere,
    )
    mine = region.coordinator.lidmaatschappen.get().pk
    answer = beheerder.post(reverse("accounts:lid_afwezig_stop", args=[mine, theirs.pk]))

    assert answer.status_code == 404
    assert Vervanging.objects.filter(pk=theirs.pk).exists()


def test_an_address_is_corrected_and_the_mark_goes(region: Region, beheerder: Client) -> None:
    mark_onbestelbaar(user=region.coordinator, reden="550")
    before = beheerder.get(lid_url(region.coordinator)).content.decode()

    beheerder.post(lid_url(region.coordinator, "lid_adres"), {"email": "Goed@voorbeeld.example"})

    person = User.objects.get(pk=region.coordinator.pk)
    assert "E-mail komt niet aan" in before
    assert (person.email, person.is_bereikbaar) == ("goed@voorbeeld.example", True)


def test_an_address_that_works_again(region: Region, beheerder: Client) -> None:
    mark_onbestelbaar(user=region.coordinator, reden="550")

    beheerder.post(lid_url(region.coordinator, "lid_adres"), {"werkt_weer": "ja"})

    assert User.objects.get(pk=region.coordinator.pk).is_bereikbaar


@pytest.mark.parametrize("email", ["", "geen adres"])
def test_a_wrong_address_is_told(region: Region, beheerder: Client, email: str) -> None:
    response = beheerder.post(lid_url(region.coordinator, "lid_adres"), {"email": email})

    assert response.status_code == 422
    assert User.objects.get(pk=region.coordinator.pk).email == region.coordinator.email


def test_the_address_of_somebody_with_work_elsewhere_is_not_theirs_to_change(
    region: Region, beheerder: Client
) -> None:
    """An address opens the account: it would open the casework of the other organisation."""
    add_lidmaatschap(
        user=region.coordinator, organisatie=region.gemeente, rol=Rol.LEERPLICHTAMBTENAAR
    )

    response = beheerder.post(
        lid_url(region.coordinator, "lid_adres"), {"email": "van-mij@voorbeeld.example"}
    )

    assert response.status_code == 422
    assert "werkt ook ergens anders" in response.content.decode()
    assert User.objects.get(pk=region.coordinator.pk).email == region.coordinator.email


# --- saying no --------------------------------------------------------------------------------
def path(user: User) -> str:
    return "/" + afmeld_url(user).split("/", 3)[3]


def test_a_get_only_asks_and_a_post_without_login_does_it(region: Region) -> None:
    anybody = Client(enforce_csrf_checks=True)

    asked = anybody.get(path(region.coordinator)).content.decode()
    unchanged = User.objects.get(pk=region.coordinator.pk).storingsoverzicht
    done = anybody.post(path(region.coordinator), {"List-Unsubscribe": "One-Click"})
    again = anybody.post(path(region.coordinator))

    assert "Wil je dit overzicht niet meer?" in asked
    assert unchanged
    assert "Je krijgt dit overzicht niet meer" in done.content.decode()
    assert (done.status_code, again.status_code) == (200, 200)
    assert not User.objects.get(pk=region.coordinator.pk).storingsoverzicht


def test_the_address_says_nothing_about_the_person(region: Region) -> None:
    url = afmeld_url(region.coordinator)

    assert url.startswith("http")
    assert region.coordinator.email not in url
    assert region.coordinator.naam.split()[0] not in url


def test_a_token_that_is_not_ours_changes_nothing(region: Region) -> None:
    good = path(region.coordinator)
    other = good.replace(f"/{region.coordinator.pk}:", f"/{region.directeur.pk}:")
    for wrong in (good[:-2] + "/", other, "/afmelden/x/", f"/afmelden/{region.coordinator.pk}/"):
        response = Client().post(wrong)
        assert response.status_code == 404
        assert "Deze link klopt niet" in response.content.decode()
    assert not User.objects.filter(storingsoverzicht=False).exists()


def test_a_token_of_an_account_that_is_gone(region: Region) -> None:
    person = User.objects.create_user("weg@voorbeeld.example", "x", naam="Weg")
    token = path(person).split("/")[-2]
    person.delete()

    assert user_of(token) is None
