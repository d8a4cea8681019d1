"""Saying what a change changes: what it was, and what it is now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from cases.models import AanbodSoort, VerzuimReden
from cases.models.feiten import GROND_LABELS
from cases.stand.woorden import uren
from thuiszitters.kalender import datum_kort

_LABELS: dict[str, dict[str, str]] = {
    "soort": {soort.value: str(soort.label) for soort in AanbodSoort},
    "reden": {reden.value: str(reden.label) for reden in VerzuimReden},
    "grond": {grond.value: label for grond, label in GROND_LABELS.items()},
}


def differences(row: models.Model, changes: Mapping[str, Any]) -> list[str]:
    """Return one Dutch sentence per field of this row that `changes` changes."""
    said = []
    for veld, value in changes.items():
        before = getattr(row, veld)
        if before == value:
            continue
        field = row._meta.get_field(veld)
        assert isinstance(field, models.Field)
        name = str(field.verbose_name).capitalize()
        said.append(f"{name}: was {_spoken(veld, before)}, is nu {_spoken(veld, value)}.")
    return said


def _spoken(veld: str, value: object) -> str:
    match value:
        case None | "":
            return "niet ingevuld"
        case bool():
            return "ja" if value else "nee"
        case date():
            return datum_kort(value)
        case Decimal():
            return uren(value)
    return _LABELS.get(veld, {}).get(str(value), str(value))
