"""The form renderer and the date field of every form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import django.forms
from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template.backends.django import DjangoTemplates as Backend

from thuiszitters.ui.datums import GEEN_DATUM, parse_datum

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

_LEEG = "Vul dit in."
_KEUZE = "Maak een keuze."
_KEUZE_WEG = "Deze keuze is er niet (meer). Kies opnieuw."
_TEKEN = "Hier staat een teken dat we niet kunnen bewaren. Haal het weg."
_LANG = "Gebruik hoogstens %(limit_value)d tekens. Dit zijn er %(show_value)d."
_KORT = "Gebruik minstens %(limit_value)d tekens. Dit zijn er %(show_value)d."
_GETAL = {
    "invalid": "Vul een getal in.",
    "min_value": "Vul %(limit_value)s of meer in.",
    "max_value": "Vul %(limit_value)s of minder in.",
}
MELDINGEN: Mapping[type[forms.Field], Mapping[str, str]] = {
    forms.Field: {"required": _LEEG},
    forms.CharField: {
        "null_characters_not_allowed": _TEKEN,
        "max_length": _LANG,
        "min_length": _KORT,
    },
    forms.IntegerField: {**_GETAL, "invalid": "Vul een heel getal in."},
    forms.FloatField: _GETAL,
    forms.DecimalField: _GETAL,
    forms.DateField: {"required": "Vul een datum in, bijvoorbeeld 12-3-2026."},
    forms.BooleanField: {"required": "Zet hier een vinkje."},
    forms.FileField: {"required": "Kies een bestand."},
    forms.EmailField: {"invalid": "Dit is geen e-mailadres. Kijk of alles er staat."},
    forms.UUIDField: {"invalid": "Dit formulier kan niet worden verwerkt. Open de pagina opnieuw."},
    forms.ChoiceField: {"required": _KEUZE, "invalid_choice": _KEUZE_WEG},
    forms.MultipleChoiceField: {
        "required": _KEUZE,
        "invalid_choice": _KEUZE_WEG,
        "invalid_list": _KEUZE_WEG,
    },
    forms.ModelChoiceField: {"required": _KEUZE, "invalid_choice": _KEUZE_WEG},
    forms.ModelMultipleChoiceField: {
        "required": _KEUZE,
        "invalid_choice": _KEUZE_WEG,
        "invalid_pk_value": _KEUZE_WEG,
        "invalid_list": _KEUZE_WEG,
    },
}
"""What every field says that has no words of its own, instead of the words of Django."""


def use_own_messages() -> None:
    """Give the fields of Django our words. Done once, before any form is made."""
    for kind, messages in MELDINGEN.items():
        own: dict[str, Any] = vars(kind).get("default_error_messages", {})
        kind.default_error_messages = {**own, **messages}


class Veld(BoundField):
    """A bound field that knows where the error summary must send the reader."""

    @property
    def doel_id(self) -> str:
        """Returns the id of the first control of this field, for a link to it."""
        if self.use_fieldset and isinstance(self.field.widget, forms.MultiWidget):
            return self.subwidgets[0].id_for_label or f"{self.auto_id}_0"
        if self.use_fieldset:
            return f"{self.auto_id}_0"
        return self.id_for_label or str(self.auto_id)


class FormRenderer(DjangoTemplates):
    """Renders forms with templates/django/forms, before those of Django itself.

    Own engine instead of the project's: it needs neither `django.forms` in INSTALLED_APPS nor a
    context processor, so forms look the same in a page, a fragment and a test.
    """

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = Veld

    @cached_property
    def engine(self) -> Backend:
        return Backend(
            {
                "APP_DIRS": True,
                "DIRS": [TEMPLATES, Path(django.forms.__file__).parent / "templates"],
                "NAME": "thuiszitters-forms",
                "OPTIONS": {"libraries": {"ui": "thuiszitters.ui.templatetags.ui"}},
            }
        )


class DatumInput(forms.TextInput):
    """A text field for a date: a person types faster than a calendar clicks."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        standaard = {"class": "invoer--datum", "autocomplete": "off", "spellcheck": "false"}
        super().__init__({**standaard, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, date):
            return f"{value.day}-{value.month}-{value.year}"
        return None if value is None else str(value)


class DatumField(forms.DateField):
    """A date as people write it; see `thuiszitters.ui.datums.parse_datum` for what is accepted."""

    widget = DatumInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Bijvoorbeeld 12-3-2026")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return parse_datum(str(value))
        except ValueError as fout:
            raise ValidationError(str(fout) or GEEN_DATUM, code="invalid") from fout
