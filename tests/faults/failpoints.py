"""Places at which a process ends or pauses, made by wrapping functions in that process alone."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

from monitoring.services.rondes import OverActies, OverCasussen
from tests.faults.shared import POINTS, Shared
from thuiszitters.berichten import reaper, sender, settle, wakeup
from thuiszitters.berichten.claim import Claim
from thuiszitters.berichten.relays import smtp

Always = Callable[[Any], bool]


def _always(result: Any) -> bool:
    return True


def _before(module: ModuleType | type, name: str, hit: Callable[[], None]) -> None:
    inner = getattr(module, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        hit()
        return inner(*args, **kwargs)

    setattr(module, name, wrapped)


def _after(module: ModuleType, name: str, hit: Callable[[], None], when: Always = _always) -> None:
    inner = getattr(module, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        result = inner(*args, **kwargs)
        if when(result):
            hit()
        return result

    setattr(module, name, wrapped)


def _halfway(hit: Callable[[], None]) -> None:
    """Before what was looked at gets its next date: of casussen and of actions."""
    for kind in (OverCasussen, OverActies):
        _before(kind, "write_back", hit)


_PLACES: dict[str, Callable[[Callable[[], None]], None]] = {
    "na_claim": lambda hit: _after(
        sender, "claim_next", hit, lambda found: isinstance(found, Claim)
    ),
    "voor_smtp": lambda hit: _before(smtp, "_begin", hit),
    "voor_data": lambda hit: _after(sender, "still_ours", hit, bool),
    "tussen_250_en_commit": lambda hit: _before(settle, "settle_accepted", hit),
    "na_settle": lambda hit: _after(settle, "settle_accepted", hit),
    "reaper_na_verlaten": lambda hit: _after(reaper, "_find_abandoned", hit, bool),
    "reaper_voor_settle": lambda hit: _before(reaper, "_change", hit),
    "halverwege_ronde": _halfway,
    "na_commit_voor_wekken": lambda hit: _before(wakeup, "wake_sender", hit),
}


def install(points: Mapping[str, float], shared: Shared, slot: int, *, stop: bool) -> None:
    """Let this process be killed (or, with `stop`, pause) at these places, so often of each.

    A place is no longer met once the parent has counted its limit there; `points` holds the odds.
    """
    for name, odds in points.items():
        _PLACES[name](_hit(POINTS.index(name), odds, shared, slot, stop))


def _hit(place: int, odds: float, shared: Shared, slot: int, stop: bool) -> Callable[[], None]:
    def hit() -> None:
        if shared.finish.value or random.random() >= odds:
            return
        shared.hit[slot] = place + 1
        os.kill(os.getpid(), signal.SIGSTOP if stop else signal.SIGKILL)

    return hit
