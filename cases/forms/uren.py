"""The forms for missed hours and for sick reports."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from cases.forms.actie import ActieForm
from cases.forms.feiten import FEITFORMS, FeitForm
from cases.forms.velden import reden_field
from cases.models import Casus
from cases.models.feiten import MEESTE_UREN, MINSTE_UREN
from thuiszitters.ui.forms import DatumField

_DAG = timedelta(days=1)
_FOUT = "Vul een kwartier tot en met 24 uur in, bijvoorbeeld 1,5."
_FOUTCODES = (
    "invalid",
    "min_value",
    "max_value",
    "max_digits",
    "max_decimal_places",
    "max_whole_digits",
)
_WEEKDAGEN = {
    "ma": "Maandag",
    "di": "Dinsdag",
    "wo": "Woensdag",
    "do": "Donderdag",
    "vr": "Vrijdag",
}


def _uren(label: str, *, required: bool = True, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        help_text=hint,
        min_value=MINSTE_UREN,
        max_value=MEESTE_UREN,
        max_digits=4,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "size": 5}),
        error_messages=dict.fromkeys(_FOUTCODES, _FOUT),
    )


def _geoorloofd() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Zijn deze uren geoorloofd?",
        choices=(
            ("nee", "Ongeoorloofd: ze tellen mee voor de 16 uur"),
            ("ja", "Geoorloofd: ziek gemeld, verlof of schorsing"),
        ),
        coerce=lambda value: value == "ja",
        empty_value=None,
        widget=forms.RadioSelect,
    )


class UrenForm(ActieForm):
    """Hours missed on one day."""

    naast = (("datum", "uren"),)
    datum = DatumField(label="Dag")
    uren = _uren("Gemiste uren", hint="Bijvoorbeeld 5 of 1,5.")
    geoorloofd = _geoorloofd()

    @property
    def waarden(self) -> dict[str, Any]:
        values = super().waarden
        return {
            "uren": {values["datum"]: values["uren"]},
            "geoorloofd": values["geoorloofd"],
        }


class UrenWeekForm(ActieForm):
    """Hours missed on the schooldagen of one week."""

    naast = (("ma", "di", "wo", "do", "vr"),)
    datum = DatumField(label="Een dag in die week", help_text="Elke dag van de week is goed.")
    ma = _uren(_WEEKDAGEN["ma"], required=False)
    di = _uren(_WEEKDAGEN["di"], required=False)
    wo = _uren(_WEEKDAGEN["wo"], required=False)
    do = _uren(_WEEKDAGEN["do"], required=False)
    vr = _uren(_WEEKDAGEN["vr"], required=False)
    geoorloofd = _geoorloofd()

    @property
    def waarden(self) -> dict[str, Any]:
        values = super().waarden
        day: date = values["datum"]
        monday = day - day.weekday() * _DAG
        hours: dict[date, Decimal] = {
            monday + place * _DAG: values[naam]
            for place, naam in enumerate(_WEEKDAGEN)
            if values[naam] is not None
        }
        return {"uren": hours, "geoorloofd": values["geoorloofd"]}


class UrenFeitForm(FeitForm):
    """Correct the hours of one day."""

    naast = (("datum", "uren"),)
    velden = ("datum", "uren", "geoorloofd")
    datum = DatumField(label="Dag")
    uren = _uren("Gemiste uren")
    geoorloofd = _geoorloofd()
    reden = reden_field()

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        return {**super().start(casus, doel), "geoorloofd": "ja" if doel.geoorloofd else "nee"}


class ZiekForm(ActieForm):
    """A sick report."""

    naast = (("begin", "einde"),)
    begin = DatumField(label="Eerste dag ziek")
    einde = DatumField(
        label="Eerste schooldag terug", required=False, help_text="Leeg zolang de leerling ziek is."
    )


class BeterForm(ActieForm):
    """The running sick report ends."""

    op = DatumField(
        label="Eerste schooldag terug",
        help_text="Dat mag ook een dag zijn die nog komt, bijvoorbeeld maandag.",
    )


ALLE_FEITFORMS: dict[str, type[FeitForm]] = {**FEITFORMS, "uren": UrenFeitForm}
"""The form that corrects each kind of fact."""
