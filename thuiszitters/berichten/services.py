"""Writing the outbox: queueing, withdrawing and trying again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from thuiszitters.berichten import wakeup
from thuiszitters.berichten.koppen import OngeldigeKop, check_kop
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.venster import ALTIJD, parse_venster

_SJABLOON = re.compile(r"[a-z0-9_-]{1,40}", re.ASCII)
_SLEUTEL = re.compile(r"[!-~]{1,120}")


def queue_bericht(
    *,
    sjabloon: str,
    ontvanger_id: int,
    sleutel: str,
    referentie: str,
    gegevens: dict[str, Any],
    venster: str = "",
    bundel: bool = False,
) -> None:
    """Put one mail in the outbox; the same `sleutel` again changes nothing.

    Call it in the transaction that decides on the mail. `gegevens` holds ids only. `venster` says
    when it may leave (`venster.py`), empty for any hour; with `bundel` it waits for the daily
    overzicht. Raises ValidationError, per field, for what could break out of a header or a path.
    """
    _check(sjabloon=sjabloon, sleutel=sleutel, referentie=referentie, venster=venster)
    Bericht.objects.bulk_create(
        [
            Bericht(
                sjabloon=sjabloon,
                ontvanger_id=ontvanger_id,
                sleutel=sleutel,
                referentie=referentie,
                gegevens=gegevens,
                venster=venster,
                toestand=Toestand.BUNDEL if bundel else Toestand.WACHTEND,
            )
        ],
        ignore_conflicts=True,
    )
    if not bundel:
        transaction.on_commit(wakeup.wake_sender)


def _check(*, sjabloon: str, sleutel: str, referentie: str, venster: str) -> None:
    wrong: dict[str, str] = {}
    if not _SJABLOON.fullmatch(sjabloon):
        wrong["sjabloon"] = "Een sjabloon heeft alleen kleine letters, cijfers en streepjes."
    if not _SLEUTEL.fullmatch(sleutel):
        wrong["sleutel"] = "Een sleutel heeft 1 tot 120 gewone tekens, zonder spaties."
    try:
        check_kop(referentie, "De referentie")
        if len(referentie) > 80:
            raise OngeldigeKop("De referentie is langer dan 80 tekens.")
    except OngeldigeKop as error:
        wrong["referentie"] = str(error)
    if venster not in {"", ALTIJD}:
        try:
            parse_venster(venster)
        except ValueError as error:
            wrong["venster"] = str(error)
    if wrong:
        raise ValidationError(wrong)


def withdraw_berichten(
    *, referenties: Iterable[str], reden: str, ontvanger_id: int | None = None
) -> int:
    """Withdraw the mails of these references that have not left yet; return how many.

    Those in a daily overzicht that still waits count as not left; `ontvanger_id` narrows it to
    one person.
    """
    about = Bericht.objects.filter(referentie__in=list(referenties))
    if ontvanger_id is not None:
        about = about.filter(ontvanger_id=ontvanger_id)
    ended = {"toestand": Toestand.INGETROKKEN, "reden": reden[:300]}
    with transaction.atomic(savepoint=False):
        withdrawn = about.filter(toestand__in=[Toestand.WACHTEND, Toestand.BUNDEL]).update(**ended)
        # In steps: the table joined to itself in one statement has every mail held beside every
        # other where the planner thinks, wrongly, that it is small.
        bundels = set(about.filter(toestand=Toestand.GEBUNDELD).values_list("bundel_id", flat=True))
        if bundels:
            waiting = Bericht.objects.filter(pk__in=bundels, toestand=Toestand.WACHTEND)
            still = list(waiting.order_by("pk").select_for_update().values_list("pk", flat=True))
            bundled = about.filter(toestand=Toestand.GEBUNDELD, bundel__in=still)
            withdrawn += bundled.update(**ended)
    return withdrawn


def retry_bericht(*, bericht_id: int) -> bool:
    """Queue a failed mail once more; return whether it was a failed one."""
    changed = Bericht.objects.filter(pk=bericht_id, toestand=Toestand.MISLUKT).update(
        toestand=Toestand.WACHTEND, weigeringen=0, reden="", niet_voor=timezone.now()
    )
    if changed:
        transaction.on_commit(wakeup.wake_sender)
    return bool(changed)
