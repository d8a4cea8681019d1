"""The versions of the rules, national and per samenwerkingsverband, with the days they hold."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from cases.models.versie import Regelversie, check_venster, versie_constraints, versie_triggers
from cases.stand import LANDELIJK, OngeldigeRegel

__all__ = ["Regelset", "check_instellingen", "check_venster"]


def check_instellingen(instellingen: Any) -> None:
    """Raise ValidationError unless these are settings that cases.stand reads."""
    if not isinstance(instellingen, dict):
        raise ValidationError("Geef de instellingen als naam en waarde.")
    try:
        LANDELIJK.met(*(f"{naam}={waarde}" for naam, waarde in instellingen.items()))
    except OngeldigeRegel as error:
        raise ValidationError(str(error)) from error


class Regelset(Regelversie):
    """One version of the rules of an SWV, or of the country.

    Where no version holds, the national rules in the code do (cases.stand.LANDELIJK).
    """

    swv = models.ForeignKey(
        "accounts.Organisatie",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="regelsets",
        verbose_name="SWV",
    )
    """Whose rules; empty for the national ones."""
    instellingen = models.JSONField(
        "instellingen", default=dict, blank=True, validators=[check_instellingen]
    )
    """Only what differs from cases.stand.LANDELIJK, written as `Regelset.met` reads it."""

    class Meta(Regelversie.Meta):
        verbose_name = "regelset"
        verbose_name_plural = "regelsets"
        constraints = versie_constraints("regelset", "swv")
        triggers = versie_triggers("regelset", "cases_regelset", "swv")
