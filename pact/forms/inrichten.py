"""Setting a pact up: its facts, themas and partners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from pact.forms.velden import TekstVeld, choose_from
from pact.keuzes import PactSoort, PartnerRol
from pact.models import Pact
from pact.samen import tell
from pact.services.pacten import VELDEN, PactGegevens, check_code, check_facts, check_themas
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.kalender import datum_kort
from thuiszitters.ui.forms import DatumField


class _KernForm(forms.Form):
    """What every pact says about itself from its first day."""

    naam = forms.CharField(
        label="Naam van het pact",
        max_length=120,
        error_messages={"required": "Geef het pact een naam."},
    )
    motto = forms.CharField(label="Motto", max_length=200, required=False)
    soort = forms.ChoiceField(
        label="Landelijk of regionaal",
        choices=PactSoort.choices,
        initial=PactSoort.REGIONAAL,
        widget=forms.RadioSelect(attrs={"class": "keuzes--naast"}),
        error_messages={"required": "Kies of het pact landelijk of regionaal is."},
    )
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

    pact: Pact | None = None
    """The pact that is changed; None for a new one."""

    def clean(self) -> dict[str, Any]:
        """Say at once what does not go together, whatever else is wrong."""
        data = super().clean() or {}
        tell(self, lambda: check_facts(data, pact=self.pact))
        return data

    def gegevens(self) -> PactGegevens:
        """Return what was filled in; what this form does not ask stays empty."""
        data = {veld: self.cleaned_data[veld] for veld in VELDEN if veld in self.cleaned_data}
        return PactGegevens(**data | {"soort": PactSoort(data["soort"])})


class PactGegevensForm(_KernForm):
    """Everything a pact says about itself. `pacten` are those it can go on from."""

    doel = TekstVeld(
        label="Doel",
        required=False,
        max_length=2000,
        rows=3,
        help_text="Wat het pact wil bereiken, in een of twee zinnen.",
    )
    ambities = TekstVeld(
        label="Ambities",
        required=False,
        max_length=5000,
        rows=5,
        help_text="Eén ambitie per regel.",
    )
    randvoorwaarden = TekstVeld(
        label="Randvoorwaarden",
        required=False,
        max_length=5000,
        rows=5,
        help_text="Wat nodig is om dit waar te maken. Eén voorwaarde per regel.",
    )
    voorganger = forms.ModelChoiceField(
        label="Gaat verder op",
        queryset=Pact.objects.none(),
        required=False,
        empty_label="Geen eerder pact",
        help_text="Het pact waar dit op volgt. De partners zien dat bij Over dit pact.",
        error_messages={"invalid_choice": "Dit pact kun je niet kiezen."},
        widget=forms.Select(attrs={"class": "invoer--midden"}),
    )

    def __init__(
        self, *args: Any, pacten: QuerySet[Pact], pact: Pact | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pact = pact
        choose_from(self.fields["voorganger"], pacten)

    @classmethod
    def of(cls, pact: Pact, *, pacten: QuerySet[Pact]) -> PactGegevensForm:
        """Return the form as it opens on a pact."""
        facts = {veld: getattr(pact, veld) for veld in VELDEN}
        return cls(initial={**facts, "versie": pact.versie}, pacten=pacten, pact=pact)

    def in_words(self) -> list[tuple[str, str]]:
        """Return each field with what it opens on, as people read it; "leeg" for nothing."""
        rows = []
        for veld in self.visible_fields():
            waarde = veld.initial
            if veld.name == "soort":
                waarde = PactSoort(waarde).label
            elif isinstance(waarde, date):
                waarde = datum_kort(waarde)
            rows.append((str(veld.label), str(waarde or "leeg")))
        return rows


class NieuwPactForm(_KernForm):
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

    field_order = ["naam", "code", "motto", "soort", "regio", "begin", "einde", "themas"]

    def clean_code(self) -> str:
        """Return the code as it stands in addresses: in small letters."""
        return str(self.cleaned_data["code"]).lower()

    def clean_themas(self) -> list[str]:
        """Return the themas, without empty lines."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["themas"].splitlines())
        return [line for line in lines if line]

    def clean(self) -> dict[str, Any]:
        """Say of the code and the themas too what is wrong, whatever else is."""
        data = super().clean()
        if "code" in data:
            tell(self, lambda: check_code(data["code"], sleutel=data.get("sleutel")))
        tell(self, lambda: check_themas(data.get("themas", [])))
        return data

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


class VersieForm(forms.Form):
    """A version of the agenda."""

    nummer = forms.CharField(
        label="Versie",
        max_length=20,
        help_text="Zoals 0.6 of 1.0",
        error_messages={"required": "Schrijf het nummer van de versie."},
        widget=forms.TextInput(attrs={"class": "invoer--kort", "autocomplete": "off"}),
    )
    datum = DatumField(
        label="Datum",
        initial=timezone.localdate,
        help_text="Vanaf wanneer deze versie geldt. Dat mag ook later zijn.",
        error_messages={"required": "Schrijf vanaf wanneer deze versie geldt."},
    )
    wijziging = TekstVeld(
        label="Wat is er veranderd?",
        max_length=2000,
        rows=3,
        error_messages={"required": "Schrijf wat er is veranderd."},
    )

    def clean_nummer(self) -> str:
        """Return the number alone: people write "versie 0.6" and "v0.6" too."""
        found = re.sub(r"\A(versie|v)[.\s]*(?=\d)", "", self.cleaned_data["nummer"], flags=re.I)
        return " ".join(found.split())


class RolForm(forms.Form):
    """What a partner is in the pact, and when it signed."""

    rol = forms.ChoiceField(
        label="Rol in het pact",
        choices=PartnerRol.choices,
        initial=PartnerRol.DEELNEMER,
        widget=forms.Select(attrs={"class": "invoer--midden"}),
    )
    convenant_op = DatumField(
        label="Convenant getekend op",
        required=False,
        help_text="De dag waarop deze organisatie het privacyconvenant tekende. Leeg zolang dat "
        "niet is gebeurd.",
    )


class ContactpersoonForm(forms.Form):
    """Somebody of a partner becomes a contact person."""

    user = forms.ModelChoiceField(
        label="Persoon",
        queryset=User.objects.none(),
        empty_label="Kies een persoon",
        widget=forms.Select(attrs={"class": "invoer--midden"}),
        error_messages={
            "required": "Kies een persoon.",
            "invalid_choice": "Deze persoon is al contactpersoon, of heeft hier geen rol meer.",
        },
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self.fields["user"], people)


class PartnerForm(RolForm):
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
    field_order = ["organisatie", "rol", "convenant_op"]

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
