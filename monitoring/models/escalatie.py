"""Escalations, who is asked, and what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from monitoring.ladder import Drempel, Oorzaak, Status, Trede
from pact.keuzes import Antwoord
from thuiszitters.accounts.rollen import Rol

if TYPE_CHECKING:
    from cases.models import Casus
    from pact.models import Actie


class Escalatie(models.Model):
    """One rung of the ladder, reached by one casus or by one action of a pact. Decided once.

    What the rule said is kept on the row (termijn, rollen, vraag), whatever the rules become.
    """

    casus = models.ForeignKey(
        "cases.Casus", on_delete=models.PROTECT, null=True, related_name="escalaties"
    )
    actie = models.ForeignKey(
        "pact.Actie",
        on_delete=models.PROTECT,
        null=True,
        related_name="escalaties",
        db_index=False,
    )
    """The action it is about, where that is not a casus. Its index leaves the casussen out."""
    drempel = models.CharField(max_length=24, choices=[(d.value, d.value) for d in Drempel])
    trede = models.CharField(max_length=16, choices=[(t.value, t.value) for t in Trede])
    verzuim_sinds = models.DateField()
    """The first day of what it is about: of the period at home, or of what was counted; of an
    action its deadline, or the day on which somebody was addressed by hand."""
    oorzaak = models.CharField(
        max_length=8,
        choices=[(o.value, o.value) for o in Oorzaak],
        default=Oorzaak.DATUM.value,
        db_default=Oorzaak.DATUM.value,
    )
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
    termijn = models.PositiveSmallIntegerField("termijn in werkdagen", default=5, db_default=5)
    rollen = models.JSONField(default=list, blank=True, db_default=[])
    """The roles that are asked."""
    reageer_voor = models.DateField(null=True)
    """The last day to answer; a reminder and passing on move it."""
    herinnerd_op = models.DateField(null=True)
    herinneringen = models.PositiveSmallIntegerField(default=0, db_default=0)
    rust_tot = models.DateField(null=True)
    """Until when whoever took it up may be silent."""
    doorgestuurd = models.PositiveSmallIntegerField(default=0, db_default=0)
    regelset = models.CharField(max_length=60, blank=True)
    uitleg = models.JSONField(default=list, blank=True)
    """The sentences of the Stand it was decided on."""
    zonder_ontvanger = models.JSONField(default=list, blank=True)
    """The roles that had to be addressed and that nobody held."""
    tekst = models.TextField(max_length=2000, blank=True, default="", db_default="")
    """What the regievoerder wrote who addressed somebody by hand. It is in no mail."""
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    """Who addressed somebody by hand; empty where the rules did."""
    gemaakt_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "escalatie"
        verbose_name_plural = "escalaties"
        ordering = ["-op", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["casus", "drempel", "trede", "verzuim_sinds", "oorzaak"],
                name="escalatie_once",
            ),
            models.UniqueConstraint(
                fields=["actie", "drempel", "trede", "verzuim_sinds", "oorzaak"],
                condition=Q(actie__isnull=False),
                name="escalatie_actie_once",
            ),
            models.CheckConstraint(
                condition=Q(casus__isnull=False) ^ Q(actie__isnull=False),
                name="escalatie_one_subject",
            ),
        ]
        indexes = [
            models.Index(
                fields=["casus", "trede"], name="escalatie_open", condition=Q(status="open")
            ),
            models.Index(
                fields=["casus"],
                name="escalatie_hole",
                condition=Q(status="open") & ~Q(zonder_ontvanger=[]),
            ),
            models.Index(
                fields=["actie", "trede"],
                name="escalatie_actie_open",
                condition=Q(status="open", actie__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trede} {self.pk}"

    @property
    def referentie(self) -> str:
        """What its berichten are known by in the outbox."""
        return f"escalatie:{self.pk}"

    @property
    def over_casus(self) -> Casus:
        """The casus it is about. Raises ValueError for one about an action."""
        if self.casus is None:
            raise ValueError(f"escalatie {self.pk} is not about a casus")
        return self.casus

    @property
    def over_actie(self) -> Actie:
        """The action it is about. Raises ValueError for one about a casus."""
        if self.actie is None:
            raise ValueError(f"escalatie {self.pk} is not about an action")
        return self.actie

    @property
    def met_de_hand(self) -> bool:
        """Whether somebody was addressed by hand, or this followed on it in silence."""
        return self.drempel == Drempel.MET_DE_HAND.value


class Wijze(models.TextChoices):
    """Why somebody is asked."""

    ROL = "rol", "door de rol"
    VERVANGING = "vervanging", "als vervanger"
    VOLGENDE = "volgende", "omdat er niemand anders is"
    DOORGESTUURD = "doorgestuurd", "doorgestuurd"
    OPGEPAKT = "opgepakt", "zelf opgepakt"


class Geadresseerde(models.Model):
    """Somebody who is asked to answer an escalation, as long as `tot` is empty."""

    escalatie = models.ForeignKey(
        Escalatie, on_delete=models.PROTECT, related_name="geadresseerden"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="geadresseerd"
    )
    rol = models.CharField(
        max_length=20, choices=Rol.choices, blank=True, default="", db_default=""
    )
    """The role that is asked; empty where a person passed it on."""
    wijze = models.CharField(
        max_length=12, choices=Wijze.choices, default=Wijze.ROL, db_default=Wijze.ROL.value
    )
    namens = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Whom a vervanger stands in for, or who passed it on."""
    van = models.DateField()
    tot = models.DateField(null=True, blank=True)
    gaf_door = models.BooleanField(default=False, db_default=False)
    """Whether this person said that it belongs to somebody else."""

    class Meta:
        verbose_name = "geadresseerde"
        verbose_name_plural = "geadresseerden"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["escalatie", "user"], name="geadresseerde_once")
        ]
        indexes = [
            models.Index(fields=["user"], name="geadresseerde_now", condition=Q(tot__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.escalatie_id}: {self.user_id}"


class ReactieSoort(models.TextChoices):
    """How somebody answers a signal about a casus; about an action it is a pact.keuzes.Antwoord."""

    GEZIEN = "gezien", "gezien"
    NEEM_OP = "neem_op", "neem ik op"
    DOORGESTUURD = "doorgestuurd", "hoort bij iemand anders"


class Reactie(models.Model):
    """An answer to an escalation."""

    escalatie = models.ForeignKey(Escalatie, on_delete=models.PROTECT, related_name="reacties")
    soort = models.CharField(
        "antwoord", max_length=16, choices=[*ReactieSoort.choices, *Antwoord.choices]
    )
    toelichting = models.TextField("toelichting", blank=True)
    rust_tot = models.DateField("stil tot", null=True, blank=True)
    """The day somebody who takes it up asked to be left alone until."""
    naar = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    naar_partner = models.ForeignKey(
        "pact.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Which partner takes the action over."""
    deadline = models.DateField("nieuwe datum", null=True, blank=True)
    """The new deadline that was given with it."""
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
