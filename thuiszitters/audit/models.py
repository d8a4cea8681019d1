"""The log: who did or saw what, when. It only grows."""

from __future__ import annotations

import pgtrigger
from django.db import models


class AuditRegel(models.Model):
    """One line of the log. Ids only: no names, no free text about a child."""

    op = models.DateTimeField("op", auto_now_add=True, db_index=True)
    gebeurtenis = models.CharField("gebeurtenis", max_length=60)
    gebruiker_id = models.BigIntegerField("gebruiker", null=True, db_index=True)
    organisatie_id = models.BigIntegerField("namens", null=True)
    onderwerp = models.CharField("onderwerp", max_length=40, blank=True)
    onderwerp_id = models.CharField("nummer", max_length=40, blank=True)
    gegevens = models.JSONField("gegevens", default=dict, blank=True)

    class Meta:
        verbose_name = "auditregel"
        verbose_name_plural = "auditregels"
        ordering = ["-op", "-id"]
        indexes = [
            models.Index(fields=["-op", "-id"], name="audit_newest"),
            models.Index(fields=["onderwerp", "onderwerp_id"], name="audit_subject"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.gebeurtenis} {self.onderwerp} {self.onderwerp_id}".strip()
