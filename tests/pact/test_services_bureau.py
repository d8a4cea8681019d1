"""Writing a contact down, and making, keeping and sending a report."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from pact.errors import AlGedaan
from pact.keuzes import Contactwijze, Status, Uitkomst
from pact.models import Contactmoment, Contactpersoon, Rapportage
from pact.rapport import fingerprint
from pact.selectors.rapportage import default_periode, load_inhoud
from pact.services.acties import change_actie, inhoud_of
from pact.services.contact import Gesprek, log_contact
from pact.services.evaluatie import evaluate_actie
from pact.services.partners import end_partner
from pact.services.rapportage import AndersGeworden, make_rapportage, send_rapportage
from tests.factories import make_user
from tests.pact.hulp import Kring
from tests.pact.rapporten import make_rapportage_row
from tests.pact.test_views_matrix import log_in
from thuiszitters.accounts.rollen import Rol
from thuiszitters.audit.models import AuditRegel
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.registry import context_for

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)


def gesprek(**extra: Any) -> Gesprek:
    values: dict[str, Any] = {
        "op": TODAY,
        "wijze": Contactwijze.TELEFOON,
        "onderwerp": "De lijst met contactpersonen",
    }
    return Gesprek(**(values | extra))


def finish(kring: Kring, actie: Any) -> None:
    actie.refresh_from_db()
    done = replace(inhoud_of(actie), status=Status.GEDAAN)
    change_actie(actie=actie, inhoud=done, inzender=kring.inzender)


# --- contact ------------------------------------------------------------------------------------


def test_a_contact_may_be_of_an_earlier_day(kring: Kring) -> None:
    moment = log_contact(
        partner=kring.partner,
        gesprek=gesprek(op=TODAY - timedelta(days=9), volgende_op=TODAY),
        inzender=kring.inzender,
    )
    assert (moment.op, moment.door) == (TODAY - timedelta(days=9), kring.regievoerder)
    line = AuditRegel.objects.filter(gebeurtenis="contact vastgelegd").get()
    assert "lijst" not in str(line.gegevens)


@pytest.mark.parametrize(
    ("wrong", "veld"),
    [
        ({"op": TODAY + timedelta(days=1)}, "op"),
        ({"op": date(1926, 11, 23)}, "op"),
        ({"volgende_op": TODAY - timedelta(days=1)}, "volgende_op"),
        ({"onderwerp": "Over 123456782"}, "onderwerp"),
        ({"vervolg": "Belt over 123456782"}, "vervolg"),
        ({"onderwerp": "  "}, "onderwerp"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(
    kring: Kring, wrong: dict[str, Any], veld: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        log_contact(partner=kring.partner, gesprek=gesprek(**wrong), inzender=kring.inzender)
    assert set(refused.value.message_dict) == {veld}
    assert not Contactmoment.objects.exists()


def test_a_contact_sent_twice_is_written_once_and_never_changed(kring: Kring) -> None:
    sender = replace(kring.inzender, sleutel=uuid4())
    log_contact(partner=kring.partner, gesprek=gesprek(), inzender=sender)
    with pytest.raises(AlGedaan):
        log_contact(partner=kring.partner, gesprek=gesprek(), inzender=sender)
    assert Contactmoment.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Contactmoment.objects.update(onderwerp="Iets anders")


def test_nobody_speaks_with_who_left(kring: Kring) -> None:
    end_partner(partner=kring.partner, inzender=kring.inzender)
    with pytest.raises(ValidationError, match="doet niet meer mee"):
        log_contact(partner=kring.partner, gesprek=gesprek(), inzender=kring.inzender)


# --- reports -------------------------------------------------------------------------------------


def make(kring: Kring, **extra: Any) -> Rapportage:
    values: dict[str, Any] = {
        "van": date(2026, 1, 1),
        "tot": TODAY,
        "inleiding": "",
        "gezien": "",
        "inzender": kring.inzender,
    }
    return make_rapportage(pact=kring.pact, **(values | extra))


def test_a_report_is_kept_with_what_both_files_were_made_from(kring: Kring) -> None:
    late = kring.actie(dagen=-4, eigenaar=kring.partner, activiteit="=HYPERLINK(kwaad) #panic()")
    finish(kring, kring.actie(activiteit="Het blad met woorden"))
    rapportage = make(kring, inleiding="Eerst dit.\n\nEn dan dat.")
    rapportage.refresh_from_db()
    assert rapportage.nr == 1
    assert bytes(rapportage.pdf).startswith(b"%PDF-")
    assert hashlib.sha256(bytes(rapportage.pdf)).hexdigest() == rapportage.pdf_sha256
    assert hashlib.sha256(bytes(rapportage.xlsx)).hexdigest() == rapportage.xlsx_sha256
    inhoud = rapportage.inhoud
    assert inhoud["alineas"] == ["Eerst dit.", "En dan dat."]
    assert [r["activiteit"] for r in inhoud["bereikt"]] == ["Het blad met woorden"]
    assert [(r["nr"], r["dagen"]) for r in inhoud["te_laat"]] == [(late.nr, 4)]
    boek = load_workbook(BytesIO(bytes(rapportage.xlsx)))
    assert boek["Bereikt"]["B2"].value == "Het blad met woorden"
    cell = boek["Niet gelukt"]["B2"]
    assert (cell.value, cell.data_type) == (late.activiteit, "s")
    with pytest.raises(DatabaseError), transaction.atomic():
        Rapportage.objects.update(inleiding="Toch anders")


def test_a_report_made_twice_by_one_form_is_one(kring: Kring) -> None:
    kring.actie(dagen=-4)
    sender = replace(kring.inzender, sleutel=uuid4())
    make(kring, inzender=sender)
    with pytest.raises(AlGedaan) as again:
        make(kring, inzender=sender, inleiding="Met iets erbij")
    assert again.value.nr == 1
    assert Rapportage.objects.count() == 1


def test_what_changed_after_the_preview_is_not_kept_unseen(kring: Kring) -> None:
    actie = kring.actie(dagen=-4)
    seen = fingerprint(load_inhoud(kring.pact, van=date(2026, 1, 1), tot=TODAY))
    finish(kring, actie)
    with pytest.raises(AndersGeworden):
        make(kring, gezien=seen)
    assert not Rapportage.objects.exists()
    now = fingerprint(load_inhoud(kring.pact, van=date(2026, 1, 1), tot=TODAY))
    assert make(kring, gezien=now).nr == 1


@pytest.mark.parametrize(
    "days",
    [
        {"tot": TODAY + timedelta(days=1)},
        {"van": TODAY, "tot": TODAY - timedelta(days=1)},
        {"van": date(2025, 1, 1), "tot": date(2025, 12, 31)},
    ],
)
def test_days_that_no_report_can_be_about(kring: Kring, days: dict[str, date]) -> None:
    with pytest.raises(ValidationError) as refused:
        make(kring, **days)
    assert set(refused.value.message_dict) == {"tot"}


def test_the_next_report_begins_where_the_last_one_ended(
    kring: Kring, monday: time_machine.Traveller
) -> None:
    assert default_periode(kring.pact, peildatum=TODAY) == (date(2026, 1, 1), TODAY)
    make_rapportage_row(kring.pact, kring.regievoerder)
    assert default_periode(kring.pact, peildatum=TODAY) == (TODAY, TODAY)
    later = TODAY + timedelta(days=30)
    assert default_periode(kring.pact, peildatum=later) == (TODAY + timedelta(days=1), later)


def test_a_report_of_earlier_days_tells_how_it_was_then(
    kring: Kring, monday: time_machine.Traveller
) -> None:
    actie = kring.actie(dagen=-4, eigenaar=kring.partner)
    monday.shift(timedelta(days=10))
    finish(kring, actie)
    monday.shift(timedelta(days=1))
    kring.actie(dagen=-1)
    inhoud = load_inhoud(kring.pact, van=TODAY, tot=TODAY + timedelta(days=9))
    assert (inhoud["cijfers"]["totaal"], inhoud["cijfers"]["te_laat"]) == (1, 1)
    assert [(r["nr"], r["dagen"]) for r in inhoud["te_laat"]] == [(actie.nr, 13)]
    after = load_inhoud(kring.pact, van=TODAY + timedelta(days=10), tot=timezone.localdate())
    assert [r["gedaan_op"] for r in after["bereikt"]] == ["2026-12-03"]
    assert after["cijfers"]["te_laat_begin"] == 1


def test_what_was_said_looking_back_stands_in_the_report_of_those_days(
    kring: Kring, monday: time_machine.Traveller
) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    for uitkomst, waarom in ((Uitkomst.NIET, "Geen tijd."), (Uitkomst.DEELS, "Geen zaal #panic()")):
        evaluate_actie(actie=actie, uitkomst=uitkomst, waarom=waarom, inzender=kring.inzender)
    rapportage = make(kring)
    [row] = rapportage.inhoud["evaluaties"]
    assert (row["nr"], row["uitkomst"]) == (actie.nr, "Deels gelukt")
    said = {"op": "2026-11-23", "tekst": "Geen zaal #panic()", "namens": str(kring.penvoerder)}
    assert row["waarom"] == said
    boek = load_workbook(BytesIO(bytes(rapportage.xlsx)))
    assert boek["Evaluatie"]["F2"].value == "Geen zaal #panic()"
    page = (
        log_in(kring.regievoerder)
        .get(reverse("pact:rapportage", args=[kring.pact.code, 1]))
        .content.decode()
    )
    assert "Evaluatie van acties (1)" in page
    assert "Geen zaal #panic()" in page
    monday.shift(timedelta(days=1))
    tomorrow = timezone.localdate()
    assert load_inhoud(kring.pact, van=tomorrow, tot=tomorrow)["evaluaties"] == []


# --- telling of it ------------------------------------------------------------------------------


def test_contact_persons_are_told_once(kring: Kring) -> None:
    rapportage = make_rapportage_row(kring.pact, kring.regievoerder)
    with pytest.raises(ValidationError, match="contactpersoon"):
        send_rapportage(rapportage=rapportage, inzender=kring.inzender)
    gone = make_user(Rol.PARTNER, kring.gemeente)
    Contactpersoon.objects.create(partner=kring.partner, user=kring.deelnemer)
    Contactpersoon.objects.create(partner=kring.partner, user=gone, tot=TODAY)
    assert send_rapportage(rapportage=rapportage, inzender=kring.inzender) == 1
    with pytest.raises(AlGedaan):
        send_rapportage(rapportage=rapportage, inzender=kring.inzender)
    mail = Bericht.objects.get(sjabloon="rapportage")
    assert mail.ontvanger == kring.deelnemer
    words = context_for(mail)
    assert words is not None
    assert words.pop("link").endswith(f"/pact/{kring.pact.code}/rapportages/1/")
    assert words == {"code": kring.pact.code, "nr": 1}
    end_partner(partner=kring.partner, inzender=kring.inzender)
    assert context_for(mail) is None
    rapportage.refresh_from_db()
    assert rapportage.verstuurd_op is not None
