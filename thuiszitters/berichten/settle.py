"""Writing down how an attempt ended, in one transaction with the line about it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import Error, connection, transaction
from django.utils import timezone

from thuiszitters.berichten.claim import Claim, note
from thuiszitters.berichten.models import Bericht, Toestand, Uitkomst
from thuiszitters.berichten.registry import tell_undeliverable
from thuiszitters.berichten.relays import Answer
from thuiszitters.berichten.verbinding import is_lost

logger = logging.getLogger(__name__)

_PATIENCE = 15.0
"""How long to go on writing an outcome while the database comes back, in seconds."""


def settle_accepted(claim: Claim, answer: Answer) -> None:
    """The relay said yes. That is certain, so it holds too when others were no longer sure."""
    _settle(
        claim,
        Uitkomst.AANGENOMEN,
        answer.text,
        states=(Toestand.BEZIG, Toestand.ONZEKER),
        toestand=Toestand.VERZONDEN,
        verzonden_op=timezone.now(),
        reden="",
        weigeringen=0,
    )


def settle_deferred(claim: Claim, text: str) -> Toestand:
    """It may work later: wait, longer each time, and at the last time give up."""
    bericht = claim.bericht
    bericht.weigeringen += 1
    if bericht.weigeringen >= settings.BERICHT_MAX_ATTEMPTS:
        settle_refused(claim, text)
        return Toestand.MISLUKT
    _settle(
        claim,
        Uitkomst.UITGESTELD,
        text,
        toestand=Toestand.WACHTEND,
        reden=text,
        weigeringen=bericht.weigeringen,
        niet_voor=timezone.now() + bericht.volgende_wachttijd,
    )
    return Toestand.WACHTEND


def settle_refused(claim: Claim, text: str, *, undeliverable: bool = False) -> None:
    """It will not work: a beheerder has to look."""
    _settle(
        claim,
        Uitkomst.GEWEIGERD,
        text,
        undeliverable=undeliverable,
        toestand=Toestand.MISLUKT,
        reden=text[:300],
        weigeringen=claim.bericht.weigeringen,
    )


def settle_unknown(claim: Claim, text: str, wait: timedelta) -> None:
    """We lost it while it was being handed over: the reaper finds out, after `wait`."""
    _settle(
        claim,
        Uitkomst.ONZEKER,
        text,
        toestand=Toestand.ONZEKER,
        reden=text,
        niet_voor=timezone.now() + wait,
    )


def settle_withdrawn(claim: Claim, reden: str) -> None:
    """It is no longer true, or may not be sent."""
    _settle(claim, Uitkomst.INGETROKKEN, toestand=Toestand.INGETROKKEN, reden=reden)


def _settle(
    claim: Claim,
    uitkomst: Uitkomst,
    antwoord: str = "",
    *,
    states: tuple[Toestand, ...] = (Toestand.BEZIG,),
    undeliverable: bool = False,
    **changes: Any,
) -> None:
    bericht = claim.bericht

    def write() -> None:
        with transaction.atomic():
            found = Bericht.objects.filter(
                pk=bericht.pk, toestand__in=states, pogingen=claim.nummer
            ).update(geleend_tot=None, **changes)
            note(bericht, claim.nummer, uitkomst, antwoord)
            if found and undeliverable:
                tell_undeliverable(bericht)

    _until_written(write)


def _until_written(write: Callable[[], None]) -> None:
    """Write, also when the database restarts meanwhile: what the relay said is known only here."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            write()
        except Error as error:
            if not is_lost(error) or connection.in_atomic_block or time.monotonic() > until:
                raise
            logger.warning("the database is away; the outcome of an attempt waits for it")
            connection.close()
            time.sleep(0.2)
        else:
            return
