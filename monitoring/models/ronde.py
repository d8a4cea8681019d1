"""The heartbeat of the watch."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone

from thuiszitters.berichten.claim import zender


class Ronde(models.Model):
    """One round of the watch: the heartbeat. It is never read to decide anything."""

    peildatum = models.DateField()
    begonnen_op = models.DateTimeField(default=timezone.now)
    klaar_op = models.DateTimeField(null=True)
    door = models.CharField(max_length=100, default=zender, db_default="")
    """The process that ran it: host and process id."""
    bekeken = models.PositiveIntegerField(default=0)
    acties = models.PositiveIntegerField(default=0, db_default=0)
    geescaleerd = models.PositiveIntegerField(default=0)
    overgeslagen = models.PositiveIntegerField(default=0)
    vervallen = models.PositiveIntegerField(default=0)
    berichten = models.PositiveIntegerField(default=0)
    herinnerd = models.PositiveIntegerField(default=0)
    fouten = models.JSONField(default=list, blank=True)
    """The numbers of the casussen that could not be handled, at most a hundred."""

    class Meta:
        verbose_name = "ronde"
        verbose_name_plural = "rondes"
        ordering = ["-begonnen_op", "-id"]
        indexes = [models.Index(fields=["-klaar_op"], name="ronde_last")]

    def __str__(self) -> str:
        return f"ronde {self.pk}"

    @property
    def duurde(self) -> timedelta | None:
        """How long it took; None while it runs, or when it never came to its end."""
        return self.klaar_op - self.begonnen_op if self.klaar_op else None
