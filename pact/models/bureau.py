"""What the regievoerder keeps: when a partner was spoken with, and what was reported."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from pact.keuzes import Contactwijze
from pact.models.pact import Pact
from pact.models.partner import Partner


class Contactmoment(models.Model):
    """One time the regievoerder spoke with a partner. It is added and never changed."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contactmomenten")
    op = models.DateField("op", default=timezone.localdate)
    wijze = models.CharField("hoe", max_length=12, choices=Contactwijze.choices)
    onderwerp = models.TextField("waarover", max_length=2000)
    vervolg = models.CharField("wat volgt", max_length=300, blank=True)
    volgende_op = models.DateField("volgende keer", null=True, blank=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField(default=timezone.now, editable=False)
    sleutel = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = "contactmoment"
        verbose_name_plural = "contactmomenten"
        ordering = ["-op", "-id"]
        indexes = [models.Index(fields=["partner", "-op"], name="contact_laatste")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"contactmoment {self.pk}"


class Rapportage(models.Model):
    """A report to the partners, kept as it was sent. It is added and never changed."""

    pact = models.ForeignKey(Pact, on_delete=models.PROTECT, related_name="rapportages")
    nr = models.PositiveIntegerField("nummer", editable=False)
    van = models.DateField("van")
    tot = models.DateField("tot en met")
    inleiding = models.TextField("inleiding", max_length=5000, blank=True)
    inhoud = models.JSONField(default=dict)
    """Everything the report says, from which both files were made."""
    pdf = models.BinaryField()
    xlsx = models.BinaryField()
    pdf_sha256 = models.CharField("vingerafdruk van de PDF", max_length=64)
    xlsx_sha256 = models.CharField("vingerafdruk van het werkblad", max_length=64)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField("gemaakt op", default=timezone.now)
    verstuurd_op = models.DateTimeField(null=True, blank=True)
    sleutel = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = "rapportage"
        verbose_name_plural = "rapportages"
        ordering = ["-nr"]
        constraints = [models.UniqueConstraint(fields=["pact", "nr"], name="rapportage_nr_once")]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="append_only", exclude=["verstuurd_op"]),
        ]

    def __str__(self) -> str:
        return f"Rapportage {self.nr}"
