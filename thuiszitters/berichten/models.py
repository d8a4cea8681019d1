"""The outbox: a mail is a row first, written in the transaction that decided it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone


class Toestand(models.TextChoices):
    """Where a Bericht is on its way."""

    WACHTEND = "wachtend", "wacht op verzending"
    BEZIG = "bezig", "wordt verzonden"
    VERZONDEN = "verzonden", "verzonden"
    ONZEKER = "onzeker", "onzeker of het aankwam"
    MISLUKT = "mislukt", "mislukt"
    INGETROKKEN = "ingetrokken", "ingetrokken"
    BUNDEL = "bundel", "wacht op het dagoverzicht"
    GEBUNDELD = "gebundeld", "ging mee in een dagoverzicht"


class Bericht(models.Model):
    """One mail to one person. It holds a template and ids; the text is made when it is sent.

    Every column that has a usual value has it in the database too, for who inserts many at once.
    """

    sleutel = models.CharField("sleutel", max_length=120, unique=True)
    kenmerk = models.UUIDField("kenmerk", unique=True, db_default=RandomUUID(), editable=False)
    referentie = models.CharField("referentie", max_length=80, db_index=True)
    sjabloon = models.CharField("sjabloon", max_length=40)
    gegevens = models.JSONField("gegevens", default=dict, blank=True)
    ontvanger = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="berichten"
    )
    toestand = models.CharField(
        "toestand",
        max_length=12,
        choices=Toestand.choices,
        default=Toestand.WACHTEND,
        db_default=Toestand.WACHTEND.value,
    )
    reden = models.CharField("reden", max_length=300, blank=True, default="", db_default="")
    venster = models.CharField("venster", max_length=40, blank=True, default="", db_default="")
    """When it may leave, as `venster.py` reads it; empty: at any hour."""
    bundel = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="inhoud"
    )
    """The daily overzicht it went out in."""
    pogingen = models.PositiveSmallIntegerField("pogingen", default=0, db_default=0)
    """How often it was claimed. It only grows: with the id it names one attempt for ever."""
    weigeringen = models.PositiveSmallIntegerField("weigeringen", default=0, db_default=0)
    """How often in a row it was put off or left us not knowing."""
    niet_voor = models.DateTimeField("niet voor", default=timezone.now, db_default=Now())
    """Not to be sent before; for one that is onzeker: not to be asked after before."""
    geleend_tot = models.DateTimeField("geleend tot", null=True, blank=True)
    gemaakt_op = models.DateTimeField("gemaakt op", default=timezone.now, db_default=Now())
    verzonden_op = models.DateTimeField("verzonden op", null=True, blank=True)
    antwoorden = models.PositiveSmallIntegerField("antwoorden", default=0, db_default=0)
    antwoord_op = models.DateTimeField("laatste antwoord op", null=True, blank=True)
    """When somebody last answered the mail itself; what they wrote is not kept."""

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        ordering = ["-gemaakt_op", "-id"]
        constraints = [
            # These make a path or may end in a header: nothing that could break out of either.
            models.CheckConstraint(
                condition=Q(sjabloon__regex=r"^[a-z0-9_-]+$"), name="bericht_sjabloon_plain"
            ),
            models.CheckConstraint(
                condition=Q(sleutel__regex=r"^[!-~]+$"), name="bericht_sleutel_plain"
            ),
        ]
        indexes = [
            models.Index(
                fields=["niet_voor", "id"],
                name="bericht_due",
                condition=Q(toestand="wachtend"),
            ),
            models.Index(
                fields=["geleend_tot"], name="bericht_leased", condition=Q(toestand="bezig")
            ),
            models.Index(
                fields=["niet_voor", "id"],
                name="bericht_uncertain",
                condition=Q(toestand="onzeker"),
            ),
            models.Index(
                fields=["ontvanger"], name="bericht_bundle", condition=Q(toestand="bundel")
            ),
            models.Index(
                fields=["ontvanger"], name="bericht_failed", condition=Q(toestand="mislukt")
            ),
            # For the daily reconciliation, which looks at what was sent since the last one.
            models.Index(
                fields=["verzonden_op", "id"],
                name="bericht_sent",
                condition=Q(verzonden_op__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sjabloon} {self.referentie}"

    @property
    def message_id(self) -> str:
        """The Message-ID: the same on every attempt, so that a relay can see a double."""
        return f"<{self.kenmerk}@{urlsplit(settings.SITE_URL).hostname}>"

    @property
    def volgende_wachttijd(self) -> timedelta:
        """How long to wait after the refusals so far: 1, 2, 4 ... minutes, at most 4 hours."""
        first = timedelta(seconds=settings.BERICHT_BACKOFF_SECONDS)
        doubled: int = 2 ** min(max(self.weigeringen - 1, 0), 16)
        return min(first * doubled, timedelta(hours=4))


class Uitkomst(models.TextChoices):
    """What can be said of an attempt."""

    BEGONNEN = "begonnen", "begonnen"
    AANGENOMEN = "aangenomen", "aangenomen door de mailserver"
    UITGESTELD = "uitgesteld", "uitgesteld"
    GEWEIGERD = "geweigerd", "geweigerd"
    ONZEKER = "onzeker", "onzeker of het aankwam"
    NAGEVRAAGD_JA = "nagevraagd_ja", "de mailserver blijkt het te hebben"
    NAGEVRAAGD_NEE = "nagevraagd_nee", "de mailserver heeft het niet"
    OPNIEUW = "opnieuw", "opnieuw verzonden zonder te weten of de eerste aankwam"
    INGETROKKEN = "ingetrokken", "ingetrokken"
    TERUGGEKOMEN = "teruggekomen", "teruggekomen"


class Poging(models.Model):
    """One thing that happened to an attempt. It is added and never changed or removed.

    An attempt begins with `begonnen`, written with the claim, and ends with a row of the same
    number. A second line that is absent is a sender that died.
    """

    bericht = models.ForeignKey(Bericht, on_delete=models.PROTECT, related_name="pogingsregels")
    nummer = models.PositiveSmallIntegerField("poging")
    op = models.DateTimeField("op", default=timezone.now, db_default=Now())
    zender = models.CharField("zender", max_length=100)
    """Host and process."""
    message_id = models.CharField("Message-ID", max_length=300)
    uitkomst = models.CharField("uitkomst", max_length=16, choices=Uitkomst.choices)
    antwoord = models.CharField("antwoord", max_length=100, blank=True)
    """The code of the relay and the class of the error; never its words, which hold addresses."""

    class Meta:
        verbose_name = "poging"
        verbose_name_plural = "pogingen"
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["op", "id"],
                name="poging_accepted",
                condition=Q(uitkomst__in=["aangenomen", "nagevraagd_ja"]),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.bericht_id}.{self.nummer}: {self.uitkomst}"
