"""The form of an action."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from pact.forms.velden import PartnerKeuze, choose_from
from pact.keuzes import Niveau, Status, Termijn
from pact.models import Actie, Pact, Partner, Thema
from pact.selectors import assignable_partners
from pact.services.acties import ActieInhoud
from thuiszitters.ui.forms import DatumField


class ActieForm(forms.Form):
    """An action. `versie` is the one the form was opened on; 0 for a new action."""

    activiteit = forms.CharField(
        label="Wat gaat er gebeuren?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Eén zin die begint met wat je doet. Geen namen van leerlingen.",
        error_messages={"required": "Schrijf wat er gaat gebeuren."},
    )
    thema = forms.ModelChoiceField(
        label="Thema",
        queryset=Thema.objects.none(),
        empty_label="Kies een thema",
        error_messages={
            "required": "Kies een thema.",
            "invalid_choice": "Dit thema is er niet meer. Kies een ander.",
        },
    )
    niveau = forms.ChoiceField(
        label="Niveau",
        choices=Niveau.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een niveau."},
    )
    termijn = forms.ChoiceField(
        label="Termijn",
        choices=Termijn.choices,
        initial=Termijn.KORT,
        widget=forms.RadioSelect(attrs={"class": "keuzes--naast"}),
    )
    eigenaar = PartnerKeuze(
        label="Eigenaar",
        queryset=Partner.objects.none(),
        required=False,
        empty_label="Nog geen eigenaar",
        help_text="De partner die hierop aangesproken wordt.",
        error_messages={"invalid_choice": "Deze organisatie is geen partner in dit pact."},
        widget=forms.Select(attrs={"class": "invoer--midden"}),
    )
    deadline = DatumField(label="Deadline", required=False)
    status = forms.ChoiceField(
        label="Status",
        choices=Status.choices,
        initial=Status.NOG_NIET_BEGONNEN,
        widget=forms.Select(attrs={"class": "invoer--midden"}),
    )
    toelichting = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=5000,
        widget=forms.Textarea,
        help_text="Afspraken, resultaat, waarop je wacht. Alle partners lezen dit: "
        "schrijf niets over één kind.",
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        pact: Pact,
        actie: Actie | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sleutel"].initial = uuid4
        self.fields["versie"].initial = actie.versie if actie else 0
        choose_from(self.fields["thema"], pact.themas.all())
        choose_from(self.fields["eigenaar"], assignable_partners(pact, actie))
        if not self.is_bound and actie is not None:
            self.initial = {
                "activiteit": actie.activiteit,
                "thema": actie.thema_id,
                "niveau": actie.niveau,
                "termijn": actie.termijn,
                "eigenaar": actie.eigenaar_id,
                "deadline": actie.deadline,
                "status": actie.status,
                "toelichting": actie.toelichting,
            }

    def inhoud(self) -> ActieInhoud:
        """Return what was filled in."""
        data = self.cleaned_data
        return ActieInhoud(
            activiteit=" ".join(data["activiteit"].split()),
            thema=data["thema"],
            niveau=Niveau(data["niveau"]),
            termijn=Termijn(data["termijn"]),
            eigenaar=data["eigenaar"],
            deadline=data["deadline"],
            status=Status(data["status"]),
            # A browser sends line ends as CR LF: the same text must not count as a change.
            toelichting=data["toelichting"].replace("\r\n", "\n"),
        )
