"""Signals about the actions of a pact: the link in the mail, the answer, and who was addressed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.errors import NietToegestaan
from cases.services.tijdlijn import Inzender
from monitoring.actieforms import ANTWOORDEN, AanspreekForm
from monitoring.actiepaneel import (
    answer_forms,
    from_mijn,
    is_in_row,
    make_form,
    paneel_context,
    refused_paneel,
)
from monitoring.ladder import Trede
from monitoring.models import Escalatie
from monitoring.selectors.actiesignalen import (
    Filter,
    aangesproken_in,
    count_aangesproken,
    load_actiesignalen,
    read_rows,
)
from monitoring.services.actiereacties import address_by_hand, answer_actie
from pact.errors import AlGedaan
from pact.forms.voortgang import VoortgangForm
from pact.keuzes import Antwoord
from pact.models import Actie
from pact.permissions import Handeling, may_bijdragen
from pact.services.voortgang import store_bestand
from pact.views.hulp import add_errors, demand, get_actie, get_pact, inzender_of, user_of
from pact.views.partner import refused_row, saved_row
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist

PER_BLADZIJDE = 50


def _signaal(request: HttpRequest, pk: int) -> tuple[Escalatie, Actie]:
    """Return the signal with its action; 404 for who may not see it, as for what is not there.

    Raises PermissionDenied for who sees the pact and does not answer for the action.
    """
    escalatie = Escalatie.objects.filter(pk=pk).select_related("actie__pact").first()
    if escalatie is None or escalatie.actie is None:
        raise Http404("Dit signaal bestaat niet.")
    actie = get_actie(get_pact(request, escalatie.actie.pact.code), escalatie.actie.nr)
    oordeel = may_bijdragen(user_of(request), actie)
    if not oordeel.mag:
        raise PermissionDenied(oordeel.waarom)
    return escalatie, actie


@vereist(Recht.SEE_PACT)
@require_GET
def actiesignaal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one signal: what is asked, by when, of whom, and the ways to answer."""
    escalatie, actie = _signaal(request, pk)
    return _page(request, escalatie, actie)


def _page(
    request: HttpRequest,
    escalatie: Escalatie,
    actie: Actie,
    *,
    sent: tuple[Antwoord, VoortgangForm] | None = None,
    waarom: str = "",
    status: int = 200,
) -> HttpResponse:
    signalen = load_actiesignalen(actie, user_of(request), timezone.localdate())
    signaal = next((s for s in signalen if s.escalatie.pk == escalatie.pk), None)
    if signaal is None:
        raise Http404("Dit signaal is overgeslagen.")
    refused = (escalatie.pk, *sent) if sent else None
    antwoorden = answer_forms(actie, signaal, refused) if signaal.te_beantwoorden else []
    context = {
        **paneel_context(request, actie),
        "signaal": signaal,
        "antwoorden": antwoorden,
        "waarom": waarom,
        "verstuurd": sent[1] if sent else None,
    }
    return render(request, "monitoring/actiesignaal.html", context, status=status)


@vereist(Recht.SEE_PACT)
@require_POST
def actieantwoord(request: HttpRequest, pk: int, antwoord: str) -> HttpResponse:
    """Answer a signal about an action in one of the four ways."""
    escalatie, actie = _signaal(request, pk)
    try:
        chosen = Antwoord(antwoord)
    except ValueError:
        raise Http404("Dit antwoord bestaat niet.") from None
    form = make_form(ANTWOORDEN[chosen][2], actie, pk, chosen, request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, escalatie, actie, (chosen, form), status=422)
    data = form.cleaned_data
    inzender = inzender_of(request, sleutel=data["sleutel"])
    try:
        # A file that is kept without what it belongs to would be lost.
        with transaction.atomic():
            answer_actie(
                escalatie=escalatie,
                antwoord=chosen,
                inzender=inzender,
                laatste=_seen(request),
                **_values(actie, data, inzender),
            )
    except AlGedaan as done:
        said, tell = str(done), messages.info
    except NietToegestaan as refused:
        return _refused(request, escalatie, actie, (chosen, form), waarom=str(refused), status=409)
    except ValidationError as error:
        _add_errors(form, error)
        return _refused(request, escalatie, actie, (chosen, form), status=422)
    else:
        said, tell = "Je antwoord is bewaard.", messages.success
    if is_in_row(request):
        return saved_row(request, actie.pact, actie.nr, said)
    tell(request, said)
    return redirect(_back(request, actie))


def _refused(
    request: HttpRequest,
    escalatie: Escalatie,
    actie: Actie,
    sent: tuple[Antwoord, VoortgangForm],
    *,
    waarom: str = "",
    status: int,
) -> HttpResponse:
    """Show what was refused where it was filled in: in its row, or on the page of the signal."""
    if is_in_row(request):
        paneel = refused_paneel(request, actie, (escalatie.pk, *sent), waarom)
        return refused_row(request, actie.pact, actie.nr, [paneel], status=status)
    return _page(request, escalatie, actie, sent=sent, waarom=waarom, status=status)


def _back(request: HttpRequest, actie: Actie) -> str:
    """Return where an answer was given: the own page of the partner, or that of the action."""
    if from_mijn(request):
        return reverse("pact:mijn", args=[actie.pact.code]) + f"#actie-{actie.nr}"
    return reverse("pact:actie", args=[actie.pact.code, actie.nr])


def _seen(request: HttpRequest) -> int | None:
    """Return the last answer that stood on the page; None where that does not say."""
    sent = request.POST.get("laatste", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else None


def _values(actie: Actie, data: dict[str, Any], inzender: Inzender) -> dict[str, Any]:
    """Return what was filled in, as the service takes it; a file is stored first."""
    values: dict[str, Any] = {
        naam: data[naam]
        for naam in ("toelichting", "rust_tot", "deadline", "resultaat", "bewijs", "link", "naar")
        if naam in data
    }
    if "reden" in data:
        values["toelichting"] = data["reden"]
    sent = data.get("bestand")
    if isinstance(sent, UploadedFile):
        values["bestand"] = store_bestand(
            pact=actie.pact, naam=sent.name or "", inhoud=sent.read(), inzender=inzender
        )
    return values


def _add_errors(form: VoortgangForm, error: ValidationError) -> None:
    """Put what the service refuses at the field in which it was typed."""
    if "reden" in form.fields and "toelichting" in getattr(error, "error_dict", {}):
        error = ValidationError(
            {"reden" if v == "toelichting" else v: m for v, m in error.message_dict.items()}
        )
    add_errors(form, error)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def aanspreken(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Address the owner of an action by hand, on a rung and in one's own words."""
    pact = get_pact(request, code)
    demand(request, Handeling.LEIDEN, pact)
    actie = get_actie(pact, nr)
    form = AanspreekForm(request.POST or None, initial={"trede": actie.trede or Trede.STIMULEREN})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = address_by_hand(
                actie=actie,
                trede=Trede(data["trede"]),
                tekst=data["tekst"],
                inzender=inzender_of(request, sleutel=data["sleutel"]),
            )
        except AlGedaan as done:
            messages.info(request, str(done))
            return redirect("pact:actie", code=code, nr=nr)
        except ValidationError as error:
            add_errors(form, error)
        else:
            hole = (
                ""
                if not made.zonder_ontvanger
                else (" Er is niemand te bereiken voor de eigenaar: jij krijgt het signaal zelf.")
            )
            messages.success(request, f"De eigenaar is aangesproken.{hole}")
            return redirect(f"{reverse('pact:actie', args=[code, nr])}#signaal-{made.pk}")
    context = {"pact": pact, "actie": actie, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "monitoring/aanspreken.html", context, status=status)


@vereist(Recht.SEE_PACT)
@require_GET
def aangesproken(request: HttpRequest, code: str) -> HttpResponse:
    """Show who was addressed in a pact, on what, on which rung, and what came of it."""
    pact = get_pact(request, code)
    demand(request, Handeling.LEIDEN, pact)
    wanted = request.GET.get("toon", Filter.OPEN)
    keuze = wanted if wanted in {Filter.OPEN, Filter.HAND, Filter.ALLES} else Filter.OPEN
    pagina = Paginator(aangesproken_in(pact, keuze), PER_BLADZIJDE).get_page(
        request.GET.get("pagina")
    )
    aantallen = count_aangesproken(pact)
    context = {
        "pact": pact,
        "pagina": pagina,
        "signalen": read_rows(pagina.object_list, user_of(request), timezone.localdate()),
        "keuze": keuze,
        "keuzes": [
            (Filter.OPEN, "wacht op antwoord", aantallen["open"]),
            (Filter.HAND, "met de hand", aantallen["hand"]),
            (Filter.ALLES, "alles", aantallen["alles"]),
        ],
        "peildatum": timezone.localdate(),
    }
    return render(request, "monitoring/aangesproken.html", context)
