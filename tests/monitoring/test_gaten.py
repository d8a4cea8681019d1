"""The page with holes: what a beheerder sees of signals that reach nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Casus
from monitoring.models import Escalatie
from monitoring.selectors.gaten import Gat, GatSoort, gaten_of
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_organisatie, make_user
from thuiszitters.accounts.bereik import mark_onbestelbaar, set_vervanging
from thuiszitters.accounts.models import Lidmaatschap, User
from thuiszitters.accounts.rollen import Rol, Soort

pytestmark = pytest.mark.usefixtures("monday")
PAGE = "/beheer/gaten/"


def seen(*organisaties: int) -> list[tuple[str, str, int, int]]:
    """Return the holes as (kind, about whom, casussen, signalen)."""

    def about(gat: Gat) -> str:
        return f"{gat.rol.value}@{gat.organisatie}" if gat.rol else str(gat.user)

    return [(g.soort.value, about(g), g.casussen, g.signalen) for g in gaten_of(organisaties)]


def leave(user: User) -> None:
    Lidmaatschap.objects.filter(user=user).update(tot=timezone.localdate())


@pytest.fixture
def beheerder(region: Region) -> Client:
    """A browser of the beheerder of the SWV."""
    client = Client()
    client.force_login(make_user(Rol.BEHEERDER, region.swv))
    return client


def test_without_holes_it_says_so(region: Region, beheerder: Client) -> None:
    make_casus(region, dagen=30)
    run_round(peildatum=timezone.localdate())

    assert seen(region.swv.pk) == []
    page = beheerder.get(PAGE)
    assert "Geen gaten" in page.content.decode()
    assert 'aria-current="page">Gaten' in page.content.decode()


def test_a_gemeente_with_casussen_without_leerplichtambtenaar(
    region: Region, beheerder: Client
) -> None:
    for _ in range(2):
        make_casus(region, dagen=5)
    leave(region.leerplichtambtenaar)

    hole = ("rol", f"leerplichtambtenaar@{region.gemeente}", 2, 0)
    assert seen(region.swv.pk) == [hole]
    assert seen(region.gemeente.pk) == [hole]
    page = beheerder.get(PAGE).content.decode()
    assert f"Vraag {region.gemeente} om iemand uit te nodigen" in page
    assert "Nodig iemand uit" not in page


def test_a_role_of_the_own_organisation_leads_to_inviting(
    region: Region, beheerder: Client
) -> None:
    make_casus(region, dagen=5)
    leave(region.coordinator)

    page = beheerder.get(PAGE).content.decode()

    assert 'href="/beheer/mensen/">Nodig iemand uit' in page


def test_a_role_that_only_signals_ask_is_missed_once_one_asked(region: Region) -> None:
    leave(region.zorgcoordinator)
    casus = make_casus(region, dagen=20)
    assert seen(region.swv.pk) == []

    run_round(peildatum=timezone.localdate())

    waiting = Escalatie.objects.get(casus=casus, status="open")
    assert waiting.zonder_ontvanger == ["zorgcoordinator"]
    hole = ("rol", f"zorgcoordinator@{region.school}", 1, 1)
    assert seen(region.swv.pk) == seen(region.school.pk) == [hole]


def test_a_hole_that_was_filled_is_gone_at_once(region: Region) -> None:
    leave(region.zorgcoordinator)
    make_casus(region, dagen=20)
    run_round(peildatum=timezone.localdate())

    make_user(Rol.ZORGCOORDINATOR, region.school)

    assert seen(region.swv.pk) == []


def test_signals_that_are_over_make_no_hole(region: Region) -> None:
    leave(region.zorgcoordinator)
    make_casus(region, dagen=20)
    run_round(peildatum=timezone.localdate())
    Escalatie.objects.update(status="vervallen")

    assert seen(region.swv.pk) == []


def test_closed_casussen_make_no_hole(region: Region) -> None:
    casus = make_casus(region, dagen=5)
    leave(region.leerplichtambtenaar)
    Casus.objects.filter(pk=casus.pk).update(
        status="gesloten", uitkomst="terug", gesloten_op=timezone.now()
    )

    assert seen(region.swv.pk) == []


def test_an_owner_who_left_or_may_not_log_in(region: Region, beheerder: Client) -> None:
    make_user(Rol.COORDINATOR, region.swv)
    gone = make_user(Rol.COORDINATOR, region.swv)
    for user in (region.coordinator, gone, gone):
        make_casus(region, eigenaar=user)
    leave(region.coordinator)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    assert seen(region.swv.pk) == [
        ("eigenaar", str(gone), 2, 0),
        ("eigenaar", str(region.coordinator), 1, 0),
    ]
    assert "om deze casussen over te dragen" in beheerder.get(PAGE).content.decode()


def test_an_address_where_mail_does_not_arrive(region: Region, beheerder: Client) -> None:
    for user in (region.directeur, region.leerplichtambtenaar):
        mark_onbestelbaar(user=user, reden="550")
    lid = region.directeur.lidmaatschappen.get()

    assert seen(region.swv.pk) == [("adres", str(region.directeur), 0, 0)]
    page = beheerder.get(PAGE).content.decode()
    assert f'href="/beheer/mensen/{lid.pk}/"' in page
    assert region.leerplichtambtenaar.email not in page


def test_somebody_who_left_with_a_dead_address_is_no_hole(region: Region) -> None:
    mark_onbestelbaar(user=region.directeur, reden="550")
    leave(region.directeur)

    assert seen(region.swv.pk) == []


def test_away_while_the_vervanger_cannot_be_reached(region: Region, beheerder: Client) -> None:
    colleague = make_user(Rol.COORDINATOR, region.swv)
    set_vervanging(
        user=region.coordinator,
        vervanger=colleague,
        organisatie=region.swv,
        van=timezone.localdate(),
        tot=timezone.localdate() + timedelta(days=7),
        door=colleague,
    )
    assert seen(region.swv.pk) == []

    leave(colleague)

    assert seen(region.swv.pk) == [("afwezig", str(region.coordinator), 0, 0)]
    assert "Kies een andere vervanger" in beheerder.get(PAGE).content.decode()


def test_nobody_sees_the_holes_of_others(region: Region, other_region: Region) -> None:
    make_casus(region, dagen=5)
    leave(region.leerplichtambtenaar)
    mark_onbestelbaar(user=region.coordinator, reden="550")

    assert seen(other_region.swv.pk) == []
    assert seen(make_organisatie(Soort.GEMEENTE, swv=region.swv).pk) == []
    assert seen() == []


def test_the_page_holds_no_casework(region: Region, beheerder: Client) -> None:
    casus = make_casus(region, dagen=30, voornaam="Kanarie", achternaam="Vogel")
    for user in (region.leerplichtambtenaar, region.coordinator):
        leave(user)
    run_round(peildatum=timezone.localdate())

    page = beheerder.get(PAGE).content.decode()

    assert "Rollen waarin niemand te bereiken is (2)" in page
    for secret in ("Kanarie", "Vogel", casus.nummer):
        assert secret not in page


def test_the_number_of_statements_does_not_grow(region: Region) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            user = make_user(Rol.COORDINATOR, region.swv)
            make_casus(region, dagen=20, eigenaar=user)
            mark_onbestelbaar(user=user, reden="550")
        with CaptureQueriesContext(connection) as statements:
            assert {gat.soort for gat in gaten_of([region.swv.pk])} == {GatSoort.ADRES}
        counts.append(len(statements))

    assert counts[0] == counts[1]
