"""Mail that comes back: what could not be delivered, and answers of people.

Whatever comes in was written by others: nothing of it is stored but that it came.
"""

from __future__ import annotations

import re
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from thuiszitters.berichten.claim import note
from thuiszitters.berichten.models import Bericht, Toestand, Uitkomst
from thuiszitters.berichten.registry import tell_undeliverable

MOST_BYTES = 2 * 1024 * 1024
_MOST_PARTS = 100
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_MESSAGE_ID = re.compile(rf"<({_UUID})@[a-z0-9.\[\]:-]{{1,253}}>", re.IGNORECASE)
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ARRIVED = [Toestand.VERZONDEN, Toestand.ONZEKER]


class OnleesbareMail(ValueError):
    """What came in is no mail we can read."""


class Soort(StrEnum):
    """What a mail that came in turned out to be."""

    TERUGGEKOMEN = "teruggekomen"
    ANTWOORD = "antwoord"
    AUTOMATISCH = "automatisch"
    ONBEKEND = "onbekend"


def receive_mail(raw: bytes) -> Soort:
    """Take in one mail (RFC 5322) and return what it was; nothing of its content is kept.

    A report that mail of ours was not delivered (RFC 3464) marks that Bericht as failed and the
    address as undeliverable, once. An answer of a person is counted. Everything else is left
    alone. Raises OnleesbareMail for what is empty, too large or no mail.
    """
    message = _parse(raw)
    report = _failure(message)
    if report is not None:
        status, original = report
        return _returned(status, original)
    if _is_automatic(message):
        return Soort.AUTOMATISCH
    return _answered(message)


def _parse(raw: bytes) -> Message:
    if len(raw) > MOST_BYTES:
        raise OnleesbareMail(f"De mail is groter dan {MOST_BYTES // 1024 // 1024} MB.")
    if not raw.strip():
        raise OnleesbareMail("Er kwam geen mail binnen.")
    try:
        message = BytesParser(policy=compat32).parsebytes(raw)
        parts = sum(1 for _ in zip(message.walk(), range(_MOST_PARTS + 1), strict=False))
    except (RecursionError, LookupError, ValueError):
        raise OnleesbareMail("De mail is niet te lezen.") from None
    if not message.keys():
        raise OnleesbareMail("Dit is geen mail: er staan geen kopregels boven.")
    if parts > _MOST_PARTS:
        raise OnleesbareMail(f"De mail heeft meer dan {_MOST_PARTS} delen.")
    return message


def _header(message: Message, name: str) -> str:
    return " ".join(str(value) for value in message.get_all(name, []))


def _failure(message: Message) -> tuple[str, set[UUID]] | None:
    """Return the status and what it is about when this reports that mail failed for good."""
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    status = ""
    failed = False
    about: set[UUID] = set()
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            for block in _blocks(part):
                if _header(block, "Action").strip().lower() == "failed":
                    failed = True
                    found = _STATUS.match(_header(block, "Status").strip())
                    status = found[0] if found else status
        elif kind in {"text/rfc822-headers", "message/rfc822-headers"}:
            about |= _ids(_original_headers(part))
        elif part is not message:
            # The original itself, which a parser gives as a part of `message/rfc822`.
            about |= _ids(_header(part, "Message-ID"))
    return (status, about) if failed else None


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if part.is_multipart() else []


def _original_headers(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    return _header(BytesParser(policy=compat32).parsebytes(payload, headersonly=True), "Message-ID")


def _ids(text: str) -> set[UUID]:
    return {UUID(found) for found in _MESSAGE_ID.findall(text)}


def _is_automatic(message: Message) -> bool:
    """Return whether a machine wrote this (RFC 3834, and what came before it)."""
    submitted = _header(message, "Auto-Submitted").strip().lower()
    return (
        submitted not in {"", "no"}
        or message.get_content_type() == "multipart/report"
        or _header(message, "Return-Path").strip() == "<>"
        or _header(message, "Precedence").strip().lower() in {"bulk", "junk", "list", "auto_reply"}
        or any(name in message for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply"))
    )


@transaction.atomic
def _returned(status: str, about: set[UUID]) -> Soort:
    found = list(
        Bericht.objects.select_for_update(of=("self",))
        .select_related("ontvanger")
        .filter(kenmerk__in=about)[:1]
    )
    if not found:
        return Soort.ONBEKEND
    (bericht,) = found
    if bericht.toestand in _ARRIVED:
        reden = f"Teruggekomen {status}".strip()
        Bericht.objects.filter(pk=bericht.pk).update(toestand=Toestand.MISLUKT, reden=reden)
        note(bericht, bericht.pogingen, Uitkomst.TERUGGEKOMEN, status)
        tell_undeliverable(bericht)
    return Soort.TERUGGEKOMEN


def _answered(message: Message) -> Soort:
    about = _ids(_header(message, "In-Reply-To")) or _ids(_header(message, "References"))
    # One mail answers one: who names many to raise many counts raises one.
    bericht = Bericht.objects.filter(kenmerk__in=about, antwoorden__lt=1000).order_by("id").first()
    if bericht is None:
        return Soort.ONBEKEND
    Bericht.objects.filter(pk=bericht.pk).update(
        antwoorden=F("antwoorden") + 1, antwoord_op=timezone.now()
    )
    return Soort.ANTWOORD
