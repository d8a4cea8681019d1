"""What may not stand in the free text of a pact. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError

GEEN_NUMMERS = (
    "Hier staat een nummer van negen cijfers. Dat kan een burgerservicenummer zijn, en dat mag "
    "niet in het pact. Haal het weg."
)

_AANEEN = re.compile(r"(?<!\d)(?<!\+31 )\d{9}(?!\d)", re.ASCII)
_GROEPEN = re.compile(
    r"(?<!\d)(?:\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3})(?!\d)", re.ASCII
)


def holds_number(tekst: str) -> bool:
    """Return whether a text holds what can be a burgerservicenummer.

    Nine digits in a row always; in groups (123 456 782, 1234.56.782) only when they pass the
    eleven test, because amounts and dates are written in groups too.
    """
    if _AANEEN.search(tekst):
        return True
    return any(_passes(re.sub(r"\D", "", found.group())) for found in _GROEPEN.finditer(tekst))


def refuse_numbers(teksten: Mapping[str, str]) -> None:
    """Raise ValidationError, per field, where a text holds what can be a burgerservicenummer."""
    wrong = {veld: GEEN_NUMMERS for veld, tekst in teksten.items() if holds_number(tekst)}
    if wrong:
        raise ValidationError(dict(wrong))


def _passes(cijfers: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(cijfer) for weight, cijfer in zip(weights, cijfers, strict=True))
    return total % 11 == 0
