"""Where an action goes in the matrix."""

from __future__ import annotations

from typing import Any

from django import forms

from pact.keuzes import Niveau, Status, Termijn
from pact.matrix import GEEN, Assen
from pact.models import Actie, Thema
from pact.selectors import assignable_partners
from pact.services.verplaatsen import Doel, asks_why, doel_of


class VerplaatsForm(forms.Form):
    """The cell an action goes to. What is not filled in stays as it is."""

    prefix = "naar"

    thema = forms.ModelChoiceField(
        label="Thema",
        queryset=Thema.objects.none(),
        required=False,
        empty_label=None,
        error_messages={"invalid_choice": "Dit thema is er niet meer. Kies een ander."},
    )
    niveau = forms.ChoiceField(label="Niveau", required=False, choices=Niveau.choices)
    termijn = forms.ChoiceField(label="Termijn", required=False, choices=Termijn.choices)
    partner = forms.ChoiceField(
        label="Eigenaar",
        required=False,
        error_messages={"invalid_choice": "Deze organisatie is geen partner meer in dit pact."},
    )
    status = forms.ChoiceField(label="Status", required=False, choices=Status.choices)
    reden = forms.CharField(
        label="Waarom?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nodig bij een andere eigenaar, bij gedaan of vervallen, en als dat niet meer "
        "zo is. Alle partners lezen dit.",
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, actie: Actie, assen: Assen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actie = actie
        self.van = doel_of(actie)
        self._partners = {GEEN: None} | {
            str(partner.pk): partner for partner in assignable_partners(actie.pact, actie)
        }
        themas = self.fields["thema"]
        assert isinstance(themas, forms.ModelChoiceField)
        themas.queryset = actie.pact.themas.all()
        partners = self.fields["partner"]
        assert isinstance(partners, forms.ChoiceField)
        partners.choices = [
            (sleutel, "Nog geen eigenaar" if partner is None else str(partner))
            for sleutel, partner in self._partners.items()
        ]
        self.initial = {
            "thema": actie.thema_id,
            "niveau": actie.niveau,
            "termijn": actie.termijn,
            "partner": GEEN if actie.eigenaar_id is None else str(actie.eigenaar_id),
            "status": actie.status,
            "versie": actie.versie,
            **self.initial,
        }
        # What the matrix shows comes first.
        first = [soort.value for soort in (assen.rijen, assen.kolommen)]
        self.order_fields([naam for naam in first if naam in self.fields])

    def doel(self) -> Doel:
        """Return where it goes."""
        data, van = self.cleaned_data, self.van
        return Doel(
            thema=data.get("thema") or van.thema,
            niveau=Niveau(data.get("niveau") or van.niveau),
            termijn=Termijn(data.get("termijn") or van.termijn),
            eigenaar=self._partners[data["partner"]] if data.get("partner") else van.eigenaar,
            status=Status(data.get("status") or van.status),
        )

    def ask_why(self) -> None:
        """Put the question this move calls for above the field for the reason."""
        if asked := asks_why(self.van, self.doel()):
            self.fields["reden"].label = " ".join(asked)
            self.fields["reden"].help_text = "Alle partners lezen dit."

    @property
    def keuzevelden(self) -> list[forms.BoundField]:
        """The fields that say where it goes, those of the matrix shown first."""
        return [veld for veld in self if veld.name not in {"reden", "versie"}]
