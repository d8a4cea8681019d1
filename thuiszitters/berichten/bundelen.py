"""The daily overzicht: what waits for it goes out as one mail per person and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from thuiszitters.berichten import wakeup
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.registry import context_for
from thuiszitters.berichten.venster import STANDAARD, is_open

SJABLOON = "overzicht"
_LOCK = 0x4F56455A
"""Two of these at once would each make an overzicht of half of the items."""

# One statement: the items are locked, one overzicht per person is made unless that was done
# today, and the items go along. What comes after today's waits for tomorrow's.
_BUNDLE = """
    WITH items AS (
        SELECT id, ontvanger_id FROM berichten_bericht WHERE toestand = 'bundel' FOR UPDATE
    ), made AS (
        INSERT INTO berichten_bericht
            (sleutel, referentie, sjabloon, gegevens, ontvanger_id, venster, niet_voor, gemaakt_op)
        SELECT DISTINCT 'overzicht:' || ontvanger_id || ':' || %(dag)s,
            'overzicht:' || ontvanger_id, 'overzicht', '{}'::jsonb, ontvanger_id,
            %(venster)s, %(nu)s::timestamptz, %(nu)s::timestamptz
        FROM items
        ON CONFLICT (sleutel) DO NOTHING
        RETURNING id, ontvanger_id
    ), gone AS (
        UPDATE berichten_bericht AS item SET toestand = 'gebundeld', bundel_id = made.id
        FROM items JOIN made USING (ontvanger_id)
        WHERE item.id = items.id
        RETURNING item.id
    )
    SELECT (SELECT count(*) FROM made), (SELECT count(*) FROM gone)
"""


@dataclass(frozen=True, slots=True)
class Gebundeld:
    """What one run did: how many mails were made, of how many items."""

    overzichten: int = 0
    items: int = 0


def bundle_berichten(*, nu: datetime) -> Gebundeld:
    """Make the overzicht of today for everybody with waiting items; return the counts.

    Outside the hours of mail, at weekends and on feestdagen nothing is made. Safe to run at any
    time, again and beside itself: one person gets at most one a day.
    """
    if not is_open(nu, STANDAARD):
        return Gebundeld()
    values: dict[str, str | datetime] = {
        "nu": nu,
        "dag": timezone.localdate(nu).isoformat(),
        "venster": STANDAARD,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if cursor.fetchone() == (False,):
            return Gebundeld()
        cursor.execute(_BUNDLE, values)
        row = cursor.fetchone()
        assert row is not None
        if row[0]:
            transaction.on_commit(wakeup.wake_sender)
    return Gebundeld(*row)


def overzicht_context(bericht: Bericht) -> dict[str, Any] | None:
    """Return the items of this overzicht that still hold, the most urgent first, or None."""
    found: list[tuple[Bericht, dict[str, Any]]] = []
    for item in bericht.inhoud.filter(toestand=Toestand.GEBUNDELD).order_by("gemaakt_op", "id"):
        item.ontvanger = bericht.ontvanger
        context = context_for(item)
        if context is not None:
            found.append((item, context))
    if not found:
        return None
    # A stable sort: items of equal urgency, or without one, stay in the order they were made.
    found.sort(key=lambda pair: _rank(pair[1].get("urgentie")))
    return {
        "aantal": len(found),
        "tekst": [_part(item, context, "txt") for item, context in found],
        "html": [_part(item, context, "html") for item, context in found],
    }


def _rank(urgentie: Sequence[float] | None) -> tuple[bool, Sequence[float]]:
    return (urgentie is None, urgentie or ())


def _part(item: Bericht, context: dict[str, Any], kind: str) -> str:
    return render_to_string(f"berichten/{item.sjabloon}/item.{kind}", context).strip()
