"""What a partner promised to do."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cases.models.casus import METEEN
from pact.keuzes import Middelsoort, Niveau, Periodelezing, Status, Termijn
from pact.models.pact import Pact
from pact.models.partner import Partner
from pact.models.thema import Thema
from pact.querysets import ActieQuerySet
from thuiszitters.kalender import datum_kort


class Actie(models.Model):
    """One promise: what, under which thema, on which niveau, by whom and by when."""

    pact = models.ForeignKey(Pact, on_delete=models.PROTECT, related_name="acties")
    nr = models.PositiveIntegerField("nummer", editable=False)
    """Its number in the pact; never given twice."""
    thema = models.ForeignKey(
        Thema, on_delete=models.PROTECT, related_name="acties", verbose_name="thema"
    )
    activiteit = models.CharField("wat er gebeurt", max_length=600)
    niveau = models.CharField("niveau", max_length=24, choices=Niveau.choices)
    termijn = models.CharField(
        "termijn", max_length=8, choices=Termijn.choices, default=Termijn.KORT
    )
    eigenaar = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acties",
        verbose_name="eigenaar",
    )
    mede_eigenaren = models.ManyToManyField(
        Partner, blank=True, related_name="mede_acties", verbose_name="mede-eigenaren"
    )
    betrokkenen_tekst = models.CharField("betrokkenen", max_length=500, blank=True, db_default="")
    """Who is involved, as people wrote it."""
    betrokken = models.ManyToManyField(
        Partner, blank=True, related_name="betrokken_bij", verbose_name="betrokken partners"
    )
    """The partners that are certainly meant by it."""
    betrokkenen_nakijken = models.BooleanField(default=False, db_default=False)
    """Whether a part of the text matched no partner for certain and nobody looked at it yet."""
    nummer_tekst = models.CharField("nummer in de agenda", max_length=20, blank=True, db_default="")
    """The number it has in a document, which need not be there and need not be unique."""
    periode_tekst = models.CharField("periode", max_length=300, blank=True, db_default="")
    """When it happens, as people wrote it; never changed by reading it."""
    periode_lezing = models.CharField(
        "hoe de periode is gelezen",
        max_length=12,
        choices=Periodelezing.choices,
        default=Periodelezing.LEEG,
        db_default=Periodelezing.LEEG.value,
        editable=False,
    )
    begin = models.DateField("begin", null=True, blank=True)
    einde = models.DateField("einde", null=True, blank=True)
    deadline = models.DateField("deadline", null=True, blank=True)
    resultaat_verwacht = models.TextField(
        "verwacht resultaat", max_length=5000, blank=True, db_default=""
    )
    resultaat_bereikt = models.TextField(
        "bereikt resultaat", max_length=5000, blank=True, db_default=""
    )
    middelen_soort = models.CharField(
        "middelen",
        max_length=8,
        choices=Middelsoort.choices,
        blank=True,
        default=Middelsoort.ONBEKEND,
        db_default="",
    )
    middelen_bedrag = models.DecimalField(
        "bedrag in euro", max_digits=12, decimal_places=2, null=True, blank=True
    )
    middelen_eenheid = models.CharField(
        "eenheid", max_length=40, blank=True, db_default="", help_text="Zoals: per deelnemer."
    )
    middelen_tekst = models.CharField(
        "toelichting op de middelen", max_length=500, blank=True, db_default=""
    )
    """The means as people wrote them."""
    wacht_op = models.CharField("wacht op besluit van", max_length=200, blank=True, db_default="")
    indicator = models.CharField("indicator", max_length=60, blank=True, db_default="")
    """The code of a figure of the monitoring, "geen" for none on purpose, "" while nobody chose."""
    trede = models.CharField(
        "trede", max_length=16, blank=True, editable=False, default="", db_default=""
    )
    """The highest rung of the ladder it stands on; written by the watch."""
    volgende_controle_op = models.DateField(editable=False, default=METEEN, db_default=METEEN)
    """The day the watch looks at it again; METEEN after every change."""
    status = models.CharField(
        "status", max_length=20, choices=Status.choices, default=Status.NOG_NIET_BEGONNEN
    )
    toelichting = models.TextField("toelichting", max_length=5000, blank=True)
    gewijzigd_op = models.DateTimeField("gewijzigd op", default=timezone.now, editable=False)
    versie = models.PositiveIntegerField(default=1, editable=False)
    """Counts the changes, so that a stale form is noticed."""
    sleutel = models.UUIDField(null=True, unique=True, editable=False)
    """The form that made it, so that a form sent twice makes one action."""

    objects = ActieQuerySet.as_manager()

    class Meta:
        verbose_name = "actie"
        verbose_name_plural = "acties"
        ordering = ["pact", "nr"]
        constraints = [
            models.UniqueConstraint(fields=["pact", "nr"], name="actie_nr_once"),
            models.CheckConstraint(
                condition=Q(begin__isnull=True) | Q(einde__isnull=True) | Q(einde__gte=F("begin")),
                name="actie_begin_before_einde",
                violation_error_message="Het einde ligt vóór het begin.",
            ),
            models.CheckConstraint(
                condition=Q(begin__isnull=True)
                | Q(deadline__isnull=True)
                | Q(deadline__gte=F("begin")),
                name="actie_begin_before_deadline",
                violation_error_message="De deadline ligt vóór het begin.",
            ),
        ]
        indexes = [models.Index(fields=["volgende_controle_op"], name="actie_controle")]

    def __str__(self) -> str:
        return f"Actie {self.nr}"

    def clean(self) -> None:
        """Refuse an action that cannot be: of another pact, due before it, dropped unexplained."""
        errors: dict[str, str] = {}
        if self.thema_id and self.thema.pact_id != self.pact_id:
            errors["thema"] = "Dit thema hoort niet bij dit pact."
        if self.eigenaar is not None and self.eigenaar.pact_id != self.pact_id:
            errors["eigenaar"] = "Deze organisatie is geen partner in dit pact."
        if self.deadline is not None and self.deadline < self.pact.begin:
            errors["deadline"] = (
                f"Deze deadline ligt vóór het begin van het pact ({datum_kort(self.pact.begin)})."
            )
        if self.begin is not None:
            began = f"ligt vóór het begin van de actie ({datum_kort(self.begin)})."
            if self.einde is not None and self.einde < self.begin:
                errors["einde"] = f"Dit einde {began}"
            if self.deadline is not None and self.deadline < self.begin:
                errors["deadline"] = f"Deze deadline {began}"
        if self.status == Status.VERVALLEN and not self.toelichting.strip():
            errors["toelichting"] = "Schrijf hier waarom de actie vervalt."
        if errors:
            raise ValidationError(errors)
