"""The desk, the contacts and the reports in the browser of whoever leads and of a partner."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pact.bronnen import (
    Aangesproken,
    OpenSignaal,
    register_aangesproken,
    register_signalen,
    unregister_aangesproken,
    unregister_signalen,
)
from pact.keuzes import Aanwezigheid, OverlegSoort, OverlegStatus, Status
from pact.models import Afspraak, Bewijs, Contactmoment, Overleg, Rapportage
from pact.selectors.rapportage import load_inhoud
from pact.services.acties import change_actie, inhoud_of
from pact.services.overleg import close_overleg, save_aanwezigheid
from tests.pact.hulp import Kring
from tests.pact.overleg.hulp import everybody_there, make_overleg
from tests.pact.rapporten import PDF, XLSX, make_rapportage_row
from tests.pact.test_views_matrix import log_in, text_of

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)


def desk(kring: Kring) -> str:
    return reverse("pact:bureau", args=[kring.pact.code])


def contact_url(kring: Kring) -> str:
    return reverse("pact:contact", args=[kring.pact.code, kring.partner.pk])


def new_url(kring: Kring) -> str:
    return reverse("pact:rapportage_nieuw", args=[kring.pact.code])


def spoken(prefix: str = "", **extra: Any) -> dict[str, Any]:
    values = {
        "wijze": "telefoon",
        "op": "20-11-2026",
        "onderwerp": "De lijst komt vrijdag",
        "vervolg": "",
        "volgende_op": "",
        "sleutel": str(uuid4()),
    }
    return {f"{prefix}{naam}": waarde for naam, waarde in (values | extra).items()}


def meeting(kring: Kring, dagen: int, status: OverlegStatus) -> Overleg:
    return Overleg.objects.create(
        pact=kring.pact,
        nr=kring.pact.overleggen.count() + 1,
        soort=OverlegSoort.DIRECTEUREN,
        datum=TODAY + timedelta(days=dagen),
        begintijd=time(13, 30),
        status=status,
    )


@pytest.fixture(autouse=True)
def zonder_bronnen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody tells anything of the actions, unless a test says so."""
    for naam in ("_bronnen", "_terugblikken", "_adressen"):
        monkeypatch.setattr(f"pact.bronnen.{naam}", [])


@pytest.fixture
def signalen(kring: Kring, zonder_bronnen: None) -> Iterator[None]:
    """Somebody addresses every overdue action on signaleren, and tells so."""

    def bron(acties: Collection[int], peildatum: date) -> list[OpenSignaal]:
        term = peildatum - timedelta(days=2)
        return [
            OpenSignaal(pk, "signaleren", kring.partner.pk, peildatum, term)
            for pk in sorted(acties)
        ]

    register_signalen(bron)
    yield
    unregister_signalen(bron)


# --- the desk -------------------------------------------------------------------------------------


def test_an_empty_desk_says_what_comes_next(kring: Kring) -> None:
    page = text_of(log_in(kring.regievoerder), desk(kring))
    assert "Dit pact heeft nog geen acties." in page
    assert reverse("pact:actie_nieuw", args=[kring.pact.code]) in page
    assert "Maak rapportage" not in page
    assert "nog niet gesproken" in page


def test_the_desk_without_any_source_of_signals(kring: Kring) -> None:
    kring.actie(dagen=-5, eigenaar=kring.partner)
    kring.actie(dagen=-50)
    page = text_of(log_in(kring.regievoerder), desk(kring))
    assert "Van de 2 acties zijn er 2 te laat." in page
    assert "Aanspreken" not in page
    assert page.index("50 dagen") < page.index("5 dagen</span>")
    assert "Eigenaar kiezen" in page


@pytest.mark.usefixtures("signalen")
def test_who_has_not_answered_stands_there_with_the_term(kring: Kring) -> None:
    kring.actie(dagen=-5, eigenaar=kring.partner)
    page = text_of(log_in(kring.regievoerder), desk(kring))
    assert "Nog geen antwoord (1)" in page
    assert "1 werkdag te laat" in page
    assert "Antwoord uiterlijk" in page
    assert "vóór" not in page


def test_since_the_last_meeting(kring: Kring, monday: Any) -> None:
    actie = kring.actie(dagen=-5)
    meeting(kring, 0, OverlegStatus.GEHOUDEN)
    nxt = meeting(kring, 14, OverlegStatus.GEPLAND)
    Afspraak.objects.create(
        pact=kring.pact, nr=1, tekst="De lijst rondsturen", uiterlijk=TODAY - timedelta(days=1)
    )
    monday.shift(timedelta(days=3))
    done = replace(inhoud_of(actie), status=Status.GEDAAN)
    change_actie(actie=actie, inhoud=done, inzender=kring.inzender)
    page = text_of(log_in(kring.regievoerder), desk(kring))
    assert "bij het vorige overleg op 23 nov 2026 was dat er één." in page
    assert "Gedaan (1)" in page
    assert str(nxt) in page
    assert "De lijst rondsturen" in page


def test_the_desk_asks_as_much_of_the_database_for_many(kring: Kring) -> None:
    client = log_in(kring.regievoerder)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(desk(kring)).status_code == 200
        return len(found)

    for n in range(10):
        kring.actie(dagen=n - 5, eigenaar=kring.partner if n % 2 else None)
    meeting(kring, -3, OverlegStatus.GEHOUDEN)
    queries()
    few = queries()
    for n in range(190):
        kring.actie(dagen=n % 40 - 20, eigenaar=kring.partner if n % 2 else None)
    assert queries() == few
    assert few <= 26


# --- contacts ------------------------------------------------------------------------------------


def test_a_contact_is_written_down_on_the_page_of_the_partner(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    kring.actie(dagen=-2, eigenaar=kring.partner, activiteit="Bellen naar huis")
    assert "Er is nog geen contact vastgelegd" in text_of(client, contact_url(kring))
    sent = spoken()
    assert client.post(contact_url(kring), sent)["Location"] == contact_url(kring)
    assert client.post(contact_url(kring), sent).status_code == 302
    assert Contactmoment.objects.count() == 1
    page = text_of(client, contact_url(kring))
    assert "De lijst komt vrijdag" in page
    assert "Bellen naar huis" in page


def test_a_refused_contact_keeps_what_was_typed(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    response = client.post(contact_url(kring), spoken(op="24-11-2026", onderwerp="Over morgen"))
    assert response.status_code == 422
    page = response.content.decode()
    assert "moet nog komen" in page
    assert "Over morgen" in page
    assert not Contactmoment.objects.exists()


def test_being_at_a_meeting_counts_as_spoken_with(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    overleg = make_overleg(kring, dagen=-2)
    everybody_there(kring, overleg)
    assert "nog niet gesproken" in text_of(client, desk(kring)), "it is not closed yet"
    close_overleg(overleg=overleg, inzender=kring.inzender)
    page = text_of(client, desk(kring))
    assert "bij het overleg van 21 nov 2026" in page
    assert reverse("pact:overleg", args=[kring.pact.code, overleg.nr]) in page
    assert "nog niet gesproken" not in page


def test_who_was_not_at_the_meeting_was_not_spoken_with(kring: Kring) -> None:
    overleg = make_overleg(kring, dagen=-2)
    everybody_there(kring, overleg)
    own = overleg.deelnames.get(user=kring.deelnemer)
    save_aanwezigheid(
        overleg=overleg,
        keuzes={own.pk: (Aanwezigheid.AANWEZIG, Aanwezigheid.AFGEMELD)},
        inzender=kring.inzender,
    )
    close_overleg(overleg=overleg, inzender=kring.inzender)
    assert "nog niet gesproken" in text_of(log_in(kring.regievoerder), desk(kring))


def test_a_contact_is_written_down_in_place(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    htmx = {"HX-Request": "true"}
    prefix = f"contact{kring.partner.pk}-"
    row = client.get(contact_url(kring), headers=htmx).content.decode()
    assert f'name="{prefix}onderwerp"' in row
    assert "<html" not in row
    refused = client.post(contact_url(kring), spoken(prefix, onderwerp=""), headers=htmx)
    assert refused.status_code == 422
    assert "Schrijf kort waarover het ging" in refused.content.decode()
    saved = client.post(contact_url(kring), spoken(prefix), headers=htmx).content.decode()
    assert "Vastgelegd." in saved
    assert "De lijst komt vrijdag" in saved
    assert "langer dan een week" not in saved


# --- reports --------------------------------------------------------------------------------------


def test_a_report_is_seen_first_and_then_kept(kring: Kring) -> None:
    kring.actie(dagen=-5, activiteit="De lijsten naast elkaar")
    client = log_in(kring.regievoerder)
    page = text_of(client, new_url(kring))
    assert "1 januari tot en met 23 november 2026" in page
    assert "De lijsten naast elkaar" in page
    form = {
        "van": "1-1-2026",
        "tot": "23-11-2026",
        "inleiding": "Eerst dit.",
        "sleutel": str(uuid4()),
        "gezien": "",
    }
    again = client.post(new_url(kring), form | {"stap": "voorbeeld", "van": "1-11-2026"})
    assert again.status_code == 200
    assert "1 november tot en met 23 november 2026" in again.content.decode()
    assert "Eerst dit." in again.content.decode()
    assert not Rapportage.objects.exists()
    stale = client.post(new_url(kring), form | {"stap": "opslaan", "gezien": "0" * 64})
    assert stale.status_code == 409
    assert "Eerst dit." in stale.content.decode()
    wrong = client.post(new_url(kring), form | {"stap": "opslaan", "tot": "24-11-2026"})
    assert wrong.status_code == 422
    kept = client.post(new_url(kring), form | {"stap": "opslaan"})
    assert kept["Location"] == reverse("pact:rapportage", args=[kring.pact.code, 1])
    assert client.post(new_url(kring), form | {"stap": "opslaan"})["Location"] == kept["Location"]
    assert Rapportage.objects.count() == 1
    assert "Eerst dit." in text_of(client, kept["Location"])


def test_a_partner_reads_reports_and_gets_their_files_as_kept(kring: Kring) -> None:
    row = make_rapportage_row(kring.pact, kring.regievoerder)
    client = log_in(kring.deelnemer)
    page = text_of(client, reverse("pact:rapportages", args=[kring.pact.code]))
    assert row.pdf_sha256 in page
    assert "Maak rapportage" not in page
    for soort, inhoud in (("pdf", PDF), ("xlsx", XLSX)):
        response = client.get(reverse(f"pact:rapportage_{soort}", args=[kring.pact.code, 1]))
        assert response.content == inhoud
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Disposition"].startswith("attachment;")


def test_bytes_without_their_fingerprint_are_not_given(kring: Kring) -> None:
    row = make_rapportage_row(kring.pact, kring.regievoerder)
    damaged = Rapportage.objects.create(
        pact=kring.pact,
        nr=2,
        van=row.van,
        tot=row.tot,
        inhoud=row.inhoud,
        pdf=b"%PDF-1.7 anders",
        xlsx=XLSX,
        pdf_sha256=row.pdf_sha256,
        xlsx_sha256=row.xlsx_sha256,
        door=kring.regievoerder,
    )
    response = log_in(kring.deelnemer).get(
        reverse("pact:rapportage_pdf", args=[kring.pact.code, damaged.nr])
    )
    assert response.status_code == 500
    assert b"%PDF-1.7 anders" not in response.content


def test_a_report_asks_as_much_of_the_database_for_many(kring: Kring) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            load_inhoud(kring.pact, van=date(2026, 1, 1), tot=TODAY)
        return len(found)

    kring.actie(dagen=-5)
    few = queries()
    for n in range(60):
        kring.actie(dagen=n % 40 - 20, eigenaar=kring.partner)
    assert queries() == few


def test_the_numbers_of_who_was_addressed(kring: Kring) -> None:
    actie = kring.actie(dagen=-5, eigenaar=kring.partner)
    Bewijs.objects.create(
        actie=actie,
        omschrijving="De brief",
        door=kring.deelnemer,
        namens=kring.gemeente,
    )

    def bron(acties: Collection[int], van: date, tot: date) -> list[Aangesproken]:
        return [
            Aangesproken(actie.pk, "preventie", kring.partner.pk, TODAY, beantwoord=True),
            Aangesproken(actie.pk, "aanspreken", kring.partner.pk, TODAY),
            Aangesproken(actie.pk, "aanspreken", None, TODAY),
        ]

    days = {"van": date(2026, 1, 1), "tot": TODAY}
    assert load_inhoud(kring.pact, **days)["aangesproken"] is None
    register_aangesproken(bron)
    try:
        rows = load_inhoud(kring.pact, **days)["aangesproken"]
    finally:
        unregister_aangesproken(bron)
    names = ["preventie", "stimuleren", "signaleren", "aanspreken", "beantwoord"]
    assert [[row["naam"], *(row[name] for name in names)] for row in rows] == [
        [kring.gemeente.naam, 1, 0, 0, 1, 1],
        ["", 0, 0, 0, 1, 0],
    ]
