"""Escalations and the answers to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from monitoring.ladder import Drempel, Status, Trede


class Escalatie(models.Model):
    """One rung of the ladder, reached by one casus in one period at home. Decided once."""

    casus = models.ForeignKey("cases.Casus", on_delete=models.PROTECT, related_name="escalaties")
    drempel = models.CharField(max_length=24, choices=[(d.value, d.value) for d in Drempel])
    trede = models.CharField(max_length=16, choices=[(t.value, t.value) for t in Trede])
    verzuim_sinds = models.DateField()
    op = models.DateField("op")
    """The peildatum of the round that decided it."""
    gold_vanaf = models.DateField("gold vanaf")
    """The day the rung fell due by the rules."""
    status = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in Status], default=Status.OPEN.value
    )
    reden = models.CharField(max_length=300, blank=True)
    aanleiding = models.CharField(max_length=200, blank=True)
    vraag = models.CharField(max_length=200, blank=True)
    reageer_voor = models.DateField(null=True)
    regelset = models.CharField(max_length=60, blank=True)
    uitleg = models.JSONField(default=list, blank=True)
    """The sentences of the Stand it was decided on."""
    zonder_ontvanger = models.JSONField(default=list, blank=True)
    """The roles that had to be addressed and that nobody held."""
    gemaakt_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "escalatie"
        verbose_name_plural = "escalaties"
        ordering = ["-op", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["casus", "drempel", "trede", "verzuim_sinds"], name="escalatie_once"
            )
        ]
        indexes = [
            models.Index(fields=["casus"], name="escalatie_open", condition=Q(status="open"))
        ]

    def __str__(self) -> str:
        return f"{self.trede} {self.pk}"

    @property
    def referentie(self) -> str:
        """What its berichten are known by in the outbox."""
        return f"escalatie:{self.pk}"


class ReactieSoort(models.TextChoices):
    """How somebody answers a signal."""

    GEZIEN = "gezien", "gezien"
    NEEM_OP = "neem_op", "neem ik op"
    DOORGESTUURD = "doorgestuurd", "hoort bij iemand anders"


class Reactie(models.Model):
    """An answer to an escalation."""

    escalatie = models.ForeignKey(Escalatie, on_delete=models.PROTECT, related_name="reacties")
    soort = models.CharField("antwoord", max_length=16, choices=ReactieSoort.choices)
    toelichting = models.TextField("toelichting", blank=True)
    naar = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        ordering = ["op", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["escalatie", "door", "soort"],
                condition=Q(soort="gezien"),
                name="gezien_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.escalatie_id}"


class Ronde(models.Model):
    """One round of the watch: the heartbeat. It is never read to decide anything."""

    peildatum = models.DateField()
    begonnen_op = models.DateTimeField(default=timezone.now)
    klaar_op = models.DateTimeField(null=True)
    bekeken = models.PositiveIntegerField(default=0)
    geescaleerd = models.PositiveIntegerField(default=0)
    overgeslagen = models.PositiveIntegerField(default=0)
    vervallen = models.PositiveIntegerField(default=0)
    berichten = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "ronde"
        verbose_name_plural = "rondes"
        ordering = ["-begonnen_op", "-id"]
        indexes = [models.Index(fields=["-klaar_op"], name="ronde_last")]

    def __str__(self) -> str:
        return f"ronde {self.pk}"
