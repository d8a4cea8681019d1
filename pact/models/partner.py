"""Who takes part in a pact."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pact.keuzes import PartnerRol
from pact.models.pact import Pact
from pact.querysets import PartnerQuerySet


class Partner(models.Model):
    """An organisation in a pact, from a day until (not including) a day."""

    pact = models.ForeignKey(Pact, on_delete=models.CASCADE, related_name="partners")
    organisatie = models.ForeignKey(
        "accounts.Organisatie",
        on_delete=models.PROTECT,
        related_name="partnerschappen",
        verbose_name="organisatie",
    )
    rol = models.CharField(
        "rol", max_length=24, choices=PartnerRol.choices, default=PartnerRol.DEELNEMER
    )
    van = models.DateField("van", default=timezone.localdate)
    tot = models.DateField("tot", null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = "partner"
        verbose_name_plural = "partners"
        ordering = ["organisatie__naam", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pact", "organisatie"],
                condition=Q(tot__isnull=True),
                name="partner_once",
                violation_error_message="Deze organisatie is al partner in dit pact.",
            )
        ]
        indexes = [models.Index(fields=["organisatie", "pact"], name="partner_door")]

    def __str__(self) -> str:
        return str(self.organisatie)
