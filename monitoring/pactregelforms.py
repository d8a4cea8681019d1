"""The form for a version of the rules of a pact: one row per rung."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from monitoring.ladder import MAIL_VENSTER, Anker, Ladder, LadderRegel
from monitoring.ladder.controle import TE_VRAGEN_OVER_ACTIES
from monitoring.ladder.woorden import aanleiding_bij, naam_van, rol_in_woorden
from pact.forms.velden import TekstVeld
from thuiszitters.accounts.rollen import Rol
from thuiszitters.ui.forms import DatumField

VOOR, NA = "voor", "na"


class PactregelsForm(forms.Form):
    """From when, and why."""

    geldig_vanaf = DatumField(label="Geldt vanaf", help_text="Vandaag of later.")
    reden = TekstVeld(
        label="Reden",
        required=False,
        max_length=1000,
        rows=3,
        help_text="Verplicht als deze regels ergens minder vragen dan de landelijke.",
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sleutel"].initial = uuid4


class TredeRijForm(forms.Form):
    """One rung: whether it is used, when, how long people have, and who is asked.

    What is the matter is written anew when the days change, so that it never says something else.
    """

    aan = forms.BooleanField(required=False)
    dagen = forms.IntegerField(
        min_value=0,
        max_value=366,
        widget=forms.TextInput(attrs={"class": "invoer--kort", "inputmode": "numeric"}),
    )
    kant = forms.ChoiceField(choices=[(VOOR, "vóór de deadline"), (NA, "na de deadline")])
    termijn = forms.IntegerField(
        widget=forms.TextInput(attrs={"class": "invoer--kort", "inputmode": "numeric"})
    )
    rollen = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(rol.value, rol_in_woorden(rol)) for rol in TE_VRAGEN_OVER_ACTIES],
    )

    def __init__(self, data: QueryDict | None = None, *, regel: LadderRegel) -> None:
        self.regel = regel
        self.naam = naam_van(regel)
        super().__init__(
            data,
            prefix=f"{regel.drempel}-{regel.trede}",
            initial={
                "aan": regel.aan,
                "dagen": abs(regel.dagen),
                "kant": VOOR if regel.dagen < 0 else NA,
                "termijn": regel.termijn,
                "rollen": [rol.value for rol in regel.rollen],
            },
        )
        if regel.anker == Anker.STILTE:
            del self.fields["dagen"], self.fields["kant"]
        labels = {
            "aan": "aan",
            "dagen": "dagen",
            "kant": "vóór of na",
            "termijn": "werkdagen om te antwoorden",
            "rollen": "wie krijgt het signaal",
        }
        for naam, field in self.fields.items():
            field.label = f"{self.naam}: {labels[naam]}"

    def as_regel(self) -> LadderRegel:
        """Return the rung of a valid form."""
        chosen = self.cleaned_data
        dagen = self.regel.dagen
        if "dagen" in chosen:
            dagen = -chosen["dagen"] if chosen["kant"] == VOOR else chosen["dagen"]
        same = dagen == self.regel.dagen
        return replace(
            self.regel,
            aan=chosen["aan"],
            dagen=dagen,
            termijn=chosen["termijn"],
            rollen=tuple(Rol(rol) for rol in chosen["rollen"]),
            aanleiding=self.regel.aanleiding if same else aanleiding_bij(dagen),
        )


class Pactvoorstel:
    """The whole form, checked together."""

    def __init__(
        self, *, van: Ladder, data: QueryDict | None = None, geldig_vanaf: date | None = None
    ) -> None:
        self._van = van
        self.form = PactregelsForm(data, initial={"geldig_vanaf": geldig_vanaf})
        self.treden = [TredeRijForm(data, regel=regel) for regel in van.regels]

    @property
    def groepen(self) -> list[tuple[str, list[TredeRijForm]]]:
        """Return the rows as they are shown together."""
        rows: Sequence[TredeRijForm] = self.treden
        return [
            ("Rond de deadline", [r for r in rows if r.regel.anker == Anker.DEADLINE]),
            ("Als er geen antwoord komt", [r for r in rows if r.regel.anker == Anker.STILTE]),
        ]

    def is_valid(self) -> bool:
        """Return whether every field can be read; the ladder as a whole is checked after."""
        return all([self.form.is_valid(), *(trede.is_valid() for trede in self.treden)])

    def ladder(self) -> Ladder:
        """Return the ladder of a valid form."""
        rungs = tuple(trede.as_regel() for trede in self.treden)
        return Ladder(rungs, self._van.mailvenster or MAIL_VENSTER)

    @property
    def geldig_vanaf(self) -> date:
        """The first day of a valid form."""
        day: date = self.form.cleaned_data["geldig_vanaf"]
        return day

    def refuse(self, error: ValidationError) -> None:
        """Put what a service refuses at its field; on top what has no field here."""
        if not hasattr(error, "error_dict"):
            self.form.add_error(None, error)
            return
        rows = {f"{r.regel.drempel}.{r.regel.trede}": r for r in self.treden}
        for pad, problems in error.error_dict.items():
            row, _, veld = pad.rpartition(".")
            if pad in self.form.fields:
                self.form.add_error(pad, list(problems))
            elif row in rows:
                known = veld if veld in rows[row].fields else None
                rows[row].add_error(known, list(problems))
            else:
                self.form.add_error(None, list(problems))

    @property
    def fouten(self) -> list[forms.BaseForm]:
        """The forms in which something was refused."""
        return [form for form in (self.form, *self.treden) if form.errors]
