"""What the people of an action send in: updates, evidence and answers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile

from pact.bestandsoort import GROOTSTE, SOORTEN
from pact.forms.velden import PartnerKeuze, TekstVeld, choose_from
from pact.models import Actie, Partner
from pact.samen import refuse_together, tell
from pact.selectors import partners_of
from pact.services.voortgang import check_bestand, check_later, check_naar, clean_link
from pact.tekst import refuse_numbers
from thuiszitters.ui.forms import DatumField

_BESTAND = f"Een {SOORTEN}, hoogstens 5 MB. Alle partners kunnen het openen."


class VoortgangForm(forms.Form):
    """What all of them share: the action, the key of this form and the version it shows."""

    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, actie: Actie, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", type(self).__name__.removesuffix("Form").lower())
        super().__init__(*args, **kwargs)
        self.actie = actie
        self.fields["sleutel"].initial = uuid4
        self.fields["versie"].initial = actie.versie

    def clean(self) -> dict[str, Any]:
        """Say at once what cannot be, whatever else is wrong."""
        data = super().clean() or {}
        teksten = {
            naam: data[naam]
            for naam, field in self.fields.items()
            if isinstance(field, TekstVeld) and data.get(naam)
        }
        tell(self, lambda: refuse_numbers(teksten), lambda: self.check(data))
        return data

    def check(self, data: dict[str, Any]) -> None:
        """Raise ValidationError, per field, for what else cannot be of what was filled in."""

    def is_fresh(self, data: dict[str, Any]) -> bool:
        """Return whether the action is still as it was when the form was opened.

        Otherwise the service says so first: sent twice, or changed by somebody else meanwhile.
        """
        return bool(data.get("versie") == self.actie.versie)


class UpdateForm(VoortgangForm):
    """How an action stands."""

    tekst = TekstVeld(
        label="Hoe staat het ervoor?",
        max_length=5000,
        help_text="Alle partners lezen dit: schrijf niets over één kind.",
        error_messages={"required": "Schrijf hoe het ervoor staat."},
    )


def _link() -> forms.CharField:
    return forms.CharField(
        label="Link",
        required=False,
        max_length=500,
        help_text="Een adres dat begint met https://",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
    )


class BestandVeld(forms.FileField):
    """A file of at most 5 MB; what it is, is told from its bytes by the service."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Bestand",
            required=False,
            max_length=250,
            help_text=_BESTAND,
            error_messages={
                "empty": "Dit bestand is leeg. Kies een ander bestand.",
                "max_length": "De naam van dit bestand is te lang. Geef het een kortere naam.",
                "too_large": "Dit bestand is groter dan 5 MB. Kies een kleiner bestand.",
            },
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse a file that is too large before it is read."""
        found = super().clean(data, initial)
        if isinstance(found, UploadedFile) and (found.size or 0) > GROOTSTE:
            raise forms.ValidationError(self.error_messages["too_large"], code="too_large")
        return found


class _MetBewijsForm(VoortgangForm):
    """Something that comes with a link or a file."""

    def check(self, data: dict[str, Any]) -> None:
        """Refuse a link that is no web page and a file that cannot be kept."""
        refuse_together(
            lambda: clean_link(data.get("link") or ""), lambda: _check_file(data.get("bestand"))
        )


def _check_file(sent: object) -> None:
    if isinstance(sent, UploadedFile):
        inhoud = sent.read()
        sent.seek(0)
        check_bestand(sent.name or "", inhoud)


class BewijsForm(_MetBewijsForm):
    """Evidence: what it shows, with a link or a file where there is one."""

    omschrijving = TekstVeld(
        label="Wat laat het zien?",
        max_length=2000,
        rows=2,
        error_messages={"required": "Schrijf waaruit het blijkt."},
    )
    link = _link()
    bestand = BestandVeld()


class GedaanForm(_MetBewijsForm):
    """An action that is done."""

    resultaat = TekstVeld(label="Wat is er bereikt?", required=False, max_length=5000, rows=3)
    bewijs = TekstVeld(
        label="Waaruit blijkt dat?",
        max_length=2000,
        rows=2,
        error_messages={"required": "Schrijf waaruit het blijkt."},
    )
    link = _link()
    bestand = BestandVeld()

    def __init__(self, *args: Any, actie: Actie, **kwargs: Any) -> None:
        super().__init__(*args, actie=actie, **kwargs)
        self.fields["resultaat"].initial = actie.resultaat_bereikt


class LaterForm(VoortgangForm):
    """An action that takes longer."""

    deadline = DatumField(
        label="Nieuwe deadline", error_messages={"required": "Schrijf de nieuwe deadline."}
    )
    reden = TekstVeld(
        label="Waarom wordt het later?",
        max_length=2000,
        rows=3,
        error_messages={"required": "Schrijf waarom het later wordt."},
    )

    def check(self, data: dict[str, Any]) -> None:
        """Refuse a day that is past or not later."""
        if data.get("deadline") and self.is_fresh(data):
            check_later(self.actie, data["deadline"])


class OverdragenForm(VoortgangForm):
    """An action that another partner takes over."""

    naar = PartnerKeuze(
        label="Wie neemt de actie over?",
        queryset=Partner.objects.none(),
        empty_label="Kies een partner",
        error_messages={
            "required": "Kies een partner.",
            "invalid_choice": "Deze organisatie is geen partner in dit pact.",
        },
        widget=forms.Select(attrs={"class": "invoer--midden"}),
    )
    reden = TekstVeld(
        label="Waarom draag je de actie over?",
        max_length=2000,
        rows=3,
        error_messages={"required": "Schrijf waarom je de actie overdraagt."},
    )

    def __init__(self, *args: Any, actie: Actie, **kwargs: Any) -> None:
        super().__init__(*args, actie=actie, **kwargs)
        choose_from(self.fields["naar"], partners_of(actie.pact).exclude(pk=actie.eigenaar_id or 0))

    def check(self, data: dict[str, Any]) -> None:
        """Refuse a partner that had it before."""
        if data.get("naar") and self.is_fresh(data):
            check_naar(self.actie, data["naar"])
