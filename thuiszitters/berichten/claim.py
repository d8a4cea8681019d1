"""Taking one Bericht to send, so that nobody else does: a state, a lease and a lock.

The lease tells a dead sender from a busy one. The advisory lock tells a dead one from a paused
one: it lives as long as the sender's connection, however long that is silent, and nobody takes
over a Bericht whose lock is held. It needs a connection to PostgreSQL itself, or a pooler that
keeps sessions.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from thuiszitters.berichten.models import Bericht, Poging, Toestand, Uitkomst
from thuiszitters.berichten.venster import eerste_moment

_LOCK_CLASS = 0x42455249
_LOCK_KEYS = 2**31 - 1
"""A lock has two halves of 32 bits. Two Berichten that share one only wait for each other."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt: the Bericht, the number of the attempt, and the session that holds its lock."""

    bericht: Bericht
    nummer: int
    session: object = field(repr=False)


def zender() -> str:
    """Return the name of this process among those that send: host and process id."""
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


def note(bericht: Bericht, nummer: int, uitkomst: Uitkomst, antwoord: str = "") -> None:
    """Write one line about an attempt."""
    Poging.objects.create(
        bericht=bericht,
        nummer=nummer,
        zender=zender(),
        message_id=bericht.message_id,
        uitkomst=uitkomst,
        antwoord=antwoord[:100],
    )


def due(now: datetime) -> QuerySet[Bericht]:
    """Return the Berichten that may be sent, the longest waiting first."""
    return Bericht.objects.filter(toestand=Toestand.WACHTEND, niet_voor__lte=now).order_by(
        "niet_voor", "id"
    )


def defer_closed(now: datetime) -> None:
    """Let every due Bericht whose window is closed wait for the opening; it is no attempt."""
    for venster in (
        due(now).exclude(venster="").order_by().values_list("venster", flat=True).distinct()
    ):
        opening = eerste_moment(now, venster)
        if opening > now:
            due(now).order_by().filter(venster=venster).update(niet_voor=opening)


def claim_next(*, skip: Collection[int] = ()) -> Claim | int | None:
    """Return a claim on the next due Bericht, or None when there is none.

    An int is the id of one that must be left alone for now: somebody holds its lock.
    """
    now = timezone.now()
    with transaction.atomic():
        bericht = (
            due(now)
            .exclude(pk__in=skip)
            .select_related("ontvanger")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if bericht is None:
            return None
        opening = eerste_moment(now, bericht.venster)
        if opening > now:
            Bericht.objects.filter(pk=bericht.pk).update(niet_voor=opening)
            return bericht.pk
        if not _lock(bericht.pk):
            return bericht.pk
        try:
            return _take(bericht, now)
        except BaseException:
            release(bericht.pk)
            raise


def _take(bericht: Bericht, now: datetime) -> Claim:
    bericht.toestand = Toestand.BEZIG
    bericht.pogingen += 1
    bericht.geleend_tot = now + timedelta(seconds=settings.BERICHT_LEASE_SECONDS)
    bericht.save(update_fields=["toestand", "pogingen", "geleend_tot"])
    note(bericht, bericht.pogingen, Uitkomst.BEGONNEN)
    return Claim(bericht, bericht.pogingen, connection.connection)


def still_ours(claim: Claim) -> bool:
    """Return whether nobody took over, and if so begin the lease anew.

    Asked at the last moment before the mail is handed over: who was paused may have lost its
    connection, its lock with that, and the Bericht with that.
    """
    if connection.connection is not claim.session:
        return False
    until = timezone.now() + timedelta(seconds=settings.BERICHT_LEASE_SECONDS)
    try:
        found = Bericht.objects.filter(
            pk=claim.bericht.pk, toestand=Toestand.BEZIG, pogingen=claim.nummer
        ).update(geleend_tot=until)
    except Error:
        return False
    return bool(found) and connection.connection is claim.session


def release(bericht_id: int) -> None:
    """Give the lock back; a connection that is gone took it along."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_unlock(%s, %s)", [_LOCK_CLASS, bericht_id % _LOCK_KEYS]
            )
    except Error:
        connection.close()


def _lock(bericht_id: int) -> bool:
    """Take the lock until `release` or the end of the session; return whether it was free."""
    return _ask("SELECT pg_try_advisory_lock(%s, %s)", bericht_id)


def is_abandoned(bericht_id: int) -> bool:
    """Return whether nobody holds the lock, and keep it for this transaction."""
    return _ask("SELECT pg_try_advisory_xact_lock(%s, %s)", bericht_id)


def _ask(question: str, bericht_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [_LOCK_CLASS, bericht_id % _LOCK_KEYS])
        row = cursor.fetchone()
    return bool(row and row[0])
