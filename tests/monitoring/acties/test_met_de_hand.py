"""Addressed by whoever leads the pact, on any rung, in their own words."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from cases.errors import NietToegestaan
from monitoring.ladder import Trede
from monitoring.models import Escalatie, Geadresseerde
from monitoring.services.actiereacties import address_by_hand, answer_actie
from monitoring.services.watch import run_round
from pact.errors import AlGedaan
from pact.keuzes import Antwoord
from pact.models import Actie, ActieLog
from tests.monitoring.acties.conftest import TODAY, Gevraagd
from tests.pact.hulp import Kring
from thuiszitters.berichten.sender import send_berichten

pytestmark = pytest.mark.usefixtures("monday")
DAY = timedelta(days=1)
TEKST = "Wanneer ligt het plan er? Bel me gerust."


def by_hand(kring: Kring, actie: Actie, trede: Trede = Trede.SIGNALEREN) -> Escalatie:
    """Address the owner of an action."""
    return address_by_hand(actie=actie, trede=trede, tekst=TEKST, inzender=kring.inzender)


def test_it_is_asked_and_mailed_and_the_text_is_not_in_the_mail(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner)  # without a deadline the rules ask nothing

    one = by_hand(kring, actie)

    assert (one.drempel, one.oorzaak, one.trede, one.tekst) == (
        "met_de_hand",
        "hand",
        "signaleren",
        TEKST,
    )
    assert (one.door, one.termijn, one.reageer_voor) == (kring.regievoerder, 3, TODAY + 3 * DAY)
    asked = Geadresseerde.objects.get(escalatie=one)
    assert (asked.user, asked.rol) == (kring.deelnemer, "partner")
    line = ActieLog.objects.filter(actie=actie).latest("pk")
    assert (line.soort, line.door) == ("signaal", kring.regievoerder)
    send_berichten()
    (message,) = mail.outbox
    assert "Bel me" not in message.body
    assert "De regievoerder van het pact spreekt je aan" in message.body
    assert run_round(peildatum=TODAY).geescaleerd == 0
    actie.refresh_from_db()
    assert actie.trede == "signaleren"


def test_it_meets_silence_like_any_other(kring: Kring, monday: time_machine.Traveller) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    one = by_hand(kring, actie)
    for n in range(1, 15):
        monday.shift(DAY)
        run_round(peildatum=TODAY + n * DAY)
    one.refresh_from_db()
    assert (one.herinneringen, one.status) == (1, "opgevolgd")
    top = Escalatie.objects.get(status="open")
    assert (top.trede, top.oorzaak, top.drempel) == ("aanspreken", "stilte", "met_de_hand")


def test_it_takes_over_what_stands_no_higher(gevraagd: Gevraagd) -> None:
    one = by_hand(gevraagd.kring, gevraagd.actie)
    assert gevraagd.again().status == "opgevolgd"
    # A lower one leaves it alone.
    by_hand(gevraagd.kring, gevraagd.actie, Trede.PREVENTIE)
    one.refresh_from_db()
    assert one.status == "open"


def test_once_per_rung_and_day(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    by_hand(kring, actie)
    with pytest.raises(ValidationError) as refused:
        by_hand(kring, actie)
    assert list(refused.value.message_dict) == ["trede"]
    by_hand(kring, actie, Trede.AANSPREKEN)
    assert Escalatie.objects.count() == 2


def test_pressing_twice_addresses_once(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    inzender = kring.inzender
    inzender = type(inzender)(door=inzender.door, namens=inzender.namens, sleutel=uuid4())
    address_by_hand(actie=actie, trede=Trede.SIGNALEREN, tekst=TEKST, inzender=inzender)
    with pytest.raises(AlGedaan) as done:
        address_by_hand(actie=actie, trede=Trede.SIGNALEREN, tekst=TEKST, inzender=inzender)
    assert done.value.nr == actie.nr
    assert Escalatie.objects.count() == 1


@pytest.mark.parametrize("tekst", ["", "   \n", "x" * 2001, "Het gaat om 123456782."])
def test_a_text_that_cannot_be(kring: Kring, tekst: str) -> None:
    with pytest.raises(ValidationError) as refused:
        address_by_hand(
            actie=kring.actie(), trede=Trede.SIGNALEREN, tekst=tekst, inzender=kring.inzender
        )
    assert list(refused.value.message_dict) == ["tekst"]


def test_only_who_leads(gevraagd: Gevraagd) -> None:
    with pytest.raises(NietToegestaan):
        address_by_hand(
            actie=gevraagd.actie, trede=Trede.PREVENTIE, tekst=TEKST, inzender=gevraagd.by()
        )


def test_an_answer_ends_it(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    one = by_hand(kring, actie)
    by = Gevraagd(kring, actie, one).by()
    answer_actie(escalatie=one, antwoord=Antwoord.OP_SCHEMA, toelichting="Gebeld.", inzender=by)
    assert run_round(peildatum=TODAY + 30 * DAY).herinnerd == 0
    actie.refresh_from_db()
    assert actie.trede == ""

    two = address_by_hand(actie=actie, trede=Trede.STIMULEREN, tekst=TEKST, inzender=kring.inzender)
    answer_actie(
        escalatie=two,
        antwoord=Antwoord.LATER,
        deadline=TODAY + 90 * DAY,
        toelichting="In maart.",
        inzender=by,
    )
    two.refresh_from_db()
    assert (two.status, two.reden) == ("vervallen", "Er is geantwoord met een nieuwe datum.")
