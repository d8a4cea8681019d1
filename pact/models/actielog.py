"""What was changed in an action, by whom."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst

from pact.keuzes import Antwoord
from pact.models.actie import Actie
from pact.models.bestand import Bewijs

RUST_TOT = "rust_tot"
"""In a line of the history: until when a partner is not asked again. No field of an action."""


def field_name(veld: str) -> str:
    """Return the name of what was changed in an action as people read it."""
    if veld == RUST_TOT:
        return "Geen herinnering tot en met"
    field = Actie._meta.get_field(veld)
    assert isinstance(field, models.Field)
    return capfirst(str(field.verbose_name))


class LogSoort(models.TextChoices):
    """What happened to an action."""

    TOEGEVOEGD = "toegevoegd", "toegevoegd"
    GEWIJZIGD = "gewijzigd", "gewijzigd"
    VERPLAATST = "verplaatst", "verplaatst"
    UPDATE = "update", "stand van zaken"
    ANTWOORD = "antwoord", "antwoord"
    BEWIJS = "bewijs", "bewijs"
    SIGNAAL = "signaal", "signaal"
    INGELEZEN = "ingelezen", "ingelezen"


class ActieLog(models.Model):
    """One line of the history. It is added and never changed; the database sees to that."""

    actie = models.ForeignKey(Actie, on_delete=models.PROTECT, related_name="geschiedenis")
    soort = models.CharField("wat", max_length=12, choices=LogSoort.choices)
    op = models.DateTimeField("op", default=timezone.now)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    namens = models.ForeignKey(
        "accounts.Organisatie", on_delete=models.PROTECT, null=True, related_name="+"
    )
    versie = models.PositiveIntegerField()
    """The version of the action that this change made, or during which this was said."""
    wijzigingen = models.JSONField("wijzigingen", default=list, blank=True)
    """Per changed field `{"veld", "oud", "nieuw"}`, as words that people read at that moment."""
    tekst = models.TextField("tekst", max_length=5000, blank=True, db_default="")
    """What somebody said of it, or why it was changed."""
    antwoord = models.CharField(
        "antwoord", max_length=12, choices=Antwoord.choices, blank=True, default="", db_default=""
    )
    """Which answer of a partner this is; "" for everything else."""
    bewijs = models.ForeignKey(
        Bewijs, on_delete=models.PROTECT, null=True, blank=True, related_name="regels"
    )
    """The evidence that was given with it."""
    sleutel = models.UUIDField(null=True, unique=True, editable=False)
    """The form that wrote it, so that a form sent twice writes one line."""

    class Meta:
        verbose_name = "wijziging van een actie"
        verbose_name_plural = "geschiedenis van acties"
        ordering = ["-op", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["actie", "versie"],
                condition=Q(soort__in=["toegevoegd", "gewijzigd", "verplaatst"]),
                name="actielog_version_once",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.actie}: {self.soort}"

    def in_words(self) -> list[tuple[str, str, str]]:
        """Return what was changed, as (name of the field as people read it, before, after)."""
        return [
            (field_name(wijziging["veld"]), wijziging["oud"], wijziging["nieuw"])
            for wijziging in self.wijzigingen
        ]
