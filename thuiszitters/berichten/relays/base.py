"""The interface of a relay: it takes a mail, and perhaps it can tell whether it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Protocol

from django.core.mail import EmailMessage


class Outcome(Enum):
    """How handing over a mail ended."""

    ACCEPTED = auto()
    DEFERRED = auto()
    """Not taken now; it may be later."""
    REFUSED = auto()
    """Not taken, and asking again does not help."""
    UNKNOWN = auto()
    """The relay had it in hands when we lost it: it may have it and it may not."""
    LEFT = auto()
    """Not handed over: it turned out not to be ours any more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a relay said, without its words: those may hold addresses."""

    outcome: Outcome
    text: str = ""
    """Class of the error and codes, such as `SMTPDataError 451 4.3.0`."""
    undeliverable: bool = False
    """Whether the address itself was refused for good."""


class Relay(Protocol):
    """Takes mails, one at a time."""

    can_be_asked: bool
    """Whether `knows` ever gives an answer."""
    settle: timedelta
    """How long after we lost it the relay may still take a mail in."""

    def send(self, mail: EmailMessage, *, still_ours: Callable[[], bool]) -> Answer:
        """Hand over one mail; `still_ours` is asked at the last moment before that."""

    def knows(self, message_id: str) -> bool | None:
        """Return whether it took a mail with this Message-ID; None when it cannot say."""

    def close(self) -> None:
        """End the connection, if there is one."""
