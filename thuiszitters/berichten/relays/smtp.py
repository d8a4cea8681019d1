"""Handing a mail over by SMTP, knowing at every step whether the server can have it.

Every error of smtplib is an OSError.
"""

from __future__ import annotations

import re
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from thuiszitters.berichten.relays.base import Answer, Outcome

_ENHANCED = re.compile(rb"\s*([245]\.\d{1,3}\.\d{1,3})\b")


class SmtpRelay:
    """A mail server that can only be sent to. It keeps its connection for the next mail."""

    can_be_asked = False
    settle = timedelta(0)

    def __init__(self) -> None:
        self._backend = EmailBackend()

    def send(self, mail: EmailMessage, *, still_ours: Callable[[], bool]) -> Answer:
        """Hand over one mail to its one receiver.

        From MAIL on it takes at most BERICHT_SEND_SECONDS: then the connection is cut.
        """
        data = re.sub(rb"\r?\n", b"\r\n", mail.message().as_bytes())
        sender = settings.BOUNCE_ADDRESS or parseaddr(mail.from_email)[1]
        (receiver,) = (sanitize_address(address, "utf-8") for address in mail.recipients())
        try:
            answer = self._connect_and_send(sender, receiver, data, still_ours)
        except BaseException:
            self._drop()
            raise
        if answer.outcome is not Outcome.ACCEPTED:
            self.close()
        return answer

    def knows(self, message_id: str) -> bool | None:
        """Return None: SMTP has no such question."""
        return None

    def close(self) -> None:
        """Say goodbye to the server."""
        self._backend.close()

    def _drop(self) -> None:
        """End the connection without a word."""
        server = self._backend.connection
        self._backend.connection = None
        if server is not None:
            server.close()

    def _connect_and_send(
        self, sender: str, receiver: str, data: bytes, still_ours: Callable[[], bool]
    ) -> Answer:
        reused = self._backend.connection is not None
        try:
            server = self._open()
        except OSError as error:
            self._drop()
            return _failed(error)
        with _cut_after(settings.BERICHT_SEND_SECONDS, server):
            refusal = _begin(server, sender, receiver)
            if refusal is None:
                return _hand_over(server, data, still_ours)
        if reused and refusal.text.startswith("SMTPServerDisconnected"):
            # A server may close a connection that waits; that says nothing of this mail.
            self._drop()
            return self._connect_and_send(sender, receiver, data, still_ours)
        return refusal

    def _open(self) -> smtplib.SMTP:
        if self._backend.connection is None:
            self._backend.open()
        server = self._backend.connection
        assert isinstance(server, smtplib.SMTP)
        server.ehlo_or_helo_if_needed()
        return server


@contextmanager
def _cut_after(seconds: float, server: smtplib.SMTP) -> Iterator[None]:
    """Cut the connection when this lasts longer: the time-out of a socket starts anew per byte."""

    def cut() -> None:
        with suppress(OSError):
            if server.sock is not None:
                server.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _begin(server: smtplib.SMTP, sender: str, receiver: str) -> Answer | None:
    """Say from whom and to whom; return the answer when the server does not want it."""
    try:
        code, said = server.mail(sender)
        if code != 250:
            name = "SMTPServerDisconnected" if code == 421 else "SMTPSenderRefused"
            return _refused(name, code, said)
        code, said = server.rcpt(receiver)
        if code not in {250, 251}:
            return _refused("SMTPRecipientsRefused", code, said, of_receiver=True)
    except OSError as error:
        return _failed(error, gone=True)
    return None


def _hand_over(server: smtplib.SMTP, data: bytes, still_ours: Callable[[], bool]) -> Answer:
    try:
        if not still_ours():
            return Answer(Outcome.LEFT)
        code, said = server.docmd("DATA")
    except OSError as error:
        return _failed(error)
    if code != 354:
        return _refused("SMTPDataError", code, said)
    try:
        server.send(_stuffed(data))
        code, said = server.getreply()
    except OSError as error:
        # The end of the mail may have reached the server, and its yes got lost.
        return Answer(Outcome.UNKNOWN, type(error).__name__)
    if code == 250:
        return Answer(Outcome.ACCEPTED, _codes(code, said))
    return _refused("SMTPDataError", code, said)


def _stuffed(data: bytes) -> bytes:
    """Return the mail as it goes over the line (RFC 5321, 4.5.2), with the dot that ends it."""
    stuffed = re.sub(rb"(?m)^\.", b"..", data)
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")


def _codes(code: int, said: bytes) -> str:
    found = _ENHANCED.match(said)
    return f"{code} {found[1].decode()}" if found else str(code)


def _refused(name: str, code: int, said: bytes, *, of_receiver: bool = False) -> Answer:
    codes = _codes(code, said)
    final = code >= 500
    # 5.7: it is we who may not send, which says nothing of the address.
    address = of_receiver and final and " 5.7." not in codes
    outcome = Outcome.REFUSED if final else Outcome.DEFERRED
    return Answer(outcome, f"{name} {codes}", undeliverable=address)


def _failed(error: Exception, *, gone: bool = False) -> Answer:
    """Return the answer for an error before the server was given anything."""
    code = getattr(error, "smtp_code", None)
    name = "SMTPServerDisconnected" if gone else type(error).__name__
    text = f"{name} {code}" if code else name
    return Answer(Outcome.DEFERRED, text)
