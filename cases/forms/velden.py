"""Fields and choices that the forms about a casus share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from cases.models import Casus, VerzuimReden
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Soort
from thuiszitters.accounts.selectors import werkgebied_of


def tekst_field(
    label: str, hint: str = "", *, required: bool = False, rows: int = 4
) -> forms.CharField:
    """Return a field for a few lines of text."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def reden_field(label: str = "Wat is er veranderd, of wat klopte er niet?") -> forms.CharField:
    """Return a field for the reason of a change."""
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


ZIEK = "ziek"
"""The choice, beside "nee" and "ja", that absence is authorised because the child is ill."""


def soort_verzuim(chosen: str) -> dict[str, Any]:
    """Return the two fields of an absence that the one choice stands for."""
    return {
        "geoorloofd": chosen != "nee",
        "reden": VerzuimReden.ZIEKTE.value if chosen == ZIEK else "",
    }


def capital(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the choices with labels that begin with a capital, as lines of their own do."""
    return [(value, label[:1].upper() + label[1:]) for value, label in choices]


def in_gebied(casus: Casus, soort: Soort, also: Organisatie | None) -> QuerySet[Organisatie]:
    """Return the organisations of this kind around the casus, with the one it has now."""
    known = werkgebied_of([casus.swv_id], soort).values("pk")
    found = Organisatie.objects.filter(pk__in=known)
    if also is not None:
        found |= Organisatie.objects.filter(pk=also.pk)
    return found.order_by("naam")


def set_choices(naam: str, form: forms.Form, found: QuerySet[Any]) -> None:
    """Let a field choose from these rows."""
    field = form.fields[naam]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = found
