"""The forms of what follows on a pact: bouwstenen, looking back, the next pact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from pact.bestandsoort import GROOTSTE, SOORTEN
from pact.forms.velden import TekstVeld
from pact.keuzes import Uitkomst
from pact.models import Actie, Bouwsteen, Pact, Partner
from pact.samen import tell
from pact.services.bouwstenen import MEESTE_BIJLAGEN
from pact.services.opvolger import Opvolging, check_keuze
from pact.services.pacten import check_code, check_facts
from thuiszitters.ui.forms import DatumField


class VraagForm(forms.Form):
    """A question to all partners."""

    vraag = TekstVeld(
        label="Wat vraag je de partners?",
        max_length=2000,
        help_text="Alle partners lezen dit.",
        error_messages={"required": "Schrijf wat je de partners vraagt."},
    )
    uiterlijk = DatumField(
        label="Uiterlijk",
        help_text="Daarna kan het nog; er staat dan bij dat het na de datum kwam.",
        error_messages={"required": "Schrijf tot wanneer de partners kunnen antwoorden."},
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sleutel"].initial = uuid4


class _MeerBestanden(forms.ClearableFileInput):
    """A choice of more than one file."""

    allow_multiple_selected = True


class BijlagenVeld(forms.FileField):
    """Files of at most 5 MB each; what they are, is told from their bytes by the service."""

    def __init__(self) -> None:
        super().__init__(
            label="Bijlagen",
            required=False,
            max_length=250,
            widget=_MeerBestanden(attrs={"multiple": True}),
            help_text=f"Hoogstens {MEESTE_BIJLAGEN}, elk een {SOORTEN} van hoogstens 5 MB.",
            error_messages={
                "empty": "Een van deze bestanden is leeg. Kies een ander bestand.",
                "max_length": "De naam van een bestand is te lang. Geef het een kortere naam.",
                "too_large": "Een van deze bestanden is groter dan 5 MB. Kies een kleiner bestand.",
                "too_many": f"Geef hoogstens {MEESTE_BIJLAGEN} bijlagen.",
            },
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files that were sent, each looked at before it is read."""
        sent = [data] if not isinstance(data, (list, tuple)) else list(data)
        found = [super(BijlagenVeld, self).clean(one, initial) for one in sent if one]
        files = [one for one in found if isinstance(one, UploadedFile)]
        if len(files) > MEESTE_BIJLAGEN:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many")
        if any((one.size or 0) > GROOTSTE for one in files):
            raise forms.ValidationError(self.error_messages["too_large"], code="too_large")
        return files


class BouwsteenForm(forms.Form):
    """What a partner gives. `laatste` is what it gave before, which the form opens on."""

    tekst = TekstVeld(
        label="Jullie inbreng",
        required=False,
        max_length=10000,
        rows=10,
        help_text="Als de vraag is gesloten, lezen alle partners dit. Schrijf niets over één kind.",
    )
    houd = forms.TypedMultipleChoiceField(
        label="Bijlagen die blijven",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Een van deze bijlagen is er niet meer."},
    )
    bijlagen = BijlagenVeld()
    geen = forms.BooleanField(label="Wij hebben geen inbreng", required=False)
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, laatste: Bouwsteen | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        files = list(laatste.bijlagen.all()) if laatste is not None else []
        field = self.fields["houd"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        if files:
            field.choices = [(bestand.pk, bestand.naam) for bestand in files]
            field.initial = [bestand.pk for bestand in files]
        else:
            del self.fields["houd"]
        if laatste is not None:
            self.fields["tekst"].initial = laatste.tekst
            self.fields["geen"].initial = laatste.geen
        self.fields["versie"].initial = laatste.versie if laatste is not None else 0


class EvaluatieForm(forms.Form):
    """What became of an action, and why."""

    uitkomst = forms.ChoiceField(
        label="Is het gelukt?",
        choices=Uitkomst.choices,
        widget=forms.RadioSelect(attrs={"class": "keuzes--naast"}),
        error_messages={"required": "Kies of het is gelukt."},
    )
    waarom = TekstVeld(
        label="Waardoor ging het zo?",
        max_length=2000,
        help_text="Wat hielp, wat stond in de weg, wat zou je een volgende keer anders doen? "
        "Alle partners lezen dit.",
        error_messages={"required": "Schrijf waardoor het zo is gegaan."},
    )


class OpvolgerForm(forms.Form):
    """A new pact from an old one."""

    naam = forms.CharField(
        label="Naam van het nieuwe pact",
        max_length=120,
        error_messages={"required": "Geef het nieuwe pact een naam."},
    )
    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Kleine letters, cijfers en streepjes, zoals waterstad-2029. De code staat in "
        "het webadres en verandert niet meer.",
        error_messages={"required": "Geef het nieuwe pact een code."},
        widget=forms.TextInput(
            attrs={"class": "invoer--midden", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    begin = DatumField(
        label="Begin", error_messages={"required": "Schrijf wanneer het nieuwe pact begint."}
    )
    einde = DatumField(
        label="Einde", required=False, help_text="De laatste dag. Leeg als er geen einde is."
    )
    partners = forms.TypedMultipleChoiceField(
        label="Partners die meegaan",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Een van deze partners doet niet meer mee."},
    )
    met_contactpersonen = forms.BooleanField(
        label="Hun contactpersonen gaan mee", required=False, initial=True
    )
    acties = forms.TypedMultipleChoiceField(
        label="Acties die meegaan",
        required=False,
        coerce=int,
        error_messages={"invalid_choice": "Een van deze acties is er niet meer."},
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        pact: Pact,
        partners: Sequence[Partner],
        acties: Sequence[Actie],
        gekozen: Sequence[int],
        **kwargs: Any,
    ) -> None:
        """`gekozen` are the numbers of the actions that go along unless somebody says no."""
        super().__init__(*args, **kwargs)
        self._pact = pact
        for naam, choices, chosen in (
            ("partners", [(p.pk, str(p)) for p in partners], [p.pk for p in partners]),
            ("acties", [(a.nr, a.activiteit) for a in acties], list(gekozen)),
        ):
            field = self.fields[naam]
            assert isinstance(field, forms.TypedMultipleChoiceField)
            field.choices = choices
            field.initial = chosen
        self.fields["sleutel"].initial = uuid4

    def clean(self) -> dict[str, Any]:
        """Say at once what does not go together, whatever else is wrong."""
        data = super().clean() or {}
        if "code" in data:
            tell(self, lambda: check_code(data["code"], sleutel=data.get("sleutel")))
        tell(self, lambda: check_facts({veld: data.get(veld) for veld in ("begin", "einde")}))
        begin, acties, partners = data.get("begin"), data.get("acties"), data.get("partners")
        if acties is not None and partners is not None:
            tell(
                self,
                lambda: check_keuze(self._pact, begin=begin, acties=acties, partners=partners),
            )
        return data

    def chosen_acties(self) -> frozenset[str]:
        """Return the numbers that are ticked, as the page opens or as they were sent."""
        return frozenset(str(nr) for nr in self["acties"].value() or [])

    def keuze(self) -> Opvolging:
        """Return what was filled in."""
        data = self.cleaned_data
        return Opvolging(
            naam=data["naam"],
            code=data["code"],
            begin=data["begin"],
            einde=data["einde"],
            acties=data["acties"],
            partners=data["partners"],
            met_contactpersonen=data["met_contactpersonen"],
        )
