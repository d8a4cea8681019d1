"""Everything that happened in a casus, and what is to be done."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models.casus import Casus


class GebeurtenisSoort(models.TextChoices):
    """What can stand on the timeline."""

    GEOPEND = "geopend", "casus geopend"
    GESLOTEN = "gesloten", "casus gesloten"
    HEROPEND = "heropend", "casus heropend"
    VERZUIM = "verzuim", "verzuim"
    TERUGKEER = "terugkeer", "terug op school"
    AANBOD = "aanbod", "aanbod"
    VRIJSTELLING = "vrijstelling", "vrijstelling"
    INSCHRIJVING = "inschrijving", "inschrijving"
    LEERLING = "leerling", "gegevens van de leerling"
    CORRECTIE = "correctie", "verbetering"
    CONTACT = "contact", "contact"
    NOTITIE = "notitie", "notitie"
    TAAK = "taak", "taak"
    TAAK_GEDAAN = "taak_gedaan", "taak gedaan"
    EIGENAAR = "eigenaar", "eigenaar"
    PARTIJ = "partij", "betrokken organisatie"
    SIGNAAL = "signaal", "signaal"
    OVERGESLAGEN = "overgeslagen", "trede overgeslagen"
    VERVALLEN = "vervallen", "signaal vervallen"
    REACTIE = "reactie", "antwoord op signaal"


class Gebeurtenis(models.Model):
    """One entry of the timeline. It is added and never changed; the database sees to that."""

    casus = models.ForeignKey(Casus, on_delete=models.PROTECT, related_name="gebeurtenissen")
    soort = models.CharField("soort", max_length=16, choices=GebeurtenisSoort.choices)
    op = models.DateTimeField("vastgelegd op", default=timezone.now)
    datum = models.DateField("datum")
    # Nobody: an imported list, or the watch.
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    namens = models.ForeignKey(
        "accounts.Organisatie", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    titel = models.CharField("titel", max_length=200)
    tekst = models.TextField("tekst", blank=True)
    gegevens = models.JSONField("gegevens", default=dict, blank=True)
    versie = models.PositiveIntegerField(default=0)
    """The version of the casus this entry made; 0 where it changed no facts."""
    sleutel = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "tijdlijn"
        ordering = ["-op", "-id"]
        indexes = [models.Index(fields=["casus", "-op", "-id"], name="gebeurtenis_timeline")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.casus_id}: {self.soort}"


class Taak(models.Model):
    """A next step: what, who, by when."""

    casus = models.ForeignKey(Casus, on_delete=models.CASCADE, related_name="taken")
    omschrijving = models.CharField("wat", max_length=200)
    eigenaar = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="taken",
        null=True,
        blank=True,
    )
    voor_op = models.DateField("uiterlijk", null=True, blank=True)
    gemaakt_op = models.DateTimeField(default=timezone.now)
    gedaan_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "taak"
        verbose_name_plural = "taken"
        ordering = [models.F("voor_op").asc(nulls_last=True), "id"]
        indexes = [
            models.Index(fields=["casus"], name="taak_open", condition=Q(gedaan_op__isnull=True))
        ]

    def __str__(self) -> str:
        return f"taak {self.pk}"
