"""The outbox: a mail is a row first, written in the transaction that decided it."""

from __future__ import annotations

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Toestand(models.TextChoices):
    """Where a Bericht is on its way."""

    WACHTEND = "wachtend", "wacht op verzending"
    BEZIG = "bezig", "wordt verzonden"
    VERZONDEN = "verzonden", "verzonden"
    MISLUKT = "mislukt", "mislukt"
    INGETROKKEN = "ingetrokken", "ingetrokken"


class Bericht(models.Model):
    """One mail to one person. It holds a template and ids; the text is made when it is sent."""

    sleutel = models.CharField("sleutel", max_length=120, unique=True)
    referentie = models.CharField("referentie", max_length=80, db_index=True)
    sjabloon = models.CharField("sjabloon", max_length=40)
    gegevens = models.JSONField("gegevens", default=dict, blank=True)
    ontvanger = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="berichten"
    )
    toestand = models.CharField(
        "toestand", max_length=12, choices=Toestand.choices, default=Toestand.WACHTEND
    )
    reden = models.CharField("reden", max_length=300, blank=True)
    pogingen = models.PositiveSmallIntegerField("pogingen", default=0)
    niet_voor = models.DateTimeField("niet voor", default=timezone.now)
    geleend_tot = models.DateTimeField("geleend tot", null=True, blank=True)
    gemaakt_op = models.DateTimeField("gemaakt op", default=timezone.now)
    verzonden_op = models.DateTimeField("verzonden op", null=True, blank=True)

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ["-gemaakt_op", "-id"]
        indexes = [
            models.Index(
                fields=["niet_voor", "id"],
                name="bericht_due",
                condition=Q(toestand="wachtend"),
            ),
            models.Index(
                fields=["geleend_tot"], name="bericht_leased", condition=Q(toestand="bezig")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sjabloon} {self.referentie}"

    @property
    def message_id(self) -> str:
        """The Message-ID: the same on every attempt, so that a relay can see a double."""
        host = settings.SITE_URL.split("://", 1)[1].split("/")[0].split(":")[0]
        return f"<{uuid5(NAMESPACE_URL, f'{settings.SITE_URL}/{self.sleutel}')}@{host}>"

    @property
    def volgende_wachttijd(self) -> timedelta:
        """How long to wait after the attempts so far: 1, 2, 4 ... minutes, at most 4 hours."""
        return min(timedelta(minutes=2 ** max(self.pogingen - 1, 0)), timedelta(hours=4))
