"""Handing over by SMTP: what the server can have at every step, and what cannot be known."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from tests.berichten.sink import Sink
from thuiszitters.berichten.relays import Outcome
from thuiszitters.berichten.relays.smtp import SmtpRelay


def mail(body: str = "Tekst\n") -> EmailMultiAlternatives:
    """Return a mail."""
    return EmailMultiAlternatives(
        "Onderwerp", body, "Van <van@site.example>", ["wie@voorbeeld.example"]
    )


def yes() -> bool:
    """Nobody took over."""
    return True


def test_what_is_accepted_arrives_byte_for_byte(sink: Sink) -> None:
    relay = SmtpRelay()
    answer = relay.send(mail(".punt\n..twee\nslot"), still_ours=yes)
    relay.close()
    assert answer.outcome is Outcome.ACCEPTED
    assert sink.mails[0].get_content() == ".punt\r\n..twee\r\nslot\r\n"


def test_the_envelope_sender_is_where_bounces_go(sink: Sink, settings: Settings) -> None:
    relay = SmtpRelay()
    relay.send(mail(), still_ours=yes)
    settings.BOUNCE_ADDRESS = "terug@site.example"
    relay.send(mail(), still_ours=yes)
    relay.close()
    assert sink.senders == ["van@site.example", "terug@site.example"]
    assert {str(found["From"]) for found in sink.mails} == {"Van <van@site.example>"}


def test_one_connection_carries_many_and_a_closed_one_is_opened_again(sink: Sink) -> None:
    relay = SmtpRelay()
    for _ in range(3):
        assert relay.send(mail(), still_ours=yes).outcome is Outcome.ACCEPTED
    server = relay._backend.connection
    assert server is not None
    assert server.sock is not None
    server.sock.shutdown(socket.SHUT_RDWR)
    assert relay.send(mail(), still_ours=yes).outcome is Outcome.ACCEPTED
    relay.close()
    assert len(sink.mails) == 4


@pytest.mark.parametrize(
    ("said", "outcome", "undeliverable", "text"),
    [
        ("550 5.1.1 no such mailbox", Outcome.REFUSED, True, "SMTPRecipientsRefused 550 5.1.1"),
        ("550 no such mailbox", Outcome.REFUSED, True, "SMTPRecipientsRefused 550"),
        ("554 5.7.1 relay denied", Outcome.REFUSED, False, "SMTPRecipientsRefused 554 5.7.1"),
        ("450 4.2.1 greylisted", Outcome.DEFERRED, False, "SMTPRecipientsRefused 450 4.2.1"),
    ],
)
def test_a_refused_receiver(
    sink: Sink, said: str, outcome: Outcome, undeliverable: bool, text: str
) -> None:
    sink.refuse_recipient["wie@voorbeeld.example"] = said
    answer = SmtpRelay().send(mail(), still_ours=yes)
    assert (answer.outcome, answer.undeliverable, answer.text) == (outcome, undeliverable, text)


@pytest.mark.parametrize(
    ("said", "outcome"), [("451 later", Outcome.DEFERRED), ("554 no", Outcome.REFUSED)]
)
def test_a_refused_mail(sink: Sink, said: str, outcome: Outcome) -> None:
    sink.refuse_data = [said]
    answer = SmtpRelay().send(mail(), still_ours=yes)
    assert answer.outcome is outcome
    assert answer.text == f"SMTPDataError {said[:3]}"
    assert not answer.undeliverable


def test_a_yes_that_got_lost_is_not_knowing(sink: Sink) -> None:
    sink.drop_after_accepting = 1
    assert SmtpRelay().send(mail(), still_ours=yes).outcome is Outcome.UNKNOWN
    assert len(sink.mails) == 1


def test_a_connection_lost_before_the_yes_is_not_knowing_either(sink: Sink) -> None:
    sink.drop_before_accepting = 1
    assert SmtpRelay().send(mail(), still_ours=yes).outcome is Outcome.UNKNOWN
    assert sink.mails == []


def test_a_server_that_sleeps_past_the_time_out_is_not_knowing(
    sink: Sink, settings: Settings
) -> None:
    settings.BERICHT_SEND_SECONDS = 0.3
    sink.sleep_after_accepting = 2
    begin = time.monotonic()
    assert SmtpRelay().send(mail(), still_ours=yes).outcome is Outcome.UNKNOWN
    assert time.monotonic() - begin < 1.5


def test_nobody_there_is_only_a_delay(settings: Settings, sink: Sink) -> None:
    settings.EMAIL_PORT = 1
    answer = SmtpRelay().send(mail(), still_ours=yes)
    assert answer.outcome is Outcome.DEFERRED
    assert answer.text == "ConnectionRefusedError"


def test_what_is_not_ours_any_more_is_not_handed_over(sink: Sink) -> None:
    asked: list[list[str]] = []

    def no() -> bool:
        asked.append(list(sink.senders))
        return False

    answer = SmtpRelay().send(mail(), still_ours=no)
    assert answer.outcome is Outcome.LEFT
    assert asked == [[]]
    assert sink.mails == []


@contextmanager
def dripping_server() -> Iterator[int]:
    """Answer every command one byte at a time, for ever."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"220 drip\r\n")
                connection.recv(100)
                connection.sendall(b"250 drip\r\n")
                try:
                    while True:
                        connection.sendall(b"2")
                        time.sleep(0.05)
                except OSError:
                    return

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        thread.join(5)


def test_a_server_that_drips_is_cut_off_before_the_lease_ends(
    settings: Settings, sink: Sink
) -> None:
    settings.BERICHT_SEND_SECONDS = 0.5
    with dripping_server() as port:
        settings.EMAIL_PORT = port
        begin = time.monotonic()
        assert SmtpRelay().send(mail(), still_ours=yes).outcome is Outcome.DEFERRED
        assert time.monotonic() - begin < 2


def test_it_can_never_tell(sink: Sink) -> None:
    relay = SmtpRelay()
    assert not relay.can_be_asked
    assert relay.knows("<x@y>") is None


def test_one_mail_takes_less_than_the_lease(settings: Settings) -> None:
    assert settings.BERICHT_SEND_SECONDS + settings.EMAIL_TIMEOUT < settings.BERICHT_LEASE_SECONDS
    jobs = settings.BERICHT_RUN_SECONDS + settings.BERICHT_SEND_SECONDS
    assert jobs < settings.CELERY_TASK_SOFT_TIME_LIMIT
