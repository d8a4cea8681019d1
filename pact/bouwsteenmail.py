"""What the mail about bouwstenen says: which pact, by when, and where to answer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from pact.models import Bouwsteenvraag, Pact
from thuiszitters.berichten.models import Bericht


def bouwsteenvraag_context(bericht: Bericht) -> dict[str, Any] | None:
    """Return the words of the mail; None once it is closed or its receiver is out of the pact."""
    vraag = (
        Bouwsteenvraag.objects.select_related("pact")
        .filter(
            pk=bericht.gegevens["vraag"],
            gesloten_op__isnull=True,
            pact__in=Pact.objects.visible_to(bericht.ontvanger),
        )
        .first()
    )
    if vraag is None:
        return None
    path = reverse("pact:bouwsteenvraag", args=[vraag.pact.code, vraag.nr])
    return {
        "code": vraag.pact.code,
        "uiterlijk": vraag.uiterlijk,
        "link": f"{settings.SITE_URL}{path}",
    }
