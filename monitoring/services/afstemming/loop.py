"""Beginning a reconciliation, going on with it, and ending it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from monitoring.models import Afstemming, Ronde, Stap, Verschil
from monitoring.services.afstemming.acties import check_acties
from monitoring.services.afstemming.casussen import check_casussen, check_gesloten
from monitoring.services.afstemming.gevonden import Deel
from monitoring.services.afstemming.post import ask_relay, check_berichten, check_pogingen

logger = logging.getLogger(__name__)

UUR = 5
MINUUT = 30
"""From when of the day on a new one may begin: after the rounds of the night."""
_MEEST_TERUG = timedelta(days=7)
_EERSTE_KEER = timedelta(days=1)
_BEZINKEN = timedelta(minutes=10)
"""What was sent in the last minutes may still be being written down."""
_OPGEGEVEN = timedelta(hours=20)
"""One that is older than this is left for a new one: its day is over."""
_KEPT = timedelta(days=90)
MEESTE_VERSCHILLEN = 10_000
"""No more are written down: then everything is wrong, and that is said enough."""
_LOCK = 0x41465354

_STAPPEN: dict[Stap, Callable[[Afstemming], Deel]] = {
    Stap.CASUSSEN: check_casussen,
    Stap.GESLOTEN: check_gesloten,
    Stap.ACTIES: check_acties,
    Stap.BERICHTEN: check_berichten,
    Stap.POGINGEN: check_pogingen,
    Stap.NAVRAGEN: ask_relay,
}
_VOLGORDE = [*_STAPPEN, Stap.KLAAR]


def run_afstemming(*, nu: datetime) -> Afstemming | None:
    """Do a whole reconciliation now, or finish the one that was begun; return it.

    None where no round ever came to its end, or where somebody else is busy with it.
    """
    return _locked(lambda: _go_on(_unfinished(nu) or _begin(nu), None))


def continue_afstemming(*, nu: datetime, seconds: float) -> bool:
    """Do a part of today's reconciliation, of at most so many seconds and one chunk.

    Return whether there is more to do: False when today's is done, when its time has not come, or
    when somebody else is busy with it. Safe at any time, again, and beside itself.
    """

    def part() -> Afstemming | None:
        afstemming = _unfinished(nu)
        if afstemming is None:
            if not _is_due(nu):
                return None
            afstemming = _begin(nu)
        return _go_on(afstemming, seconds)

    found = _locked(part)
    return found is not None and found.klaar_op is None


def _is_due(nu: datetime) -> bool:
    local = timezone.localtime(nu)
    begin = local.replace(hour=UUR, minute=MINUUT, second=0, microsecond=0)
    return local >= begin and not Afstemming.objects.filter(begonnen_op__gte=begin).exists()


def _unfinished(nu: datetime) -> Afstemming | None:
    last = Afstemming.objects.order_by("-pk").first()
    if last is None or last.klaar_op is not None or nu - last.begonnen_op > _OPGEGEVEN:
        return None
    return last


def _begin(nu: datetime) -> Afstemming | None:
    ronde = Ronde.objects.filter(klaar_op__isnull=False).order_by("-klaar_op").first()
    if ronde is None:
        return None
    Afstemming.objects.filter(begonnen_op__lt=nu - _KEPT).delete()
    before = Afstemming.objects.filter(klaar_op__isnull=False).order_by("-pk").first()
    until = nu - _BEZINKEN
    since = before.venster_tot if before is not None else until - _EERSTE_KEER
    return Afstemming.objects.create(
        peildatum=ronde.peildatum,
        begonnen_op=nu,
        venster_van=min(max(since, until - _MEEST_TERUG), until),
        venster_tot=until,
    )


def _go_on(afstemming: Afstemming | None, seconds: float | None) -> Afstemming | None:
    if afstemming is None:
        return None
    until = None if seconds is None else time.monotonic() + seconds
    while afstemming.klaar_op is None and (until is None or time.monotonic() < until):
        _one_part(afstemming)
    if afstemming.klaar_op is not None:
        many = afstemming.verschillen.count()
        if many:
            logger.error("afstemming %s found %s differences", afstemming.pk, many)
    return afstemming


def _one_part(afstemming: Afstemming) -> None:
    """Look at one chunk, and write what was found together with how far we are."""
    deel = _STAPPEN[Stap(afstemming.stap)](afstemming)
    if deel.verschillen:
        del deel.verschillen[max(0, MEESTE_VERSCHILLEN - afstemming.verschillen.count()) :]
    with transaction.atomic():
        Verschil.objects.bulk_create(
            [
                Verschil(
                    afstemming=afstemming,
                    soort=gevonden.soort,
                    casus=gevonden.casus,
                    actie=gevonden.actie,
                    nummer=gevonden.nummer,
                    escalatie=gevonden.escalatie,
                    bericht=gevonden.bericht,
                    ontvanger=gevonden.ontvanger,
                    toelichting=gevonden.toelichting[:200],
                )
                for gevonden in deel.verschillen
            ],
            ignore_conflicts=True,
        )
        afstemming.casussen += deel.casussen
        afstemming.acties += deel.acties
        afstemming.escalaties += deel.escalaties
        afstemming.berichten += deel.berichten
        afstemming.nagevraagd += deel.nagevraagd
        if deel.verder is not None:
            afstemming.tot_id = deel.verder
        else:
            afstemming.stap = _VOLGORDE[_VOLGORDE.index(Stap(afstemming.stap)) + 1]
            afstemming.tot_id = 0
            if afstemming.stap == Stap.KLAAR:
                afstemming.klaar_op = timezone.now()
        afstemming.save()


def _locked(work: Callable[[], Afstemming | None]) -> Afstemming | None:
    """Do it unless somebody else is busy with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if cursor.fetchone() == (False,):
            return None
    try:
        return work()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
