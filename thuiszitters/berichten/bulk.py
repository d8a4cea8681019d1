"""Queueing many mails of one template in one statement, for the watch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from thuiszitters.berichten.models import Toestand
from thuiszitters.berichten.venster import eerste_moment
from thuiszitters.columns import as_array

_INSERT = """
INSERT INTO berichten_bericht
    (sleutel, referentie, sjabloon, gegevens, ontvanger_id, toestand, venster, niet_voor,
     gemaakt_op)
SELECT %(soort)s || ':' || new.id || ':' || %(achter)s || new.ontvanger,
       %(soort)s || ':' || new.id, %(sjabloon)s, jsonb_build_object(%(soort)s, new.id),
       new.ontvanger, CASE WHEN new.bundel THEN %(bundel)s ELSE %(wachtend)s END,
       %(venster)s, %(niet_voor)s, %(nu)s
FROM unnest(%(ids)s::bigint[], %(ontvangers)s::bigint[], %(bundels)s::boolean[])
     AS new(id, ontvanger, bundel)
ON CONFLICT (sleutel) DO NOTHING
"""

_AGAIN = """
UPDATE berichten_bericht AS b
SET toestand = CASE WHEN new.bundel THEN %(bundel)s ELSE %(wachtend)s END,
    reden = '', bundel_id = NULL, weigeringen = 0, venster = %(venster)s,
    niet_voor = %(niet_voor)s
FROM unnest(%(ids)s::bigint[], %(ontvangers)s::bigint[], %(bundels)s::boolean[])
     AS new(id, ontvanger, bundel)
WHERE b.sleutel = %(soort)s || ':' || new.id || ':' || %(achter)s || new.ontvanger
  AND b.toestand = %(ingetrokken)s
"""


@dataclass(slots=True)
class Stapel:
    """Mails about things of one kind, all with the same window."""

    ids: list[int] = field(default_factory=list)
    ontvangers: list[int] = field(default_factory=list)
    bundels: list[bool] = field(default_factory=list)

    def add(self, pk: int, ontvanger: int, *, bundel: bool) -> None:
        """Add one mail about this thing to this person; `bundel`: in their daily overzicht."""
        self.ids.append(pk)
        self.ontvangers.append(ontvanger)
        self.bundels.append(bundel)


def queue_stapel(
    *,
    sjabloon: str,
    soort: str,
    stapel: Stapel,
    venster: str,
    nu: datetime,
    achtervoegsel: str = "",
) -> int:
    """Queue the mails of this stapel; return how many that were.

    They are known as `<soort>:<id>`, and each person gets one of them once per achtervoegsel. One
    that was withdrawn before it left is queued again: who is asked once more must hear of it.
    """
    if not stapel.ids:
        return 0
    values: dict[str, Any] = {
        "soort": soort,
        "achter": f"{achtervoegsel}:" if achtervoegsel else "",
        "sjabloon": sjabloon,
        "bundel": Toestand.BUNDEL.value,
        "wachtend": Toestand.WACHTEND.value,
        "ingetrokken": Toestand.INGETROKKEN.value,
        "venster": venster,
        "niet_voor": eerste_moment(nu, venster),
        "nu": nu,
        "ids": as_array(stapel.ids),
        "ontvangers": as_array(stapel.ontvangers),
        "bundels": as_array(stapel.bundels),
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        queued = int(cursor.rowcount)
        if queued < len(stapel.ids):
            cursor.execute(_AGAIN, values)
            queued += int(cursor.rowcount)
    return queued
