"""The secret address at which a calendar reads the meetings of one person."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Kalenderlink(models.Model):
    """One secret address, until it is revoked. Only its fingerprint is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="kalenderlinks",
        verbose_name="persoon",
    )
    vingerafdruk = models.CharField(
        max_length=64,
        unique=True,
        validators=[RegexValidator(r"\A[0-9a-f]{64}\Z", "Geen vingerafdruk.")],
    )
    gemaakt_op = models.DateTimeField(default=timezone.now)
    gelezen_op = models.DateField(null=True, blank=True)
    """The last day a calendar asked for it."""
    ingetrokken_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "kalenderlink"
        verbose_name_plural = "kalenderlinks"
        ordering = ["-gemaakt_op", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ingetrokken_op__isnull=True),
                name="kalenderlink_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"kalenderlink {self.pk}"
