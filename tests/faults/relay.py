"""A mail server in a process of its own, with the manners of the worst.

What it accepts is on disk before it says 250. It answers over HTTP which Message-IDs it has.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.smtp import SMTP

from tests.faults.shared import Shared, fork


@dataclass(frozen=True, slots=True)
class Manners:
    """How often it does what, of every mail."""

    drop: float = 0.0
    """Accept, and drop the connection without a word."""
    sleep: float = 0.0
    """Accept, and answer after the sender's time-out."""
    late: float = 0.0
    """Accept after the sender's time-out: it has the mail when it is no longer expected to."""
    refuse: float = 0.0
    """Refuse for now."""
    silent: float = 0.0
    """Of every question: give no usable answer."""


WORST = Manners(drop=0.03, sleep=0.01, late=0.01, refuse=0.03, silent=0.1)
PAUSE = 0.9
"""Longer than BERICHT_SEND_SECONDS, and less than RELAY_SETTLE_SECONDS after that."""


class Relay:
    """The server: `start` forks it, `stop` ends it, `accepted` reads what it wrote."""

    def __init__(self, log: Path, shared: Shared, manners: Manners, seed: int) -> None:
        self.log = log
        self._shared = shared
        self._manners = manners
        self._random = random.Random(seed)
        self._smtp = socket.create_server(("127.0.0.1", 0))
        self._http = socket.create_server(("127.0.0.1", 0))
        self.smtp_port = int(self._smtp.getsockname()[1])
        self.query_url = f"http://127.0.0.1:{self._http.getsockname()[1]}/accepted"
        self._known: set[str] = set()
        self._pid = 0
        log.touch()

    def start(self) -> None:
        """Serve in a process of its own."""
        self._pid = fork(lambda: asyncio.run(self._serve()))
        self._smtp.close()
        self._http.close()

    def stop(self) -> None:
        """End it."""
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)

    def accepted(self) -> list[str]:
        """Return the Message-IDs it accepted, as often as it did."""
        return self.log.read_text(encoding="ascii").split()

    async def _serve(self) -> None:
        self._file = self.log.open("ab", buffering=0)
        loop = asyncio.get_running_loop()
        smtp = await loop.create_server(lambda: SMTP(self, loop=loop), sock=self._smtp)
        http = await asyncio.start_server(self._answer, sock=self._http)
        async with smtp, http:
            await asyncio.Event().wait()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take one mail in, or not, as its manners are."""
        message_id = str(BytesHeaderParser().parsebytes(envelope.content)["Message-ID"])
        manners = self._manners if self._shared.faulty.value else Manners()
        chance = self._random.random()
        for odds, act in (
            (manners.refuse, self._refuse),
            (manners.late, self._late),
            (manners.drop, self._drop),
            (manners.sleep, self._sleep),
        ):
            if chance < odds:
                return await act(message_id, server)
            chance -= odds
        self._keep(message_id)
        return "250 2.0.0 accepted"

    async def _refuse(self, message_id: str, server: Any) -> str:
        return "451 4.3.0 later"

    async def _late(self, message_id: str, server: Any) -> str:
        await asyncio.shield(self._keep_later(message_id))
        return "250 2.0.0 accepted"

    async def _drop(self, message_id: str, server: Any) -> str:
        self._keep(message_id)
        server.transport.abort()
        return "250 never read"

    async def _sleep(self, message_id: str, server: Any) -> str:
        self._keep(message_id)
        await asyncio.sleep(PAUSE)
        return "250 2.0.0 accepted"

    async def _keep_later(self, message_id: str) -> None:
        await asyncio.sleep(PAUSE)
        self._keep(message_id)

    def _keep(self, message_id: str) -> None:
        self._file.write(f"{message_id}\n".encode("ascii"))
        os.fsync(self._file.fileno())
        self._known.add(message_id)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readline()
        while (await reader.readline()).strip():
            pass
        path = request.split()[1].decode("ascii")
        (asked,) = parse_qs(urlsplit(path).query)["message_id"]
        if self._shared.faulty.value and self._random.random() < self._manners.silent:
            status = "503 Service Unavailable"
        else:
            status = "200 OK" if asked in self._known else "404 Not Found"
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )
        await writer.drain()
        writer.close()
