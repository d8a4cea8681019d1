"""The forms with which a signal about an action is answered, and somebody is addressed by hand."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone

from monitoring.ladder import MEESTE_RUST, Trede
from monitoring.services.actiereacties import LANGSTE_TEKST
from pact.forms.velden import TekstVeld
from pact.forms.voortgang import GedaanForm, LaterForm, OverdragenForm, VoortgangForm
from pact.keuzes import Antwoord
from thuiszitters.kalender import datum_kort, plus_werkdagen
from thuiszitters.ui.forms import DatumField

TREDEN = {
    Trede.PREVENTIE: "Preventie: vraag hoe het gaat",
    Trede.STIMULEREN: "Stimuleren: moedig aan",
    Trede.SIGNALEREN: "Signaleren: zeg wat er niet gebeurt",
    Trede.AANSPREKEN: "Aanspreken: houd aan de afspraak",
}
"""The rungs as they are offered to whoever addresses somebody."""


class OpSchemaForm(VoortgangForm):
    """It goes as agreed."""

    toelichting = TekstVeld(
        label="Hoe staat het ervoor?",
        required=False,
        max_length=2000,
        rows=2,
        help_text="Alle partners lezen dit: schrijf niets over één kind.",
    )
    rust_tot = DatumField(label="Tot en met welke dag hoeft niemand het te vragen?", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = plus_werkdagen(timezone.localdate(), MEESTE_RUST)
        self.fields["rust_tot"].help_text = (
            f"Hoogstens {MEESTE_RUST} werkdagen vooruit: uiterlijk {datum_kort(latest)}. De "
            "vragen rond de deadline komen altijd."
        )


ANTWOORDEN: dict[Antwoord, tuple[str, str, type[VoortgangForm]]] = {
    Antwoord.OP_SCHEMA: ("De actie ligt op schema", "Op schema", OpSchemaForm),
    Antwoord.LATER: ("Het wordt later", "Leg de nieuwe deadline vast", LaterForm),
    Antwoord.GEDAAN: ("De actie is gedaan", "Meld gedaan", GedaanForm),
    Antwoord.OVERDRAGEN: ("Een ander neemt het over", "Draag over", OverdragenForm),
}
"""Per answer: its heading, its button and its form."""


class AanspreekForm(forms.Form):
    """A question of whoever leads the pact, on a rung."""

    trede = forms.ChoiceField(
        label="Op welke trede?",
        choices=[(trede.value, woorden) for trede, woorden in TREDEN.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een trede."},
    )
    tekst = TekstVeld(
        label="Wat vraag je?",
        max_length=LANGSTE_TEKST,
        help_text="Wie je aanspreekt, leest dit na het inloggen. In de e-mail staat het niet. "
        "Schrijf niets over één kind.",
        error_messages={"required": "Schrijf wat je vraagt."},
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sleutel"].initial = uuid4
