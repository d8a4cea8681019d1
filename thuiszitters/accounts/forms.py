"""Forms about people: of the beheerder, and of everybody about themselves."""

from __future__ import annotations

from typing import Any

from django import forms

from thuiszitters.accounts.models import Mailvoorkeur, Organisatie, User
from thuiszitters.accounts.rollen import ROLLEN, Rol
from thuiszitters.ui.forms import DatumField


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


class MailForm(forms.Form):
    """What somebody gets by mail, as far as they may choose."""

    mailvoorkeur = forms.ChoiceField(
        label="Wanneer wil je e-mail over preventie en stimuleren?",
        help_text="Over signaleren en aanspreken krijg je altijd meteen een e-mail.",
        widget=forms.RadioSelect,
        choices=[
            (Mailvoorkeur.METEEN, "Meteen: een e-mail per signaal"),
            (Mailvoorkeur.DAGELIJKS, "Eén keer per dag: alle signalen in één overzicht"),
        ],
    )
    storingsoverzicht = forms.BooleanField(
        label="Stuur mij elke dag een overzicht van wat er misging.",
        help_text="Gaat er niets mis, dan krijg je geen e-mail.",
        required=False,
    )

    def __init__(self, *args: Any, beheert: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not beheert:
            del self.fields["storingsoverzicht"]

    def clean_mailvoorkeur(self) -> Mailvoorkeur:
        """Return the chosen preference."""
        return Mailvoorkeur(self.cleaned_data["mailvoorkeur"])


class AfwezigForm(forms.Form):
    """Somebody is away, and a colleague is asked instead."""

    van = DatumField(label="Eerste dag afwezig")
    tot = DatumField(label="Eerste dag terug", help_text="Vanaf deze dag krijg je zelf weer alles.")
    vervanger = forms.ChoiceField(
        label="Wie vervangt je?",
        help_text="Een collega van dezelfde organisatie, die daar ook casussen ziet.",
    )

    def __init__(
        self,
        *args: Any,
        keuzes: list[tuple[Organisatie, list[User]]],
        eigen: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not eigen:
            self.fields["tot"].help_text = "Vanaf deze dag krijgt deze collega zelf weer alles."
            self.fields["vervanger"].label = "Wie vervangt deze collega?"
        self._chosen = {
            f"{organisatie.pk}-{user.pk}": (organisatie, user)
            for organisatie, people in keuzes
            for user in people
        }
        groups: list[tuple[str, list[tuple[str, str]]]] = [
            (str(organisatie), [(f"{organisatie.pk}-{user.pk}", str(user)) for user in people])
            for organisatie, people in keuzes
            if people
        ]
        vervanger = self.fields["vervanger"]
        assert isinstance(vervanger, forms.ChoiceField)
        # One organisation needs no heading above its people.
        people = groups[0][1] if len(groups) == 1 else groups
        vervanger.choices = [("", "Kies een collega"), *people]

    def clean_vervanger(self) -> tuple[Organisatie, User]:
        """Return the organisation and the person who is asked there."""
        return self._chosen[self.cleaned_data["vervanger"]]


class AdresForm(forms.Form):
    """A beheerder corrects the address of somebody of their own organisation."""

    email = forms.EmailField(label="E-mailadres")
