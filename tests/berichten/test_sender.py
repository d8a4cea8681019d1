"""The outbox over a real SMTP server."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from tests.berichten.conftest import Queue
from tests.berichten.sink import Sink
from tests.factories import Region
from thuiszitters.berichten.models import Bericht, Poging, Toestand
from thuiszitters.berichten.registry import register
from thuiszitters.berichten.sender import send_berichten
from thuiszitters.berichten.services import retry_bericht, withdraw_berichten
from thuiszitters.berichten.venster import STANDAARD

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def test_a_bericht_leaves_once_with_a_fixed_id_and_date(
    region: Region, sink: Sink, queue: Queue
) -> None:
    bericht = queue()
    assert send_berichten().verzonden == 1
    assert send_berichten().verzonden == 0
    (mail,) = sink.mails
    assert mail["Message-ID"] == bericht.message_id
    assert mail["To"] == region.leerplichtambtenaar.email
    assert mail.get_body(("plain",)) is not None
    assert mail.get_body(("html",)) is not None
    bericht.refresh_from_db()
    assert bericht.toestand == Toestand.VERZONDEN
    assert bericht.verzonden_op is not None


def lines(bericht: Bericht) -> list[tuple[int, str, str]]:
    """Return what was written of its attempts."""
    return list(
        Poging.objects.filter(bericht=bericht).values_list("nummer", "uitkomst", "antwoord")
    )


def test_every_attempt_is_written_down_for_good(region: Region, sink: Sink, queue: Queue) -> None:
    bericht = queue()
    sink.refuse_data = ["451 4.3.0 try again later"]
    send_berichten()
    Bericht.objects.update(niet_voor=timezone.now())
    send_berichten()

    assert lines(bericht) == [
        (1, "begonnen", ""),
        (1, "uitgesteld", "SMTPDataError 451 4.3.0"),
        (2, "begonnen", ""),
        (2, "aangenomen", "250"),
    ]
    poging = Poging.objects.earliest("pk")
    assert poging.message_id == bericht.message_id
    assert poging.zender.endswith(f":{os.getpid()}")
    for change in (poging.save, poging.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_no_answer_of_a_relay_is_kept_with_an_address_in_it(
    region: Region, sink: Sink, queue: Queue
) -> None:
    bericht = queue()
    address = region.leerplichtambtenaar.email
    sink.refuse_recipient[address] = f"550 5.1.1 <{address}> unknown"
    send_berichten()

    bericht.refresh_from_db()
    assert bericht.reden == "SMTPRecipientsRefused 550 5.1.1"
    assert address not in str(lines(bericht)) + bericht.reden


def test_an_address_refused_for_good_is_told_in_the_same_transaction(
    region: Region, sink: Sink, queue: Queue, heard: list[int]
) -> None:
    first, second = queue(1), queue(2)
    sink.refuse_data = ["554 no"]
    send_berichten(limit=1)
    assert heard == []
    sink.refuse_recipient[region.leerplichtambtenaar.email] = "550 5.1.1 unknown"
    send_berichten()
    assert heard == [second.pk]
    first.refresh_from_db()
    assert first.toestand == Toestand.MISLUKT


def test_a_mail_that_was_lost_on_the_way_is_not_sent_blindly(
    region: Region, sink: Sink, queue: Queue
) -> None:
    bericht = queue()
    sink.drop_after_accepting = 1
    assert send_berichten().onzeker == 1
    assert send_berichten().verzonden == 0
    bericht.refresh_from_db()
    assert bericht.toestand == Toestand.ONZEKER
    assert lines(bericht)[-1] == (1, "onzeker", "SMTPServerDisconnected")


@pytest.mark.parametrize(
    ("gegevens", "reden"),
    [
        ({"onderwerp": "x\r\nBcc: y@z.example"}, "Het onderwerp bevat een regeleinde"),
        ({"onderwerp": "x\x07"}, "Het onderwerp bevat een regeleinde"),
        ({"onderwerp": ""}, "Het onderwerp is leeg."),
        ({"sjabloon": "stuk"}, "Sjabloon TemplateSyntaxError"),
        ({"sjabloon": "onbekend"}, "Sjabloon KeyError"),
    ],
)
def test_what_cannot_be_made_into_a_mail_fails_alone_and_clearly(
    region: Region, sink: Sink, queue: Queue, gegevens: dict[str, str], reden: str
) -> None:
    bad = queue(1, **gegevens)
    good = queue(2)
    done = send_berichten()
    assert (done.verzonden, done.mislukt) == (1, 1)
    bad.refresh_from_db()
    assert bad.toestand == Toestand.MISLUKT
    assert bad.reden.startswith(reden)
    assert sink.ids == [good.message_id]


def test_an_address_that_would_break_out_of_its_header_gets_nothing(
    region: Region, sink: Sink, queue: Queue
) -> None:
    bericht = queue()
    type(region.leerplichtambtenaar).objects.filter(pk=bericht.ontvanger_id).update(
        email="a@b.example\nBcc: c@d.example"
    )
    assert send_berichten().mislukt == 1
    bericht.refresh_from_db()
    assert bericht.reden == (
        "Het adres van de ontvanger bevat een regeleinde of een onzichtbaar teken."
    )


def test_outside_production_others_than_those_on_the_list_get_nothing(
    region: Region, sink: Sink, queue: Queue, settings: Settings
) -> None:
    settings.MAIL_ALLOW_LIST = ["*@elders.example"]
    bericht = queue()
    send_berichten()
    bericht.refresh_from_db()
    assert bericht.toestand == Toestand.INGETROKKEN
    assert "MAIL_ALLOW_LIST" in bericht.reden
    assert sink.mails == []


def test_being_left_out_is_offered_only_where_that_is_allowed(
    region: Region, sink: Sink, queue: Queue
) -> None:
    bericht = queue(1, sjabloon="wachtwoord", gebruiker=region.leerplichtambtenaar.pk)
    without = send_berichten()
    register(
        "proef",
        lambda bericht: {"onderwerp": "x"},
        afmeld_url=lambda bericht: f"http://testserver/af/{bericht.pk}/",
    )
    offered = queue(2)
    send_berichten()
    assert without.verzonden == 1
    one, other = sink.mails
    assert one["Message-ID"] == bericht.message_id
    assert one["List-Unsubscribe"] is None
    assert other["List-Unsubscribe"] == f"<http://testserver/af/{offered.pk}/>"
    assert other["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_at_night_it_waits_for_the_morning_and_no_attempt_is_counted(
    region: Region, sink: Sink, queue: Queue, monday: time_machine.Traveller
) -> None:
    monday.move_to(datetime(2026, 11, 27, 19, 5, tzinfo=AMSTERDAM))
    bericht, other = queue(1, venster=STANDAARD), queue(2)
    assert send_berichten().verzonden == 1
    assert sink.ids == [other.message_id]
    bericht.refresh_from_db()
    assert bericht.niet_voor == datetime(2026, 11, 30, 7, tzinfo=AMSTERDAM)
    assert (bericht.toestand, bericht.pogingen) == (Toestand.WACHTEND, 0)
    assert lines(bericht) == []

    monday.move_to(datetime(2026, 11, 30, 7, 0, tzinfo=AMSTERDAM))
    assert send_berichten().verzonden == 1


def test_what_is_withdrawn_while_it_waits_for_the_morning_does_not_leave(
    region: Region, sink: Sink, queue: Queue, monday: time_machine.Traveller
) -> None:
    monday.move_to(datetime(2026, 11, 27, 19, 5, tzinfo=AMSTERDAM))
    queue(1, venster=STANDAARD)
    send_berichten()
    withdraw_berichten(referenties=["test"], reden="terug op school")
    monday.move_to(datetime(2026, 11, 30, 7, 0, tzinfo=AMSTERDAM))
    assert send_berichten().verzonden == 0
    assert sink.mails == []


def test_the_same_key_is_queued_once(region: Region, queue: Queue) -> None:
    queue()
    queue()
    assert Bericht.objects.count() == 1


def test_a_refusal_that_may_pass_waits_longer_each_time(
    region: Region, sink: Sink, queue: Queue
) -> None:
    bericht = queue()
    sink.refuse_data = ["451 try again later", "451 try again later"]
    pauses = []
    for _ in range(2):
        done = send_berichten()
        assert (done.verzonden, done.mislukt, done.wachtend) == (0, 0, 1)
        bericht.refresh_from_db()
        pauses.append(round((bericht.niet_voor - timezone.now()).total_seconds() / 60))
        assert send_berichten().verzonden == 0  # not before its time
        Bericht.objects.update(niet_voor=timezone.now())
    assert pauses == [1, 2]
    assert send_berichten().verzonden == 1
    assert [mail["Message-ID"] for mail in sink.mails] == [bericht.message_id]


def test_a_final_refusal_stays_failed_until_a_beheerder_retries(
    region: Region, sink: Sink, queue: Queue
) -> None:
    bericht = queue()
    sink.refuse_recipient[region.leerplichtambtenaar.email] = "550 no such mailbox"
    assert send_berichten().mislukt == 1
    bericht.refresh_from_db()
    assert (bericht.toestand, bericht.reden) == (Toestand.MISLUKT, "SMTPRecipientsRefused 550")

    sink.refuse_recipient.clear()
    assert retry_bericht(bericht_id=bericht.pk)
    assert send_berichten().verzonden == 1


def test_it_gives_up_after_the_eighth_attempt(
    region: Region, settings: Settings, sink: Sink, queue: Queue
) -> None:
    bericht = queue()
    settings.EMAIL_PORT = 1  # nobody listens there
    for _ in range(8):
        Bericht.objects.update(niet_voor=timezone.now())
        send_berichten()
    bericht.refresh_from_db()
    assert (bericht.toestand, bericht.pogingen) == (Toestand.MISLUKT, 8)


def test_one_bad_mail_does_not_hold_up_the_rest(region: Region, sink: Sink, queue: Queue) -> None:
    bad = queue(1)
    Bericht.objects.filter(pk=bad.pk).update(sjabloon="bestaat-niet")
    queue(2)
    done = send_berichten()
    assert (done.verzonden, done.mislukt) == (1, 1)


def test_what_is_no_longer_true_is_withdrawn_at_the_door(
    region: Region, sink: Sink, queue: Queue
) -> None:
    bericht = queue(voorbij=True)
    assert send_berichten().verzonden == 0
    bericht.refresh_from_db()
    assert bericht.toestand == Toestand.INGETROKKEN
    assert sink.mails == []


def test_a_withdrawn_bericht_never_leaves(region: Region, sink: Sink, queue: Queue) -> None:
    queue()
    assert withdraw_berichten(referenties=["test"], reden="terug op school") == 1
    assert send_berichten().verzonden == 0
    assert withdraw_berichten(referenties=["test"], reden="nog eens") == 0


def test_a_person_who_may_not_log_in_gets_nothing(region: Region, sink: Sink, queue: Queue) -> None:
    queue()
    region.leerplichtambtenaar.is_active = False
    region.leerplichtambtenaar.save()
    assert send_berichten().verzonden == 0
    assert sink.mails == []


def test_what_a_dead_sender_left_behind_goes_out_after_its_lease(
    region: Region, sink: Sink, queue: Queue
) -> None:
    bericht = queue()
    Bericht.objects.filter(pk=bericht.pk).update(
        toestand=Toestand.BEZIG, pogingen=1, geleend_tot=timezone.now() + timedelta(minutes=5)
    )
    assert send_berichten().verzonden == 0
    Bericht.objects.update(geleend_tot=timezone.now() - timedelta(seconds=1))
    assert send_berichten().verzonden == 1
    assert sink.mails[0]["Message-ID"] == bericht.message_id


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_bericht_once(
    settings: Settings, sink: Sink, queue: Queue
) -> None:
    for n in range(40):
        queue(n)

    def work() -> None:
        try:
            send_berichten()
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = [mail["Message-ID"] for mail in sink.mails]
    assert len(ids) == 40
    assert len(set(ids)) == 40
