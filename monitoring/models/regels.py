"""The rungs of a version of the rules, and the recomputing it brings about."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from monitoring.ladder import Anker, Drempel, Trede


class LadderRegel(models.Model):
    """One rung in one version of the rules. Never edited: a new version has rungs of its own."""

    regelset = models.ForeignKey(
        "cases.Regelset", on_delete=models.PROTECT, related_name="ladderregels"
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
            )
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
