"""The beheerder's pages: people with their roles, and mails that did not arrive."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import Region, make_organisatie, make_user
from thuiszitters.accounts.models import Lidmaatschap, User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import request_password_reset
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.redenen import reden_in_woorden

MENSEN = "/beheer/mensen/"
BERICHTEN = "/beheer/berichten/"


@pytest.fixture
def beheerder(region: Region) -> User:
    """Who manages the people of the SWV."""
    return make_user(Rol.BEHEERDER, region.swv)


@pytest.fixture
def browser(beheerder: User) -> Client:
    """A browser in which the beheerder is logged in."""
    client = Client()
    client.force_login(beheerder)
    return client


def test_it_shows_who_has_which_role_here_and_nobody_elses_people(
    region: Region, browser: Client
) -> None:
    page = browser.get(MENSEN).content.decode()

    assert region.coordinator.email in page
    assert region.directeur.email in page
    assert region.leerplichtambtenaar.email not in page
    assert "dit ben jij" in page


def test_inviting_gives_the_role_and_mails_who_is_new(region: Region, browser: Client) -> None:
    response = browser.post(
        MENSEN,
        {"naam": "Nieuwe Collega", "email": "Nieuw@Voorbeeld.example", "rol": "coordinator"},
        follow=True,
    )

    user = User.objects.get(email="nieuw@voorbeeld.example")
    assert "Nieuwe Collega is uitgenodigd." in response.content.decode()
    assert user.lidmaatschappen.get().organisatie == region.swv
    assert Bericht.objects.get(ontvanger=user).sjabloon == "uitnodiging"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"email": "geen adres"}, "Dit is geen e-mailadres"),
        ({"rol": ""}, "Maak een keuze."),
        ({"rol": "leerplichtambtenaar"}, "Deze keuze is er niet"),
    ],
)
def test_a_wrong_invitation_is_told_and_kept(
    region: Region, browser: Client, changes: dict[str, str], message: str
) -> None:
    data = {"naam": "Nieuwe Collega", "email": "n@voorbeeld.example", "rol": "coordinator"}

    response = browser.post(MENSEN, data | changes)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert 'value="Nieuwe Collega"' in response.content.decode()
    assert not User.objects.filter(naam="Nieuwe Collega").exists()


def test_the_same_role_twice_is_told(region: Region, browser: Client) -> None:
    data = {"naam": "X", "email": region.coordinator.email, "rol": "coordinator"}

    response = browser.post(MENSEN, data)

    assert response.status_code == 422
    assert "Deze persoon heeft deze rol hier al in die periode." in response.content.decode()


def test_ending_a_role_shuts_the_door_at_once(region: Region, browser: Client) -> None:
    lid = region.coordinator.lidmaatschappen.get()
    colleague = Client()
    colleague.force_login(region.coordinator)
    assert colleague.get("/casussen/").status_code == 200

    response = browser.post(reverse("accounts:beeindig", args=[lid.pk]), follow=True)

    assert f"De rol van {region.coordinator} is beëindigd." in response.content.decode()
    assert "Eerder (1)" in response.content.decode()
    assert colleague.get("/casussen/").status_code == 403
    assert "Je hebt nu geen rol" in colleague.get("/").content.decode()


def test_nobody_ends_their_own_role_nor_that_of_another_organisation(
    region: Region, beheerder: User, browser: Client
) -> None:
    mine = beheerder.lidmaatschappen.get()
    theirs = region.leerplichtambtenaar.lidmaatschappen.get()

    own = browser.post(reverse("accounts:beeindig", args=[mine.pk]), follow=True)
    other = browser.post(reverse("accounts:beeindig", args=[theirs.pk]))

    assert "kunt je eigen rol van beheerder niet zelf beëindigen" in own.content.decode()
    assert other.status_code == 404
    running = Lidmaatschap.objects.active_on(timezone.localdate())
    assert {mine.pk, theirs.pk} <= set(running.values_list("pk", flat=True))


def test_an_end_that_is_set_already_shows(region: Region, browser: Client) -> None:
    until = timezone.localdate() + timedelta(days=30)
    Lidmaatschap.objects.filter(user=region.directeur).update(tot=until)

    page = browser.get(MENSEN).content.decode()

    assert re.search(r"tot \d+ \w+ \d{4}", page)


# --- mails that did not arrive ----------------------------------------------------------------
def failed(user: User, reden: str = "SMTPRecipientsRefused 550") -> Bericht:
    """Return a mail to this person that did not arrive."""
    request_password_reset(user=user)
    bericht = Bericht.objects.filter(ontvanger=user).latest("pk")
    bericht.toestand = Toestand.MISLUKT
    bericht.reden = reden
    bericht.pogingen = 8
    bericht.weigeringen = 8
    bericht.save()
    return bericht


def test_failed_mails_stand_first_with_the_reason(region: Region, browser: Client) -> None:
    failed(region.coordinator)
    request_password_reset(user=region.directeur)
    failed(region.leerplichtambtenaar)

    page = browser.get(BERICHTEN).content.decode()

    assert page.index("Mislukt") < page.index(region.coordinator.email)
    assert page.index(region.coordinator.email) < page.index("Onderweg")
    assert page.index("Onderweg") < page.index(region.directeur.email)
    assert "De mailserver weigert dit adres." in page
    assert "8 pogingen" in page
    assert region.leerplichtambtenaar.email not in page


def test_a_failed_mail_can_be_sent_again_once(region: Region, browser: Client) -> None:
    bericht = failed(region.coordinator)
    url = reverse("accounts:bericht_opnieuw", args=[bericht.pk])

    first = browser.post(url, follow=True).content.decode()
    second = browser.post(url, follow=True).content.decode()

    bericht.refresh_from_db()
    assert (bericht.toestand, bericht.weigeringen) == (Toestand.WACHTEND, 0)
    assert "Het bericht wordt opnieuw verzonden." in first
    assert "Dit bericht staat niet meer op mislukt." in second


def test_an_uncertain_mail_is_explained_and_cannot_be_sent_by_hand(
    region: Region, browser: Client
) -> None:
    bericht = failed(region.coordinator, "TimeoutError")
    Bericht.objects.filter(pk=bericht.pk).update(toestand=Toestand.ONZEKER)
    url = reverse("accounts:bericht_opnieuw", args=[bericht.pk])

    page = browser.get(BERICHTEN).content.decode()
    answer = browser.post(url, follow=True).content.decode()

    assert "Misschien is het toch aangekomen." in page
    assert region.coordinator.email in page
    assert url not in page
    assert "Dit bericht staat niet meer op mislukt." in answer


def test_a_mail_to_other_peoples_people_is_not_there(region: Region, browser: Client) -> None:
    bericht = failed(region.leerplichtambtenaar)

    url = reverse("accounts:bericht_opnieuw", args=[bericht.pk])

    assert browser.post(url).status_code == 404
    bericht.refresh_from_db()
    assert bericht.toestand == Toestand.MISLUKT


def test_when_all_is_sent_it_says_so(region: Region, browser: Client) -> None:
    assert "Alles is verzonden" in browser.get(BERICHTEN).content.decode()


@pytest.mark.parametrize(
    ("reden", "words"),
    [
        ("", ""),
        ("SMTPRecipientsRefused 550", "weigert dit adres"),
        ("SMTPAuthenticationError 535", "Inloggen bij de mailserver"),
        ("SMTPDataError 554", "nam het bericht niet aan"),
        ("ConnectionRefusedError", "niet te bereiken"),
        ("TimeoutError", "niet te bereiken"),
        ("TemplateDoesNotExist", "kon niet worden gemaakt"),
    ],
)
def test_a_reason_reads_as_a_sentence(reden: str, words: str) -> None:
    assert words in reden_in_woorden(reden)


def test_a_beheerder_of_another_kind_of_organisation_offers_its_own_roles(
    region: Region,
) -> None:
    school = make_organisatie(Soort.SCHOOL, swv=region.swv)
    client = Client()
    client.force_login(make_user(Rol.BEHEERDER, school))

    offered = re.findall(r'<option value="(\w*)"', client.get(MENSEN).content.decode())

    assert set(offered) >= {"", "zorgcoordinator", "bestuurder", "beheerder"}
    assert not {"coordinator", "leerplichtambtenaar"} & set(offered)
