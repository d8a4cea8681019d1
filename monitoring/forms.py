"""The form with which a signal is answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from cases.forms.actie import ActieForm
from cases.models import Casus
from cases.selectors.casus import Persoon, people_on
from monitoring.ladder import MEESTE_RUST, Status
from monitoring.models import Escalatie, Reactie, ReactieSoort
from thuiszitters.accounts.models import User
from thuiszitters.kalender import datum_kort, plus_werkdagen
from thuiszitters.ui.forms import DatumField

VOORGESTELDE_RUST = 5
"""Werkdagen that the form proposes to somebody who takes a signal up."""

_ALLEEN_BIJ = {
    "toelichting": frozenset({ReactieSoort.NEEM_OP.value}),
    "rust_tot": frozenset({ReactieSoort.NEEM_OP.value}),
    "naar": frozenset({ReactieSoort.DOORGESTUURD.value}),
}
"""Which fields must be filled in for which button."""


class AntwoordForm(ActieForm):
    """Seen, taken up, or somebody else's. Which of the three is the button that was pressed."""

    use_required_attribute = False  # which button is pressed decides what must be filled in

    laatste = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """The last answer that stood there when the form opened."""
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
    rust_tot = DatumField(
        label="Tot en met welke dag ben je ermee bezig?",
        error_messages={"required": "Kies tot en met welke dag je ermee bezig bent."},
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

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        """Propose a week of work, and keep which answer was seen."""
        return {
            "rust_tot": plus_werkdagen(timezone.localdate(), VOORGESTELDE_RUST),
            "laatste": laatste_antwoord(doel.reacties.all()) if doel is not None else 0,
        }

    def prepare(self) -> None:
        """Offer the people who see this casus, and say how far ahead the day may lie."""
        latest: date = plus_werkdagen(timezone.localdate(), MEESTE_RUST)
        self.fields["rust_tot"].help_text = (
            f"Hoogstens {MEESTE_RUST} werkdagen vooruit: uiterlijk {datum_kort(latest)}. Tot die "
            "dag krijg je geen herinnering. Is het geen werkdag, dan word je de werkdag erna weer "
            "gevraagd."
        )
        found = people_on(self.casus) if self.mensen is None else self.mensen
        people = {str(persoon.user.pk): persoon for persoon in found}
        field = self.fields["naar"]
        assert isinstance(field, forms.TypedChoiceField)
        self.iedereen = [("", "Kies iemand"), *((pk, str(p)) for pk, p in people.items())]
        field.choices = self.iedereen
        field.coerce = lambda pk: people[pk].user
        field.empty_value = None

    def voor(self, user: User) -> None:
        """Offer everybody but themselves; who sends themselves is told why that cannot be."""
        widget = self.fields["naar"].widget
        assert isinstance(widget, forms.Select)
        widget.choices = [(pk, wie) for pk, wie in self.iedereen if pk != str(user.pk)]

    @property
    def is_opgepakt(self) -> bool:
        """Whether somebody took the signal up already: it can only be taken up anew."""
        return self.doel is not None and self.doel.status == Status.BEANTWOORD.value

    @property
    def opgepakt_door(self) -> int | None:
        """Who took it up last; None where nobody did."""
        taken = [r for r in self.antwoorden if r.soort == ReactieSoort.NEEM_OP]
        return taken[-1].door_id if taken else None

    @property
    def nu_gezien(self) -> int:
        """The last answer as it stands now: what the form will have seen when it is sent again."""
        return laatste_antwoord(self.doel.reacties.all()) if self.doel is not None else 0

    @cached_property
    def antwoorden(self) -> list[Reactie]:
        """The answers so far, for who was overtaken by one."""
        if not isinstance(self.doel, Escalatie):
            return []
        return list(self.doel.reacties.select_related("door", "naar").order_by("op", "pk"))

    def full_clean(self) -> None:
        """Check only what belongs to the button that was pressed."""
        for naam, soorten in _ALLEEN_BIJ.items():
            self.fields[naam].required = self.data.get("soort") in soorten
        super().full_clean()
        for naam in _ALLEEN_BIJ:
            self.fields[naam].required = True


def laatste_antwoord(reacties: Sequence[Reactie] | Any) -> int:
    """Return which of these took the signal up or passed it on last; 0 where none did."""
    done = (reactie.pk for reactie in reacties if reactie.soort != ReactieSoort.GEZIEN)
    return max(done, default=0)
