"""The list of meetings, one meeting with its agenda, and planning."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pact.errors import AlGedaan, PactError, VerouderdeVersie
from pact.forms.overleg import OverlegForm
from pact.keuzes import OverlegStatus
from pact.models import Overleg, Pact
from pact.selectors.deelnemers import contact_ids_of, people_by_partner
from pact.selectors.overleg import (
    afspraken_of,
    count_afspraken,
    next_overleg,
    overleggen_of,
)
from pact.services.overleg import (
    cancel_overleg,
    change_overleg,
    create_overleg,
    resume_overleg,
)
from pact.views.hulp import get_pact, inzender_of, user_of
from pact.views.overleg.hulp import get_overleg, led_overleg, led_pact, leidt, to_overleg
from pact.views.overleg.pagina import overleg_context
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_PACT)
@require_GET
def overleggen(request: HttpRequest, code: str) -> HttpResponse:
    """Show the meetings of a pact: the next one first, then what was."""
    pact = get_pact(request, code)
    today = timezone.localdate()
    leads = leidt(request, pact)
    rows = list(overleggen_of(pact))
    following = next_overleg(pact, today)
    planned = [o for o in reversed(rows) if o.status == OverlegStatus.GEPLAND and o.datum >= today]
    earlier = [o for o in rows if o not in planned]
    context: dict[str, Any] = {
        "pact": pact,
        "peildatum": today,
        "mag_leiden": leads,
        "eerstvolgend": following,
        "gepland": [o for o in planned if o != following],
        "geweest": earlier,
        "telling": count_afspraken(afspraken_of(pact, leidt=leads), peildatum=today),
    }
    return render(request, "pact/overleg/lijst.html", context)


@vereist(Recht.SEE_PACT)
@require_GET
def overleg(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Show a meeting: when and where, who is asked, its agenda; for the lead the way on."""
    pact = get_pact(request, code)
    context = overleg_context(request, get_overleg(pact, nr))
    return render(request, "pact/overleg/overleg.html", context)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def overleg_nieuw(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a meeting; its agenda is there at once. `?na=` opens it as another one was."""
    pact = led_pact(request, code)
    people, contacts = people_by_partner(pact), contact_ids_of(pact)
    if request.method == "GET":
        asked = contacts | {user_of(request).pk}
        start: dict[str, Any] = {"deelnemers": [str(pk) for pk in sorted(asked)]}
        raw = request.GET.get("na", "")
        if raw.isdigit() and (before := pact.overleggen.filter(nr=int(raw)).first()):
            start = _start_of(before) | {"datum": None}
        form = OverlegForm(initial=start, people=people, contacts=contacts)
        return _form_page(request, pact, form)
    form = OverlegForm(request.POST, people=people, contacts=contacts)
    if form.is_valid():
        try:
            made = create_overleg(
                pact=pact,
                gegevens=form.gegevens(),
                genodigden=form.genodigden(),
                inzender=inzender_of(request, sleutel=form.cleaned_data["sleutel"]),
            )
        except AlGedaan as done:
            messages.info(request, str(done))
            return redirect("pact:overleg", code=done.code, nr=done.nr)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Het overleg is gepland en de agenda is gevuld.")
            _warn(request, made)
            return to_overleg(made)
    return _form_page(request, pact, form, status=422)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def overleg_wijzig(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Change when, where and who; 409 when somebody else did so since the form was opened."""
    found = led_overleg(request, code, nr)
    pact = found.pact
    people, contacts = people_by_partner(pact), contact_ids_of(pact)
    if request.method == "GET":
        form = OverlegForm(
            initial=_start_of(found), people=people, contacts=contacts, overleg=found
        )
        return _form_page(request, pact, form, overleg=found)
    form = OverlegForm(request.POST, people=people, contacts=contacts, overleg=found)
    if form.is_valid():
        try:
            saved = change_overleg(
                overleg=found,
                gegevens=form.gegevens(),
                genodigden=form.genodigden(),
                inzender=inzender_of(request, versie=form.cleaned_data["versie"]),
            )
        except VerouderdeVersie as stale:
            data = request.POST.copy()
            data["versie"] = str(stale.versie)
            again = OverlegForm(data, people=people, contacts=contacts, overleg=found)
            again.is_valid()
            here = OverlegForm(initial=_start_of(found), people=people, contacts=contacts)
            shown = [here[naam] for naam in ("soort", "titel", "datum", "plaats")]
            return _form_page(request, pact, again, overleg=found, status=409, nu_opgeslagen=shown)
        except PactError as refused:
            form.add_error(None, str(refused))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Het overleg is opgeslagen.")
            _warn(request, saved)
            return to_overleg(saved)
    return _form_page(request, pact, form, overleg=found, status=422)


@vereist(Recht.SEE_PACT)
@require_POST
def overleg_vervalt(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Call a meeting off: calendars show it as such, its afspraken go to the next one."""
    found = led_overleg(request, code, nr)
    try:
        cancel_overleg(overleg=found, inzender=inzender_of(request))
    except PactError as refused:
        messages.error(request, str(refused))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, "Dit overleg gaat niet door. De afspraken komen terug in het volgende."
        )
    return to_overleg(found)


@vereist(Recht.SEE_PACT)
@require_POST
def overleg_gaat_door(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Let a meeting that was called off take place after all."""
    found = led_overleg(request, code, nr)
    resume_overleg(overleg=found, inzender=inzender_of(request))
    messages.success(request, "Dit overleg gaat weer door.")
    return to_overleg(found)


def _warn(request: HttpRequest, overleg: Overleg) -> None:
    """Say what may be a mistake and is allowed all the same."""
    if overleg.datum < timezone.localdate():
        messages.warning(request, "Let op: de datum van dit overleg is al voorbij.")
    einde = overleg.pact.einde
    if einde is not None and overleg.datum > einde:
        messages.warning(request, "Let op: dit overleg is na het einde van het pact.")


def _start_of(overleg: Overleg) -> dict[str, Any]:
    deelnames = list(overleg.deelnames.all())
    return OverlegForm.start_of(
        overleg,
        asked=[d.user_id for d in deelnames if d.user_id is not None],
        gasten=[d.gast for d in deelnames if d.gast],
    )


def _form_page(
    request: HttpRequest,
    pact: Pact,
    form: OverlegForm,
    *,
    overleg: Overleg | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    context = {"pact": pact, "overleg": overleg, "form": form, **extra}
    return render(request, "pact/overleg/form.html", context, status=status)
