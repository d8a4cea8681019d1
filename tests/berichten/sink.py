"""A real SMTP server that keeps what it accepts, and misbehaves as it is told to.

Beside it a real HTTP server that says which Message-IDs were accepted.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller


class Sink:
    """The mails that arrived, and the answers to give."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.senders: list[str] = []
        self.refuse_recipient: dict[str, str] = {}
        self.refuse_data: list[str] = []
        self.drop_after_accepting = 0
        self.drop_before_accepting = 0
        self.sleep_after_accepting = 0.0
        self.query_status: int | None = None
        self.asked: list[tuple[str, str | None]] = []
        self._lock = Lock()

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, server: Any, session: Any, envelope: Any, address: str, rcpt_options: Any
    ) -> str:
        if address in self.refuse_recipient:
            return self.refuse_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        with self._lock:
            if self.refuse_data:
                return self.refuse_data.pop(0)
            if self.drop_before_accepting:
                self.drop_before_accepting -= 1
                server.transport.abort()
                return "250 never read"
            message = BytesParser(policy=policy.default).parsebytes(envelope.content)
            assert isinstance(message, EmailMessage)
            self.mails.append(message)
            self.raw.append(envelope.content)
            self.senders.append(envelope.mail_from)
            if self.drop_after_accepting:
                self.drop_after_accepting -= 1
                server.transport.abort()
        if self.sleep_after_accepting:
            await asyncio.sleep(self.sleep_after_accepting)
        return "250 accepted"

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of what arrived."""
        return [str(mail["Message-ID"]) for mail in self.mails]


@contextmanager
def smtp_sink() -> Iterator[tuple[Sink, int]]:
    """Run a sink on a free port of this machine; give it and the port."""
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()


@contextmanager
def query_server(sink: Sink) -> Iterator[str]:
    """Answer over HTTP whether the sink has a mail; give the address to ask at."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            (asked,) = parse_qs(urlsplit(self.path).query)["message_id"]
            sink.asked.append((asked, self.headers["Authorization"]))
            status = sink.query_status or (200 if asked in sink.ids else 404)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/yes?message_id=x")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/accepted"
    finally:
        server.shutdown()
        server.server_close()
