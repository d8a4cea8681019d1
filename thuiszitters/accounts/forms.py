"""Forms of the beheerder."""

from __future__ import annotations

from typing import Any

from django import forms

from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import ROLLEN, Rol


class InviteForm(forms.Form):
    """Somebody gets a role in the beheerder's own organisation."""

    naam = forms.CharField(label="Naam", max_length=150)
    email = forms.EmailField(
        label="E-mailadres", help_text="Op dit adres komt de uitnodiging en komen de signalen."
    )
    rol = forms.ChoiceField(label="Rol")

    def __init__(self, *args: Any, organisatie: Organisatie, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rol = self.fields["rol"]
        assert isinstance(rol, forms.ChoiceField)
        rol.choices = [
            ("", "Kies een rol"),
            *(
                (r.value, r.label.capitalize())
                for r, regel in ROLLEN.items()
                if organisatie.soort in regel.soorten
            ),
        ]

    def clean_rol(self) -> Rol:
        """Return the chosen role."""
        return Rol(self.cleaned_data["rol"])
