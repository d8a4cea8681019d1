"""Meetings: who came, what was discussed, and what was agreed."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pact.keuzes import Aanwezigheid, AfspraakStatus, OverlegSoort, OverlegStatus, PuntSoort
from pact.models.actie import Actie
from pact.models.pact import Pact
from pact.models.partner import Partner

_FROZEN = (
    "pact_id",
    "nr",
    "soort",
    "titel",
    "datum",
    "begintijd",
    "eindtijd",
    "plaats",
    "status",
    "inleiding",
    "afsluiting",
    "verslag",
    "vastgesteld_op",
)
_CHANGED = " OR ".join(f"OLD.{veld} IS DISTINCT FROM NEW.{veld}" for veld in _FROZEN)
_MINUTES_CHANGE = f"OLD.status = 'vastgesteld' AND ({_CHANGED})"


class Overleg(models.Model):
    """One meeting of a pact, with its agenda and its minutes."""

    pact = models.ForeignKey(Pact, on_delete=models.PROTECT, related_name="overleggen")
    nr = models.PositiveIntegerField("nummer", editable=False)
    """Its number in the pact; never given twice."""
    soort = models.CharField("soort overleg", max_length=24, choices=OverlegSoort.choices)
    titel = models.CharField("titel", max_length=120, blank=True)
    datum = models.DateField("datum")
    begintijd = models.TimeField("begint om", null=True, blank=True)
    eindtijd = models.TimeField("eindigt om", null=True, blank=True)
    plaats = models.CharField("plaats", max_length=200, blank=True)
    status = models.CharField(
        "status", max_length=12, choices=OverlegStatus.choices, default=OverlegStatus.GEPLAND
    )
    inleiding = models.TextField("opening en mededelingen", max_length=5000, blank=True)
    afsluiting = models.TextField("rondvraag en sluiting", max_length=5000, blank=True)
    vorige = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="volgende"
    )
    """The meeting whose afspraken are looked at in this one."""
    verslag = models.JSONField(null=True, blank=True, editable=False)
    """The minutes as they were agreed; None until then, and never changed after."""
    vastgesteld_op = models.DateTimeField(null=True, blank=True, editable=False)
    verslag_verstuurd_op = models.DateTimeField(null=True, blank=True, editable=False)
    versie = models.PositiveIntegerField(default=1, editable=False)
    """Counts the changes of what stands in a calendar: when, where, whether it takes place."""
    sleutel = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = "overleg"
        verbose_name_plural = "overleggen"
        ordering = ["-datum", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["pact", "nr"], name="overleg_nr_once"),
            models.CheckConstraint(
                condition=Q(eindtijd__isnull=True)
                | Q(begintijd__isnull=False, eindtijd__gt=F("begintijd")),
                name="overleg_ends_after_begin",
                violation_error_message="Het einde ligt niet na het begin.",
            ),
            models.CheckConstraint(
                condition=Q(status=OverlegStatus.VASTGESTELD, verslag__isnull=False)
                | (~Q(status=OverlegStatus.VASTGESTELD) & Q(verslag__isnull=True)),
                name="overleg_agreed_with_minutes",
            ),
        ]
        triggers = [
            # What was agreed stays as it was; only that it was sent may be written beside it.
            pgtrigger.Protect(
                name="minutes_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_MINUTES_CHANGE),
            )
        ]

    def __str__(self) -> str:
        return self.titel or self.get_soort_display()


class Deelname(models.Model):
    """Somebody who was asked to a meeting: a user of a partner, or a guest by function."""

    overleg = models.ForeignKey(Overleg, on_delete=models.CASCADE, related_name="deelnames")
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gast = models.CharField("gast (functie en organisatie)", max_length=120, blank=True)
    aanwezigheid = models.CharField(
        "aanwezigheid",
        max_length=12,
        choices=Aanwezigheid.choices,
        default=Aanwezigheid.GENODIGD,
    )

    class Meta:
        verbose_name = "deelname"
        verbose_name_plural = "deelnames"
        ordering = ["partner__organisatie__naam", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["overleg", "user"],
                condition=models.Q(user__isnull=False),
                name="deelname_once",
                violation_error_message="Deze persoon staat al op de lijst.",
            )
        ]

    def __str__(self) -> str:
        return f"deelname {self.pk}"


class Afspraak(models.Model):
    """What was agreed in a meeting. It comes back in every next one until it is done."""

    pact = models.ForeignKey(Pact, on_delete=models.PROTECT, related_name="afspraken")
    nr = models.PositiveIntegerField("nummer", editable=False)
    """Its number in the pact; never given twice."""
    overleg = models.ForeignKey(
        Overleg, on_delete=models.PROTECT, null=True, blank=True, related_name="afspraken"
    )
    """Where it was made."""
    tekst = models.TextField("afspraak", max_length=1000)
    eigenaar = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="afspraken",
        verbose_name="trekker",
    )
    mede_eigenaren = models.ManyToManyField(
        Partner, blank=True, related_name="mede_afspraken", verbose_name="samen met"
    )
    uiterlijk = models.DateField("uiterlijk", null=True, blank=True)
    status = models.CharField(
        "status", max_length=12, choices=AfspraakStatus.choices, default=AfspraakStatus.OPEN
    )
    actie = models.ForeignKey(
        Actie, on_delete=models.PROTECT, null=True, blank=True, related_name="afspraken"
    )
    gedaan_op = models.DateField(null=True, blank=True, editable=False)
    versie = models.PositiveIntegerField(default=1, editable=False)
    sleutel = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        ordering = ["nr"]
        constraints = [models.UniqueConstraint(fields=["pact", "nr"], name="afspraak_nr_once")]

    def __str__(self) -> str:
        return f"Afspraak {self.nr}"


class AfspraakStand(models.Model):
    """How an afspraak stood, as somebody said: in a meeting, or between two. Never changed."""

    afspraak = models.ForeignKey(Afspraak, on_delete=models.PROTECT, related_name="standen")
    overleg = models.ForeignKey(
        Overleg, on_delete=models.PROTECT, null=True, blank=True, related_name="standen"
    )
    status = models.CharField("status", max_length=12, choices=AfspraakStatus.choices)
    opmerking = models.TextField("opmerking", max_length=2000, blank=True)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    namens = models.ForeignKey("accounts.Organisatie", on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField("op", default=timezone.now)

    class Meta:
        verbose_name = "stand van een afspraak"
        verbose_name_plural = "standen van afspraken"
        ordering = ["op", "id"]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.afspraak_id}: {self.status}"


class Agendapunt(models.Model):
    """One point of the agenda: what is discussed, what was said, what was decided."""

    overleg = models.ForeignKey(Overleg, on_delete=models.CASCADE, related_name="agendapunten")
    volgorde = models.PositiveSmallIntegerField("volgorde", default=0)
    soort = models.CharField(
        "soort",
        max_length=12,
        choices=PuntSoort.choices,
        default=PuntSoort.EIGEN,
        db_default=PuntSoort.EIGEN.value,
    )
    weggelaten = models.BooleanField(default=False, db_default=False)
    """Taken off the agenda by hand, so that building it again does not put it back."""
    titel = models.CharField("onderwerp", max_length=200)
    toelichting = models.TextField("toelichting", max_length=2000, blank=True)
    actie = models.ForeignKey(
        Actie, on_delete=models.PROTECT, null=True, blank=True, related_name="agendapunten"
    )
    afspraak = models.ForeignKey(
        Afspraak, on_delete=models.PROTECT, null=True, blank=True, related_name="agendapunten"
    )
    besproken = models.TextField("wat is besproken", max_length=5000, blank=True)
    besluit = models.TextField("besluit", max_length=2000, blank=True)

    class Meta:
        verbose_name = "agendapunt"
        verbose_name_plural = "agendapunten"
        ordering = ["volgorde", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["overleg", "actie"],
                condition=models.Q(actie__isnull=False),
                name="agendapunt_actie_once",
            ),
            models.UniqueConstraint(
                fields=["overleg", "afspraak"],
                condition=models.Q(afspraak__isnull=False),
                name="agendapunt_afspraak_once",
            ),
        ]

    def __str__(self) -> str:
        return self.titel


class Standpunt(models.Model):
    """What one partner said in a meeting, for the minutes."""

    overleg = models.ForeignKey(Overleg, on_delete=models.CASCADE, related_name="standpunten")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    tekst = models.TextField("standpunt", max_length=2000)

    class Meta:
        verbose_name = "standpunt"
        verbose_name_plural = "standpunten"
        ordering = ["partner__organisatie__naam", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["overleg", "partner"],
                name="standpunt_once",
                violation_error_message="Van deze partner staat er al een standpunt.",
            )
        ]

    def __str__(self) -> str:
        return f"standpunt {self.pk}"
