"""What the log needs to be read: `{% load logboek %}`."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def van(namen: Mapping[str, str], sleutel: str) -> str:
    """Returns the name of this person, or their number when the account is gone."""
    return namen.get(sleutel, f"gebruiker {sleutel}")
