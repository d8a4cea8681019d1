"""A real SMTP server that keeps what it accepts, and refuses what it is told to."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from threading import Lock
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    """The mails that arrived, and the answers to give."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refuse_recipient: dict[str, str] = {}
        self.refuse_data: list[str] = []
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
            message = BytesParser(policy=policy.default).parsebytes(envelope.content)
            assert isinstance(message, EmailMessage)
            self.mails.append(message)
        return "250 accepted"


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
