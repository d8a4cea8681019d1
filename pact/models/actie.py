"""What a partner promised to do."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from pact.keuzes import Niveau, Status, Termijn
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
    activiteit = models.CharField("wat er gebeurt", max_length=300)
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
    deadline = models.DateField("deadline", null=True, blank=True)
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
        constraints = [models.UniqueConstraint(fields=["pact", "nr"], name="actie_nr_once")]

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
        if self.status == Status.VERVALLEN and not self.toelichting.strip():
            errors["toelichting"] = "Schrijf hier waarom de actie vervalt."
        if errors:
            raise ValidationError(errors)
