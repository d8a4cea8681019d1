"""Signals: the link in the mail, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Casus
from cases.permissions import Handeling
from cases.views.acties import Actie, Opdracht, handle_actie
from cases.views.hulp import get_casus
from monitoring.forms import AntwoordForm
from monitoring.ladder import Status
from monitoring.models import Escalatie, ReactieSoort
from monitoring.services.reacties import answer_escalatie
from thuiszitters.accounts.toegang import ingelogd


def _answer(o: Opdracht) -> None:
    answer_escalatie(
        escalatie=o.doel,
        soort=ReactieSoort(o.waarden["soort"]),
        toelichting=o.waarden["toelichting"],
        naar=o.waarden["naar"],
        inzender=o.inzender,
    )


def _still_open(escalatie: Any) -> bool:
    return Escalatie.objects.filter(pk=escalatie.pk, status=Status.OPEN.value).exists()


ANTWOORD = Actie(
    naam="antwoord",
    handeling=Handeling.SCHRIJF,
    form=AntwoordForm,
    doe=_answer,
    titel="Signaal beantwoorden",
    knop="Ik neem dit op",
    klaar="Je antwoord staat op de tijdlijn.",
    plek="plek-signalen",
    sjabloon="monitoring/_antwoord.html",
    formulier="monitoring/_antwoord.html",
    let_op_versie=False,
    kan_nog=_still_open,
)


def _escalatie(request: HttpRequest, pk: int) -> tuple[Escalatie, Casus]:
    """Return the signal with its casus; 404 for who may not see it, as for what is not there."""
    escalatie = get_object_or_404(Escalatie.objects.select_related("casus"), pk=pk)
    return escalatie, get_casus(request, escalatie.casus.nummer)


@ingelogd
@require_safe
def signaal(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from the mail to the signal on the page of its casus."""
    _, casus = _escalatie(request, pk)
    return redirect(f"{reverse('cases:casus', args=[casus.nummer])}#signaal-{pk}")


@ingelogd
@require_http_methods(["GET", "POST"])
def antwoord(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a signal."""
    escalatie, casus = _escalatie(request, pk)
    sleutels: Mapping[str, Any] = {"pk": pk}
    return handle_actie(request, ANTWOORD, casus, escalatie, sleutels)
