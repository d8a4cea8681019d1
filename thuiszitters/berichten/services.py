"""Writing the outbox: queueing, withdrawing and trying again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from thuiszitters.berichten import wakeup
from thuiszitters.berichten.models import Bericht, Toestand


def queue_bericht(
    *,
    sjabloon: str,
    ontvanger_id: int,
    sleutel: str,
    referentie: str,
    gegevens: dict[str, Any],
) -> None:
    """Put one mail in the outbox; the same `sleutel` again changes nothing.

    Call it in the transaction that decides on the mail. `gegevens` holds ids only.
    """
    Bericht.objects.bulk_create(
        [
            Bericht(
                sjabloon=sjabloon,
                ontvanger_id=ontvanger_id,
                sleutel=sleutel,
                referentie=referentie,
                gegevens=gegevens,
            )
        ],
        ignore_conflicts=True,
    )
    transaction.on_commit(wakeup.wake_sender)


def withdraw_berichten(*, referenties: Iterable[str], reden: str) -> int:
    """Withdraw the mails of these references that have not left yet; return how many."""
    return Bericht.objects.filter(
        referentie__in=list(referenties), toestand=Toestand.WACHTEND
    ).update(toestand=Toestand.INGETROKKEN, reden=reden[:300])


def retry_bericht(*, bericht_id: int) -> bool:
    """Queue a failed mail once more; return whether it was a failed one."""
    changed = Bericht.objects.filter(pk=bericht_id, toestand=Toestand.MISLUKT).update(
        toestand=Toestand.WACHTEND, weigeringen=0, reden="", niet_voor=timezone.now()
    )
    if changed:
        transaction.on_commit(wakeup.wake_sender)
    return bool(changed)
