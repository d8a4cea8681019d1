"""Signs of life of the processes, as rows: to be read without asking any of them."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Proces(models.TextChoices):
    """The kinds of process that keep the watch going."""

    WEKKER = "wekker", "wekker (beat)"
    WERKER = "werker", "werker"
    LUS = "lus", "watch --loop"


class Hartslag(models.Model):
    """When a process was last seen alive. One row per process, written over."""

    soort = models.CharField(max_length=8, choices=Proces.choices)
    naam = models.CharField(max_length=100)
    """The node name of a worker; host and process id of the others."""
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "hartslag"
        verbose_name_plural = "hartslagen"
        ordering = ["soort", "naam"]
        constraints = [models.UniqueConstraint(fields=["soort", "naam"], name="hartslag_once")]

    def __str__(self) -> str:
        return f"{self.soort} {self.naam}"
