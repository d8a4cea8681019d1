"""The form with which a signal is answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from cases.forms.actie import ActieForm
from cases.models import Casus
from cases.selectors.casus import Persoon, people_on
from monitoring.models import ReactieSoort


class AntwoordForm(ActieForm):
    """Seen, taken up, or somebody else's. Which of the three is the button that was pressed."""

    use_required_attribute = False  # which button is pressed decides what must be filled in

    soort = forms.ChoiceField(
        label="Antwoord",
        choices=ReactieSoort.choices,
        widget=forms.HiddenInput,
        error_messages={"required": "Kies een van de knoppen."},
    )
    toelichting = forms.CharField(
        label="Wat ga je doen, en wanneer?",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Schrijf kort wat je gaat doen."},
    )
    naar = forms.TypedChoiceField(
        label="Bij wie hoort het?",
        error_messages={"required": "Kies bij wie dit signaal hoort."},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        casus: Casus,
        doel: Any = None,
        auto_id: str = "id_%s",
        mensen: Sequence[Persoon] | None = None,
    ) -> None:
        self.mensen = mensen
        super().__init__(data, casus=casus, doel=doel, auto_id=auto_id)

    def prepare(self) -> None:
        """Offer the people who see this casus."""
        found = people_on(self.casus) if self.mensen is None else self.mensen
        people = {str(persoon.user.pk): persoon for persoon in found}
        field = self.fields["naar"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "Kies iemand"), *((pk, str(p)) for pk, p in people.items())]
        field.coerce = lambda pk: people[pk].user
        field.empty_value = None

    def full_clean(self) -> None:
        """Check only what belongs to the button that was pressed."""
        needed = {"toelichting": ReactieSoort.NEEM_OP, "naar": ReactieSoort.DOORGESTUURD}
        for naam, soort in needed.items():
            self.fields[naam].required = self.data.get("soort") == soort
        super().full_clean()
        for naam in needed:
            self.fields[naam].required = True
