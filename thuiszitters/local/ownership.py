"""Who runs a service on a folder: one owner, and any number of others that use it too.

All is held by locks of the operating system, which end with their process, however it ends.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from thuiszitters.local.errors import LocalError
from thuiszitters.local.paths import make_directory, write_private


class Place:
    """The folder of one service, and our part in it."""

    def __init__(self, directory: Path) -> None:
        make_directory(directory, mode=0o711)
        self._state = directory / "state.json"
        self._owner = _open(directory / "owner.lock")
        self._users = _open(directory / "users.lock")

    def try_own(self) -> bool:
        """Become the owner and return True, or False when another process is."""
        return _lock(self._owner, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def publish(self, url: str) -> None:
        """Tell others where the service is. Only the owner calls this."""
        write_private(self._state, json.dumps({"pid": os.getpid(), "url": url}) + "\n")

    def withdraw(self) -> None:
        """Tell others that the service is going. Only the owner calls this."""
        self._state.unlink(missing_ok=True)

    def join(self) -> tuple[int, str] | None:
        """Start using the owner's service: its process id and address, if it tells them."""
        _lock(self._users, fcntl.LOCK_SH)
        try:
            told = json.loads(self._state.read_text(encoding="utf-8"))
            return int(told["pid"]), str(told["url"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def leave(self) -> None:
        """Stop using the owner's service."""
        _lock(self._users, fcntl.LOCK_UN)

    def others_use_it(self) -> bool:
        """Return whether any process has joined and not left. Only the owner calls this."""
        if _lock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB):
            _lock(self._users, fcntl.LOCK_UN)
            return False
        return True

    def owner_is_gone(self) -> bool:
        """Return whether the process that owned the service has ended."""
        if not self.try_own():
            return False
        _lock(self._owner, fcntl.LOCK_UN)
        return True

    def close(self) -> None:
        """Give up every part in it."""
        for descriptor in (self._users, self._owner):
            with contextlib.suppress(OSError):
                os.close(descriptor)


@contextlib.contextmanager
def held_by_server(path: Path, patience: float) -> Iterator[int]:
    """Yield a locked descriptor to pass to a server, which then holds the lock until it ends.

    So a server that is still going down after its launcher was killed is waited for. Raises
    LocalError when it holds on for longer than `patience` seconds.
    """
    descriptor = _open(path)
    try:
        until = time.monotonic() + patience
        while not _lock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB):
            if time.monotonic() > until:
                raise LocalError(f"Een oude server houdt {path} vast en wil niet stoppen.")
            time.sleep(0.05)
        yield descriptor
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise LocalError(f"{path} is niet te openen ({error.strerror}).") from None


def _lock(descriptor: int, how: int) -> bool:
    try:
        fcntl.flock(descriptor, how)
    except BlockingIOError:
        return False
    return True
