"""The forms of the desk: a contact, and a report."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from pact.keuzes import Contactwijze
from pact.services.contact import Gesprek
from thuiszitters.ui.forms import DatumField


class ContactForm(forms.Form):
    """A contact with a partner."""

    wijze = forms.ChoiceField(
        label="Hoe spraken jullie elkaar?",
        choices=Contactwijze.choices,
        widget=forms.RadioSelect(attrs={"class": "keuzes--naast"}),
        error_messages={"required": "Kies hoe jullie elkaar spraken."},
    )
    op = DatumField(
        label="Wanneer",
        error_messages={"required": "Schrijf wanneer jullie elkaar spraken."},
    )
    onderwerp = forms.CharField(
        label="Waarover",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Over het pact en de acties. Schrijf niets over één kind.",
        error_messages={"required": "Schrijf kort waarover het ging."},
    )
    vervolg = forms.CharField(
        label="Wat volgt",
        max_length=300,
        required=False,
        help_text="Zoals: stuurt voor vrijdag de lijst.",
    )
    volgende_op = DatumField(label="Volgende keer", required=False)
    sleutel = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def fresh(cls, **kwargs: Any) -> ContactForm:
        """Return the form as it opens: about today, with a key of its own."""
        return cls(initial={"op": timezone.localdate(), "sleutel": uuid4()}, **kwargs)

    def gesprek(self) -> Gesprek:
        """Return what was filled in."""
        data = self.cleaned_data
        return Gesprek(
            op=data["op"],
            wijze=Contactwijze(data["wijze"]),
            onderwerp=data["onderwerp"],
            vervolg=data["vervolg"],
            volgende_op=data["volgende_op"],
        )


class RapportageForm(forms.Form):
    """The period of a report and its introduction. `gezien` is what the preview showed."""

    van = DatumField(label="Van", error_messages={"required": "Schrijf waar de periode begint."})
    tot = DatumField(
        label="Tot en met", error_messages={"required": "Schrijf waar de periode eindigt."}
    )
    inleiding = forms.CharField(
        label="Inleiding",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Jouw woorden vooraf: wat viel op, wat vraag je van de partners? "
        "Een lege regel begint een nieuwe alinea. Alle partners lezen dit.",
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    gezien = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
