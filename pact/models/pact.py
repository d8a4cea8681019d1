"""What organisations promised each other."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pact.keuzes import PactSoort
from pact.querysets import PactQuerySet

GERESERVEERD = frozenset({"kalender", "naar", "nieuw"})
"""Codes that are a word in the addresses of the pages."""


class Pact(models.Model):
    """An agreement between organisations, led by one of them."""

    organisatie = models.ForeignKey(
        "accounts.Organisatie",
        on_delete=models.PROTECT,
        related_name="geleide_pacten",
        verbose_name="organisatie die het pact leidt",
    )
    naam = models.CharField("naam", max_length=120)
    code = models.CharField(
        "code",
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"\A[a-z0-9]+(-[a-z0-9]+)*\Z",
                "Gebruik alleen kleine letters, cijfers en streepjes, zoals waterstad-2026.",
            )
        ],
        error_messages={"unique": "Deze code is al in gebruik. Kies een andere."},
    )
    motto = models.CharField("motto", max_length=200, blank=True)
    soort = models.CharField(
        "landelijk of regionaal",
        max_length=12,
        choices=PactSoort.choices,
        default=PactSoort.REGIONAAL,
        db_default=PactSoort.REGIONAAL.value,
    )
    regio = models.CharField("regio", max_length=120, blank=True)
    doel = models.TextField("doel", max_length=2000, blank=True, db_default="")
    ambities = models.TextField(
        "ambities",
        max_length=5000,
        blank=True,
        db_default="",
        help_text="Eén ambitie per regel.",
    )
    randvoorwaarden = models.TextField(
        "randvoorwaarden",
        max_length=5000,
        blank=True,
        db_default="",
        help_text="Eén voorwaarde per regel.",
    )
    begin = models.DateField("begin")
    einde = models.DateField("einde", null=True, blank=True)
    """The last day of the pact; None while no end was agreed."""
    voorganger = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opvolgers",
        verbose_name="vorig pact",
    )
    """The pact this one goes on from."""
    aangemaakt_op = models.DateTimeField("aangemaakt op", default=timezone.now, editable=False)
    versie = models.PositiveIntegerField(default=1, editable=False)
    """Counts the changes of these facts, so that a stale form is noticed."""
    sleutel = models.UUIDField(null=True, unique=True, editable=False)
    """The form that made it, so that a form sent twice makes one pact."""

    objects = PactQuerySet.as_manager()

    class Meta:
        verbose_name = "pact"
        verbose_name_plural = "pacten"
        ordering = ["naam", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(einde__isnull=True) | Q(einde__gte=F("begin")),
                name="pact_begin_before_einde",
                violation_error_message="De einddatum moet na de begindatum liggen.",
            )
        ]

    def __str__(self) -> str:
        return self.naam

    def runs_on(self, peildatum: date) -> bool:
        """Return whether the pact has begun and is not over on this day."""
        return self.begin <= peildatum and (self.einde is None or peildatum <= self.einde)

    @property
    def lijst_ambities(self) -> list[str]:
        """The ambitions, one each."""
        return _lines(self.ambities)

    @property
    def lijst_randvoorwaarden(self) -> list[str]:
        """The conditions, one each."""
        return _lines(self.randvoorwaarden)


def _lines(tekst: str) -> list[str]:
    """Return the lines that say something, without the dash or dot people put before them."""
    found = (line.strip().lstrip("-*•·–").strip() for line in tekst.splitlines())
    return [line for line in found if line]


class AgendaVersie(models.Model):
    """A version of the agenda of a pact: what it was called, from when, and what changed."""

    pact = models.ForeignKey(Pact, on_delete=models.CASCADE, related_name="versies")
    nummer = models.CharField("versie", max_length=20)
    datum = models.DateField("datum", default=timezone.localdate)
    wijziging = models.TextField("wat er veranderde", max_length=2000, blank=True)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "versie van de agenda"
        verbose_name_plural = "versies van de agenda"
        ordering = ["-datum", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pact", "nummer"],
                name="agendaversie_once",
                violation_error_message="Deze versie bestaat al.",
            )
        ]

    def __str__(self) -> str:
        return f"versie {self.nummer}"
