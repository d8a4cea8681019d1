"""What the mail about minutes says: code of the pact, kind and day of the meeting, a link."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from pact.keuzes import OverlegStatus
from pact.models import Overleg, Pact
from thuiszitters.berichten.models import Bericht


def verslag_context(bericht: Bericht) -> dict[str, Any] | None:
    """Return the words of this mail; None when its receiver cannot see the pact any more."""
    overleg = (
        Overleg.objects.select_related("pact")
        .filter(
            pk=bericht.gegevens["overleg"],
            status=OverlegStatus.VASTGESTELD,
            pact__in=Pact.objects.visible_to(bericht.ontvanger),
        )
        .first()
    )
    if overleg is None:
        return None
    path = reverse("pact:verslag", args=[overleg.pact.code, overleg.nr])
    return {
        "pact": overleg.pact.code,
        "soort": overleg.get_soort_display(),
        "datum": overleg.datum,
        "link": f"{settings.SITE_URL}{path}",
    }
