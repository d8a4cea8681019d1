"""Signals about the actions of a pact: the link in the mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from monitoring.models import Escalatie
from pact.views.hulp import get_pact
from thuiszitters.accounts.toegang import ingelogd


@ingelogd
@require_safe
def actiesignaal(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from the mail to the action."""
    over_acties = Escalatie.objects.filter(actie__isnull=False).select_related("actie__pact")
    escalatie = get_object_or_404(over_acties, pk=pk)
    actie = escalatie.over_actie
    get_pact(request, actie.pact.code)
    return redirect(f"{reverse('pact:actie', args=[actie.pact.code, actie.nr])}#signaal-{pk}")
