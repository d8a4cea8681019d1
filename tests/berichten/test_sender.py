"""The outbox over a real SMTP server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from tests.berichten.sink import Sink, smtp_sink
from tests.factories import Region, make_region
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.registry import register
from thuiszitters.berichten.sender import send_berichten
from thuiszitters.berichten.services import queue_bericht, retry_bericht, withdraw_berichten


def _context(bericht: Bericht) -> dict[str, Any] | None:
    return None if bericht.gegevens.get("voorbij") else {"link": "http://testserver/x", "dagen": 3}


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    register("wachtwoord", _context)
    with smtp_sink() as (found, port):
        settings.EMAIL_PORT = port
        yield found


def queue(region: Region, n: int = 1, **gegevens: object) -> Bericht:
    queue_bericht(
        sjabloon="wachtwoord",
        ontvanger_id=region.leerplichtambtenaar.pk,
        sleutel=f"test:{n}",
        referentie="test",
        gegevens=gegevens,
    )
    return Bericht.objects.get(sleutel=f"test:{n}")


def test_a_bericht_leaves_once_with_a_fixed_id_and_date(region: Region, sink: Sink) -> None:
    bericht = queue(region)
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


def test_the_same_key_is_queued_once(region: Region) -> None:
    queue(region)
    queue(region)
    assert Bericht.objects.count() == 1


def test_a_refusal_that_may_pass_waits_longer_each_time(region: Region, sink: Sink) -> None:
    bericht = queue(region)
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


def test_a_final_refusal_stays_failed_until_a_beheerder_retries(region: Region, sink: Sink) -> None:
    bericht = queue(region)
    sink.refuse_recipient[region.leerplichtambtenaar.email] = "550 no such mailbox"
    assert send_berichten().mislukt == 1
    bericht.refresh_from_db()
    assert (bericht.toestand, bericht.reden) == (Toestand.MISLUKT, "SMTPRecipientsRefused 550")

    sink.refuse_recipient.clear()
    assert retry_bericht(bericht_id=bericht.pk)
    assert send_berichten().verzonden == 1


def test_it_gives_up_after_the_eighth_attempt(
    region: Region, settings: Settings, sink: Sink
) -> None:
    bericht = queue(region)
    settings.EMAIL_PORT = 1  # nobody listens there
    for _ in range(8):
        Bericht.objects.update(niet_voor=timezone.now())
        send_berichten()
    bericht.refresh_from_db()
    assert (bericht.toestand, bericht.pogingen) == (Toestand.MISLUKT, 8)


def test_one_bad_mail_does_not_hold_up_the_rest(region: Region, sink: Sink) -> None:
    bad = queue(region, 1)
    Bericht.objects.filter(pk=bad.pk).update(sjabloon="bestaat-niet")
    queue(region, 2)
    done = send_berichten()
    assert (done.verzonden, done.mislukt) == (1, 1)


def test_what_is_no_longer_true_is_withdrawn_at_the_door(region: Region, sink: Sink) -> None:
    bericht = queue(region, voorbij=True)
    assert send_berichten().verzonden == 0
    bericht.refresh_from_db()
    assert bericht.toestand == Toestand.INGETROKKEN
    assert sink.mails == []


def test_a_withdrawn_bericht_never_leaves(region: Region, sink: Sink) -> None:
    queue(region)
    assert withdraw_berichten(referenties=["test"], reden="terug op school") == 1
    assert send_berichten().verzonden == 0
    assert withdraw_berichten(referenties=["test"], reden="nog eens") == 0


def test_a_person_who_may_not_log_in_gets_nothing(region: Region, sink: Sink) -> None:
    queue(region)
    region.leerplichtambtenaar.is_active = False
    region.leerplichtambtenaar.save()
    assert send_berichten().verzonden == 0
    assert sink.mails == []


def test_what_a_dead_sender_left_behind_goes_out_after_its_lease(
    region: Region, sink: Sink
) -> None:
    bericht = queue(region)
    Bericht.objects.filter(pk=bericht.pk).update(
        toestand=Toestand.BEZIG, pogingen=1, geleend_tot=timezone.now() + timedelta(minutes=5)
    )
    assert send_berichten().verzonden == 0
    Bericht.objects.update(geleend_tot=timezone.now() - timedelta(seconds=1))
    assert send_berichten().verzonden == 1
    assert sink.mails[0]["Message-ID"] == bericht.message_id


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_bericht_once(settings: Settings, sink: Sink) -> None:
    region = make_region()
    for n in range(40):
        queue(region, n)

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
