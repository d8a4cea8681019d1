"""Finding out what became of mails whose sender died or lost the relay.

It never guesses where it can ask. Where it cannot, the mail goes out again, the very same one,
because a lost signal is worse than a double one (docs/adr/0003-outbox.md), and that is written
down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from thuiszitters.berichten.claim import is_abandoned, note
from thuiszitters.berichten.models import Bericht, Poging, Toestand, Uitkomst
from thuiszitters.berichten.relays import Relay

_AT_ONCE = 500
_NO_ANSWER = "Onzeker"


@dataclass(slots=True)
class Reaped:
    """What one run of the reaper did."""

    verlaten: int = 0
    aangekomen: int = 0
    niet_aangekomen: int = 0
    opnieuw: int = 0
    mislukt: int = 0


def reap_berichten(relay: Relay) -> Reaped:
    """Look after the Berichten that no sender answers for any more; return the counts.

    Safe to run beside itself and beside senders.
    """
    done = Reaped(verlaten=_find_abandoned(relay))
    uncertain = Bericht.objects.filter(
        toestand=Toestand.ONZEKER, niet_voor__lte=timezone.now()
    ).order_by("niet_voor", "id")[:_AT_ONCE]
    for bericht in uncertain:
        _find_out(bericht, relay, done)
    return done


def _find_abandoned(relay: Relay) -> int:
    """Mark what has outlived its lease and is held by nobody as onzeker; return how many."""
    late = {"toestand": Toestand.BEZIG, "geleend_tot__lt": timezone.now()}
    found = 0
    for pk in list(Bericht.objects.filter(**late).values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            bericht = (
                Bericht.objects.select_for_update(skip_locked=True).filter(pk=pk, **late).first()
            )
            if bericht is None or not is_abandoned(pk):
                continue
            # The relay may be busy with it still: its sender may have died just now.
            bericht.toestand = Toestand.ONZEKER
            bericht.geleend_tot = None
            bericht.niet_voor = timezone.now() + relay.settle
            bericht.save(update_fields=["toestand", "geleend_tot", "niet_voor"])
            note(bericht, bericht.pogingen, Uitkomst.ONZEKER, "verlaten")
            found += 1
    return found


def _find_out(bericht: Bericht, relay: Relay, done: Reaped) -> None:
    now = timezone.now()
    match relay.knows(bericht.message_id):
        case True:
            done.aangekomen += _change(
                bericht,
                Uitkomst.NAGEVRAAGD_JA,
                toestand=Toestand.VERZONDEN,
                verzonden_op=now,
                reden="",
            )
        case False:
            done.niet_aangekomen += _change(
                bericht, Uitkomst.NAGEVRAAGD_NEE, toestand=Toestand.WACHTEND, niet_voor=now
            )
        case None if relay.can_be_asked and not _asked_long_enough(bericht, now):
            Bericht.objects.filter(
                pk=bericht.pk, toestand=Toestand.ONZEKER, pogingen=bericht.pogingen
            ).update(niet_voor=now + timedelta(seconds=settings.BERICHT_BACKOFF_SECONDS))
        case None:
            _resend(bericht, now, done)


def _resend(bericht: Bericht, now: datetime, done: Reaped) -> None:
    """Send again without knowing, unless that has been done often enough."""
    bericht.weigeringen += 1
    if bericht.weigeringen >= settings.BERICHT_MAX_ATTEMPTS:
        done.mislukt += _change(
            bericht,
            Uitkomst.GEWEIGERD,
            toestand=Toestand.MISLUKT,
            reden=_NO_ANSWER,
            weigeringen=bericht.weigeringen,
        )
        return
    done.opnieuw += _change(
        bericht,
        Uitkomst.OPNIEUW,
        toestand=Toestand.WACHTEND,
        niet_voor=now,
        weigeringen=bericht.weigeringen,
    )


def _asked_long_enough(bericht: Bericht, now: datetime) -> bool:
    last = (
        Poging.objects.filter(bericht=bericht, uitkomst=Uitkomst.ONZEKER)
        .order_by("-id")
        .values_list("op", flat=True)
        .first()
    )
    return last is None or now - last > timedelta(seconds=settings.BERICHT_ONZEKER_SECONDS)


@transaction.atomic
def _change(bericht: Bericht, uitkomst: Uitkomst, **changes: Any) -> int:
    """Change it when nobody else did meanwhile; return whether we did, as 0 or 1."""
    found = Bericht.objects.filter(
        pk=bericht.pk, toestand=Toestand.ONZEKER, pogingen=bericht.pogingen
    ).update(**changes)
    if found:
        note(bericht, bericht.pogingen, uitkomst)
    return found
