"""Being asked to stop: noticed at once, acted on at points where nothing is half done."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from types import FrameType

_ASKING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class AskedToStopError(Exception):
    """Somebody asked us to stop; `status` is what to exit with."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.status = 128 + number


class StopRequests:
    """Remembers Ctrl-C, SIGTERM and SIGHUP from the moment it is made."""

    def __init__(self, when_asked: Callable[[int], None] | None = None) -> None:
        self.asked: int | None = None
        self.when_asked = when_asked
        for number in _ASKING:
            # A command started with nohup keeps ignoring the end of its terminal.
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._note)

    def check(self) -> None:
        """Raise AskedToStopError when we have been asked to stop."""
        if self.asked is not None:
            raise AskedToStopError(self.asked)

    def sleep(self, seconds: float) -> None:
        """Wait so long, or raise AskedToStopError as soon as we are asked to stop."""
        until = time.monotonic() + seconds
        while True:
            self.check()
            left = until - time.monotonic()
            if left <= 0:
                return
            time.sleep(min(left, 0.05))

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.asked is None:
            self.asked = number
        if self.when_asked is not None:
            self.when_asked(number)
