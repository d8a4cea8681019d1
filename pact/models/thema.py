"""A row of the matrix."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from pact.models.pact import Pact


class Thema(models.Model):
    """A statement of the pact under which actions are promised."""

    pact = models.ForeignKey(Pact, on_delete=models.CASCADE, related_name="themas")
    naam = models.CharField("naam", max_length=120)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "thema"
        verbose_name_plural = "thema's"
        ordering = ["volgorde", "id"]
        constraints = [
            models.UniqueConstraint(
                "pact",
                Lower("naam"),
                name="thema_once",
                violation_error_message="Dit thema staat al in het pact.",
            )
        ]

    def __str__(self) -> str:
        return self.naam
