"""Facts about a child: spans with a source and the moment they became known.

A span is [begin, einde): `einde` is the first day it no longer holds. Nothing is overwritten: a
correction closes the row (`vervangen_op`) and adds a new one, so history can be asked again.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, TypeVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from cases.models.leerling import Leerling
from cases.stand import Grond


class Bron(models.TextChoices):
    """Who told it."""

    SWV = "swv", "samenwerkingsverband"
    SCHOOL = "school", "school"
    GEMEENTE = "gemeente", "gemeente"
    OUDERS = "ouders", "ouders of leerling"
    IMPORT = "import", "ingelezen lijst"
    OVERIG = "overig", "iemand anders"


T = TypeVar("T", bound=models.Model)


class FeitQuerySet(models.QuerySet[T]):
    """Facts, by whether they still hold."""

    def current(self) -> FeitQuerySet[T]:
        """Return the facts that no correction has replaced."""
        return self.filter(vervangen_op__isnull=True)


class Feit(models.Model):
    """What every fact has: whose it is, who told it, when we came to know it."""

    bron = models.CharField("bron", max_length=10, choices=Bron.choices, default=Bron.SWV)
    bekend_op = models.DateTimeField("bekend op", default=timezone.now)
    vervangen_op = models.DateTimeField("vervangen op", null=True, blank=True, editable=False)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["pk"]


def _no_overlap(name: str, begin: str, message: str) -> ExclusionConstraint:
    current = Q(vervangen_op__isnull=True)
    if begin == "gestart_op":  # an aanbod that did not start fills no days
        current &= Q(gestart_op__isnull=False)
    return ExclusionConstraint(
        name=name,
        expressions=[
            ("leerling", RangeOperators.EQUAL),
            (Func(F(begin), F("einde"), function="daterange"), RangeOperators.OVERLAPS),
        ],
        condition=current,
        violation_error_message=message,
    )


def _ordered(name: str, begin: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(einde__isnull=True) | Q(**{f"{begin}__isnull": True}) | Q(einde__gt=F(begin)),
        name=name,
        violation_error_message="De einddatum moet na de begindatum liggen.",
    )


class Inschrijving(Feit):
    """Enrolled at a school. Begin null: since before we know; school null: we do not know which."""

    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="inschrijvingen")
    school = models.ForeignKey(
        "accounts.Organisatie",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="school",
    )
    begin = models.DateField("ingeschreven vanaf", null=True, blank=True)
    einde = models.DateField("uitgeschreven per", null=True, blank=True)

    objects: ClassVar[FeitQuerySet[Inschrijving]] = FeitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Feit.Meta):
        verbose_name = "inschrijving"
        verbose_name_plural = "inschrijvingen"
        constraints = [
            _ordered("inschrijving_ordered", "begin"),
            _no_overlap(
                "inschrijving_no_overlap",
                "begin",
                "In die periode is de leerling al bij een school ingeschreven.",
            ),
        ]

    def __str__(self) -> str:
        return f"inschrijving {self.pk}"


class VerzuimReden(models.TextChoices):
    """Why a child is absent, where a rule asks for it; anything else needs no reason here."""

    ZIEKTE = "ziekte", "ziek gemeld"


class Verzuim(Feit):
    """Absent from school, authorised or not; a span with reason ziekte is one sick report."""

    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="verzuim")
    begin = models.DateField("eerste dag afwezig")
    einde = models.DateField("eerste schooldag terug", null=True, blank=True)
    geoorloofd = models.BooleanField("geoorloofd", default=False)
    reden = models.CharField("reden", max_length=10, choices=VerzuimReden.choices, blank=True)

    objects: ClassVar[FeitQuerySet[Verzuim]] = FeitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Feit.Meta):
        verbose_name = "verzuim"
        verbose_name_plural = "verzuim"
        constraints = [
            _ordered("verzuim_ordered", "begin"),
            models.CheckConstraint(
                condition=~Q(reden=VerzuimReden.ZIEKTE) | Q(geoorloofd=True),
                name="verzuim_sick_is_authorised",
                violation_error_message="Ziekte is geoorloofd verzuim (artikel 11 onder d).",
            ),
            _no_overlap(
                "verzuim_no_overlap",
                "begin",
                "In die periode staat al verzuim. Beëindig of verbeter dat eerst.",
            ),
        ]

    def __str__(self) -> str:
        return f"verzuim {self.pk}"


MINSTE_UREN = Decimal("0.25")
MEESTE_UREN = Decimal(24)


class Gemist(Feit):
    """Hours of school missed on one day: what the sixteen hours of artikel 21a are counted from."""

    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="gemist")
    datum = models.DateField("datum")
    uren = models.DecimalField(
        "gemiste uren",
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(MINSTE_UREN), MaxValueValidator(MEESTE_UREN)],
    )
    geoorloofd = models.BooleanField("geoorloofd", default=False)

    objects: ClassVar[FeitQuerySet[Gemist]] = FeitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Feit.Meta):
        verbose_name = "gemiste uren"
        verbose_name_plural = "gemiste uren"
        constraints = [
            models.CheckConstraint(
                condition=Q(uren__gte=MINSTE_UREN) & Q(uren__lte=MEESTE_UREN),
                name="gemist_hours_of_a_day",
                violation_error_message="Vul een kwartier tot en met 24 uur in.",
            ),
            models.UniqueConstraint(
                fields=["leerling", "datum", "geoorloofd"],
                condition=Q(vervangen_op__isnull=True),
                name="gemist_once_a_day",
                violation_error_message=(
                    "Op deze dag staan al gemiste uren. Wijzig die regel of trek hem in."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"gemiste uren {self.pk}"


class AanbodSoort(models.TextChoices):
    """What a passend aanbod can be (Thuiszitterspact: onderwijs en/of zorg)."""

    ONDERWIJS = "onderwijs", "onderwijs op een school"
    MAATWERK = "maatwerk", "onderwijs op maat of op een andere plek"
    LEERWERK = "leerwerk", "leer-werktraject of werk"
    DAGBESTEDING = "dagbesteding", "dagbesteding"
    ZORG = "zorg", "zorg of behandeling met onderwijs"


class Aanbod(Feit):
    """A passend aanbod: made, accepted, started, ended."""

    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="aanbod")
    soort = models.CharField(
        "soort", max_length=20, choices=AanbodSoort.choices, default=AanbodSoort.ONDERWIJS
    )
    omschrijving = models.CharField("omschrijving", max_length=200, blank=True)
    gedaan_op = models.DateField("gedaan op", null=True, blank=True)
    geaccepteerd_op = models.DateField("geaccepteerd op", null=True, blank=True)
    gestart_op = models.DateField("gestart op", null=True, blank=True)
    einde = models.DateField("gestopt per", null=True, blank=True)

    objects: ClassVar[FeitQuerySet[Aanbod]] = FeitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Feit.Meta):
        verbose_name = "aanbod"
        verbose_name_plural = "aanbod"
        constraints = [
            _ordered("aanbod_ordered", "gestart_op"),
            models.CheckConstraint(
                condition=Q(gedaan_op__isnull=False)
                | Q(geaccepteerd_op__isnull=False)
                | Q(gestart_op__isnull=False),
                name="aanbod_has_a_date",
                violation_error_message="Vul in wanneer het aanbod is gedaan of gestart.",
            ),
            _no_overlap(
                "aanbod_no_overlap",
                "gestart_op",
                "In die periode loopt al een aanbod. Beëindig of verbeter dat eerst.",
            ),
        ]

    def __str__(self) -> str:
        return f"aanbod {self.pk}"


GROND_LABELS = {
    Grond.ART5_A: "artikel 5 onder a (lichamelijk of psychisch niet geschikt)",
    Grond.ART5_B: "artikel 5 onder b (richting van het onderwijs)",
    Grond.ART5_C: "artikel 5 onder c (school in het buitenland)",
    Grond.ART5A_TREKKEND: "artikel 5a (trekkend bestaan)",
    Grond.ART15: "artikel 15 (alleen kwalificatieplicht)",
}


class Vrijstelling(Feit):
    """Exempt, on a ground of the Leerplichtwet."""

    leerling = models.ForeignKey(Leerling, on_delete=models.CASCADE, related_name="vrijstellingen")
    grond = models.CharField(
        "grond", max_length=20, choices=[(g.value, label) for g, label in GROND_LABELS.items()]
    )
    begin = models.DateField("vanaf")
    einde = models.DateField("tot", null=True, blank=True)

    objects: ClassVar[FeitQuerySet[Vrijstelling]] = FeitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(Feit.Meta):
        verbose_name = "vrijstelling"
        verbose_name_plural = "vrijstellingen"
        constraints = [
            _ordered("vrijstelling_ordered", "begin"),
            _no_overlap(
                "vrijstelling_no_overlap",
                "begin",
                "In die periode staat al een vrijstelling. Beëindig of verbeter die eerst.",
            ),
        ]

    def __str__(self) -> str:
        return f"vrijstelling {self.pk}"
