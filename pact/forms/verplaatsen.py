"""Where an action goes in the matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from pact.keuzes import Niveau, Status, Termijn
from pact.matrix import GEEN, Assen
from pact.models import Actie, Thema
from pact.selectors import assignable_partners
from pact.services.verplaatsen import Doel, asks_why, doel_of


class VerplaatsForm(forms.Form):
    """The cell an action goes to. What is not sent stays as it is."""

    prefix = "naar"

    thema = forms.ModelChoiceField(
        label="Thema",
        queryset=Thema.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": "Dit thema is er niet meer. Kies een ander."},
    )
    niveau = forms.ChoiceField(label="Niveau", choices=Niveau.choices)
    termijn = forms.ChoiceField(label="Termijn", choices=Termijn.choices)
    partner = forms.ChoiceField(
        label="Eigenaar",
        error_messages={"invalid_choice": "Deze organisatie is geen partner meer in dit pact."},
    )
    status = forms.ChoiceField(label="Status", choices=Status.choices)
    reden = forms.CharField(
        label="Waarom?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nodig bij een andere eigenaar, bij gedaan of vervallen, en als dat niet meer "
        "zo is. Alle partners lezen dit.",
    )
    was = forms.CharField(widget=forms.HiddenInput, required=False)
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        actie: Actie,
        assen: Assen,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        stands = {
            "thema": actie.thema_id,
            "niveau": actie.niveau,
            "termijn": actie.termijn,
            "partner": GEEN if actie.eigenaar_id is None else str(actie.eigenaar_id),
            "status": actie.status,
        }
        start = {
            **stands,
            "was": ",".join(map(str, stands.values())),
            "versie": actie.versie,
            **(initial or {}),
        }
        super().__init__(self._only_what_moves(data, stands), initial=start)
        self.actie = actie
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
        # What the matrix shows comes first.
        first = [soort.value for soort in (assen.rijen, assen.kolommen)]
        self.order_fields([naam for naam in first if naam in self.fields])

    @classmethod
    def _only_what_moves(
        cls, data: QueryDict | None, stands: Mapping[str, Any]
    ) -> QueryDict | None:
        """Return the data with every property that was not chosen anew as it stands now.

        A form that was open for a while says what stood there then (`was`). What its reader left
        alone may have been changed by somebody else, and is not moved back.
        """
        if data is None:
            return None
        data = data.copy()
        opened = data.get(f"{cls.prefix}-was", "").split(",")
        was = dict(zip(stands, opened, strict=True)) if len(opened) == len(stands) else {}
        for naam, waarde in stands.items():
            key = f"{cls.prefix}-{naam}"
            if data.get(key) is None or data[key] == was.get(naam):
                data[key] = str(waarde)
        data[f"{cls.prefix}-was"] = ",".join(map(str, stands.values()))
        return data

    def doel(self) -> Doel:
        """Return where it goes. The form must be valid."""
        data = self.cleaned_data
        return Doel(
            thema=data["thema"],
            niveau=Niveau(data["niveau"]),
            termijn=Termijn(data["termijn"]),
            eigenaar=self._partners[data["partner"]],
            status=Status(data["status"]),
        )

    def ask_why(self, naar: Doel) -> None:
        """Put the question this move calls for above the field for the reason."""
        if not (asked := asks_why(doel_of(self.actie), naar)):
            return
        self.fields["reden"].required = True
        # A field that was looked at before keeps the words it had then.
        veld = self["reden"]
        veld.label = " ".join(asked)
        veld.help_text = "Alle partners lezen dit."

    @classmethod
    def asking(cls, filled: VerplaatsForm, assen: Assen) -> VerplaatsForm:
        """Return a form that was not refused: what was chosen stands in it, with its question."""
        chosen = {naam: waarde for naam, waarde in filled.cleaned_data.items() if waarde}
        form = cls(actie=filled.actie, assen=assen, initial=chosen)
        form.fields["reden"].widget.attrs["data-focus"] = ""
        form.ask_why(filled.doel())
        return form

    @property
    def keuzevelden(self) -> list[forms.BoundField]:
        """The fields that say where it goes, those of the matrix shown first."""
        return [veld for veld in self if veld.name not in {"reden", "was", "versie"}]
