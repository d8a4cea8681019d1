"""What versions of rules have in common: from a day until a day, never edited, never deleted."""

from __future__ import annotations

from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from thuiszitters.berichten.venster import ALTIJD, STANDAARD, parse_venster

_ONLY_CLOSING = """
IF to_jsonb(NEW) - 'geldig_tot' IS DISTINCT FROM to_jsonb(OLD) - 'geldig_tot' THEN
    RAISE EXCEPTION '{naam}: a version is never edited';
END IF;
IF OLD.geldig_tot IS NOT NULL AND NOT (NEW.geldig_tot IS NULL AND EXISTS (
    SELECT 1 FROM {tabel} AS next
    WHERE next.{van}_id IS NOT DISTINCT FROM OLD.{van}_id
      AND next.geldig_vanaf = OLD.geldig_tot AND next.geldig_tot = next.geldig_vanaf
)) THEN
    RAISE EXCEPTION '{naam}: the end of a version is never moved';
END IF;
RETURN NEW;
"""


def check_venster(venster: str) -> None:
    """Raise ValidationError unless this is a window in which mail may leave."""
    if venster == ALTIJD:
        return
    try:
        parse_venster(venster)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class Regelversie(models.Model):
    """One version of some rules, whole in itself, from a day until (not including) a day.

    Never edited: a new version closes the one before it. One that has not begun can be withdrawn;
    its end is then its begin, so it holds on no day, and the one before it is opened again.
    """

    versie = models.PositiveIntegerField("versie")
    code = models.CharField("code", max_length=60, unique=True)
    """What stands on everything that was worked out with it."""
    geldig_vanaf = models.DateField("geldt vanaf")
    geldig_tot = models.DateField("geldt tot", null=True, blank=True)
    mailvenster = models.CharField(
        "mail mag weg", max_length=40, default=STANDAARD, validators=[check_venster]
    )
    reden = models.TextField("reden", max_length=1000, blank=True)
    """Pas toe of leg uit: why it is looser than the national rules, where it is."""
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="vastgelegd door",
    )
    gemaakt_op = models.DateTimeField("vastgelegd op", default=timezone.now)
    sleutel = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    """The form it came from, so that pressing twice makes one version."""

    class Meta:
        abstract = True
        ordering = ["-geldig_vanaf", "-versie"]

    def __str__(self) -> str:
        return self.code

    @property
    def ingetrokken(self) -> bool:
        """Whether it was withdrawn before it began."""
        return self.geldig_tot == self.geldig_vanaf

    def geldt_op(self, dag: date) -> bool:
        """Return whether these rules hold on a day."""
        return self.geldig_vanaf <= dag and (self.geldig_tot is None or dag < self.geldig_tot)


def versie_constraints(naam: str, van: str) -> list[models.BaseConstraint]:
    """Return what the versions of one owner (`van`) keep to: one on a day, each number once."""
    return [
        models.UniqueConstraint(
            fields=[van, "versie"],
            name=f"{naam}_version_once",
            nulls_distinct=False,
            violation_error_message="Deze versie is er al.",
        ),
        models.CheckConstraint(
            condition=Q(geldig_tot__gte=F("geldig_vanaf")),
            name=f"{naam}_vanaf_before_tot",
            violation_error_message="De einddatum ligt voor de begindatum.",
        ),
        ExclusionConstraint(
            name=f"{naam}_no_overlap",
            expressions=[
                (
                    Coalesce(F(van), 0, output_field=models.BigIntegerField()),
                    RangeOperators.EQUAL,
                ),
                (
                    Func(F("geldig_vanaf"), F("geldig_tot"), function="daterange"),
                    RangeOperators.OVERLAPS,
                ),
            ],
            violation_error_message="In die tijd geldt al een andere versie van de regels.",
        ),
    ]


def versie_triggers(naam: str, tabel: str, van: str) -> list[pgtrigger.Trigger]:
    """Return what keeps a version from being edited or deleted; it can only be closed."""
    return [
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="only_closed",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func=_ONLY_CLOSING.format(naam=naam, tabel=tabel, van=van),
        ),
    ]
