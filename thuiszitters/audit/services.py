"""Writing the log. It stands on nothing else of ours, so every part may use it."""

from __future__ import annotations

from typing import Any

from thuiszitters.audit.models import AuditRegel


def record(
    *,
    gebeurtenis: str,
    gebruiker_id: int | None,
    organisatie_id: int | None = None,
    onderwerp: str = "",
    onderwerp_id: object = "",
    gegevens: dict[str, Any] | None = None,
) -> AuditRegel:
    """Add one line to the log, in the transaction of the act itself, and return it.

    `gegevens` holds ids, codes and counts only: never a name or a free text.
    """
    return AuditRegel.objects.create(
        gebeurtenis=gebeurtenis,
        gebruiker_id=gebruiker_id,
        organisatie_id=organisatie_id,
        onderwerp=onderwerp,
        onderwerp_id=str(onderwerp_id),
        gegevens=gegevens or {},
    )
