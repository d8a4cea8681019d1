"""The child."""

from __future__ import annotations

import unicodedata
from datetime import date

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F

# fmt: off
_TUSSENVOEGSELS = frozenset({
    "van", "von", "de", "den", "der", "het", "'t", "ter", "ten", "te", "la", "le", "el", "al",
    "ben", "in", "op", "uit", "aan", "d'", "du", "des", "di", "da", "dos",
})
# fmt: on


def zoekvorm(tekst: str) -> str:
    """Return a name as it is searched: lower case, without accents, one space between words."""
    flat = unicodedata.normalize("NFKD", tekst.replace("ß", "ss").replace("ı", "i"))
    flat = flat.replace("ø", "o").replace("Ø", "o").replace("ł", "l").replace("Ł", "l")
    kept = "".join(c if c.isalnum() else " " for c in flat if not unicodedata.combining(c))
    return " ".join(kept.lower().split())


class Leerling(models.Model):
    """A child, as one samenwerkingsverband knows it. The record belongs to that SWV."""

    swv = models.ForeignKey("accounts.Organisatie", on_delete=models.PROTECT, related_name="+")
    voornaam = models.CharField("voornaam", max_length=100)
    achternaam = models.CharField("achternaam", max_length=150)
    geboortedatum = models.DateField("geboortedatum")
    startkwalificatie_op = models.DateField("startkwalificatie behaald op", null=True, blank=True)
    zoeknaam = models.CharField("zoeknaam", max_length=260, editable=False)

    class Meta:
        verbose_name = "leerling"
        verbose_name_plural = "leerlingen"
        indexes = [
            GinIndex(OpClass(F("zoeknaam"), name="gin_trgm_ops"), name="leerling_zoeknaam"),
            models.Index(fields=["swv", "geboortedatum"], name="leerling_by_birth"),
        ]

    def __str__(self) -> str:
        return f"leerling {self.pk}"

    @property
    def naam(self) -> str:
        """The whole name."""
        return f"{self.voornaam} {self.achternaam}".strip()

    @property
    def korte_naam(self) -> str:
        """The name as lists show it: "S. de V."."""
        words = self.achternaam.split()
        small: list[str] = []
        while len(words) > 1 and words[0].lower() in _TUSSENVOEGSELS:
            small.append(words.pop(0).lower())
        first = f"{self.voornaam[:1].upper()}." if self.voornaam else ""
        last = f"{words[0][:1].upper()}." if words else ""
        return " ".join(part for part in (first, *small, last) if part)

    def leeftijd_op(self, peildatum: date) -> int:
        """Return the age in whole years on a day."""
        born = self.geboortedatum
        return (
            peildatum.year - born.year - ((peildatum.month, peildatum.day) < (born.month, born.day))
        )
