"""What the daily mail about what went wrong says: sentences and what to do. Nothing personal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from monitoring.selectors.beheer import load_beheer
from monitoring.selectors.techniek import load_techniek
from thuiszitters.accounts.afmelden import afmeld_url
from thuiszitters.berichten.models import Bericht


def storingen_context(bericht: Bericht) -> dict[str, Any] | None:
    """Return what is wrong at this moment for who gets it; None once nothing is any more."""
    user = bericht.ontvanger
    if not user.storingsoverzicht:
        return None
    alarmen = load_beheer(user, load_techniek(timezone.now()), any_role=True).alarmen
    if not alarmen:
        return None
    return {
        "alarmen": alarmen,
        "aantal": len(alarmen),
        "link": f"{settings.SITE_URL}{reverse('monitoring:techniek')}",
        "afmelden": afmeld_url(user),
    }


def storingen_afmelden(bericht: Bericht) -> str:
    """Return where who gets it can say no to it."""
    return afmeld_url(bericht.ontvanger)
