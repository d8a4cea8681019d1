"""Fields that several forms of a pact share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from pact.models import Partner

if TYPE_CHECKING:
    _PartnerVeld = forms.ModelChoiceField[Partner]
else:
    _PartnerVeld = forms.ModelChoiceField


class PartnerKeuze(_PartnerVeld):
    """A choice of partners, that says so of one who left."""

    def label_from_instance(self, obj: Partner) -> str:
        """Return the name of the organisation."""
        left = obj.tot is not None and obj.tot <= timezone.localdate()
        return f"{obj.organisatie} (geen partner meer)" if left else str(obj.organisatie)


def choose_from(field: forms.Field, queryset: QuerySet[Any]) -> None:
    """Let a field of a form choose from these rows."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset
