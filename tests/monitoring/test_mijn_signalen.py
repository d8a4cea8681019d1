"""Mijn signalen: what is asked of one person, the most urgent first, answered in place."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Casus, CasusPartij, Uitkomst
from cases.services.casussen import close_casus
from cases.services.partijen import invite_organisatie
from monitoring.models import Escalatie, Geadresseerde, Reactie, ReactieSoort
from monitoring.selectors.mijn_signalen import (
    MEESTE_EERDER,
    Groep,
    asked_again,
    count_open,
    first_rest_day,
    load_mijn_signalen,
)
from monitoring.services.reacties import answer_escalatie
from monitoring.services.watch import run_round
from tests.cases.hulp import HTMX, client_of, page_of
from tests.factories import Region, make_casus, make_organisatie, make_user
from thuiszitters.accounts.models import User, Vervanging
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import add_lidmaatschap

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)
LIST = "/signalen/"


def ask(
    casus: Casus,
    user: User,
    reageer_voor: date | None = TODAY,
    trede: str = "signaleren",
    **extra: Any,
) -> Escalatie:
    """Ask somebody about a casus, by this day."""
    values: dict[str, Any] = {
        "drempel": "vier_weken",
        "verzuim_sinds": TODAY - timedelta(days=Escalatie.objects.count()),
        "op": TODAY,
        "gold_vanaf": TODAY,
        "vraag": f"Vraag {Escalatie.objects.count() + 1}?",
        "aanleiding": "De leerling zit vier weken thuis.",
    }
    escalatie = Escalatie.objects.create(
        casus=casus, trede=trede, reageer_voor=reageer_voor, **(values | extra)
    )
    Geadresseerde.objects.create(
        escalatie=escalatie, user=user, rol=Rol.LEERPLICHTAMBTENAAR, van=TODAY
    )
    return escalatie


def listed(user: User, **query: Any) -> str:
    """Return the page as this person sees it, on one line."""
    response = client_of(user).get(LIST, query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def post(signal: Escalatie, user: User, soort: str, htmx: bool = True, **data: str) -> HttpResponse:
    """Answer a signal from the list."""
    values = {
        "sleutel": str(uuid4()),
        "versie": "1",
        "laatste": "0",
        "soort": soort,
        "rust_tot": "30-11-2026",
        "next": LIST,
    }
    response = client_of(user).post(
        reverse("monitoring:antwoord", args=[signal.pk]),
        values | data,
        headers={**HTMX, "HX-Target": f"plek-signaal-{signal.pk}"} if htmx else None,
    )
    assert isinstance(response, HttpResponse)
    return response


# --- what stands in it ------------------------------------------------------------------------
def test_what_the_watch_asks_of_me(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    signal = Escalatie.objects.get(status="open")

    page = listed(region.leerplichtambtenaar)

    assert "1 signaal wacht op jouw antwoord." in page
    assert casus.nummer in page
    assert casus.leerling.korte_naam in page
    assert signal.vraag in page
    assert "Je bent gevraagd als leerplichtambtenaar." in page
    assert '<strong class="niet-breken">do 26 nov</strong>' in page
    assert "nog 3 werkdagen" in page
    assert "badge--signaleren" in page
    assert 'Mijn signalen <span class="teller">1<span class="verborgen"> open</span></span>' in page
    assert "Er wacht niets op jouw antwoord." in listed(region.zorgcoordinator)


def test_the_most_urgent_first_in_groups(region: Region) -> None:
    casus, me = make_casus(region), region.leerplichtambtenaar
    later = ask(casus, me, date(2026, 11, 30))
    week = ask(casus, me, date(2026, 11, 27), "preventie")
    week_higher = ask(casus, me, date(2026, 11, 27), "aanspreken")
    today = ask(casus, me, TODAY)
    late = ask(casus, me, date(2026, 11, 20))
    never = ask(casus, me, None)

    found = load_mijn_signalen(me, TODAY)

    assert [(groep, [s.escalatie for s in items]) for groep, items in found.groepen] == [
        (Groep.TE_LAAT, [late]),
        (Groep.VANDAAG, [today]),
        (Groep.DEZE_WEEK, [week_higher, week]),
        (Groep.LATER, [later, never]),
    ]
    assert (found.aantal, found.te_laat) == (6, 1)
    page = listed(me)
    assert "6 signalen wachten op jouw antwoord, <span" in page
    assert [groep for groep, _ in found.groepen] == re.findall(
        r'class="mijnsignalen__groep" id="groep-\d">([^<]+)<', page
    )


def test_the_last_day_of_the_week_is_this_week(region: Region) -> None:
    casus, me = make_casus(region), region.leerplichtambtenaar
    ask(casus, me, date(2026, 11, 29))

    ((groep, _),) = load_mijn_signalen(me, TODAY).groepen
    ((on_sunday, _),) = load_mijn_signalen(me, date(2026, 11, 29)).groepen

    assert (groep, on_sunday) == (Groep.DEZE_WEEK, Groep.VANDAAG)


@pytest.mark.parametrize("status", ["beantwoord", "opgevolgd", "vervallen", "overgeslagen"])
def test_only_what_is_open(region: Region, status: str) -> None:
    signal = ask(make_casus(region), region.leerplichtambtenaar)
    assert count_open(region.leerplichtambtenaar) == 1

    Escalatie.objects.filter(pk=signal.pk).update(status=status)

    assert count_open(region.leerplichtambtenaar) == 0
    assert "Vraag 1?" not in listed(region.leerplichtambtenaar).split("Onlangs voorbij")[0]


def test_only_what_is_asked_of_me_now(region: Region) -> None:
    signal = ask(make_casus(region), region.leerplichtambtenaar)

    assert count_open(region.coordinator) == 0
    Geadresseerde.objects.update(tot=TODAY)

    assert count_open(region.leerplichtambtenaar) == 0
    found = load_mijn_signalen(region.leerplichtambtenaar, TODAY)
    assert found.groepen == []
    (over,) = found.eerder
    assert (over.escalatie, over.wat) == (signal, "Het wordt nu aan iemand anders gevraagd.")


def test_never_a_casus_i_may_not_see(region: Region, other_region: Region) -> None:
    me = region.leerplichtambtenaar
    strange = make_casus(other_region)
    ask(strange, me)
    ask(strange, me, status="vervallen", reden="Weg.")
    resting = ask(strange, me, status="beantwoord", rust_tot=TODAY)
    Reactie.objects.create(escalatie=resting, soort=ReactieSoort.NEEM_OP, door=me)
    mine = make_casus(region)
    ask(mine, me)

    page = listed(me)

    assert mine.nummer in page
    assert strange.nummer not in page
    assert strange.leerling.achternaam not in page
    assert "Vraag 1?" not in page
    assert count_open(me) == 1
    # The gemeente takes no part any more: gone from the list as from the page.
    CasusPartij.objects.filter(casus=mine, organisatie=region.gemeente).update(tot=TODAY)
    assert mine.nummer not in listed(me)
    assert count_open(me) == 0


def test_a_closed_casus_asks_nothing(region: Region) -> None:
    casus = make_casus(region)
    ask(casus, region.leerplichtambtenaar)
    close_casus(casus=casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())

    assert count_open(region.leerplichtambtenaar) == 0


def test_in_another_role_it_is_counted_without_the_name(
    region: Region, other_region: Region
) -> None:
    me = region.leerplichtambtenaar
    add_lidmaatschap(user=me, organisatie=other_region.school, rol=Rol.ZORGCOORDINATOR)
    there = make_casus(other_region)
    signal = ask(there, me)
    browser = client_of(me)
    first = me.lidmaatschappen.get(organisatie=region.gemeente)
    browser.post(reverse("accounts:wissel"), {"lidmaatschap": first.pk})

    page = " ".join(browser.get(LIST).content.decode().split())

    assert there.nummer in page
    assert there.leerling.korte_naam not in page
    assert "Bekijk in je andere rol" in page
    assert reverse("monitoring:antwoord", args=[signal.pk]) not in page
    assert "1 signaal wacht" in page
    followed = browser.get(reverse("monitoring:signaal", args=[signal.pk]), follow=True)
    assert f"Je kijkt nu als zorgcoördinator bij {other_region.school}." in (
        followed.content.decode()
    )
    assert there.leerling.korte_naam in browser.get(LIST).content.decode()


def test_what_was_passed_on_comes_with_the_words(region: Region) -> None:
    make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    signal = Escalatie.objects.get(status="open")
    answer_escalatie(
        escalatie=signal,
        soort=ReactieSoort.DOORGESTUURD,
        toelichting="Jij kent <b>de ouders</b>.",
        naar=region.zorgcoordinator,
        inzender=region.by(region.leerplichtambtenaar),
    )

    page = listed(region.zorgcoordinator)

    assert f"{region.leerplichtambtenaar} gaf dit aan jou door." in page
    assert "Jij kent &lt;b&gt;de ouders&lt;/b&gt;." in page
    given = load_mijn_signalen(region.leerplichtambtenaar, TODAY)
    assert (given.aantal, given.eerder[0].wat) == (
        0,
        f"Je gaf het door aan {region.zorgcoordinator}.",
    )


# --- taken up, and over -----------------------------------------------------------------------
def test_taken_up_stands_below_until_its_day(region: Region) -> None:
    me = region.leerplichtambtenaar
    signal = ask(make_casus(region), me)
    answer_escalatie(
        escalatie=signal,
        soort=ReactieSoort.NEEM_OP,
        toelichting="Ik bel.",
        naar=None,
        rust_tot=date(2026, 11, 28),
        inzender=region.by(me),
    )

    page = listed(me)
    (mine,) = load_mijn_signalen(me, TODAY).opgepakt

    assert mine.door_mij
    assert "Door jou opgepakt." in page
    assert "za 28 nov" in page
    assert "vanaf ma 30 nov kan het weer gevraagd worden" in page
    assert "Meer tijd nodig" in page
    # On the Monday after it the watch asks again; only then is it over without that.
    assert load_mijn_signalen(me, date(2026, 11, 30)).opgepakt
    over = load_mijn_signalen(me, date(2026, 12, 1))
    assert over.opgepakt == []
    assert [row.wat for row in over.eerder] == [f"Beantwoord door {me}."]


def test_what_i_took_up_without_being_asked_stands_there_too(region: Region) -> None:
    signal = ask(make_casus(region), region.leerplichtambtenaar)
    answer_escalatie(
        escalatie=signal,
        soort=ReactieSoort.NEEM_OP,
        toelichting="Ik bel.",
        naar=None,
        rust_tot=TODAY,
        inzender=region.by(region.zorgcoordinator),
    )

    (theirs,) = load_mijn_signalen(region.zorgcoordinator, TODAY).opgepakt
    (asked,) = load_mijn_signalen(region.leerplichtambtenaar, TODAY).opgepakt

    assert theirs.door_mij
    assert (asked.wie, asked.door_mij) == (region.zorgcoordinator, False)
    assert load_mijn_signalen(region.coordinator, TODAY).opgepakt == []
    page = listed(region.leerplichtambtenaar)
    assert f"Opgepakt door {region.zorgcoordinator}." in page
    assert "Overnemen" in page


def test_what_was_over_lately_is_folded_away(region: Region) -> None:
    casus, me = make_casus(region), region.leerplichtambtenaar
    ask(casus, me, status="vervallen", reden="De leerling is terug.")
    ask(casus, me, status="opgevolgd")
    ask(casus, me, status="vervallen", op=TODAY - timedelta(days=61))
    for _ in range(MEESTE_EERDER):
        ask(casus, me, status="overgeslagen")

    found = load_mijn_signalen(me, TODAY)

    assert [row.wat for row in found.eerder] == [
        "Opgevolgd: een hogere trede vroeg om een antwoord.",
        "Vervallen. De leerling is terug.",
    ]
    assert "Onlangs voorbij (2)" in listed(me)


@pytest.mark.parametrize(
    ("rust_tot", "again"),
    [
        (date(2026, 11, 27), None),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 12, 25), date(2026, 12, 28)),
        (None, None),
    ],
)
def test_when_it_is_asked_again(rust_tot: date | None, again: date | None) -> None:
    assert asked_again(rust_tot) == again


def test_the_first_day_that_still_rests() -> None:
    assert first_rest_day(TODAY) == date(2026, 11, 20)
    assert first_rest_day(date(2026, 11, 24)) == TODAY


# --- answering in place -----------------------------------------------------------------------
def test_the_form_opens_in_its_place_or_as_a_page(region: Region) -> None:
    signal = ask(make_casus(region), region.leerplichtambtenaar)
    url = reverse("monitoring:antwoord", args=[signal.pk])
    browser = client_of(region.leerplichtambtenaar)

    part = browser.get(url, {"next": LIST}, headers=HTMX).content.decode()
    page = browser.get(url, {"next": LIST}).content.decode()

    for found in (part, page):
        assert f'name="next" value="{LIST}"' in found
        assert 'value="30-11-2026"' in found
        assert 'value="neem_op"' in found
    assert "<html" not in part
    assert "<html" in page


def test_answered_in_place_the_list_comes_back_with_the_word(region: Region) -> None:
    casus, me = make_casus(region), region.leerplichtambtenaar
    signal, other = ask(casus, me), ask(casus, me)

    response = post(signal, me, "neem_op", toelichting="Ik bel.")

    found = response.content.decode()
    assert response["HX-Retarget"] == "#mijn-signalen"
    assert "Je antwoord staat op de tijdlijn." in found
    assert "1 signaal wacht" in found
    assert "Door jou opgepakt." in found
    # The place of the other one keeps what stands open in it; that of this one is done.
    assert f'id="plek-signaal-{other.pk}" data-plek hx-preserve="true"' in found
    assert f'id="plek-signaal-{signal.pk}" data-plek>' in found
    assert 'id="hoofdnavigatie"' in found
    assert 'hx-swap-oob="true"' in found
    assert '<span class="teller">1<' in found


def test_answered_without_a_script_it_goes_back_to_the_list(region: Region) -> None:
    signal = ask(make_casus(region), region.leerplichtambtenaar)

    response = post(
        signal, region.leerplichtambtenaar, "neem_op", htmx=False, toelichting="Ik bel."
    )

    assert (response.status_code, response["Location"]) == (302, LIST)


def test_what_is_wrong_stays_in_its_place(region: Region) -> None:
    signal = ask(make_casus(region), region.leerplichtambtenaar)

    response = post(
        signal, region.leerplichtambtenaar, "neem_op", toelichting="Mijn plan.", rust_tot="1-2-2027"
    )

    found = response.content.decode()
    assert response.status_code == 422
    assert "Kies een dag tot en met 7 dec 2026" in found
    assert "Mijn plan." in found
    assert f'name="next" value="{LIST}"' in found


def test_who_was_overtaken_stays_in_the_list(region: Region) -> None:
    signal = ask(make_casus(region), region.leerplichtambtenaar)
    post(signal, region.coordinator, "neem_op", toelichting="Ik was eerder.")

    late = post(signal, region.leerplichtambtenaar, "neem_op", toelichting="Mijn plan.")

    found = late.content.decode()
    assert late.status_code == 409
    assert f"{region.coordinator} nam dit signaal al op" in found
    assert "Ik was eerder." in found
    assert "Mijn plan." in found


# --- size -------------------------------------------------------------------------------------
def fill(region: Region, count: int) -> None:
    """Ask the leerplichtambtenaar so many things, of all kinds, about five casussen."""
    casussen = [make_casus(region) for _ in range(5)]
    me = region.leerplichtambtenaar
    for n in range(count):
        casus = casussen[n % 5]
        ask(casus, me, TODAY + timedelta(days=n % 9 - 3))
        resting = ask(casus, me, status="beantwoord", rust_tot=TODAY)
        ask(casus, me, status="vervallen")
        for signal in (Escalatie.objects.latest("pk"), resting):
            Reactie.objects.create(escalatie=signal, soort=ReactieSoort.NEEM_OP, door=me)


def test_the_number_of_queries_does_not_grow(region: Region) -> None:
    counts = []
    for count in (1, 30, 100):
        Geadresseerde.objects.all().delete()
        fill(region, count)
        browser = client_of(region.leerplichtambtenaar)
        browser.get(LIST)
        with CaptureQueriesContext(connection) as seen:
            response = browser.get(LIST)
        assert response.status_code == 200
        counts.append(len(seen))

    assert len(set(counts)) == 1
    assert counts[0] <= 24


def test_fifty_on_a_page(region: Region) -> None:
    casus, me = make_casus(region), region.leerplichtambtenaar
    for n in range(53):
        ask(casus, me, TODAY + timedelta(days=n))

    first, second = listed(me), listed(me, pagina=2)

    assert first.count('class="mijnsignaal__doen"') == 50
    assert second.count('class="mijnsignaal__doen"') == 3
    assert "53 signalen wachten" in first
    assert "51 tot en met 53 van 53 signalen" in second
    assert "next=/signalen/%3Fpagina%3D2" in second
    assert listed(me, pagina="x").count('class="mijnsignaal__doen"') == 50


# --- the frame --------------------------------------------------------------------------------
def test_every_role_with_casework_has_it_in_the_navigation(region: Region) -> None:
    team = make_organisatie(Soort.JEUGDHULP)
    helper = make_user(Rol.BETROKKENE, team)
    casus = make_casus(region)
    invite_organisatie(casus=casus, organisatie=team, inzender=region.by())

    for person in (region.coordinator, region.bestuurder, helper):
        assert f'href="{LIST}"' in listed(person)
    assert f'href="{LIST}"' in page_of(region.coordinator, casus)
    beheerder = make_user(Rol.BEHEERDER, region.swv)
    assert f'href="{LIST}"' not in client_of(beheerder).get("/beheer/mensen/").content.decode()


def test_who_is_away_reads_who_replaces_them_and_until_when(region: Region) -> None:
    colleague = make_user(Rol.COORDINATOR, region.swv)
    away = Vervanging.objects.create(
        user=region.coordinator,
        vervanger=colleague,
        organisatie=region.swv,
        van=TODAY,
        tot=TODAY + timedelta(days=5),
    )
    told = f"Je vervanger bij {region.swv} is {colleague}, tot en met 27 nov 2026."
    assert told in client_of(region.coordinator).get(LIST).content.decode()
    assert told not in client_of(colleague).get(LIST).content.decode()
    Vervanging.objects.filter(pk=away.pk).update(van=TODAY - timedelta(days=9), tot=TODAY)
    assert told not in client_of(region.coordinator).get(LIST).content.decode()


def test_the_form_does_not_offer_to_pass_it_on_to_yourself(region: Region) -> None:
    escalatie = ask(make_casus(region), region.coordinator)
    address = reverse("monitoring:antwoord", args=[escalatie.pk])
    page = client_of(region.coordinator).get(address).content.decode()
    offered = re.findall(r'<option value="(\d+)"', page)
    assert str(region.directeur.pk) in offered
    assert str(region.coordinator.pk) not in offered
