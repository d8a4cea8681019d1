"""The versions of the rules of a pact; the rungs of a version, and the recomputing it brings."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models.versie import Regelversie, versie_constraints, versie_triggers
from monitoring.ladder import Anker, Drempel, Trede


class Pactregels(Regelversie):
    """One version of the rules of the actions of a pact, or of every pact that has none.

    Where no version holds, the ladder in the code does (monitoring.ladder).
    """

    pact = models.ForeignKey(
        "pact.Pact",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="regels",
        verbose_name="pact",
    )
    """Whose rules; empty for the national ones."""

    class Meta(Regelversie.Meta):
        verbose_name = "regels van een pact"
        verbose_name_plural = "regels van pacten"
        constraints = versie_constraints("pactregels", "pact")
        triggers = versie_triggers("pactregels", "monitoring_pactregels", "pact")


class LadderRegel(models.Model):
    """One rung in one version of the rules. Never edited: a new version has rungs of its own."""

    regelset = models.ForeignKey(
        "cases.Regelset", on_delete=models.PROTECT, null=True, related_name="ladderregels"
    )
    pactregels = models.ForeignKey(
        Pactregels, on_delete=models.PROTECT, null=True, related_name="ladderregels"
    )
    drempel = models.CharField(max_length=24, choices=[(d.value, d.value) for d in Drempel])
    trede = models.CharField(max_length=16, choices=[(t.value, t.value) for t in Trede])
    anker = models.CharField(max_length=16, choices=[(a.value, a.value) for a in Anker])
    dagen = models.SmallIntegerField()
    """Calendar days after (or, negative, before) the anchor."""
    termijn = models.PositiveSmallIntegerField("termijn in werkdagen")
    rollen = models.JSONField(default=list, blank=True)
    """The roles that are asked, in the order in which they are looked for."""
    aanleiding = models.CharField(max_length=200)
    vraag = models.CharField(max_length=200)
    aan = models.BooleanField(default=True)

    class Meta:
        verbose_name = "ladderregel"
        verbose_name_plural = "ladderregels"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["regelset", "drempel", "trede"], name="ladderregel_once"
            ),
            models.UniqueConstraint(
                fields=["pactregels", "drempel", "trede"], name="ladderregel_pact_once"
            ),
            models.CheckConstraint(
                condition=Q(regelset__isnull=False) ^ Q(pactregels__isnull=False),
                name="ladderregel_one_version",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.drempel} {self.trede}"


class Herberekening(models.Model):
    """The recomputing of all open casussen of a version: how far the marking of them is.

    Made with the version itself, so that a wake-up that gets lost loses nothing: the watch
    finishes what is not done.
    """

    regelset = models.OneToOneField(
        "cases.Regelset", on_delete=models.PROTECT, related_name="herberekening"
    )
    tot_id = models.BigIntegerField(default=0)
    """Up to and including this casus every one is marked."""
    begonnen_op = models.DateTimeField(default=timezone.now)
    klaar_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "herberekening"
        verbose_name_plural = "herberekeningen"
        indexes = [
            models.Index(
                fields=["id"], name="herberekening_busy", condition=Q(klaar_op__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"herberekening {self.regelset_id}"
