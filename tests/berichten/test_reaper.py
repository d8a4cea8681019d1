"""What became of mails whose sender died or lost the relay: asked where that can be."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from tests.berichten.conftest import Queue
from tests.berichten.sink import Sink
from thuiszitters.berichten.models import Bericht, Poging, Toestand
from thuiszitters.berichten.sender import send_berichten

pytestmark = pytest.mark.usefixtures("monday")
MINUTE = timedelta(minutes=1)


def outcomes() -> list[str]:
    """Return what was written of attempts, in order."""
    return list(Poging.objects.order_by("pk").values_list("uitkomst", flat=True))


def state(bericht: Bericht) -> str:
    """Return its state now."""
    bericht.refresh_from_db()
    return bericht.toestand


def test_what_the_relay_has_is_sent_and_goes_out_once(
    queue: Queue, queryable: Sink, monday: time_machine.Traveller
) -> None:
    bericht = queue()
    queryable.drop_after_accepting = 1
    assert send_berichten().onzeker == 1

    monday.shift(59)
    send_berichten()
    assert state(bericht) == Toestand.ONZEKER
    assert queryable.asked == []

    monday.shift(2)
    send_berichten()
    assert state(bericht) == Toestand.VERZONDEN
    assert queryable.ids == [bericht.message_id]
    assert outcomes() == ["begonnen", "onzeker", "nagevraagd_ja"]


def test_what_the_relay_has_not_after_its_settle_time_goes_out_again(
    queue: Queue, queryable: Sink, monday: time_machine.Traveller
) -> None:
    bericht = queue()
    queryable.drop_before_accepting = 1
    send_berichten()
    monday.shift(61)
    assert send_berichten().verzonden == 1
    assert queryable.ids == [bericht.message_id]
    assert outcomes() == ["begonnen", "onzeker", "nagevraagd_nee", "begonnen", "aangenomen"]


def test_a_relay_that_gives_no_answer_is_asked_again_for_hours_before_a_second_mail(
    queue: Queue, queryable: Sink, monday: time_machine.Traveller, settings: Settings
) -> None:
    bericht = queue()
    queryable.drop_after_accepting = 1
    queryable.query_status = 503
    send_berichten()
    for _ in range(10):
        monday.shift(61)
        send_berichten()
    assert len(queryable.asked) == 10
    assert state(bericht) == Toestand.ONZEKER

    monday.shift(settings.BERICHT_ONZEKER_SECONDS)
    assert send_berichten().verzonden == 1
    assert queryable.ids == [bericht.message_id] * 2
    assert outcomes() == ["begonnen", "onzeker", "opnieuw", "begonnen", "aangenomen"]


def test_over_plain_smtp_it_goes_out_again_as_the_same_mail_and_that_is_written_down(
    queue: Queue, sink: Sink, monday: time_machine.Traveller
) -> None:
    bericht = queue()
    sink.drop_after_accepting = 1
    send_berichten()
    monday.shift(61)
    assert send_berichten().verzonden == 1
    one, other = sink.raw
    assert one.split(b"boundary")[0] == other.split(b"boundary")[0]
    assert {(mail["Message-ID"], mail["Date"]) for mail in sink.mails} == {
        (bericht.message_id, sink.mails[0]["Date"])
    }
    assert outcomes() == ["begonnen", "onzeker", "opnieuw", "begonnen", "aangenomen"]


def test_over_plain_smtp_not_knowing_ends_after_the_eighth_time(
    queue: Queue, sink: Sink, monday: time_machine.Traveller, settings: Settings
) -> None:
    bericht = queue()
    sink.drop_after_accepting = 100
    for _ in range(20):
        send_berichten()
        monday.shift(4 * 3600 + 1)
    assert (state(bericht), bericht.reden) == (Toestand.MISLUKT, "Onzeker")
    assert len(sink.mails) == settings.BERICHT_MAX_ATTEMPTS


def test_a_sender_that_died_leaves_uncertainty_and_its_deaths_do_not_count_as_refusals(
    queue: Queue, queryable: Sink, monday: time_machine.Traveller, settings: Settings
) -> None:
    bericht = queue()
    for n in range(1, 21):
        Bericht.objects.update(toestand=Toestand.BEZIG, pogingen=n, geleend_tot=timezone.now())
        monday.shift(1)
        assert send_berichten(limit=0).verzonden == 0
        assert state(bericht) == Toestand.ONZEKER
        monday.shift(61)
        send_berichten(limit=0)
        assert state(bericht) == Toestand.WACHTEND
    assert send_berichten().verzonden == 1
    assert bericht.weigeringen == 0


def test_within_its_lease_nobody_is_asked(queue: Queue, queryable: Sink) -> None:
    bericht = queue()
    Bericht.objects.update(toestand=Toestand.BEZIG, pogingen=1, geleend_tot=timezone.now() + MINUTE)
    send_berichten()
    assert state(bericht) == Toestand.BEZIG


def test_what_turned_out_not_to_have_left_is_withdrawn_when_it_is_no_longer_true(
    queue: Queue, queryable: Sink, monday: time_machine.Traveller
) -> None:
    bericht = queue()
    queryable.drop_before_accepting = 1
    send_berichten()
    Bericht.objects.update(gegevens={"voorbij": True})
    monday.shift(61)
    send_berichten()
    assert state(bericht) == Toestand.INGETROKKEN
    assert queryable.mails == []
