"""What a signal mail says: number, rung, what is asked, by when, and a link. Nothing personal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from monitoring.ladder import Status
from monitoring.models import Escalatie
from thuiszitters.berichten.models import Bericht


def signaal_context(bericht: Bericht) -> dict[str, Any] | None:
    """Return the words of this signal; None once it is no longer open."""
    escalatie = (
        Escalatie.objects.select_related("casus")
        .filter(pk=bericht.gegevens["escalatie"], status=Status.OPEN.value)
        .first()
    )
    if escalatie is None:
        return None
    path = reverse("monitoring:signaal", kwargs={"pk": escalatie.pk})
    return {
        "nummer": escalatie.casus.nummer,
        "trede": escalatie.trede,
        "aanleiding": escalatie.aanleiding,
        "vraag": escalatie.vraag,
        "reageer_voor": escalatie.reageer_voor,
        "link": f"{settings.SITE_URL}{path}",
    }
