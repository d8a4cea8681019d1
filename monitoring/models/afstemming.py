"""The daily reconciliation: what it looked at, and every difference it found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from thuiszitters.berichten.claim import zender


class Stap(models.TextChoices):
    """How far a reconciliation has come."""

    CASUSSEN = "casussen", "casussen"
    GESLOTEN = "gesloten", "gesloten casussen"
    ACTIES = "acties", "acties"
    BERICHTEN = "berichten", "berichten"
    POGINGEN = "pogingen", "pogingen"
    NAVRAGEN = "navragen", "navragen bij de mailserver"
    KLAAR = "klaar", "klaar"


class Afstemming(models.Model):
    """One reconciliation. It holds where it was, so that it goes on where it stopped."""

    peildatum = models.DateField()
    """The day it asks the rules about: that of the last round that came to its end."""
    begonnen_op = models.DateTimeField(default=timezone.now)
    klaar_op = models.DateTimeField(null=True, blank=True)
    door = models.CharField(max_length=100, default=zender)
    stap = models.CharField(max_length=10, choices=Stap.choices, default=Stap.CASUSSEN)
    tot_id = models.BigIntegerField(default=0)
    """The last id of this step that was looked at."""
    venster_van = models.DateTimeField()
    venster_tot = models.DateTimeField()
    """From and until when what was sent is compared with the log of attempts."""
    casussen = models.PositiveIntegerField(default=0)
    acties = models.PositiveIntegerField(default=0, db_default=0)
    escalaties = models.PositiveIntegerField(default=0)
    berichten = models.PositiveIntegerField(default=0)
    nagevraagd = models.PositiveIntegerField(default=0)
    """How many mails the relay was asked about."""

    class Meta:
        verbose_name = "afstemming"
        verbose_name_plural = "afstemmingen"
        ordering = ["-id"]
        indexes = [models.Index(fields=["-klaar_op"], name="afstemming_last")]
        constraints = [
            models.CheckConstraint(
                condition=Q(klaar_op__isnull=True) | Q(stap="klaar"),
                name="afstemming_done_at_the_end",
            )
        ]

    def __str__(self) -> str:
        return f"afstemming {self.pk}"


class VerschilSoort(models.TextChoices):
    """What does not agree with what."""

    ESCALATIE_ONTBREEKT = "escalatie_ontbreekt", "een trede die gold is er niet"
    HERINNERING_ONTBREEKT = "herinnering_ontbreekt", "een herinnering die gold is er niet"
    ESCALATIE_TE_VEEL = "escalatie_te_veel", "een trede staat open die niet meer geldt"
    NIET_BEKEKEN = "niet_bekeken", "een casus is niet op tijd bekeken"
    NIET_TE_BEREKENEN = "niet_te_berekenen", "de regels kunnen op een casus niet worden toegepast"
    NIEMAND_GEVRAAGD = "niemand_gevraagd", "een open trede zonder dat iemand is gevraagd"
    BERICHT_ONTBREEKT = "bericht_ontbreekt", "iemand is gevraagd zonder bericht"
    BERICHT_INGETROKKEN = (
        "bericht_ingetrokken",
        "iemand is gevraagd, maar het bericht ging niet uit",
    )
    BERICHT_DUBBEL = "bericht_dubbel", "iemand kreeg hetzelfde bericht twee keer"
    HERINNERING_NIET_GEMAILD = "herinnering_niet_gemaild", "een herinnering zonder bericht"
    ZONDER_AANNAME = "zonder_aanname", "verzonden, maar de mailserver nam het niet aan"
    AANNAME_ZONDER_BERICHT = "aanname_zonder_bericht", "aangenomen, maar niet als verzonden geteld"
    TWEE_AANNAMES = "twee_aannames", "twee keer door de mailserver aangenomen"
    RELAY_KENT_HET_NIET = "relay_kent_het_niet", "verzonden, maar de mailserver kent het niet"


class Verschil(models.Model):
    """One difference. It points by number only: nothing is locked to write it."""

    afstemming = models.ForeignKey(Afstemming, on_delete=models.CASCADE, related_name="verschillen")
    soort = models.CharField(max_length=24, choices=VerschilSoort.choices)
    casus = models.BigIntegerField(null=True, blank=True)
    actie = models.BigIntegerField(null=True, blank=True)
    nummer = models.CharField(max_length=60, blank=True)
    """The number of the casus, or code and number of the action."""
    escalatie = models.BigIntegerField(null=True, blank=True)
    bericht = models.BigIntegerField(null=True, blank=True)
    ontvanger = models.BigIntegerField(null=True, blank=True)
    toelichting = models.CharField(max_length=200, blank=True)
    op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "verschil"
        verbose_name_plural = "verschillen"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "afstemming",
                    "soort",
                    "casus",
                    "actie",
                    "escalatie",
                    "bericht",
                    "ontvanger",
                    "toelichting",
                ],
                name="verschil_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.nummer}"
