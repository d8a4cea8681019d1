"""What the mail about a report says: which pact, which report, and where it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from pact.models import Pact, Rapportage
from thuiszitters.berichten.models import Bericht


def rapportage_context(bericht: Bericht) -> dict[str, Any] | None:
    """Return the words of the mail; None once its receiver does not see the pact any more."""
    rows = Rapportage.objects.select_related("pact").only("nr", "pact__code")
    rapportage = rows.filter(pk=bericht.gegevens["rapportage"]).first()
    if rapportage is None:
        return None
    mine = Pact.objects.visible_to(bericht.ontvanger)
    if not mine.filter(pk=rapportage.pact_id).exists():
        return None
    code = rapportage.pact.code
    path = reverse("pact:rapportage", args=[code, rapportage.nr])
    return {"code": code, "nr": rapportage.nr, "link": f"{settings.SITE_URL}{path}"}
