"""Handing over a caseload: owners, next steps and open signals go along, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.errors import AlGedaan, NietToegestaan
from cases.models import Casus, Gebeurtenis
from cases.services.tijdlijn import Inzender, add_taak, complete_taak
from monitoring.models import Escalatie, Geadresseerde
from monitoring.selectors.overdracht import (
    caseload_of,
    handed_over_by,
    handed_over_with,
    owners_at,
)
from monitoring.services.overdracht import hand_over_caseload
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_user
from thuiszitters.accounts.bereik import mark_onbestelbaar, set_vervanging
from thuiszitters.accounts.models import Lidmaatschap, User
from thuiszitters.accounts.rollen import Rol
from thuiszitters.audit.models import AuditRegel
from thuiszitters.berichten.models import Bericht, Toestand

pytestmark = pytest.mark.usefixtures("monday")


@pytest.fixture
def colleague(region: Region) -> User:
    """A second coordinator of the SWV."""
    return make_user(Rol.COORDINATOR, region.swv)


def watch() -> None:
    run_round(peildatum=timezone.localdate())


def give(
    region: Region,
    naar: User,
    *,
    van: User | None = None,
    nummers: list[str] | None = None,
    sleutel: UUID | None = None,
    door: User | None = None,
) -> tuple[int, int, int]:
    """Hand over; return how many casussen, next steps and signals went."""
    done = hand_over_caseload(
        van=van or region.coordinator,
        naar=naar,
        organisatie=region.swv,
        inzender=Inzender(door=door or region.directeur, namens=region.swv, sleutel=sleutel),
        nummers=nummers,
    )
    return len(done.nummers), done.taken, done.signalen


def asked(escalatie: Escalatie) -> dict[int, tuple[str, str, int | None]]:
    """Return who is asked now: user -> (rol, wijze, namens)."""
    rows = Geadresseerde.objects.filter(escalatie=escalatie, tot__isnull=True)
    return {row.user_id: (row.rol, row.wijze, row.namens_id) for row in rows}


def signal_of(casus: Casus) -> Escalatie:
    return Escalatie.objects.get(casus=casus, status="open")


def test_everything_goes_along(region: Region, colleague: User) -> None:
    casussen = [make_casus(region, dagen=20) for _ in range(2)]
    for casus in casussen:
        add_taak(
            casus=casus,
            omschrijving="Bellen",
            eigenaar=region.coordinator,
            voor_op=None,
            inzender=region.by(),
        )
    watch()
    versions = [Casus.objects.get(pk=casus.pk).versie for casus in casussen]

    assert give(region, colleague) == (2, 2, 2)

    for casus, version in zip(casussen, versions, strict=True):
        casus.refresh_from_db()
        assert (casus.eigenaar, casus.versie) == (colleague, version + 1)
        assert {taak.eigenaar for taak in casus.taken.all()} == {colleague}
        entry = casus.gebeurtenissen.filter(soort="eigenaar").get()
        assert entry.titel == f"{colleague} is eigenaar"
        assert entry.tekst == (
            f"Overgedragen door {region.coordinator}, met 1 volgende stap en 1 open signaal."
        )
        assert (entry.door, entry.namens, entry.versie) == (
            region.directeur,
            region.swv,
            casus.versie,
        )
        now = asked(signal_of(casus))
        assert now[colleague.pk] == ("coordinator", "rol", None)
        assert region.coordinator.pk not in now
        assert region.zorgcoordinator.pk in now
    lines = AuditRegel.objects.filter(
        gebeurtenis="casus: eigenaar", gebruiker_id=region.directeur.pk
    )
    assert {line.onderwerp_id for line in lines} == {casus.nummer for casus in casussen}
    summary = AuditRegel.objects.get(gebeurtenis="casussen overgedragen")
    assert summary.gegevens == {"naar": colleague.pk, "casussen": 2, "taken": 2, "signalen": 2}


def test_the_watch_agrees_with_it(region: Region, colleague: User) -> None:
    """Looking again asks nobody else, and sends no second mail."""
    casus = make_casus(region, dagen=20)
    watch()
    give(region, colleague)
    before, mails = asked(signal_of(casus)), Bericht.objects.count()

    watch()

    assert asked(signal_of(casus)) == before
    assert Bericht.objects.count() == mails


def test_what_is_somebody_elses_stays(
    region: Region, colleague: User, other_region: Region
) -> None:
    third = make_user(Rol.COORDINATOR, region.swv)
    theirs = make_casus(region, dagen=20, eigenaar=third)
    elsewhere = make_casus(other_region, dagen=20)
    closed = make_casus(region, dagen=20)
    mine = make_casus(region, dagen=20)
    Casus.objects.filter(pk=closed.pk).update(
        status="gesloten", uitkomst="terug", gesloten_op=timezone.now()
    )
    steps = [
        add_taak(
            casus=casus, omschrijving="Bellen", eigenaar=who, voor_op=None, inzender=region.by()
        )
        for casus, who in (
            (theirs, region.coordinator),
            (mine, region.directeur),
            (mine, region.coordinator),
        )
    ]
    complete_taak(taak=steps[2], inzender=region.by())
    watch()

    assert give(region, colleague) == (1, 0, 1)

    owners = dict(Casus.objects.values_list("pk", "eigenaar"))
    assert owners == {
        theirs.pk: third.pk,
        elsewhere.pk: other_region.coordinator.pk,
        closed.pk: region.coordinator.pk,
        mine.pk: colleague.pk,
    }
    for step in steps:
        was = step.eigenaar
        step.refresh_from_db()
        assert step.eigenaar == was
    assert set(asked(signal_of(theirs))) == {third.pk, region.zorgcoordinator.pk}


def test_a_chosen_part(region: Region, colleague: User) -> None:
    first, second = (make_casus(region) for _ in range(2))

    assert give(region, colleague, nummers=[second.nummer])[0] == 1

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.eigenaar, second.eigenaar) == (region.coordinator, colleague)


def test_what_changed_meanwhile_is_told_and_nothing_goes(region: Region, colleague: User) -> None:
    first, second = (make_casus(region) for _ in range(2))
    Casus.objects.filter(pk=second.pk).update(eigenaar=colleague)

    with pytest.raises(ValidationError, match=f"niet meer van .*{second.nummer}"):
        give(region, colleague, nummers=[first.nummer, second.nummer])

    first.refresh_from_db()
    assert first.eigenaar == region.coordinator


def test_who_may_get_them(region: Region, other_region: Region) -> None:
    make_casus(region)
    bounced = make_user(Rol.COORDINATOR, region.swv)
    mark_onbestelbaar(user=bounced, reden="550")
    bounced.refresh_from_db()
    gone = make_user(Rol.COORDINATOR, region.swv)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    gone.refresh_from_db()
    for naar, message in (
        (region.coordinator, "Kies een ander"),
        (region.directeur, "geen coördinator"),
        (other_region.coordinator, "geen coördinator"),
        (gone, "geen coördinator"),
        (bounced, "komt niet aan"),
    ):
        with pytest.raises(ValidationError, match=message):
            give(region, naar)
    assert set(Casus.objects.values_list("eigenaar", flat=True)) == {region.coordinator.pk}


def test_who_may_hand_over(region: Region, other_region: Region, colleague: User) -> None:
    make_casus(region)
    beheerder = make_user(Rol.BEHEERDER, region.swv)
    for door in (beheerder, region.leerplichtambtenaar, other_region.directeur):
        with pytest.raises(NietToegestaan):
            give(region, colleague, door=door)
    assert give(region, colleague, door=colleague)[0] == 1


def test_nothing_to_hand_over(region: Region, colleague: User) -> None:
    with pytest.raises(ValidationError, match="geen open casussen"):
        give(region, colleague)


def test_a_form_sent_twice(region: Region, colleague: User) -> None:
    casus = make_casus(region)
    sleutel = uuid4()
    give(region, colleague, nummers=[casus.nummer], sleutel=sleutel)

    with pytest.raises(AlGedaan):
        give(region, colleague, nummers=[casus.nummer], sleutel=sleutel)

    assert Gebeurtenis.objects.filter(soort="eigenaar").count() == 1


def test_somebody_who_left_or_was_shut_out(region: Region, colleague: User) -> None:
    casus = make_casus(region, dagen=20)
    watch()
    Lidmaatschap.objects.filter(user=region.coordinator).update(tot=timezone.localdate())
    User.objects.filter(pk=region.coordinator.pk).update(is_active=False)

    assert give(region, colleague) == (1, 0, 1)
    assert colleague.pk in asked(signal_of(casus))


# --- who is asked -----------------------------------------------------------------------------
def leave_to(region: Region, user: User, vervanger: User) -> None:
    set_vervanging(
        user=user,
        vervanger=vervanger,
        organisatie=region.swv,
        van=timezone.localdate(),
        tot=timezone.localdate() + timedelta(days=7),
        door=user,
    )


def test_what_a_vervanger_was_asked_goes_along(region: Region, colleague: User) -> None:
    leave_to(region, region.coordinator, region.directeur)
    casus = make_casus(region, dagen=20)
    watch()
    assert asked(signal_of(casus))[region.directeur.pk][1] == "vervanging"

    assert give(region, colleague) == (1, 0, 1)

    now = asked(signal_of(casus))
    assert now[colleague.pk] == ("coordinator", "rol", None)
    assert region.directeur.pk not in now


def test_the_vervanger_gets_the_casussen(region: Region, colleague: User) -> None:
    leave_to(region, region.coordinator, colleague)
    casus = make_casus(region, dagen=20)
    watch()

    assert give(region, colleague) == (1, 0, 1)
    assert asked(signal_of(casus))[colleague.pk] == ("coordinator", "rol", None)


def test_who_gets_them_is_away(region: Region, colleague: User) -> None:
    leave_to(region, colleague, region.directeur)
    casus = make_casus(region, dagen=20)
    watch()

    give(region, colleague)

    assert asked(signal_of(casus))[region.directeur.pk] == (
        "coordinator",
        "vervanging",
        colleague.pk,
    )


def test_what_was_passed_on_to_the_owner_goes_along(region: Region, colleague: User) -> None:
    casus = make_casus(region, dagen=20)
    watch()
    Geadresseerde.objects.filter(user=region.coordinator).update(
        wijze="doorgestuurd", rol="", namens=region.zorgcoordinator
    )

    give(region, colleague)

    assert asked(signal_of(casus))[colleague.pk] == ("", "doorgestuurd", region.zorgcoordinator.pk)


@pytest.mark.parametrize("to_vervanger", [False, True])
@pytest.mark.parametrize("wijze", ["doorgestuurd", "opgepakt"])
def test_what_the_owner_was_asked_as_a_person_goes_along_while_they_are_away(
    region: Region, colleague: User, wijze: str, to_vervanger: bool
) -> None:
    casus = make_casus(region, dagen=20)
    watch()
    signal = signal_of(casus)
    Escalatie.objects.filter(pk=signal.pk).update(rollen=["zorgcoordinator"])
    Geadresseerde.objects.filter(user=region.coordinator).update(wijze=wijze, rol="")
    stand_in = colleague if to_vervanger else region.directeur
    leave_to(region, region.coordinator, stand_in)
    watch()
    assert asked(signal)[stand_in.pk] == ("", "vervanging", region.coordinator.pk)

    give(region, colleague)
    watch()

    assert set(asked(signal)) == {colleague.pk, region.zorgcoordinator.pk}
    assert asked(signal)[colleague.pk] == ("", "doorgestuurd", region.coordinator.pk)


def test_what_the_owner_was_asked_in_another_role_stays(region: Region, colleague: User) -> None:
    casus = make_casus(region, dagen=20)
    watch()
    Geadresseerde.objects.filter(user=region.coordinator).update(rol="directeur")

    assert give(region, colleague) == (1, 0, 0)
    assert region.coordinator.pk in asked(signal_of(casus))


def test_who_was_asked_already_is_asked_once(region: Region, colleague: User) -> None:
    casus = make_casus(region, dagen=20)
    watch()
    signal = signal_of(casus)
    Geadresseerde.objects.create(
        escalatie=signal, user=colleague, wijze="doorgestuurd", van=timezone.localdate()
    )

    give(region, colleague)

    assert asked(signal)[colleague.pk][1] == "doorgestuurd"
    assert not Bericht.objects.filter(ontvanger=colleague).exists()


# --- mail -------------------------------------------------------------------------------------
def test_mail_moves_and_what_can_wait_is_one_overview(region: Region, colleague: User) -> None:
    for dagen in (20, 20, 40):
        make_casus(region, dagen=dagen)
    watch()

    give(region, colleague)

    old = Bericht.objects.filter(ontvanger=region.coordinator)
    assert set(old.values_list("toestand", flat=True)) == {Toestand.INGETROKKEN}
    new = Bericht.objects.filter(ontvanger=colleague).order_by("pk")
    assert sorted(new.values_list("toestand", flat=True)) == [
        Toestand.BUNDEL,
        Toestand.BUNDEL,
        Toestand.WACHTEND,
    ]
    untouched = Bericht.objects.filter(ontvanger=region.zorgcoordinator)
    assert set(untouched.values_list("toestand", flat=True)) <= {Toestand.WACHTEND}


def test_handed_back_they_are_told_again(region: Region, colleague: User) -> None:
    casus = make_casus(region, dagen=20)
    watch()
    sleutel = uuid4()
    give(region, colleague, sleutel=sleutel)
    back = handed_over_by(sleutel, region.swv, colleague, region.directeur)

    give(region, region.coordinator, van=colleague, nummers=back, sleutel=uuid4())

    casus.refresh_from_db()
    assert back == [casus.nummer]
    assert casus.eigenaar == region.coordinator
    assert region.coordinator.pk in asked(signal_of(casus))
    assert Bericht.objects.filter(ontvanger=region.coordinator, toestand=Toestand.BUNDEL).exists()
    assert handed_over_by(sleutel, region.swv, colleague, region.directeur) == []


def test_a_signal_that_is_taken_up_goes_along_without_mail(region: Region, colleague: User) -> None:
    casus = make_casus(region, dagen=20)
    watch()
    Escalatie.objects.filter(casus=casus).update(status="beantwoord")

    assert give(region, colleague) == (1, 0, 1)
    assert not Bericht.objects.filter(ontvanger=colleague).exists()


def test_the_number_of_statements_does_not_grow(region: Region, colleague: User) -> None:
    counts = []
    for many in (1, 6):
        for _ in range(many):
            make_casus(region, dagen=20)
        watch()
        # Fresh from the database: what somebody may is kept on the user once it is known.
        naar, door = (User.objects.get(pk=user.pk) for user in (colleague, region.directeur))
        with CaptureQueriesContext(connection) as statements:
            give(region, naar, door=door)
        counts.append(len(statements))

    assert counts[0] == counts[1]


# --- the pages --------------------------------------------------------------------------------
LIST = "/overdragen/"


@pytest.fixture
def browser(region: Region) -> Client:
    """A browser of the directeur."""
    client = Client()
    client.force_login(region.directeur)
    return client


def page_of(user: User) -> str:
    return f"{LIST}{user.pk}/"


def test_the_list_shows_who_has_casussen_and_who_left_first(
    region: Region, browser: Client, colleague: User, other_region: Region
) -> None:
    make_casus(region)
    for _ in range(2):
        make_casus(region, eigenaar=colleague)
    make_casus(other_region)
    Lidmaatschap.objects.filter(user=colleague).update(tot=timezone.localdate())

    owners = owners_at(region.swv, region.directeur)
    page = browser.get(LIST).content.decode()

    assert [(o.user, o.casussen, o.is_weg) for o in owners] == [
        (colleague, 2, True),
        (region.coordinator, 1, False),
    ]
    assert "Werkt hier niet meer als coördinator" in page
    assert str(other_region.coordinator) not in page
    assert f'href="{LIST}"' in page, "it is in the menu of the account"


def test_handing_over_and_back_in_the_browser(
    region: Region, browser: Client, colleague: User
) -> None:
    casus, kept = make_casus(region, dagen=20), make_casus(region)
    watch()
    page = browser.get(page_of(region.coordinator)).content.decode()
    assert f"{casus.nummer} · K. N. · 1 open signaal" in page
    sleutel = str(uuid4())

    done = browser.post(
        page_of(region.coordinator),
        {"naar": colleague.pk, "nummers": [casus.nummer], "sleutel": sleutel},
        follow=True,
    ).content.decode()
    again = browser.post(
        page_of(region.coordinator),
        {"naar": colleague.pk, "nummers": [casus.nummer], "sleutel": sleutel},
        follow=True,
    ).content.decode()

    assert f"1 casus is overgedragen van {region.coordinator} aan {colleague}." in done
    assert f"Geef ze terug aan {region.coordinator}" in done
    assert "Deze casussen waren al overgedragen." in again
    back = f"{page_of(colleague)}?terug={sleutel}&naar={region.coordinator.pk}"
    form = browser.get(back).content.decode()
    assert form.count("checked") == 1
    assert f'<option value="{region.coordinator.pk}" selected>' in form
    kept.refresh_from_db()
    assert kept.eigenaar == region.coordinator


def test_a_form_that_was_changed_and_sent_again_says_what_was_not_done(
    region: Region, browser: Client, colleague: User
) -> None:
    first, second, third = (make_casus(region) for _ in range(3))
    other = make_user(Rol.COORDINATOR, region.swv)
    sleutel = str(uuid4())
    sent = {"naar": colleague.pk, "nummers": [first.nummer, second.nummer], "sleutel": sleutel}
    browser.post(page_of(region.coordinator), sent)

    changed = sent | {"naar": other.pk, "nummers": [first.nummer, third.nummer]}
    response = browser.post(page_of(region.coordinator), changed)
    page = response.content.decode()

    assert response.status_code == 409
    cells = [
        re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
    ]
    assert cells == [
        str(colleague),
        str(other),
        f"{first.nummer}, {second.nummer}",
        f"{first.nummer}, {third.nummer}",
    ]
    assert set(Casus.objects.values_list("nummer", "eigenaar")) == {
        (first.nummer, colleague.pk),
        (second.nummer, colleague.pk),
        (third.nummer, region.coordinator.pk),
    }
    # What can still be done stays filled in, under a key of its own.
    assert f'<option value="{other.pk}" selected>' in page
    assert re.findall(r'value="([^"]*)"[^>]*checked', page) == [third.nummer]
    assert sleutel not in page.split('<form class="formulier"')[1]
    back = re.search(r'href="([^"]*terug=[^"]*)"', page)
    assert back is not None
    assert browser.get(unescape(back[1])).content.decode().count("checked") == 2


def test_a_form_of_somebody_else_tells_nothing(
    region: Region, browser: Client, colleague: User
) -> None:
    casus, sleutel = make_casus(region), uuid4()
    give(region, colleague, sleutel=sleutel, door=colleague)

    data = {"naar": region.coordinator.pk, "nummers": [casus.nummer], "sleutel": str(sleutel)}
    response = browser.post(page_of(colleague), data)

    assert response.status_code == 302
    assert handed_over_with(sleutel, region.swv, region.directeur) is None


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Kies ten minste één casus."),
        ({"naar": "0"}, "Deze keuze is er niet"),
        ({"nummers": "2020-000001"}, "Deze keuze is er niet"),
    ],
)
def test_what_cannot_be_is_told(
    region: Region, browser: Client, colleague: User, data: dict[str, str], message: str
) -> None:
    casus = make_casus(region)

    response = browser.post(page_of(region.coordinator), data)

    assert response.status_code == 422
    assert message in response.content.decode()
    casus.refresh_from_db()
    assert casus.eigenaar == region.coordinator


def test_without_anybody_to_get_them_or_anything_to_give(region: Region, browser: Client) -> None:
    assert "Niets om over te dragen" in browser.get(LIST).content.decode()
    assert "Geen open casussen" in browser.get(page_of(region.coordinator)).content.decode()
    make_casus(region)
    assert "Niemand om aan over te dragen" in (
        browser.get(page_of(region.coordinator)).content.decode()
    )


def test_people_of_elsewhere_are_not_there(
    region: Region, browser: Client, other_region: Region
) -> None:
    make_casus(other_region)

    assert browser.get(page_of(other_region.coordinator)).status_code == 404
    assert browser.get(f"{LIST}999999/").status_code == 404
    assert caseload_of(other_region.coordinator, other_region.swv, region.directeur) == []


@pytest.mark.parametrize("query", ["gedaan=x", "gedaan=&van=1&naar=2", "van=x", "naar=9" * 30])
def test_an_odd_address_shows_the_plain_page(region: Region, browser: Client, query: str) -> None:
    assert browser.get(f"{LIST}?{query}").status_code == 200
    assert browser.get(f"{page_of(region.coordinator)}?terug={query}").status_code == 200
