"""A port for the website."""

from __future__ import annotations

import contextlib
import errno
import os
import socket

from thuiszitters.local.errors import LocalError

DEFAULT_PORT = 8000
_TRIES = 100


def wanted_port() -> int:
    """Return PORT, or 8000 when it is not set. Raises LocalError when it is not a port."""
    raw = os.environ.get("PORT", "")
    if not raw:
        return DEFAULT_PORT
    if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw) <= 65535:
        raise LocalError(f"PORT is {raw}; het moet een getal van 1 tot en met 65535 zijn.")
    return int(raw)


def bind_from(first: int) -> socket.socket:
    """Return a socket that listens on 127.0.0.1, on the first free port from `first` on.

    It is made here and handed to the web server, so that nobody can take the port in between.
    Raises LocalError when a port may not be used or all of them are taken.
    """
    for port in range(first, min(first + _TRIES, 65536)):
        # A browser may try `localhost` over IPv6 first, and macOS lets us bind beside a
        # listener on all addresses: so ask whether somebody answers as well.
        if _answers("127.0.0.1", port) or _answers("::1", port):
            continue
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind(("127.0.0.1", port))
            bound.listen()
        except OSError as error:
            bound.close()
            if error.errno == errno.EADDRINUSE:
                continue
            raise LocalError(f"Poort {port} mag niet worden gebruikt ({error.strerror}).") from None
        return bound
    raise LocalError(f"Geen vrije poort gevonden vanaf {first}; zet PORT op een andere.")


def _answers(host: str, port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False
