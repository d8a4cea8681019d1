"""What a signal mail says: number, rung, what is asked, by when, and a link. Nothing personal."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cases.selectors.casus import current_parties
from monitoring.ladder import Status
from monitoring.models import Escalatie
from thuiszitters.accounts.models import Lidmaatschap
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
        "gold_vanaf": escalatie.gold_vanaf,
        "vraag": escalatie.vraag,
        "reageer_voor": escalatie.reageer_voor,
        "link": f"{settings.SITE_URL}{path}",
        "waarom": _waarom(escalatie, bericht.ontvanger_id),
    }


def _waarom(escalatie: Escalatie, ontvanger_id: int) -> str:
    """Return why this person gets the signal: passed on by somebody, or by a role."""
    if escalatie.reacties.filter(naar=ontvanger_id).exists():
        return "omdat iemand die bij deze casus betrokken is, dit signaal aan jou doorstuurde"
    places = [partij.organisatie_id for partij in current_parties(escalatie.casus)]
    held = Lidmaatschap.objects.active_on(timezone.localdate()).filter(
        user=ontvanger_id, organisatie__in=places
    )
    roles = list(dict.fromkeys(lid.get_rol_display() for lid in held))
    if not roles:
        return "omdat je organisatie bij deze casus betrokken is"
    return f"omdat je als {' en '.join(roles)} bij deze casus betrokken bent"
