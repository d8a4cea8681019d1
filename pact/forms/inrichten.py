"""Setting a pact up: its facts, themas and partners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet

from pact.forms.velden import choose_from
from pact.keuzes import PartnerRol
from pact.models import Pact
from pact.services.pacten import PactGegevens
from thuiszitters.accounts.models import Organisatie
from thuiszitters.ui.forms import DatumField


class PactGegevensForm(forms.Form):
    """What a pact says about itself."""

    naam = forms.CharField(
        label="Naam van het pact",
        max_length=120,
        error_messages={"required": "Geef het pact een naam."},
    )
    motto = forms.CharField(label="Motto", max_length=200, required=False)
    regio = forms.CharField(
        label="Regio",
        max_length=120,
        required=False,
        help_text="Laat dit leeg bij een landelijk pact.",
        widget=forms.TextInput(attrs={"class": "invoer--midden"}),
    )
    begin = DatumField(
        label="Begin", error_messages={"required": "Schrijf wanneer het pact begint."}
    )
    einde = DatumField(
        label="Einde", required=False, help_text="De laatste dag. Leeg als er geen einde is."
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    @classmethod
    def of(cls, pact: Pact) -> PactGegevensForm:
        """Return the form as it opens on a pact."""
        return cls(
            initial={
                "naam": pact.naam,
                "motto": pact.motto,
                "regio": pact.regio,
                "begin": pact.begin,
                "einde": pact.einde,
                "versie": pact.versie,
            }
        )

    def gegevens(self) -> PactGegevens:
        """Return what was filled in."""
        data = self.cleaned_data
        return PactGegevens(
            naam=data["naam"],
            motto=data["motto"],
            regio=data["regio"],
            begin=data["begin"],
            einde=data["einde"],
        )


class NieuwPactForm(PactGegevensForm):
    """A new pact, with its themas one per line."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Kort, voor in het adres van de pagina. Bijvoorbeeld waterstad-2026.",
        error_messages={"required": "Schrijf een korte code."},
        widget=forms.TextInput(attrs={"class": "invoer--midden", "autocapitalize": "none"}),
    )
    themas = forms.CharField(
        label="Thema's",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Eén thema per regel. Elk thema wordt een rij van de matrix.",
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    field_order = ["naam", "code", "motto", "regio", "begin", "einde", "themas"]

    def clean_code(self) -> str:
        """Return the code as it stands in addresses: in small letters."""
        return str(self.cleaned_data["code"]).lower()

    def clean_themas(self) -> list[str]:
        """Return the themas, without empty lines."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["themas"].splitlines())
        return [line for line in lines if line]

    def sent_by(self) -> UUID:
        """Return the key of this very form."""
        key = self.cleaned_data["sleutel"]
        assert isinstance(key, UUID)
        return key


class ThemaForm(forms.Form):
    """The name of a thema."""

    naam = forms.CharField(
        label="Naam van het thema",
        max_length=120,
        error_messages={"required": "Schrijf hoe het thema heet."},
    )


class PartnerForm(forms.Form):
    """An organisation becomes a partner."""

    organisatie = forms.ModelChoiceField(
        label="Organisatie",
        queryset=Organisatie.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies een organisatie.",
            "invalid_choice": "Deze organisatie is al partner, of bestaat niet meer.",
        },
    )
    rol = forms.ChoiceField(
        label="Rol in het pact",
        choices=PartnerRol.choices,
        initial=PartnerRol.DEELNEMER,
        widget=forms.Select(attrs={"class": "invoer--midden"}),
    )

    def __init__(
        self,
        *args: Any,
        shown: Sequence[Organisatie],
        allowed: QuerySet[Organisatie],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisatie"]
        choose_from(field, allowed)
        # Only what was found is offered; whatever may be a partner is accepted.
        field.widget.choices = [
            (o.pk, f"{o.naam} ({o.get_soort_display()}, {o.code})") for o in shown
        ]
