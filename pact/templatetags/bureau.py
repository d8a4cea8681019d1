"""Template tags of the desk: `{% load bureau %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from pact.bureau import Contactrij
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
