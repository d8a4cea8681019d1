"""Where a child stands on any day, under any version of the rules. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.models import Casus, Regelset
from cases.selectors.feiten import load_feiten
from cases.services.regels import Regelsets, as_versie
from cases.stand import LANDELIJK, OngeldigeFeiten, bereken_signalen, bereken_stand
from cases.stand import Regelset as Definities
from cases.views.hulp import get_casus
from monitoring.ladder import Drempel
from monitoring.ladder.woorden import DREMPELNAMEN
from thuiszitters.accounts.toegang import ingelogd
from thuiszitters.kalender import datum_kort
from thuiszitters.ui.forms import DatumField

VAN_DIE_DAG = ""
IN_DE_CODE = "code"


class StandvraagForm(forms.Form):
    """Which day, and which rules."""

    op = DatumField(label="Op welke dag?")
    regels = forms.ChoiceField(label="Met welke regels?", required=False)

    def __init__(self, *args: Any, versies: list[Regelset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["regels"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (VAN_DIE_DAG, "de regels van die dag"),
            (IN_DE_CODE, "de landelijke regels"),
            *((str(row.pk), _in_words(row)) for row in versies),
        ]
        self._versies = {str(row.pk): row for row in versies}

    def definities(self, casus: Casus) -> Definities:
        """Return the rules a valid form asks for."""
        asked = self.cleaned_data["regels"]
        if asked in self._versies:
            return as_versie(self._versies[asked]).regelset
        if asked == IN_DE_CODE:
            return LANDELIJK
        return Regelsets([casus.swv_id]).regelset(casus.swv_id, self.cleaned_data["op"])


def _in_words(row: Regelset) -> str:
    until = f" tot {datum_kort(row.geldig_tot)}" if row.geldig_tot else ""
    return f"{row.code}, geldt vanaf {datum_kort(row.geldig_vanaf)}{until}"


@ingelogd
@require_GET
def stand(request: HttpRequest, nummer: str) -> HttpResponse:
    """Show the Stand of a casus on another day or under other rules, with its explanation."""
    casus = get_casus(request, nummer)
    versies = list(
        Regelset.objects.filter(Q(swv=casus.swv_id) | Q(swv__isnull=True)).exclude(
            geldig_tot=F("geldig_vanaf")
        )
    )
    vandaag = timezone.localdate()
    asked = "op" in request.GET
    form = StandvraagForm(
        request.GET if asked else None, versies=versies, initial={"op": vandaag, "regels": ""}
    )
    context: dict[str, Any] = {"casus": casus, "form": form}
    if asked and form.is_valid():
        context |= _answer(casus, form)
    status = 422 if form.errors else 200
    return render(request, "monitoring/regels/stand.html", context, status=status)


def _answer(casus: Casus, form: StandvraagForm) -> dict[str, Any]:
    op, regelset = form.cleaned_data["op"], form.definities(casus)
    feiten = load_feiten([casus])[casus.pk]
    try:
        found = bereken_stand(feiten, regelset, op)
    except OngeldigeFeiten as error:
        return {"fout": str(error)}
    signalen = bereken_signalen(feiten, regelset, op).signalen
    return {
        "op": op,
        "regelset": regelset,
        "stand": found,
        "signalen": [(DREMPELNAMEN[Drempel(signaal.naam.value)], signaal) for signaal in signalen],
    }
