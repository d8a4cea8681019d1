"""Emptying the outbox: claim, send, settle."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from billiard.exceptions import SoftTimeLimitExceeded
from django.core.mail import EmailMessage
from django.utils import timezone

from thuiszitters.berichten import settle
from thuiszitters.berichten.claim import Claim, claim_next, defer_closed, release, still_ours
from thuiszitters.berichten.koppen import OngeldigeKop, may_receive
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.reaper import reap_berichten
from thuiszitters.berichten.registry import context_for
from thuiszitters.berichten.relays import Outcome, Relay, open_relay
from thuiszitters.berichten.rendering import render
from thuiszitters.berichten.verbinding import is_lost

logger = logging.getLogger(__name__)

_NIET_MEER = "Niet meer nodig bij verzending."
GEEN_ACCOUNT = "De ontvanger mag niet meer inloggen."
NIET_TOEGESTAAN = "Dit adres krijgt hier geen e-mail: het staat niet in MAIL_ALLOW_LIST."
_MAKEN_MISLUKT = "Sjabloon"


@dataclass(slots=True)
class Sent:
    """What one run of the sender did."""

    verzonden: int = 0
    mislukt: int = 0
    onzeker: int = 0
    wachtend: int = 0


def send_berichten(*, limit: int = 1000, seconds: float | None = None) -> Sent:
    """Send the mails that are due, at most `limit`, and return the counts.

    First it looks after what dead senders left behind. With `seconds` it claims nothing new after
    that long. Safe to run beside itself: each mail is claimed by one sender. A refusal that may
    pass is tried again with growing pauses; a final one, or the eighth, stays `mislukt` for a
    beheerder.
    """
    done = Sent()
    until = time.monotonic() + seconds if seconds is not None else None
    relay = open_relay()
    left_alone: set[int] = set()
    try:
        reap_berichten(relay)
        defer_closed(timezone.now())
        for _ in range(limit):
            if until is not None and time.monotonic() > until:
                break
            claim = claim_next(skip=left_alone)
            if claim is None:
                break
            if isinstance(claim, int):
                left_alone.add(claim)
                continue
            try:
                _count(done, _deliver(claim, relay))
            finally:
                release(claim.bericht.pk)
    finally:
        relay.close()
    done.wachtend = Bericht.objects.filter(toestand__in=[Toestand.WACHTEND, Toestand.BEZIG]).count()
    return done


def _count(done: Sent, toestand: Toestand | None) -> None:
    match toestand:
        case Toestand.VERZONDEN:
            done.verzonden += 1
        case Toestand.MISLUKT:
            done.mislukt += 1
        case Toestand.ONZEKER:
            done.onzeker += 1


def _deliver(claim: Claim, relay: Relay) -> Toestand | None:
    """Send one claimed mail and settle it; return its new state, None when it was taken over."""
    try:
        mail = _make(claim.bericht)
    except SoftTimeLimitExceeded:
        raise
    except OngeldigeKop as error:
        settle.settle_refused(claim, str(error))
        return Toestand.MISLUKT
    except Exception as error:
        if is_lost(error):
            return settle.settle_deferred(claim, type(error).__name__)
        logger.exception("bericht %s cannot be made", claim.bericht.pk)
        settle.settle_refused(claim, f"{_MAKEN_MISLUKT} {type(error).__name__}")
        return Toestand.MISLUKT
    if isinstance(mail, str):
        settle.settle_withdrawn(claim, mail)
        return Toestand.INGETROKKEN
    return _hand_over(claim, mail, relay)


def _make(bericht: Bericht) -> EmailMessage | str:
    """Return the mail, or why there is none to send."""
    if not bericht.ontvanger.is_active:
        return GEEN_ACCOUNT
    context = context_for(bericht)
    if context is None:
        return _NIET_MEER
    mail = render(bericht, context)
    return mail if may_receive(bericht.ontvanger.email) else NIET_TOEGESTAAN


def _hand_over(claim: Claim, mail: EmailMessage, relay: Relay) -> Toestand | None:
    answer = relay.send(mail, still_ours=lambda: still_ours(claim))
    if answer.outcome is Outcome.ACCEPTED:
        settle.settle_accepted(claim, answer)
        return Toestand.VERZONDEN
    logger.warning("bericht %s not sent: %s", claim.bericht.pk, answer.text or answer.outcome.name)
    match answer.outcome:
        case Outcome.UNKNOWN:
            wait = relay.settle if relay.can_be_asked else claim.bericht.volgende_wachttijd
            settle.settle_unknown(claim, answer.text, wait)
            return Toestand.ONZEKER
        case Outcome.REFUSED:
            settle.settle_refused(claim, answer.text, undeliverable=answer.undeliverable)
            return Toestand.MISLUKT
        case Outcome.DEFERRED:
            return settle.settle_deferred(claim, answer.text)
    return None
