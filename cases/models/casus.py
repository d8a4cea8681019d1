"""The case of one child at home, who takes part in it, and where its clocks stand."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from guardian.models import UserObjectPermissionBase

from cases.models.leerling import Leerling
from cases.querysets import CasusQuerySet
from cases.stand import Categorie, Duur, Plicht

METEEN = date(1, 1, 1)
"""`volgende_controle_op` of a casus whose facts changed: due in whichever round comes first."""

NOOIT = date(9999, 12, 31)
"""`volgende_controle_op` where no day to come changes anything."""

GEEN_DREMPEL = date(9999, 12, 31)
"""`drempel_op` of a casus for which no threshold runs: at the end of every list."""


class Status(models.TextChoices):
    """Whether somebody is working on it."""

    OPEN = "open", "open"
    GESLOTEN = "gesloten", "gesloten"


class Uitkomst(models.TextChoices):
    """How a casus ended."""

    TERUG = "terug", "weer naar school"
    AANBOD = "aanbod", "passend aanbod gestart"
    VRIJSTELLING = "vrijstelling", "vrijstelling gekregen"
    VERHUISD = "verhuisd", "verhuisd naar een ander gebied"
    NIET_PLICHTIG = "niet_plichtig", "niet meer leer- of kwalificatieplichtig"
    ONTERECHT = "onterecht", "ten onrechte geopend"
    ANDERS = "anders", "anders"


class Nummerreeks(models.Model):
    """The last number given in a year. Numbers say nothing about the person."""

    jaar = models.PositiveSmallIntegerField(primary_key=True)
    laatste = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.jaar}: {self.laatste}"


class Casus(models.Model):
    """One child at home: from the first report until an outcome."""

    nummer = models.CharField("nummer", max_length=12, unique=True)
    leerling = models.ForeignKey(Leerling, on_delete=models.PROTECT, related_name="casussen")
    swv = models.ForeignKey(
        "accounts.Organisatie", on_delete=models.PROTECT, related_name="+", verbose_name="SWV"
    )
    gemeente = models.ForeignKey(
        "accounts.Organisatie", on_delete=models.PROTECT, related_name="+", verbose_name="gemeente"
    )
    school = models.ForeignKey(
        "accounts.Organisatie",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="school",
    )
    eigenaar = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="eigen_casussen",
        verbose_name="eigenaar",
    )
    kenmerk = models.CharField("eigen kenmerk", max_length=60, blank=True)
    status = models.CharField("status", max_length=10, choices=Status.choices, default=Status.OPEN)
    uitkomst = models.CharField("uitkomst", max_length=20, choices=Uitkomst.choices, blank=True)
    geopend_op = models.DateTimeField("geopend op", default=timezone.now)
    gesloten_op = models.DateTimeField("gesloten op", null=True, blank=True)
    sleutel = models.UUIDField(null=True, unique=True, editable=False)
    versie = models.PositiveIntegerField(default=1, editable=False)
    """Counts the changes people made, so that a stale form is noticed."""

    # Where the Stand stood when it was last worked out (cases/services/stand.py).
    plicht = models.CharField(
        max_length=24, choices=[(p.value, p.value) for p in Plicht], blank=True
    )
    categorie = models.CharField(
        max_length=16, choices=[(c.value, c.value) for c in Categorie], blank=True
    )
    duur = models.CharField(max_length=8, choices=[(d.value, d.value) for d in Duur], blank=True)
    verzuim_sinds = models.DateField(null=True, blank=True)
    vier_weken_op = models.DateField(null=True, blank=True)
    drie_maanden_op = models.DateField(null=True, blank=True)
    drempel_op = models.DateField(default=GEEN_DREMPEL)
    """The four-week day of the running period, or GEEN_DREMPEL: the order of the work."""
    regelset = models.CharField(max_length=60, blank=True)
    stand_op = models.DateField(null=True, blank=True)
    volgende_controle_op = models.DateField(default=METEEN)
    trede = models.CharField(max_length=16, blank=True)
    """The highest rung that is open or answered in the running period."""

    objects = CasusQuerySet.as_manager()

    class Meta:
        verbose_name = "casus"
        verbose_name_plural = "casussen"
        permissions = [("look_at_casus", "mag deze ene casus bekijken")]
        constraints = [
            models.UniqueConstraint(
                fields=["leerling"],
                condition=Q(status="open"),
                name="casus_one_open",
                violation_error_message="Voor deze leerling is al een casus open.",
            ),
            models.UniqueConstraint(
                fields=["swv", "kenmerk"],
                condition=~Q(kenmerk=""),
                name="casus_kenmerk_once",
                violation_error_message="Dit kenmerk is al in gebruik.",
            ),
            models.CheckConstraint(
                condition=Q(status="open", uitkomst="", gesloten_op__isnull=True)
                | Q(status="gesloten", gesloten_op__isnull=False) & ~Q(uitkomst=""),
                name="casus_closed_with_outcome",
            ),
        ]
        indexes = [
            models.Index(
                fields=["drempel_op", "id"], name="casus_work", condition=Q(status="open")
            ),
            models.Index(fields=["volgende_controle_op", "id"], name="casus_due"),
            models.Index(
                fields=["eigenaar", "drempel_op", "id"],
                name="casus_work_owner",
                condition=Q(status="open"),
            ),
            # A categorie or rung lies together in the order of the work, often at its far end:
            # without these a page of them is found by reading everything before it.
            models.Index(
                fields=["categorie", "drempel_op", "id"],
                name="casus_work_categorie",
                condition=Q(status="open"),
            ),
            models.Index(
                fields=["trede", "drempel_op", "id"],
                name="casus_work_trede",
                condition=Q(status="open"),
            ),
            models.Index(
                fields=["gesloten_op", "id"],
                name="casus_closed",
                condition=Q(status="gesloten"),
            ),
        ]

    def __str__(self) -> str:
        return self.nummer

    @property
    def is_open(self) -> bool:
        """Whether somebody is working on it."""
        return self.status == Status.OPEN

    def dagen_thuis(self, peildatum: date) -> int | None:
        """Return the calendar days since the running period began, or None without one."""
        return (peildatum - self.verzuim_sinds).days if self.verzuim_sinds else None


class PartijRol(models.TextChoices):
    """In what role an organisation takes part."""

    SWV = "swv", "samenwerkingsverband"
    GEMEENTE = "gemeente", "gemeente"
    SCHOOL = "school", "school"
    SCHOOLBESTUUR = "schoolbestuur", "schoolbestuur"
    BETROKKENE = "betrokkene", "betrokkene"


class CasusPartij(models.Model):
    """An organisation takes part in a casus; its people see it. Rights hang on this."""

    casus = models.ForeignKey(Casus, on_delete=models.CASCADE, related_name="partijen")
    organisatie = models.ForeignKey(
        "accounts.Organisatie", on_delete=models.PROTECT, related_name="+"
    )
    rol = models.CharField("rol", max_length=16, choices=PartijRol.choices)
    van = models.DateField("van")
    tot = models.DateField("tot", null=True, blank=True)

    class Meta:
        verbose_name = "partij"
        verbose_name_plural = "partijen"
        constraints = [
            models.UniqueConstraint(
                fields=["casus", "organisatie", "rol"],
                condition=Q(tot__isnull=True),
                name="partij_once",
            ),
            models.UniqueConstraint(
                fields=["casus", "rol"],
                condition=Q(tot__isnull=True, rol__in=["swv", "gemeente", "school"]),
                name="partij_one_of_role",
            ),
        ]
        indexes = [
            models.Index(fields=["organisatie", "casus"], name="partij_by_organisatie"),
            models.Index(fields=["casus", "organisatie"], name="partij_by_casus"),
        ]

    def __str__(self) -> str:
        return f"{self.casus_id}: {self.rol}"


class CasusToegang(UserObjectPermissionBase):
    """One person may look at one casus for a while: an exception, with its ground and end.

    A guardian grant in a direct table. It never stands in for a party (docs/adr).
    """

    content_object = models.ForeignKey(Casus, on_delete=models.CASCADE, related_name="toegang")
    grond = models.CharField("reden", max_length=300)
    van = models.DateField("van")
    tot = models.DateField("tot")
    verleend_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "tijdelijke inzage"
        verbose_name_plural = "tijdelijke inzage"
        constraints = [
            models.CheckConstraint(
                condition=Q(tot__gt=F("van")),
                name="toegang_van_before_tot",
                violation_error_message="De einddatum moet na de begindatum liggen.",
            ),
            ExclusionConstraint(
                name="toegang_once",
                expressions=[
                    ("content_object", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(F("van"), F("tot"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Deze persoon heeft in die periode al inzage.",
            ),
        ]
        indexes = [models.Index(fields=["user", "content_object"], name="toegang_by_user")]

    def __str__(self) -> str:
        return f"{self.content_object_id}: {self.user_id}"
