"""Template tags of the desk: `{% load bureau %}`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

from pact.bureau import Contactrij
from pact.rapport import periode_woorden
from pact.selectors.bureau import Bureau

register = template.Library()


@register.simple_tag
def contact_van(bureau: Bureau, partner: int) -> Contactrij | None:
    """Return how the contact with this partner stands; None for who is not spoken with."""
    return next((rij for rij in bureau.contacten if rij.partner_id == partner), None)


@register.simple_tag
def pak(waarden: Mapping[Any, Any], sleutel: Any) -> Any:
    """Return what a mapping holds under this key; "" without it."""
    return waarden.get(sleutel, "")


@register.filter
def als_dag(tekst: str) -> date | None:
    """Return the date that a report keeps as text; None where it keeps none."""
    return date.fromisoformat(tekst) if tekst else None


@register.filter
def periode(inhoud: Mapping[str, Any]) -> str:
    """Return the period of a report in words."""
    return periode_woorden(**inhoud["periode"])


@register.simple_tag
def dagen_tussen(van: date, tot: date) -> str:
    """Return the days of a report in words."""
    return periode_woorden(van.isoformat(), tot.isoformat())
