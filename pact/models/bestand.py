"""Files people attach, kept in the database beside what they belong to."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from pact.models.actie import Actie
from pact.models.pact import Pact


class Bestand(models.Model):
    """A file: its bytes and their fingerprint. It is added and never changed."""

    pact = models.ForeignKey(Pact, on_delete=models.PROTECT, related_name="bestanden")
    naam = models.CharField("naam", max_length=120)
    soort = models.CharField("soort", max_length=100)
    """The media type, derived from the bytes and never from what a browser claims."""
    grootte = models.PositiveIntegerField("grootte in bytes")
    sha256 = models.CharField(
        max_length=64, validators=[RegexValidator(r"\A[0-9a-f]{64}\Z", "Geen vingerafdruk.")]
    )
    inhoud = models.BinaryField()
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        verbose_name = "bestand"
        verbose_name_plural = "bestanden"
        ordering = ["op", "id"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.naam


class Bewijs(models.Model):
    """What shows that an action was done. It is added and never changed."""

    actie = models.ForeignKey(Actie, on_delete=models.PROTECT, related_name="bewijzen")
    omschrijving = models.TextField("wat het laat zien", max_length=2000)
    link = models.URLField("link", max_length=500, blank=True)
    bestand = models.ForeignKey(
        Bestand, on_delete=models.PROTECT, null=True, blank=True, related_name="bewijzen"
    )
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    namens = models.ForeignKey("accounts.Organisatie", on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        verbose_name = "bewijs"
        verbose_name_plural = "bewijzen"
        ordering = ["op", "id"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"bewijs {self.pk}"
