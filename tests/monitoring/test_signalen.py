"""From the link in the mail to the answer on the timeline."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.models import Casus, Gebeurtenis, GebeurtenisSoort, Uitkomst
from cases.services.casussen import close_casus
from cases.services.feiten import register_terugkeer
from cases.services.partijen import grant_toegang, invite_organisatie
from monitoring.models import Escalatie, Reactie, ReactieSoort
from monitoring.services.reacties import answer_escalatie
from monitoring.services.watch import run_round
from tests.cases.hulp import HTMX, client_of, page_of
from tests.factories import Region, make_casus, make_organisatie, make_user
from thuiszitters.accounts.models import User, Vervanging
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import add_lidmaatschap
from thuiszitters.berichten.models import Bericht, Toestand

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)


@pytest.fixture
def casus(region: Region) -> Casus:
    """A casus whose four weeks have passed: signaleren is open, two rungs were skipped."""
    found = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    found.refresh_from_db()
    return found


@pytest.fixture
def signal(casus: Casus) -> Escalatie:
    """The open signal of that casus."""
    return Escalatie.objects.get(casus=casus, status="open")


def answer(
    signal: Escalatie, user: User, soort: str, htmx: bool = False, **data: str
) -> HttpResponse:
    """Press one of the buttons of the signal; it is taken up for a week unless said otherwise."""
    response = client_of(user).post(
        reverse("monitoring:antwoord", args=[signal.pk]),
        {
            "sleutel": str(uuid4()),
            "versie": "1",
            "laatste": "0",
            "rust_tot": "30-11-2026",
            "soort": soort,
            **data,
        },
        headers={**HTMX, "HX-Target": f"plek-signaal-{signal.pk}"} if htmx else None,
    )
    assert isinstance(response, HttpResponse)
    return response


# --- the link ---------------------------------------------------------------------------------
def test_the_link_leads_to_the_signal_on_its_casus(
    region: Region, casus: Casus, signal: Escalatie
) -> None:
    url = reverse("monitoring:signaal", args=[signal.pk])

    response = client_of(region.leerplichtambtenaar).get(url)

    assert response.status_code == 302
    assert response["Location"] == f"/casussen/{casus.nummer}/#signaal-{signal.pk}"
    page = page_of(region.leerplichtambtenaar, casus)
    assert f'id="signaal-{signal.pk}"' in page


def test_the_link_asks_to_log_in_and_then_goes_on(region: Region, signal: Escalatie) -> None:
    browser = Client()
    url = reverse("monitoring:signaal", args=[signal.pk])

    asked = browser.get(url)
    assert asked["Location"] == f"/inloggen/?next={url}"
    form = browser.get(asked["Location"]).content.decode()
    assert f'name="next" value="{url}"' in form
    entered = browser.post(
        asked["Location"],
        {
            "login": region.leerplichtambtenaar.email,
            "password": "geheim-woord-123",
            "next": url,
        },
    )

    assert entered["Location"] == url


def test_the_link_is_nothing_to_who_may_not_see(other_region: Region, signal: Escalatie) -> None:
    client = client_of(other_region.leerplichtambtenaar)

    assert client.get(reverse("monitoring:signaal", args=[signal.pk])).status_code == 404
    assert client.get(reverse("monitoring:signaal", args=[signal.pk + 999])).status_code == 404
    assert answer(signal, other_region.leerplichtambtenaar, "gezien").status_code == 404
    assert not Reactie.objects.exists()


def test_the_link_works_in_whichever_role_sees_it(
    region: Region, other_region: Region, casus: Casus, signal: Escalatie
) -> None:
    person = region.leerplichtambtenaar
    add_lidmaatschap(user=person, organisatie=other_region.gemeente, rol=Rol.REGIEVOERDER)
    other = person.lidmaatschappen.get(organisatie=other_region.gemeente)
    browser = client_of(person)
    browser.post(reverse("accounts:wissel"), {"lidmaatschap": other.pk})

    response = browser.get(reverse("monitoring:signaal", args=[signal.pk]), follow=True)

    assert response.status_code == 200
    assert f"Je kijkt nu als leerplichtambtenaar bij {region.gemeente}." in (
        response.content.decode()
    )


# --- the panel --------------------------------------------------------------------------------
def test_the_panel_says_what_is_asked_of_whom_and_by_when(
    region: Region, casus: Casus, signal: Escalatie
) -> None:
    page = " ".join(page_of(region.leerplichtambtenaar, casus).split())

    assert signal.vraag in page
    assert signal.aanleiding in page
    assert "Reageer uiterlijk <strong>do 26 nov</strong>, nog 3 werkdagen." in page
    assert f"<strong>{region.leerplichtambtenaar}</strong> (leerplichtambtenaar" in page
    assert "Aan jou gevraagd" in page
    assert "Aan jou gevraagd" not in page_of(region.zorgcoordinator, casus)
    assert f"{region.directeur} (directeur {region.swv})" in page
    assert "badge--signaleren" in page


def test_an_answer_that_is_late_says_so(region: Region, casus: Casus, signal: Escalatie) -> None:
    Escalatie.objects.filter(pk=signal.pk).update(reageer_voor=date(2026, 11, 20))

    page = page_of(region.coordinator, casus)

    assert "Te laat: een antwoord was gevraagd uiterlijk vr 20 nov" in page
    assert "1 werkdag te laat." in page


def test_a_role_that_nobody_holds_is_said_plainly(region: Region) -> None:
    lid = region.leerplichtambtenaar.lidmaatschappen.get()
    lid.tot = TODAY
    lid.save()
    casus = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)

    page = page_of(region.coordinator, casus)

    assert "Er is nu niemand met de rol leerplichtambtenaar." in page


def test_a_mail_that_did_not_arrive_is_said(
    region: Region, casus: Casus, signal: Escalatie
) -> None:
    assert "e-mail niet aangekomen" not in page_of(region.coordinator, casus)
    Bericht.objects.filter(ontvanger=region.directeur).update(toestand=Toestand.MISLUKT)

    assert "e-mail niet aangekomen" in page_of(region.coordinator, casus)


def test_rungs_that_were_skipped_stand_below_with_their_reason(
    region: Region, casus: Casus
) -> None:
    page = page_of(region.coordinator, casus)

    assert "Eerdere signalen (2)" in page
    assert "Overgeslagen: deze trede gold vanaf 7 nov 2026" in page


def test_without_signals_there_is_no_panel(region: Region) -> None:
    page = page_of(region.coordinator, make_casus(region, dagen=2))

    assert "signaal-" not in page
    assert "Er staat nu niets open." in page


def test_who_may_only_look_reads_the_signal_and_cannot_answer(
    region: Region, other_region: Region, casus: Casus, signal: Escalatie
) -> None:
    guest = other_region.zorgcoordinator
    grant_toegang(
        casus=casus,
        user=guest,
        grond="Denkt mee",
        tot=TODAY + timedelta(days=3),
        inzender=region.by(),
    )

    page = page_of(guest, casus)

    assert signal.vraag in page
    assert 'name="soort"' not in page
    refused = answer(signal, guest, "gezien")
    assert refused.status_code == 403
    assert "Met deze rol kun je alleen meelezen." in refused.content.decode()


# --- the answer -------------------------------------------------------------------------------
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_taking_it_up_answers_it(
    region: Region, casus: Casus, signal: Escalatie, htmx: bool
) -> None:
    response = answer(
        signal,
        region.leerplichtambtenaar,
        "neem_op",
        htmx,
        toelichting="Ik plan een MDO op 1 december.",
    )

    assert response.status_code == (200 if htmx else 302)
    signal.refresh_from_db()
    assert signal.status == "beantwoord"
    entry = casus.gebeurtenissen.filter(soort=GebeurtenisSoort.REACTIE).get()
    assert (entry.door, entry.namens) == (region.leerplichtambtenaar, region.gemeente)
    assert entry.tekst == "Ik plan een MDO op 1 december."
    waiting = Bericht.objects.filter(referentie=signal.referentie)
    assert set(waiting.values_list("toestand", flat=True)) == {Toestand.INGETROKKEN}
    assert signal.rust_tot == date(2026, 11, 30)
    page = response.content.decode() if htmx else page_of(region.coordinator, casus)
    assert "Eerdere signalen (2)" in page
    who = "Jij" if htmx else str(region.leerplichtambtenaar)
    assert f"{who} pakte dit op, tot en met ma 30 nov" in page
    assert ("Ik heb meer tijd nodig" in page) is htmx
    assert ("Ik neem dit over" in page) is not htmx
    if htmx:
        assert "Je antwoord staat op de tijdlijn." in page


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_taking_it_up_needs_words(region: Region, signal: Escalatie, htmx: bool) -> None:
    response = answer(signal, region.leerplichtambtenaar, "neem_op", htmx, toelichting=" ")

    assert response.status_code == 422
    assert "Schrijf kort wat je gaat doen." in response.content.decode()
    assert not Reactie.objects.exists()


def test_seen_leaves_it_open_and_asks_no_words(
    region: Region, casus: Casus, signal: Escalatie
) -> None:
    answer(signal, region.leerplichtambtenaar, "gezien")
    answer(signal, region.leerplichtambtenaar, "gezien")

    signal.refresh_from_db()
    assert signal.status == "open"
    assert Reactie.objects.count() == 1
    mine = page_of(region.leerplichtambtenaar, casus)
    assert "Je hebt dit gezien." in mine
    assert 'value="gezien"' not in mine
    assert 'value="gezien"' in page_of(region.coordinator, casus)
    assert f"<strong>{region.leerplichtambtenaar}</strong>: gezien" in mine


def test_passing_it_on_mails_somebody_who_sees_the_casus(
    region: Region, casus: Casus, signal: Escalatie
) -> None:
    team = make_organisatie(Soort.JEUGDHULP)
    helper = make_user(Rol.BETROKKENE, team)
    invite_organisatie(casus=casus, organisatie=team, inzender=region.by())

    response = answer(
        signal,
        region.leerplichtambtenaar,
        "doorgestuurd",
        naar=str(helper.pk),
        toelichting="Hulp is aan zet.",
    )

    assert response.status_code == 302
    assert Bericht.objects.filter(referentie=signal.referentie, ontvanger=helper).exists()
    signal.refresh_from_db()
    assert signal.status == "open"
    page = page_of(helper, casus)
    assert f"<strong>{helper}</strong> (kreeg het door van {region.leerplichtambtenaar})" in page
    assert f"{region.leerplichtambtenaar} (leerplichtambtenaar {region.gemeente})" not in page
    assert f"gaf door aan {helper}" in page


def test_passing_it_on_needs_somebody_who_sees_the_casus(
    region: Region, other_region: Region, casus: Casus, signal: Escalatie
) -> None:
    me = region.leerplichtambtenaar
    nobody = answer(signal, me, "doorgestuurd")
    stranger = answer(signal, me, "doorgestuurd", naar=str(other_region.coordinator.pk))
    myself = answer(signal, me, "doorgestuurd", naar=str(me.pk))

    assert [r.status_code for r in (nobody, stranger, myself)] == [422, 422, 422]
    assert "Kies bij wie dit signaal hoort." in nobody.content.decode()
    assert "Deze keuze is er niet" in stranger.content.decode()
    assert "Kies iemand anders dan jezelf." in myself.content.decode()
    offered = re.findall(r'<option value="(\d+)"', page_of(me, casus))
    people = {region.coordinator, region.directeur, region.zorgcoordinator}
    assert set(map(int, offered)) == {person.pk for person in people}


def test_a_form_without_a_button_asks_for_one(region: Region, signal: Escalatie) -> None:
    response = answer(signal, region.coordinator, "")

    assert response.status_code == 422
    assert "Kies een van de knoppen." in response.content.decode()


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_who_is_too_late_keeps_the_words(
    region: Region, casus: Casus, signal: Escalatie, htmx: bool
) -> None:
    answer(signal, region.directeur, "neem_op", toelichting="Ik was eerder.")

    late = answer(
        signal, region.leerplichtambtenaar, "neem_op", htmx, toelichting="Mijn lange plan."
    )

    page = late.content.decode()
    assert late.status_code == 409
    assert f"{region.directeur} nam dit signaal al op, tot en met 30 nov 2026." in page
    assert "Ik was eerder." in page
    assert "Mijn lange plan." in page
    assert Reactie.objects.count() == 1
    first = Reactie.objects.get()
    assert f'name="laatste" value="{first.pk}"' in page

    again = answer(
        signal,
        region.leerplichtambtenaar,
        "neem_op",
        htmx,
        toelichting="Mijn lange plan.",
        laatste=str(first.pk),
    )

    assert again.status_code == (200 if htmx else 302)
    assert Reactie.objects.latest("pk").door == region.leerplichtambtenaar


@pytest.mark.parametrize(
    ("status", "reden", "told"),
    [
        ("vervallen", "De leerling is terug.", "Dit signaal is vervallen. De leerling is terug."),
        ("opgevolgd", "", "Dit signaal is opgevolgd: een hogere trede vraagt nu"),
    ],
)
def test_what_ended_while_somebody_wrote_keeps_the_words(
    region: Region, signal: Escalatie, status: str, reden: str, told: str
) -> None:
    Escalatie.objects.filter(pk=signal.pk).update(status=status, reden=reden)

    for soort in ("neem_op", "doorgestuurd"):
        late = answer(
            signal,
            region.leerplichtambtenaar,
            soort,
            toelichting="Mijn lange plan.",
            naar=str(region.zorgcoordinator.pk),
        )
        page = late.content.decode()
        assert late.status_code == 409
        assert told in page
        assert "Mijn lange plan." in page
        assert 'name="soort"' not in page
    assert not Reactie.objects.exists()


def test_passed_on_while_somebody_wrote_can_still_be_taken_up(
    region: Region, signal: Escalatie
) -> None:
    answer(signal, region.directeur, "doorgestuurd", naar=str(region.zorgcoordinator.pk))

    late = answer(signal, region.coordinator, "neem_op", toelichting="Ik doe het.")

    page = late.content.decode()
    assert late.status_code == 409
    to = region.zorgcoordinator
    assert f"{region.directeur} gaf dit signaal intussen door aan {to}." in page
    assert "Ik doe het." in page
    assert 'value="neem_op"' in page


def test_the_same_answer_twice_is_given_once(region: Region, signal: Escalatie) -> None:
    key = str(uuid4())
    for _ in range(2):
        response = answer(
            signal,
            region.leerplichtambtenaar,
            "doorgestuurd",
            naar=str(region.zorgcoordinator.pk),
            sleutel=key,
        )
        assert response.status_code == 302

    assert Reactie.objects.count() == 1


def test_a_signal_that_lapsed_stands_below_with_why(
    region: Region, casus: Casus, signal: Escalatie
) -> None:
    register_terugkeer(casus=casus, op=TODAY, school=None, tekst="", inzender=region.by())
    run_round(peildatum=TODAY)

    page = page_of(region.coordinator, casus)

    assert "<strong>Vervallen</strong>" in page
    assert "De leerling is terug op school." in page
    assert 'name="soort"' not in page


def test_a_closed_casus_takes_no_answer(region: Region, casus: Casus, signal: Escalatie) -> None:
    close_casus(casus=casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())

    response = answer(signal, region.coordinator, "neem_op", toelichting="Te laat.")

    assert response.status_code == 409
    assert "Te laat." in response.content.decode()
    assert not Reactie.objects.exists()


def test_the_address_of_the_answer_gives_its_form_too(region: Region, signal: Escalatie) -> None:
    response = client_of(region.coordinator).get(reverse("monitoring:antwoord", args=[signal.pk]))

    assert response.status_code == 200
    assert "Signaal beantwoorden" in response.content.decode()
    assert signal.vraag in response.content.decode()


def test_answers_are_text_and_never_markup(region: Region, casus: Casus, signal: Escalatie) -> None:
    answer_escalatie(
        escalatie=signal,
        soort=ReactieSoort.NEEM_OP,
        toelichting="<img src=x onerror=alert(1)>",
        naar=None,
        rust_tot=TODAY,
        inzender=region.by(),
    )

    assert "<img" not in page_of(region.coordinator, casus)
    assert Gebeurtenis.objects.filter(soort=GebeurtenisSoort.REACTIE).count() == 1


# --- what the panel says of what became of it -------------------------------------------------
def test_the_panel_says_what_was_reminded_and_reopened(
    region: Region, casus: Casus, signal: Escalatie
) -> None:
    answer(signal, region.coordinator, "neem_op", toelichting="Ik bel.", rust_tot="24-11-2026")
    run_round(peildatum=date(2026, 11, 25))

    page = " ".join(page_of(region.coordinator, casus).split())

    assert "Opgepakt tot en met 24 nov 2026; die dag is voorbij" in page
    assert "1 keer herinnerd, op 25 nov 2026." in page
    assert "Reageer uiterlijk <strong>ma 30 nov</strong>" in page


def test_the_panel_says_that_a_higher_rung_took_over(
    region: Region, casus: Casus, signal: Escalatie
) -> None:
    run_round(peildatum=date(2026, 11, 27))
    run_round(peildatum=date(2026, 12, 3))

    page = " ".join(page_of(region.coordinator, casus).split())

    assert "Opgevolgd door een hogere trede" in page
    assert "Geen reactie op het signaal signaleren van 23 nov 2026" in page
    assert "badge--aanspreken" in page


def test_the_panel_says_why_somebody_is_asked(region: Region) -> None:
    person = region.leerplichtambtenaar.lidmaatschappen.get()
    person.tot = TODAY
    person.save()
    stand_in = make_user(Rol.COORDINATOR, region.swv)
    Vervanging.objects.create(
        user=region.coordinator,
        vervanger=stand_in,
        organisatie=region.swv,
        van=TODAY,
        tot=TODAY + timedelta(days=7),
    )
    casus = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)

    page = " ".join(page_of(region.directeur, casus).split())

    assert f"{stand_in} (vervangt {region.coordinator}, coördinator)" in page
    assert f"<strong>{region.directeur}</strong> (directeur {region.swv})" in page
    assert "Er is nu niemand met de rol leerplichtambtenaar." in page


def test_a_day_that_is_no_werkdag_is_said(region: Region, casus: Casus, signal: Escalatie) -> None:
    answer(signal, region.coordinator, "neem_op", toelichting="Ik bel.", rust_tot="28-11-2026")

    page = page_of(region.coordinator, casus)

    assert "Za 28 nov is geen werkdag: vanaf ma 30 nov kan het weer gevraagd worden." in page


def test_who_took_it_up_asks_for_more_time_in_place(
    region: Region, casus: Casus, signal: Escalatie
) -> None:
    answer(signal, region.coordinator, "neem_op", toelichting="Ik bel.")
    url = reverse("monitoring:antwoord", args=[signal.pk])

    part = client_of(region.coordinator).get(url, headers=HTMX).content.decode()

    assert "opgepakt tot en met <strong>30 nov 2026</strong>" in part
    assert "Ik heb meer tijd nodig</button>" in part
    theirs = client_of(region.directeur).get(url, headers=HTMX).content.decode()
    assert "Ik neem dit over</button>" in theirs
    assert 'value="gezien"' not in part
    assert 'value="doorgestuurd"' not in part
    sent = answer(
        signal,
        region.coordinator,
        "neem_op",
        True,
        toelichting="Nog een gesprek.",
        rust_tot="7-12-2026",
        laatste=str(Reactie.objects.get().pk),
    )
    assert "Jij pakte dit op, tot en met ma 7 dec" in sent.content.decode()
    assert "Heeft meer tijd nodig voor het signaal, tot en met 7 dec 2026" in sent.content.decode()
