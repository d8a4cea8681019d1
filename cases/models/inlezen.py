"""What an imported list said last, so that the next one can be compared with it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from cases.models.casus import Casus


class Inleesregel(models.Model):
    """One row of an imported list: what it said, when it was last read, about one absence.

    The next list is compared with this, not with the casus: a row that says the same again has
    nothing to tell, whatever people changed since. Names and remarks stand here as a fingerprint
    only, so that they are kept in one place.
    """

    casus = models.ForeignKey(Casus, on_delete=models.CASCADE, related_name="inleesregels")
    begin = models.DateField()
    einde = models.DateField(null=True)
    geoorloofd = models.BooleanField(default=False)
    school = models.ForeignKey(
        "accounts.Organisatie", on_delete=models.PROTECT, null=True, related_name="+"
    )
    gemeente = models.ForeignKey("accounts.Organisatie", on_delete=models.PROTECT, related_name="+")
    aanbod_gestart_op = models.DateField(null=True)
    ingeschreven_sinds = models.DateField(null=True)
    geboortedatum = models.DateField()
    voornaam_afdruk = models.CharField(max_length=32)
    achternaam_afdruk = models.CharField(max_length=32)
    toelichting_afdruk = models.CharField(max_length=32)
    ingelezen_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "ingelezen regel"
        verbose_name_plural = "ingelezen regels"
        constraints = [models.UniqueConstraint(fields=["casus", "begin"], name="inleesregel_once")]

    def __str__(self) -> str:
        return f"inleesregel {self.pk}"
