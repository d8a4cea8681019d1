"""Looking back at a pact and building the next one."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from pact.keuzes import Uitkomst
from pact.models.actie import Actie
from pact.models.bestand import Bestand
from pact.models.pact import Pact
from pact.models.partner import Partner


class Bouwsteenvraag(models.Model):
    """What the partners are asked to give for a next pact, by a day."""

    pact = models.ForeignKey(Pact, on_delete=models.PROTECT, related_name="bouwsteenvragen")
    nr = models.PositiveIntegerField("nummer", editable=False)
    vraag = models.TextField("vraag", max_length=2000)
    uiterlijk = models.DateField("uiterlijk")
    gesloten_op = models.DateField("gesloten op", null=True, blank=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField(default=timezone.now)
    sleutel = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = "vraag om bouwstenen"
        verbose_name_plural = "vragen om bouwstenen"
        ordering = ["-nr"]
        constraints = [
            models.UniqueConstraint(fields=["pact", "nr"], name="bouwsteenvraag_nr_once")
        ]

    def __str__(self) -> str:
        return f"Vraag {self.nr}"


class Bouwsteen(models.Model):
    """What one partner gives. Giving again adds a newer one; the newest counts."""

    vraag = models.ForeignKey(Bouwsteenvraag, on_delete=models.PROTECT, related_name="bouwstenen")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="bouwstenen")
    tekst = models.TextField("inbreng", max_length=10000, blank=True)
    geen = models.BooleanField("wij hebben geen inbreng", default=False)
    bijlagen = models.ManyToManyField(Bestand, blank=True, related_name="bouwstenen")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField(default=timezone.now)
    versie = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "bouwsteen"
        verbose_name_plural = "bouwstenen"
        ordering = ["partner__organisatie__naam", "-versie"]
        constraints = [
            models.UniqueConstraint(
                fields=["vraag", "partner", "versie"], name="bouwsteen_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"bouwsteen {self.pk}"


class Evaluatie(models.Model):
    """What became of an action, and why. A newer one takes over; older ones stay."""

    actie = models.ForeignKey(Actie, on_delete=models.PROTECT, related_name="evaluaties")
    versie = models.PositiveIntegerField(default=1)
    uitkomst = models.CharField("uitkomst", max_length=12, choices=Uitkomst.choices)
    waarom = models.TextField("waarom", max_length=2000)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    namens = models.ForeignKey("accounts.Organisatie", on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "evaluatie"
        verbose_name_plural = "evaluaties"
        ordering = ["-versie"]
        constraints = [
            models.UniqueConstraint(fields=["actie", "versie"], name="evaluatie_version_once")
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"evaluatie {self.pk}"


class Overname(models.Model):
    """A new pact's action that goes on with one of the old pact."""

    van = models.ForeignKey(Actie, on_delete=models.PROTECT, related_name="overgenomen_in")
    naar = models.OneToOneField(Actie, on_delete=models.PROTECT, related_name="overgenomen_van")

    class Meta:
        verbose_name = "overgenomen actie"
        verbose_name_plural = "overgenomen acties"

    def __str__(self) -> str:
        return f"{self.van_id} → {self.naar_id}"
