"""The forms on the page of a casus. What they ask is named as the services name it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.forms.actie import ActieForm
from cases.forms.velden import capital, in_gebied, reden_field, set_choices, tekst_field
from cases.models import Casus, Taak, Uitkomst, Verzuim
from cases.selectors.casus import invitable_organisaties, people_on
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.selectors import people_with
from thuiszitters.ui.forms import DatumField


class NotitieForm(ActieForm):
    """A few words for the timeline."""

    tekst = tekst_field("Notitie", required=True, rows=3)


class ContactForm(ActieForm):
    """A contact that took place."""

    met = forms.CharField(
        label="Met wie?",
        max_length=150,
        help_text="Bijvoorbeeld: moeder, de leerling, de mentor.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    datum = DatumField(label="Wanneer?")
    tekst = tekst_field("Wat is er besproken?")

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        return {"datum": timezone.localdate()}


class TaakForm(ActieForm):
    """A next step."""

    naast = (("eigenaar", "voor_op"),)
    omschrijving = forms.CharField(
        label="Wat moet er gebeuren?",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    eigenaar = forms.TypedChoiceField(label="Wie doet het?", required=False)
    voor_op = DatumField(label="Uiterlijk op", required=False)

    def prepare(self) -> None:
        people = {str(p.user.pk): p for p in people_on(self.casus)}
        field = self.fields["eigenaar"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "Nog niemand"), *((pk, str(p)) for pk, p in people.items())]
        field.coerce = lambda pk: people[pk].user
        field.empty_value = None


class LeerlingForm(ActieForm):
    """The child's own data and where the child lives."""

    wijzigt = True
    naast = (("voornaam", "achternaam"),)
    voornaam = forms.CharField(label="Voornaam", max_length=100)
    achternaam = forms.CharField(label="Achternaam", max_length=150)
    geboortedatum = DatumField(label="Geboortedatum")
    gemeente = forms.ModelChoiceField(
        label="Woont in gemeente",
        queryset=Organisatie.objects.none(),
        help_text="Een andere gemeente ziet de casus vanaf vandaag; de vorige niet meer.",
    )
    startkwalificatie_op = DatumField(label="Startkwalificatie behaald op", required=False)

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        child = casus.leerling
        return {
            "voornaam": child.voornaam,
            "achternaam": child.achternaam,
            "geboortedatum": child.geboortedatum,
            "gemeente": casus.gemeente_id,
            "startkwalificatie_op": child.startkwalificatie_op,
        }

    def prepare(self) -> None:
        set_choices("gemeente", self, in_gebied(self.casus, Soort.GEMEENTE, self.casus.gemeente))


class EigenaarForm(ActieForm):
    """The coordinator who carries the casus."""

    wijzigt = True
    eigenaar = forms.ModelChoiceField(
        label="Eigenaar", queryset=User.objects.none(), empty_label="Kies een coördinator"
    )

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        return {"eigenaar": casus.eigenaar_id}

    def prepare(self) -> None:
        set_choices("eigenaar", self, people_with(Rol.COORDINATOR, self.casus.swv))


class PartijForm(ActieForm):
    """Another organisation takes part."""

    organisatie = forms.ModelChoiceField(
        label="Organisatie",
        queryset=Organisatie.objects.none(),
        empty_label="Kies een organisatie",
        help_text="De mensen van deze organisatie zien de casus vanaf nu.",
    )

    def prepare(self) -> None:
        set_choices("organisatie", self, invitable_organisaties(self.casus))


class InzageForm(ActieForm):
    """One person may look for a while."""

    email = forms.EmailField(label="E-mailadres", help_text="Van iemand die al een account heeft.")
    grond = forms.CharField(
        label="Waarom moet deze persoon de casus zien?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    tot = DatumField(label="Tot", help_text="Hoogstens 90 dagen vooruit.")

    def clean_email(self) -> User:
        """Return the person with this address."""
        found = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True)
        user = found.first()
        if user is None:
            raise ValidationError(
                "Met dit adres is er geen account. Vraag de beheerder om een uitnodiging."
            )
        return user

    @property
    def waarden(self) -> dict[str, Any]:
        values = super().waarden
        return {"user": values.pop("email"), **values}


class SluitForm(ActieForm):
    """How it ended."""

    uitkomst = forms.ChoiceField(
        label="Hoe eindigt de casus?",
        choices=capital(Uitkomst.choices),
        widget=forms.RadioSelect,
    )
    toelichting = tekst_field(
        "Toelichting", "Wat heeft geholpen, of waarom eindigt het zo?", rows=3
    )

    @property
    def waarschuwing(self) -> str:
        """What is still running, where there is something."""
        said = []
        todo = Taak.objects.filter(casus=self.casus, gedaan_op__isnull=True).count()
        if todo:
            said.append(
                f"Er {'staat nog 1 taak' if todo == 1 else f'staan nog {todo} taken'} open."
            )
        absent = Verzuim.objects.current().filter(leerling_id=self.casus.leerling_id)
        if absent.filter(einde__isnull=True).exists():
            said.append(
                "Er loopt nog verzuim. Gaat de leerling weer naar school? Leg dat eerst vast."
            )
        return " ".join(said)


class HeropenForm(ActieForm):
    """Why it opens again."""

    reden = reden_field("Waarom gaat de casus weer open?")
