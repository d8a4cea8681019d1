"""Everything that can be done with a casus: by whom, once, and without losing anybody's words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from cases.models import (
    Aanbod,
    Casus,
    CasusPartij,
    CasusToegang,
    Gebeurtenis,
    GebeurtenisSoort,
    Gemist,
    Inschrijving,
    PartijRol,
    Taak,
    Uitkomst,
    Verzuim,
    Vrijstelling,
)
from cases.services.casussen import close_casus
from cases.services.feiten import (
    correct_feit,
    register_terugkeer,
    register_verzuim,
    register_vrijstelling,
)
from cases.services.partijen import grant_toegang, invite_organisatie
from cases.services.tijdlijn import add_taak
from cases.services.ziekte import register_ziekmelding
from cases.views.actietabel import ACTIES
from tests.cases.hulp import HTMX, client_of, send, url_of
from tests.factories import Region, make_casus, make_organisatie, make_region, make_user
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rollen import Rol, Soort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TODAY = date(2026, 11, 23)
SINCE = date(2026, 10, 24)  # make_casus(dagen=30)


class World:
    """One casus with something of every kind to do something with."""

    def __init__(self) -> None:
        self.region = make_region()
        self.jeugdhulp = make_organisatie(Soort.JEUGDHULP)
        self.jgz = make_organisatie(Soort.JGZ)
        self.other_school = make_organisatie(Soort.SCHOOL, swv=self.region.swv)
        self.colleague = make_user(Rol.COORDINATOR, self.region.swv)
        self.expert = make_user(Rol.BETROKKENE, make_organisatie(Soort.JGZ))
        self.guest = make_user(Rol.BETROKKENE, make_organisatie(Soort.JGZ))
        self.casus = make_casus(self.region, dagen=30)
        by = self.region.by()
        self.partij = invite_organisatie(casus=self.casus, organisatie=self.jeugdhulp, inzender=by)
        self.helper = make_user(Rol.BETROKKENE, self.jeugdhulp)
        self.toegang = grant_toegang(
            casus=self.casus,
            user=self.guest,
            grond="Denkt mee",
            tot=TODAY + timedelta(days=7),
            inzender=by,
        )
        self.taak = add_taak(
            casus=self.casus,
            omschrijving="Moeder bellen",
            eigenaar=None,
            voor_op=None,
            inzender=by,
        )
        self.verzuim = Verzuim.objects.get(leerling=self.casus.leerling)
        self.inschrijving = Inschrijving.objects.get(leerling=self.casus.leerling)
        self.refresh()

    def refresh(self) -> Casus:
        """Return the casus as it is now."""
        self.casus.refresh_from_db()
        return self.casus

    def url(self, naam: str) -> str:
        """Return the address of an action of this casus."""
        feit = {"soort": "verzuim", "pk": self.verzuim.pk}
        keys: dict[str, dict[str, Any]] = {
            "taak_gedaan": {"pk": self.taak.pk},
            "taak_toch_niet": {"pk": self.taak.pk},
            "partij_weg": {"pk": self.partij.pk},
            "inzage_weg": {"pk": self.toegang.pk},
            "feit_wijzig": feit,
            "feit_intrekken": feit,
        }
        return url_of(self.casus, naam, **keys.get(naam, {}))

    def data(self, naam: str) -> dict[str, Any]:
        """Return input that is right for this action."""
        given: dict[str, dict[str, Any]] = {
            "notitie": {"tekst": "Gebeld, geen gehoor."},
            "contact": {"met": "moeder", "datum": "20-11-2026", "tekst": "Zij belt terug."},
            "taak": {
                "omschrijving": "Vervoer regelen",
                "eigenaar": str(self.region.leerplichtambtenaar.pk),
                "voor_op": "27-11-2026",
            },
            "terugkeer": {"op": "20-11-2026", "tekst": "Met een vriend mee."},
            "verzuim": {"begin": "1-9-2026", "einde": "8-9-2026", "geoorloofd": "ja"},
            "uren": {"datum": "14-9-2026", "uren": "1,5", "geoorloofd": "nee"},
            "uren_week": {"datum": "17-9-2026", "ma": "5", "wo": "4.25", "geoorloofd": "nee"},
            "ziek": {"begin": "14-9-2026", "einde": "21-9-2026"},
            "beter": {"op": "24-11-2026"},
            "aanbod": {"soort": "maatwerk", "gestart_op": "16-11-2026"},
            "vrijstelling": {"grond": "ART5_A", "begin": "1-8-2025", "einde": "1-8-2026"},
            "school": {"school": str(self.other_school.pk), "op": "16-11-2026"},
            "leerling": {
                "voornaam": "Sanne",
                "achternaam": "van de Kade",
                "geboortedatum": "4-3-2013",
                "gemeente": str(self.region.gemeente.pk),
            },
            "eigenaar": {"eigenaar": str(self.colleague.pk)},
            "partij": {"organisatie": str(self.jgz.pk)},
            "inzage": {"email": self.expert.email, "grond": "Deskundige", "tot": "1-12-2026"},
            "feit_wijzig": {
                "begin": "26-10-2026",
                "geoorloofd": "nee",
                "reden": "Te vroeg gemeld.",
            },
            "feit_intrekken": {"reden": "Was een ander kind."},
            "sluiten": {"uitkomst": "verhuisd", "toelichting": "Naar een ander gebied."},
            "heropenen": {"reden": "Opnieuw uitgevallen."},
        }
        return given.get(naam, {})

    def send(
        self,
        naam: str,
        user: User | None = None,
        headers: dict[str, str] | None = None,
        **changes: Any,
    ) -> HttpResponse:
        """Send this action with right input, changed where asked."""
        client = client_of(user or self.region.coordinator)
        return send(client, self.url(naam), self.casus, self.data(naam) | changes, headers)


@pytest.fixture
def world(db: None) -> World:
    """A casus with something of every kind."""
    return World()


def told(response: HttpResponse) -> list[str]:
    """Return what the page will say it did."""
    return [str(message) for message in get_messages(response.wsgi_request)]  # type: ignore[attr-defined]


# --- each does what it says -------------------------------------------------------------------
def _partij(world: World, rol: PartijRol) -> Organisatie | None:
    found = CasusPartij.objects.filter(casus=world.casus, rol=rol, tot__isnull=True).first()
    return found.organisatie if found else None


def hours(world: World) -> dict[date, Decimal]:
    """Return the unauthorised hours that stand now."""
    rows = Gemist.objects.current().filter(leerling=world.casus.leerling, geoorloofd=False)
    return dict(rows.values_list("datum", "uren"))


DONE: dict[str, Callable[[World], bool]] = {
    "notitie": lambda w: w.casus.gebeurtenissen.filter(tekst="Gebeld, geen gehoor.").exists(),
    "contact": lambda w: w.casus.gebeurtenissen.filter(
        titel="Contact met moeder", datum=date(2026, 11, 20), tekst="Zij belt terug."
    ).exists(),
    "taak": lambda w: Taak.objects.filter(
        omschrijving="Vervoer regelen",
        eigenaar=w.region.leerplichtambtenaar,
        voor_op=date(2026, 11, 27),
    ).exists(),
    "taak_gedaan": lambda w: Taak.objects.get(pk=w.taak.pk).gedaan_op is not None,
    "taak_toch_niet": lambda w: Taak.objects.get(pk=w.taak.pk).gedaan_op is None,
    "terugkeer": lambda w: w.casus.categorie == "geen",
    "verzuim": lambda w: Verzuim.objects.filter(begin=date(2026, 9, 1), geoorloofd=True).exists(),
    "uren": lambda w: hours(w) == {date(2026, 9, 14): Decimal("1.5")},
    "uren_week": lambda w: (
        hours(w) == {date(2026, 9, 14): Decimal(5), date(2026, 9, 16): Decimal("4.25")}
    ),
    "ziek": lambda w: Verzuim.objects.filter(begin=date(2026, 9, 14), reden="ziekte").exists(),
    "beter": lambda w: Verzuim.objects.filter(einde=date(2026, 11, 24), reden="ziekte").exists(),
    "aanbod": lambda w: w.casus.categorie == "met_aanbod",
    "vrijstelling": lambda w: Vrijstelling.objects.filter(einde=date(2026, 8, 1)).exists(),
    "school": lambda w: (w.casus.school, _partij(w, PartijRol.SCHOOL)) == (w.other_school,) * 2,
    "leerling": lambda w: Casus.objects.get().leerling.naam == "Sanne van de Kade",
    "eigenaar": lambda w: w.casus.eigenaar == w.colleague,
    "partij": lambda w: CasusPartij.objects.filter(organisatie=w.jgz).exists(),
    "partij_weg": lambda w: (
        not CasusPartij.objects.filter(organisatie=w.jeugdhulp, tot__isnull=True).exists()
    ),
    "inzage": lambda w: CasusToegang.objects.filter(user=w.expert).exists(),
    "inzage_weg": lambda w: not CasusToegang.objects.filter(user=w.guest).exists(),
    "feit_wijzig": lambda w: w.casus.verzuim_sinds == date(2026, 10, 26),
    "feit_intrekken": lambda w: w.casus.categorie == "geen",
    "sluiten": lambda w: (w.casus.status, w.casus.uitkomst) == ("gesloten", "verhuisd"),
    "heropenen": lambda w: w.casus.status == "open",
}


@contextmanager
def undone(world: World) -> Iterator[None]:
    """Take back whatever is written, so that one world serves many actions."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    world.refresh()


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_every_action_is_done_and_told(world: World, htmx: bool) -> None:
    for actie in ACTIES:
        with undone(world):
            check_action(world, actie.naam, htmx)


def check_action(world: World, naam: str, htmx: bool) -> None:
    """Open the form of an action, send it, and see that it was done and told."""
    if naam == "heropenen":
        close_casus(
            casus=world.casus,
            uitkomst=Uitkomst.TERUG,
            toelichting="",
            inzender=world.region.by(),
        )
        world.refresh()
    if naam == "beter":
        run_sickness(world)
    assert naam == "taak_toch_niet" or not DONE[naam](world), naam

    form = client_of(world.region.coordinator).get(world.url(naam), headers=HTMX if htmx else None)
    response = world.send(naam, headers=HTMX if htmx else None)

    assert form.status_code == 200, naam
    assert (b"<html" in form.content) != htmx
    world.refresh()
    assert DONE[naam](world), naam
    said, *hints = told(response)
    assert said.endswith("Opgeslagen om 12:00.")
    assert not hints or "uren" in naam, naam
    if htmx:
        assert response.status_code == 200
        assert response["HX-Retarget"] == "#casus"
        assert said in response.content.decode()
    else:
        assert response.status_code == 302
        assert response["Location"].startswith(f"/casussen/{world.casus.nummer}/#plek-")


def run_sickness(world: World) -> None:
    """End the absence of the world, and report the child sick since two weeks."""
    by = world.region.by()
    register_terugkeer(casus=world.casus, op=date(2026, 11, 2), school=None, tekst="", inzender=by)
    register_ziekmelding(casus=world.casus, begin=date(2026, 11, 9), einde=None, inzender=by)
    world.refresh()


def test_every_action_is_tried() -> None:
    assert set(DONE) == {actie.naam for actie in ACTIES}


# --- by whom ----------------------------------------------------------------------------------
MANAGE = {"eigenaar", "partij", "partij_weg", "inzage", "inzage_weg", "sluiten"}
WRITE = {"notitie", "contact", "taak", "taak_gedaan", "taak_toch_niet"}


def _expected(naam: str, person: str) -> int:
    if person in {"coordinator elders", "leerplichtambtenaar elders", "regievoerder"}:
        return 404
    if naam == "heropenen":
        return 403  # the casus is open
    allowed = {"coordinator"}
    if naam not in MANAGE:
        allowed |= {"leerplichtambtenaar", "zorgcoordinator"}
    if naam in WRITE:
        allowed |= {"directeur", "betrokkene"}
    return 200 if person in allowed else 403


PEOPLE = (
    "coordinator",
    "directeur",
    "leerplichtambtenaar",
    "zorgcoordinator",
    "betrokkene",
    "inzage",
    "coordinator elders",
    "leerplichtambtenaar elders",
    "regievoerder",
)


def test_who_may_do_what(world: World) -> None:
    elsewhere = make_region()
    people = {
        "coordinator": world.region.coordinator,
        "directeur": world.region.directeur,
        "leerplichtambtenaar": world.region.leerplichtambtenaar,
        "zorgcoordinator": world.region.zorgcoordinator,
        "betrokkene": world.helper,
        "inzage": world.guest,
        "coordinator elders": elsewhere.coordinator,
        "leerplichtambtenaar elders": elsewhere.leerplichtambtenaar,
        "regievoerder": make_user(Rol.REGIEVOERDER, world.region.swv),
    }
    clients = {person: client_of(user) for person, user in people.items()}
    before = Gebeurtenis.objects.count()
    for naam, person in product([actie.naam for actie in ACTIES], PEOPLE):
        want = _expected(naam, person)
        response = clients[person].get(world.url(naam))
        assert response.status_code == want, (naam, person)
        if want == 200:
            continue
        refused = send(clients[person], world.url(naam), world.casus, world.data(naam))
        assert refused.status_code == want, (naam, person)
        if want == 403:
            assert re.search(r"<h1>Dit mag je niet doen</h1>\s*<p>\S", refused.content.decode())
    assert Gebeurtenis.objects.count() == before


def test_a_refusal_says_why(world: World) -> None:
    refused = world.send("sluiten", world.region.leerplichtambtenaar)

    assert "Alleen een coördinator van het samenwerkingsverband kan dit doen." in (
        refused.content.decode()
    )


def test_what_belongs_to_another_casus_is_not_there(world: World) -> None:
    other = make_casus(world.region, dagen=3)
    strange: dict[str, dict[str, Any]] = {
        "taak_gedaan": {"pk": world.taak.pk},
        "partij_weg": {"pk": world.partij.pk},
        "inzage_weg": {"pk": world.toegang.pk},
        "feit_wijzig": {"soort": "verzuim", "pk": world.verzuim.pk},
        "feit_intrekken": {"soort": "verzuim", "pk": world.verzuim.pk},
    }
    client = client_of(world.region.coordinator)
    for naam, keys in strange.items():
        url = url_of(other, naam, **keys)
        assert client.get(url).status_code == 404, naam
        assert send(client, url, other, world.data(naam)).status_code == 404, naam
    nonsense = url_of(world.casus, "feit_wijzig", soort="leerling", pk=1)
    assert client.get(nonsense).status_code == 404


# --- what is wrong comes back with the words --------------------------------------------------
WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("notitie", {"tekst": "  "}, "Vul dit in."),
    ("contact", {"datum": "24-11-2026"}, "Deze datum ligt in de toekomst."),
    ("contact", {"datum": "31-2-2026"}, "31 februari 2026 bestaat niet."),
    ("taak", {"omschrijving": ""}, "Vul dit in."),
    ("terugkeer", {"op": "24-11-2026"}, "Deze dag ligt in de toekomst."),
    ("terugkeer", {"op": "24-10-2026"}, "De afwezigheid begon pas op 24 okt 2026."),
    ("verzuim", {"begin": "1-9-2006"}, "Deze dag ligt voor de geboortedatum."),
    ("verzuim", {"einde": "31-8-2026"}, "Deze dag moet na de begindatum liggen."),
    ("verzuim", {"einde": "1-11-2026"}, "In die periode staat al verzuim."),
    ("verzuim", {"geoorloofd": ""}, "Maak een keuze."),
    ("verzuim", {"begin": "1-12-2026", "einde": "", "geoorloofd": "nee"}, "in de toekomst"),
    ("aanbod", {"gestart_op": ""}, "Vul in wanneer het aanbod is gedaan of gestart."),
    (
        "aanbod",
        {"gestart_op": "", "gedaan_op": "1-11-2026", "einde": "20-11-2026"},
        "Een aanbod dat niet is gestart, kan niet stoppen.",
    ),
    ("aanbod", {"gedaan_op": "20-11-2026"}, "De stap ervoor was pas op 20 nov 2026."),
    ("aanbod", {"einde": "16-11-2026"}, "Deze dag moet na de begindatum liggen."),
    ("vrijstelling", {"einde": "1-8-2031"}, "Dit is meer dan vijf jaar. Klopt het jaar?"),
    ("vrijstelling", {"begin": ""}, "Vul een datum in, bijvoorbeeld 12-3-2026."),
    ("school", {"school": ""}, "Maak een keuze."),
    ("school", {"op": "1-12-2026"}, "Deze dag ligt in de toekomst."),
    ("leerling", {"geboortedatum": "1-1-2027"}, "De geboortedatum ligt in de toekomst."),
    ("leerling", {"startkwalificatie_op": "1-1-2010"}, "Deze dag ligt voor de geboortedatum."),
    ("partij", {"organisatie": "0"}, "Deze keuze is er niet"),
    ("inzage", {"email": "niemand@voorbeeld.example"}, "Met dit adres is er geen account."),
    ("inzage", {"tot": "1-6-2027"}, "Kies een dag in de komende 90 dagen."),
    ("inzage", {"grond": ""}, "Vul dit in."),
    ("feit_wijzig", {"reden": " "}, "Vul dit in."),
    ("feit_wijzig", {"begin": "24-10-2026"}, "Je hebt niets gewijzigd."),
    ("feit_wijzig", {"einde": "25-10-2026"}, "Deze dag moet na de begindatum liggen."),
    ("feit_intrekken", {"reden": ""}, "Vul dit in."),
    ("sluiten", {"uitkomst": "anders", "toelichting": ""}, "Schrijf waarom de casus zo eindigt."),
    ("sluiten", {"uitkomst": ""}, "Maak een keuze."),
]


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_wrong_input_is_told_and_kept(world: World, htmx: bool) -> None:
    before = Gebeurtenis.objects.count()
    client = client_of(world.region.coordinator)
    for naam, changes, message in WRONG:
        data = world.data(naam) | changes

        response = send(client, world.url(naam), world.casus, data, HTMX if htmx else None)

        page = response.content.decode()
        assert response.status_code == 422, (naam, changes)
        assert message in page, (naam, changes)
        assert "data-foutoverzicht" in page
        assert ("<html" in page) != htmx
        for typed in data.values():
            if typed.strip() and not typed.isdecimal():
                assert typed in page, (naam, typed)
    assert Gebeurtenis.objects.count() == before


def test_an_address_that_sees_the_casus_already_needs_no_look(world: World) -> None:
    response = world.send("inzage", email=world.helper.email)

    assert response.status_code == 422
    assert "Deze persoon ziet de casus al." in response.content.decode()


def test_a_child_enrolled_nowhere_needs_a_school_to_return(region: Region) -> None:
    casus = make_casus(region, dagen=30, school=None)
    client = client_of(region.coordinator)
    url = url_of(casus, "terugkeer")

    without = send(client, url, casus, {"op": "23-11-2026"})
    with_school = send(client, url, casus, {"op": "23-11-2026", "school": str(region.school.pk)})

    assert without.status_code == 422
    assert 'name="school"' in without.content.decode()
    assert with_school.status_code == 302
    casus.refresh_from_db()
    assert (casus.school, casus.categorie) == (region.school, "geen")


def test_a_task_is_only_for_who_sees_the_casus(world: World) -> None:
    response = world.send("taak", eigenaar=str(world.expert.pk))

    assert response.status_code == 422
    assert not Taak.objects.filter(omschrijving="Vervoer regelen").exists()


# --- twice ------------------------------------------------------------------------------------
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_the_same_form_twice_is_done_once(world: World, htmx: bool) -> None:
    for naam in ("notitie", "contact", "taak", "aanbod", "feit_wijzig"):
        with undone(world):
            check_twice(world, naam, htmx)


def check_twice(world: World, naam: str, htmx: bool) -> None:
    """Send the same form twice and see that it is done once."""
    key = str(uuid4())
    headers = HTMX if htmx else None
    world.send(naam, headers=headers, sleutel=key)
    after_one = Gebeurtenis.objects.count()

    again = world.send(naam, headers=headers, sleutel=key)

    assert Gebeurtenis.objects.count() == after_one
    assert again.status_code == (200 if htmx else 302)
    assert told(again) == ["Dit formulier was al verwerkt. Er is niets dubbel opgeslagen."]


def test_ticking_a_task_twice_changes_nothing(world: World) -> None:
    world.send("taak_gedaan")
    entries = Gebeurtenis.objects.filter(soort=GebeurtenisSoort.TAAK_GEDAAN)

    again = world.send("taak_gedaan")

    assert again.status_code == 302
    assert entries.count() == 1


def test_a_tick_can_be_undone_on_the_spot(world: World) -> None:
    page = world.send("taak_gedaan", headers=HTMX).content.decode()

    assert "Ongedaan maken" in page
    assert world.url("taak_toch_niet") in page
    assert f"plek-taak-{world.taak.pk}" in page


# --- somebody else was first ------------------------------------------------------------------
def meanwhile(world: World) -> None:
    """Let somebody else register something after our form was opened."""
    register_vrijstelling(
        casus=world.casus,
        grond="ART15",  # type: ignore[arg-type]
        begin=date(2024, 8, 1),
        einde=date(2025, 8, 1),
        inzender=world.region.by(world.region.leerplichtambtenaar),
    )


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_a_stale_form_shows_both_and_can_be_sent_again(world: World, htmx: bool) -> None:
    headers = HTMX if htmx else None
    stale = world.casus.versie
    meanwhile(world)

    response = world.send("aanbod", headers=headers, omschrijving="Schakelklas", versie=str(stale))

    page = response.content.decode()
    assert response.status_code == 409
    assert not Aanbod.objects.exists()
    assert "Iemand anders heeft deze casus intussen gewijzigd." in page
    assert "Vrijstelling vanaf 1 aug 2024" in page
    assert str(world.region.leerplichtambtenaar) in page
    assert 'value="Schakelklas"' in page
    assert 'value="16-11-2026"' in page
    assert (b"<html" in response.content) != htmx
    moved = re.search(r'name="versie" value="(\d+)"', page)
    assert moved is not None
    assert int(moved[1]) == world.refresh().versie > stale

    again = world.send("aanbod", headers=headers, versie=moved[1])

    assert again.status_code == (200 if htmx else 302)
    assert Aanbod.objects.count() == 1


def test_a_stale_change_shows_what_stands_there_beside_what_was_filled_in(world: World) -> None:
    stale = world.casus.versie
    world.send("leerling", voornaam="Anna")
    world.refresh()

    response = world.send("leerling", voornaam="Hanna", versie=str(stale))

    page = " ".join(response.content.decode().split())
    assert response.status_code == 409
    assert '<th scope="row">Voornaam</th><td>Anna</td><td>Hanna</td>' in page
    assert '<th scope="row">Achternaam</th>' not in page
    assert Casus.objects.get().leerling.voornaam == "Anna"


def test_a_fact_that_was_corrected_already_is_not_corrected_again(world: World) -> None:
    stale = world.casus.versie
    correct_feit(
        casus=world.casus,
        feit=Verzuim.objects.get(pk=world.verzuim.pk),
        changes={"begin": date(2026, 10, 27)},
        reden="School belde.",
        inzender=world.region.by(),
    )
    world.refresh()

    for versie in (stale, world.casus.versie):
        response = world.send("feit_wijzig", versie=str(versie))
        page = response.content.decode()
        assert response.status_code == 409
        assert "Te vroeg gemeld." in page
        assert "Wijziging opslaan" not in page
    assert "Eerste dag afwezig: was 24 okt 2026, is nu 27 okt 2026." in (
        world.send("feit_wijzig", versie=str(stale)).content.decode()
    )
    assert Verzuim.objects.current().get().begin == date(2026, 10, 27)


def test_a_note_does_not_mind_a_change_in_between(world: World) -> None:
    stale = world.casus.versie
    meanwhile(world)

    assert world.send("notitie", versie=str(stale)).status_code == 302


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_who_was_writing_when_it_closed_gets_the_words_back(world: World, htmx: bool) -> None:
    close_casus(
        casus=world.casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=world.region.by()
    )
    before = Gebeurtenis.objects.count()
    for naam in ("notitie", "contact", "aanbod", "feit_wijzig"):
        response = world.send(naam, headers=HTMX if htmx else None)

        page = response.content.decode()
        assert response.status_code == 409
        assert "Deze casus is gesloten. Heropen hem eerst." in page
        assert "Casus gesloten: weer naar school" in page
        for typed in world.data(naam).values():
            if not typed.isdecimal():
                assert typed in page
    assert Gebeurtenis.objects.count() == before


def test_a_closed_casus_gives_no_form(world: World) -> None:
    close_casus(
        casus=world.casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=world.region.by()
    )

    response = client_of(world.region.coordinator).get(world.url("aanbod"))

    assert response.status_code == 403
    assert "Deze casus is gesloten." in response.content.decode()


@pytest.mark.parametrize("hidden", [{"sleutel": "geen uuid"}, {"versie": "x"}])
def test_a_broken_hidden_field_is_refused_and_loses_nothing(
    world: World, hidden: dict[str, str]
) -> None:
    data = world.data("contact") | hidden

    response = send(client_of(world.region.coordinator), world.url("contact"), world.casus, data)

    assert response.status_code == 422
    assert "Zij belt terug." in response.content.decode()


# --- facts ------------------------------------------------------------------------------------
def test_a_correction_of_the_school_moves_the_casus_with_it(world: World) -> None:
    url = url_of(world.casus, "feit_wijzig", soort="inschrijving", pk=world.inschrijving.pk)
    data = {"school": str(world.other_school.pk), "reden": "Verkeerde school gekozen."}

    response = send(client_of(world.region.coordinator), url, world.casus, data)

    assert response.status_code == 302
    world.refresh()
    assert world.casus.school == world.other_school
    assert _partij(world, PartijRol.SCHOOL) == world.other_school
    url = reverse("cases:casus", args=[world.casus.nummer])
    assert client_of(world.region.zorgcoordinator).get(url).status_code == 404


def test_an_exemption_that_ends_years_ahead_can_be_corrected(world: World) -> None:
    feit = register_vrijstelling(
        casus=world.casus,
        grond="ART5_A",  # type: ignore[arg-type]
        begin=date(2026, 11, 1),
        einde=None,
        inzender=world.region.by(),
    )
    world.refresh()
    url = url_of(world.casus, "feit_wijzig", soort="vrijstelling", pk=feit.pk)
    data = {
        "grond": "ART5_A",
        "begin": "1-11-2026",
        "einde": "1-11-2028",
        "reden": "Loopt twee jaar.",
    }

    response = send(client_of(world.region.coordinator), url, world.casus, data)

    assert response.status_code == 302
    assert Vrijstelling.objects.current().get().einde == date(2028, 11, 1)


def test_an_aanbod_goes_on_by_filling_in_the_next_step(world: World) -> None:
    world.send("aanbod", gestart_op="", gedaan_op="2-11-2026", omschrijving="Schakelklas")
    feit = Aanbod.objects.get()
    world.refresh()
    assert world.casus.categorie == "LRV"
    url = url_of(world.casus, "feit_wijzig", soort="aanbod", pk=feit.pk)
    data = {
        "soort": "maatwerk",
        "omschrijving": "Schakelklas",
        "gedaan_op": "2-11-2026",
        "gestart_op": "23-11-2026",
        "reden": "Vandaag begonnen.",
    }

    send(client_of(world.region.zorgcoordinator), url, world.casus, data)

    world.refresh()
    assert world.casus.categorie == "met_aanbod"
    assert "Gestart op: was niet ingevuld, is nu 23 nov 2026." in (
        world.casus.gebeurtenissen.filter(soort="correctie").get().tekst
    )
    assert Aanbod.objects.current().get().bron == "school"


def test_closing_says_what_still_runs(world: World) -> None:
    page = client_of(world.region.coordinator).get(world.url("sluiten")).content.decode()

    assert "Er staat nog 1 taak open." in page
    assert "Er loopt nog verzuim." in page


def test_a_second_open_casus_stops_the_first_from_opening_again(region: Region) -> None:
    casus = make_casus(region)
    close_casus(casus=casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())
    child = casus.leerling
    make_casus(
        region,
        voornaam=child.voornaam,
        achternaam=child.achternaam,
        geboortedatum=child.geboortedatum,
        school=None,
        dagen=1,
    )
    casus.refresh_from_db()

    response = send(
        client_of(region.coordinator), url_of(casus, "heropenen"), casus, {"reden": "Toch weer."}
    )

    assert response.status_code == 422
    assert "Voor deze leerling is al een andere casus open." in response.content.decode()
    assert "Toch weer." in response.content.decode()


# --- where it goes afterwards -----------------------------------------------------------------
def test_who_sends_the_casus_away_is_told_and_brought_home(world: World) -> None:
    response = world.send("school", world.region.zorgcoordinator)

    assert response.status_code == 302
    assert response["Location"] == reverse("home")
    assert "Je ziet deze casus vanaf nu niet meer." in told(response)


def test_who_sends_the_casus_away_from_within_the_page_too(world: World) -> None:
    response = world.send("school", world.region.zorgcoordinator, headers=HTMX)

    assert response.headers["HX-Redirect"] == reverse("home")


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/casussen/?eigenaar=ik", "/casussen/?eigenaar=ik"),
        ("https://elders.example/", None),
        ("//elders.example/", None),
    ],
)
def test_it_goes_back_to_where_it_came_from_but_never_off_the_site(
    world: World, asked: str, given: str | None
) -> None:
    response = world.send("taak_gedaan", next=asked)

    own = f"/casussen/{world.casus.nummer}/#plek-taak-{world.taak.pk}"
    assert response["Location"] == (given or own)


def test_a_part_tells_it_there_and_keeps_what_stands_open_elsewhere(world: World) -> None:
    headers = {**HTMX, "HX-Target": "plek-verzuim"}
    page = world.send("verzuim", headers=headers).content.decode()

    done = re.search(r'id="plek-verzuim" data-plek([^>]*)>(.*?)</div>', page, re.DOTALL)
    other = re.search(r'id="plek-aanbod" data-plek([^>]*)>', page)
    assert done is not None
    assert "hx-preserve" not in done[1]
    assert "Het verzuim is vastgelegd." in done[2]
    assert other is not None
    assert "hx-preserve" in other[1]


def test_a_part_keeps_the_chosen_filter(world: World) -> None:
    address = f"http://testserver/casussen/{world.casus.nummer}/?soort=contact"
    headers = {**HTMX, "HX-Target": "plek-notitie", "HX-Current-URL": address}

    page = world.send("notitie", headers=headers).content.decode()

    line = page[page.index('<ol class="tijdlijn">') :]
    assert "Gebeld, geen gehoor." in line
    assert "Casus geopend" not in line


def test_registering_says_so_in_the_name_of_who_did(world: World) -> None:
    register_verzuim(
        casus=world.casus,
        begin=date(2026, 9, 1),
        einde=date(2026, 9, 3),
        geoorloofd=False,
        inzender=world.region.by(world.region.zorgcoordinator),
    )

    entry = world.casus.gebeurtenissen.filter(soort="verzuim").first()
    assert entry is not None
    assert (entry.door, entry.namens) == (world.region.zorgcoordinator, world.region.school)
    assert timezone.localdate(entry.op) == TODAY
