"""Emptying the outbox over SMTP: claim, send, settle."""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.registry import context_for
from thuiszitters.berichten.rendering import render

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Sent:
    """What one run of the sender did."""

    verzonden: int = 0
    mislukt: int = 0
    wachtend: int = 0


def _rescue() -> None:
    """Queue again what a dead sender left behind: its lease has passed.

    It may have left already; it goes out with the same Message-ID and Date, because a lost
    signal is worse than a double one (docs/adr/0003-outbox.md).
    """
    Bericht.objects.filter(toestand=Toestand.BEZIG, geleend_tot__lt=timezone.now()).update(
        toestand=Toestand.WACHTEND, geleend_tot=None
    )


def _claim() -> Bericht | None:
    """Return the next due mail, leased to this sender, or None."""
    now = timezone.now()
    with transaction.atomic():
        bericht = (
            Bericht.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("ontvanger")
            .filter(toestand=Toestand.WACHTEND, niet_voor__lte=now)
            .order_by("niet_voor", "id")
            .first()
        )
        if bericht is None:
            return None
        bericht.toestand = Toestand.BEZIG
        bericht.pogingen += 1
        bericht.geleend_tot = now + timedelta(seconds=settings.BERICHT_LEASE_SECONDS)
        bericht.save(update_fields=["toestand", "pogingen", "geleend_tot"])
        return bericht


def _settle(bericht: Bericht, **changes: object) -> None:
    Bericht.objects.filter(
        pk=bericht.pk, toestand=Toestand.BEZIG, pogingen=bericht.pogingen
    ).update(geleend_tot=None, **changes)


def _is_final(error: Exception) -> bool:
    """Return whether trying again cannot help: a 5xx of the relay or a mail we cannot make."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500 and not isinstance(error, smtplib.SMTPAuthenticationError)
    return not isinstance(error, OSError)


def _deliver(bericht: Bericht, connection: BaseEmailBackend) -> str:
    """Send one leased mail and settle it; return its new state."""
    try:
        context = context_for(bericht) if bericht.ontvanger.is_active else None
        if context is None:
            _settle(bericht, toestand=Toestand.INGETROKKEN, reden="Niet meer nodig bij verzending.")
            return Toestand.INGETROKKEN
        mail = render(bericht, context)
        mail.connection = connection
        mail.send()
    except Exception as error:  # noqa: BLE001 - one bad mail must not hold up the rest
        reason = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
        logger.warning("bericht %s not sent: %s", bericht.pk, reason)
        bericht.weigeringen += 1
        if _is_final(error) or bericht.weigeringen >= settings.BERICHT_MAX_ATTEMPTS:
            _settle(bericht, toestand=Toestand.MISLUKT, reden=reason)
            return Toestand.MISLUKT
        _settle(
            bericht,
            toestand=Toestand.WACHTEND,
            reden=reason,
            weigeringen=bericht.weigeringen,
            niet_voor=timezone.now() + bericht.volgende_wachttijd,
        )
        connection.close()
        return Toestand.WACHTEND
    _settle(bericht, toestand=Toestand.VERZONDEN, reden="", verzonden_op=timezone.now())
    return Toestand.VERZONDEN


def send_berichten(*, limit: int = 1000) -> Sent:
    """Send the mails that are due, at most `limit`, and return the counts.

    Safe to run beside itself: each mail is claimed by one sender. A refusal that may pass is
    tried again with growing pauses; a final one, or the eighth, stays `mislukt` for a beheerder.
    """
    done = Sent()
    _rescue()
    connection = get_connection()
    try:
        for _ in range(limit):
            bericht = _claim()
            if bericht is None:
                break
            match _deliver(bericht, connection):
                case Toestand.VERZONDEN:
                    done.verzonden += 1
                case Toestand.MISLUKT:
                    done.mislukt += 1
    finally:
        connection.close()
    done.wachtend = Bericht.objects.filter(toestand__in=[Toestand.WACHTEND, Toestand.BEZIG]).count()
    return done
