"""Which mails of signals have not left yet, and when they do."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils import timezone

from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.venster import eerste_moment
from thuiszitters.ui.datums import dag_tekst

_DAGOVERZICHT = "De mail gaat mee in het dagoverzicht."


def waiting_mail(ids: Collection[int], nu: datetime) -> dict[int, str]:
    """Return per escalation in words when its waiting mail leaves, the first of them, in one query.

    What may leave at this moment is left out: it is on its way.
    """
    if not ids:
        return {}
    referenties = {f"escalatie:{pk}": pk for pk in ids}
    rows = Bericht.objects.filter(
        referentie__in=list(referenties),
        toestand__in=[Toestand.WACHTEND, Toestand.BUNDEL],
    ).values_list("referentie", "toestand", "venster", "niet_voor")
    moments: dict[int, datetime] = {}
    bundled: set[int] = set()
    for referentie, toestand, venster, niet_voor in rows:
        pk = referenties[referentie]
        if toestand == Toestand.BUNDEL:
            bundled.add(pk)
        else:
            moment = eerste_moment(max(nu, niet_voor), venster)
            moments[pk] = min(moment, moments.get(pk, moment))
    said = dict.fromkeys(bundled, _DAGOVERZICHT)
    for pk, moment in moments.items():
        said.pop(pk, None)
        if moment > nu:
            said[pk] = _in_words(moment, nu)
    return said


def _in_words(moment: datetime, nu: datetime) -> str:
    local, today = timezone.localtime(moment), timezone.localdate(nu)
    when = "vandaag" if local.date() == today else dag_tekst(local.date(), today)
    return f"De mail gaat {when} om {local:%H:%M} weg."
