"""The forms of the agenda: a file, and what waits for a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from pact.forms.velden import PartnersKeuze, choose_from
from pact.models import Actie, Partner
from thuiszitters.ui.forms import DatumField


class BestandForm(forms.Form):
    """The file an agenda stands in."""

    bestand = forms.FileField(
        label="Bestand met de agenda",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.docx"}),
        help_text="CSV, XLSX of DOCX. Je ziet eerst wat er gaat gebeuren.",
        error_messages={"required": "Kies een bestand."},
    )


class PeriodeForm(forms.Form):
    """The days of a period that could not be read for certain."""

    begin = DatumField(label="Begin", required=False, help_text="")
    einde = DatumField(label="Einde", required=False, help_text="")
    deadline = DatumField(label="Deadline", required=False, help_text="")
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, actie: Actie, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", f"periode{actie.nr}")
        kwargs.setdefault(
            "initial",
            {
                "begin": actie.begin,
                "einde": actie.einde,
                "deadline": actie.deadline,
                "versie": actie.versie,
            },
        )
        super().__init__(*args, **kwargs)


class BetrokkenenForm(forms.Form):
    """The partners that a text means."""

    betrokken = PartnersKeuze(label="Welke partners zijn dat?")
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, actie: Actie, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", f"partijen{actie.nr}")
        held = [partner.pk for partner in actie.betrokken.all()]
        kwargs.setdefault("initial", {"betrokken": held, "versie": actie.versie})
        super().__init__(*args, **kwargs)
        today = Q(pk__in=Partner.objects.current().values("pk"))
        offered = Partner.objects.filter(today | Q(pk__in=held), pact_id=actie.pact_id)
        choose_from(
            self.fields["betrokken"],
            offered.select_related("organisatie").order_by("organisatie__naam", "id"),
        )
