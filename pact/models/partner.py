"""Who takes part in a pact."""

from __future__ import annotations

from django.conf import settings
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
    convenant_op = models.DateField("convenant getekend op", null=True, blank=True)
    """The day this organisation signed the privacyconvenant; None until then."""

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


class Contactpersoon(models.Model):
    """Somebody of the partner who is addressed on its actions, until (not including) a day."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="contactpersonen")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="contactpersoon_van",
        verbose_name="persoon",
    )
    van = models.DateField("van", default=timezone.localdate)
    tot = models.DateField("tot", null=True, blank=True)

    class Meta:
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        ordering = ["van", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "user"],
                condition=Q(tot__isnull=True),
                name="contactpersoon_once",
                violation_error_message="Deze persoon is al contactpersoon.",
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
