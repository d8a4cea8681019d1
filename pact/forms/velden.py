"""Fields that several forms of a pact share."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from pact.bedragen import bedrag_getal, parse_bedrag
from pact.models import Partner

if TYPE_CHECKING:
    _PartnerVeld = forms.ModelChoiceField[Partner]
    _PartnersVeld = forms.ModelMultipleChoiceField[Partner]
else:
    _PartnerVeld = forms.ModelChoiceField
    _PartnersVeld = forms.ModelMultipleChoiceField


def _label(partner: Partner) -> str:
    left = partner.tot is not None and partner.tot <= timezone.localdate()
    return f"{partner.organisatie} (geen partner meer)" if left else str(partner.organisatie)


class PartnerKeuze(_PartnerVeld):
    """A choice of partners, that says so of one who left."""

    def label_from_instance(self, obj: Partner) -> str:
        """Return the name of the organisation."""
        return _label(obj)


class PartnersKeuze(_PartnersVeld):
    """A choice of more than one partner, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Partner.objects.none(),
            required=False,
            error_messages={
                "invalid_choice": "Een van deze organisaties is geen partner in dit pact.",
                "invalid_pk_value": "Een van deze organisaties is geen partner in dit pact.",
            },
            **kwargs,
        )

    def label_from_instance(self, obj: Partner) -> str:
        """Return the name of the organisation."""
        return _label(obj)


class TekstVeld(forms.CharField):
    """Text of more than one line. A browser sends line ends as CR LF; they count for one sign."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str | None:
        """Return the text with the line ends the database has."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


class BedragInput(forms.TextInput):
    """A text field for an amount."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        standard = {"class": "invoer--kort", "autocomplete": "off", "inputmode": "decimal"}
        super().__init__({**standard, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, Decimal):
            return bedrag_getal(value)
        return None if value is None else str(value)


class BedragVeld(forms.Field):
    """An amount in euros as people write it; see `pact.bedragen.parse_bedrag`."""

    widget = BedragInput

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return parse_bedrag(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


def choose_from(field: forms.Field, queryset: QuerySet[Any]) -> None:
    """Let a field of a form choose from these rows."""
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset
