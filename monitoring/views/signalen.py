"""Signals: what is asked of me, the link in the mail, and the answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cases.models import Casus
from cases.permissions import Handeling
from cases.views.acties import Actie, Opdracht, handle_actie
from cases.views.casus import is_htmx
from cases.views.hulp import get_casus, user_of
from monitoring.forms import AntwoordForm
from monitoring.ladder import Status
from monitoring.models import Escalatie, ReactieSoort
from monitoring.selectors.actiesignalen import load_mijn_acties
from monitoring.selectors.gevraagd import vervangingen_of
from monitoring.selectors.mijn_signalen import load_mijn_signalen
from monitoring.services.reacties import answer_escalatie
from thuiszitters.accounts.rechten import has_recht
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import ingelogd
from thuiszitters.accounts.views import safe_next


def _answer(o: Opdracht) -> None:
    answer_escalatie(
        escalatie=o.doel,
        soort=ReactieSoort(o.waarden["soort"]),
        toelichting=o.waarden["toelichting"],
        naar=o.waarden["naar"],
        rust_tot=o.waarden["rust_tot"],
        laatste=o.waarden["laatste"] or 0,
        inzender=o.inzender,
    )


def _can_be_answered(escalatie: Any) -> bool:
    waiting = [Status.OPEN.value, Status.BEANTWOORD.value]
    return Escalatie.objects.filter(pk=escalatie.pk, status__in=waiting).exists()


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
    kan_nog=_can_be_answered,
)


def _escalatie(request: HttpRequest, pk: int) -> tuple[Escalatie, Casus]:
    """Return the signal with its casus; 404 for who may not see it, as for what is not there."""
    over_casussen = Escalatie.objects.filter(casus__isnull=False).select_related("casus")
    escalatie = get_object_or_404(over_casussen, pk=pk)
    return escalatie, get_casus(request, escalatie.over_casus.nummer)


@ingelogd
@require_safe
def mijn_signalen(request: HttpRequest) -> HttpResponse:
    """Show what is asked of this person, about casussen and about actions of a pact."""
    user = user_of(request)
    if not (has_recht(user, Recht.SEE_CASES) or has_recht(user, Recht.SEE_PACT)):
        raise PermissionDenied("Er wordt in deze rol niets aan je gevraagd.")
    return render(request, "monitoring/mijn_signalen.html", _page(request, request.GET))


def _page(request: HttpRequest, query: Mapping[str, Any]) -> dict[str, Any]:
    today = timezone.localdate()
    mijn = load_mijn_signalen(user_of(request), today, query.get("pagina"))
    mijn_acties = load_mijn_acties(user_of(request), today)
    return {
        "mijn": mijn,
        "mijn_acties": mijn_acties,
        "aantal": mijn.aantal + len(mijn_acties),
        "ziet_casussen": has_recht(user_of(request), Recht.SEE_CASES),
        "peildatum": today,
        "vervangingen": vervangingen_of(user_of(request), today),
    }


def _list_again(request: HttpRequest) -> HttpResponse:
    """Return the list anew, in the place of what the page shows; open forms keep their input."""
    address = urlsplit(safe_next(request, ""))
    per_plek = defaultdict(list)
    for melding in get_messages(request):
        per_plek[melding.extra_tags or ""].append(melding)
    context = _page(request, QueryDict(address.query)) | {
        "meldingen_per_plek": dict(per_plek),
        "klaar_plek": request.headers.get("HX-Target", ""),
        "navigatie_opnieuw": True,
    }
    response = render(request, "monitoring/_mijn_signalen_deel.html", context)
    response["HX-Retarget"] = "#mijn-signalen"
    response["HX-Reswap"] = "outerHTML show:none"
    return response


ANTWOORD_IN_LIJST = replace(ANTWOORD, antwoord=_list_again)


@ingelogd
@require_safe
def signaal(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead from the mail to the signal on the page of its casus."""
    _, casus = _escalatie(request, pk)
    return redirect(f"{reverse('cases:casus', args=[casus.nummer])}#signaal-{pk}")


@ingelogd
@require_http_methods(["GET", "POST"])
def antwoord(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a signal, on the page of its casus or in the list of the person asked."""
    escalatie, casus = _escalatie(request, pk)
    sleutels: Mapping[str, Any] = {"pk": pk}
    in_list = urlsplit(safe_next(request, "")).path == reverse("monitoring:mijn_signalen")
    actie = ANTWOORD_IN_LIJST if in_list and is_htmx(request) else ANTWOORD
    return handle_actie(request, actie, casus, escalatie, sleutels)
