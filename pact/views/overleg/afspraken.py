"""What was agreed in a pact: the list, one afspraak with its history, saying how it stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from pact.errors import PactError, VerouderdeVersie
from pact.forms.overleg import AfspraakFilter, AfspraakForm, StandForm, afspraak_choices
from pact.keuzes import AfspraakStatus
from pact.models import Afspraak, Pact, Partner
from pact.permissions import may_afspraak
from pact.selectors import partners_of
from pact.selectors.overleg import afspraken_for, afspraken_of, count_afspraken
from pact.services.overleg import add_stand, change_afspraak
from pact.services.overleg.afspraken import words_of
from pact.views.hulp import get_pact, inzender_of, organisatie_of, user_of
from pact.views.overleg.houdafspraken import refresh_versie
from pact.views.overleg.hulp import led_pact, leidt
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


def _get(request: HttpRequest, pact: Pact, nr: int) -> Afspraak:
    found = afspraken_of(pact, leidt=leidt(request, pact)).filter(nr=nr).first()
    if found is None:
        raise Http404("Deze afspraak bestaat niet.")
    return found


@vereist(Recht.SEE_PACT)
@require_GET
def afspraken(request: HttpRequest, code: str) -> HttpResponse:
    """Show the afspraken of a pact: open ones first due first, or as the filter asks."""
    pact = get_pact(request, code)
    today = timezone.localdate()
    everything = afspraken_of(pact, leidt=leidt(request, pact))
    partners = list(partners_of(pact))
    form = AfspraakFilter(request.GET, partners=partners)
    form.is_valid()
    toon, partner = form.cleaned_data.get("toon", ""), form.cleaned_data.get("partner", "")
    mine = _own_partner(request, partners)
    chosen = afspraken_for(everything, int(partner)) if partner else everything
    context: dict[str, Any] = {
        "pact": pact,
        "peildatum": today,
        "filter": form,
        "toon": toon,
        "partner": partner,
        "eigen": mine,
        "telling": count_afspraken(chosen, peildatum=today),
        "afspraken": list(_shown(chosen, toon, today)),
    }
    return render(request, "pact/overleg/afspraken.html", context)


def _own_partner(request: HttpRequest, partners: list[Partner]) -> Partner | None:
    organisatie = organisatie_of(request)
    return next((p for p in partners if p.organisatie_id == organisatie.pk), None)


def _shown(chosen: Any, toon: str, today: Any) -> Any:
    by_day = [F("uiterlijk").asc(nulls_last=True), "nr"]
    match toon:
        case "te_laat":
            return chosen.filter(status=AfspraakStatus.OPEN, uiterlijk__lt=today).order_by(*by_day)
        case "gedaan" | "vervallen":
            return chosen.filter(status=toon).order_by("-nr")
        case "alle":
            return chosen.order_by("-nr")
    return chosen.filter(status=AfspraakStatus.OPEN).order_by(*by_day)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def afspraak(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Show an afspraak with everything that was said of it; who has it says how it stands."""
    pact = get_pact(request, code)
    found = _get(request, pact, nr)
    oordeel = may_afspraak(user_of(request), found)
    leads = leidt(request, pact)
    if request.method == "GET":
        form = StandForm(afspraak=found, mag_vervallen=leads)
        return _page(request, found, form, mag=oordeel.mag)
    if not oordeel.mag:
        raise PermissionDenied(oordeel.waarom)
    form = StandForm(request.POST, afspraak=found, mag_vervallen=leads)
    status = 422
    if form.is_valid():
        try:
            add_stand(
                afspraak=found,
                status=AfspraakStatus(form.cleaned_data["status"]),
                opmerking=form.cleaned_data["opmerking"],
                inzender=inzender_of(request, versie=form.cleaned_data["versie"]),
            )
        except VerouderdeVersie as stale:
            refresh_versie(form, stale)
            status = 409
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"De stand van afspraak {found.nr} is vastgelegd.")
            return redirect("pact:afspraak", code=pact.code, nr=found.nr)
    return _page(request, _get(request, pact, nr), form, mag=True, status=status)


def _page(
    request: HttpRequest, found: Afspraak, form: StandForm, *, mag: bool, status: int = 200
) -> HttpResponse:
    context = {
        "pact": found.pact,
        "afspraak": found,
        "standen": list(reversed(found.standen.all())),
        "form": form,
        "mag_stand": mag,
        "mag_leiden": leidt(request, found.pact),
        "peildatum": timezone.localdate(),
    }
    return render(request, "pact/overleg/afspraak.html", context, status=status)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def afspraak_wijzig(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Change what was agreed, who has it and by when; 409 when somebody else did so since."""
    pact = led_pact(request, code)
    found = _get(request, pact, nr)
    partners, acties = _with_own(found, *afspraak_choices(pact))
    if request.method == "GET":
        form = AfspraakForm(
            initial=AfspraakForm.start_of(found),
            partners=partners,
            acties=acties,
            afspraak=found,
        )
        return _form_page(request, found, form)
    form = AfspraakForm(request.POST, partners=partners, acties=acties, afspraak=found)
    status, now = 422, None
    if form.is_valid():
        try:
            change_afspraak(
                afspraak=found,
                inhoud=form.inhoud(),
                inzender=inzender_of(request, versie=form.cleaned_data["versie"]),
            )
        except VerouderdeVersie as stale:
            data = request.POST.copy()
            data["versie"] = str(stale.versie)
            form = AfspraakForm(data, partners=partners, acties=acties, afspraak=found)
            form.is_valid()
            status, now = 409, words_of(_get(request, pact, nr))
        except PactError as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Afspraak {found.nr} is opgeslagen.")
            return redirect("pact:afspraak", code=pact.code, nr=found.nr)
    return _form_page(request, found, form, status=status, nu=now)


def _with_own(
    found: Afspraak, partners: list[Partner], acties: list[Any]
) -> tuple[list[Partner], list[Any]]:
    """Return the choices, with what the afspraak has already though it cannot be chosen anew."""
    have = [p for p in (found.eigenaar, *found.mede_eigenaren.all()) if p is not None]
    known = {partner.pk for partner in partners}
    extra = list({p.pk: p for p in have if p.pk not in known}.values())
    own = found.actie
    missing = own is not None and own.pk not in {actie.pk for actie in acties}
    return [*partners, *extra], [*acties, own] if missing else acties


def _form_page(
    request: HttpRequest,
    found: Afspraak,
    form: AfspraakForm,
    *,
    status: int = 200,
    nu: dict[str, str] | None = None,
) -> HttpResponse:
    context = {"pact": found.pact, "afspraak": found, "form": form, "nu": nu}
    return render(request, "pact/overleg/afspraak_form.html", context, status=status)
