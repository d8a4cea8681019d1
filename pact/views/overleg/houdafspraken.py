"""What is agreed in a meeting, how the earlier ones stand, and when the next one is."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from pact.errors import AlGedaan, PactError, VerouderdeVersie
from pact.forms.overleg import AfspraakForm, StandForm, VolgendeForm, afspraak_choices
from pact.keuzes import AfspraakStatus
from pact.models import Overleg
from pact.services.overleg import (
    add_stand,
    create_afspraak,
    plan_next,
)
from pact.views.hulp import inzender_of
from pact.views.overleg.houdpagina import (
    afspraken_context,
    answer_in_place,
    punt_context,
    volgende_context,
)
from pact.views.overleg.hulp import get_punt, led_overleg
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_PACT)
@require_POST
def houden_stand(request: HttpRequest, code: str, nr: int, pk: int) -> HttpResponse:
    """Say how an afspraak of an earlier meeting stands."""
    overleg = led_overleg(request, code, nr)
    punt = get_punt(overleg, pk)
    afspraak = punt.afspraak
    if afspraak is None:
        raise Http404("Dit punt gaat niet over een afspraak.")
    form = StandForm(request.POST, afspraak=afspraak, mag_vervallen=True, prefix=f"stand{pk}")
    status = _send_stand(request, overleg, form, afspraak)
    return answer_in_place(
        request,
        overleg,
        status,
        deel="_stand",
        anker=f"punt-{pk}",
        context_of=partial(punt_context, overleg, pk),
        sent={f"stand{pk}": form} if status != 200 else {},
    )


def _send_stand(request: HttpRequest, overleg: Overleg, form: StandForm, afspraak: Any) -> int:
    if not form.is_valid():
        return 422
    try:
        add_stand(
            afspraak=afspraak,
            status=AfspraakStatus(form.cleaned_data["status"]),
            opmerking=form.cleaned_data["opmerking"],
            inzender=inzender_of(request, versie=form.cleaned_data["versie"]),
            overleg=overleg,
        )
    except VerouderdeVersie as stale:
        refresh_versie(form, stale)
        return 409
    except PactError as refused:
        form.add_error(None, str(refused))
        return 409
    except ValidationError as error:
        form.add_error(None, error)
        return 422
    return 200


def refresh_versie(form: forms.Form, stale: VerouderdeVersie) -> None:
    """Let a stale form be sent again, knowingly: what was typed stays, the version moves on."""
    data = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix("versie")] = str(stale.versie)
    form.data = data
    form.add_error(
        None,
        "Iemand anders zei intussen iets over deze afspraak. Lees het hieronder. Klopt wat jij "
        "schreef nog? Leg het dan opnieuw vast.",
    )


@vereist(Recht.SEE_PACT)
@require_POST
def houden_afspraak(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Write down a new afspraak; the form is empty again for the next."""
    overleg = led_overleg(request, code, nr)
    partners, acties = afspraak_choices(overleg.pact)
    form = AfspraakForm(request.POST, prefix="afspraak", partners=partners, acties=acties)
    status, made = 422, None
    if form.is_valid():
        inzender = inzender_of(request, sleutel=form.sent_by())
        try:
            made = create_afspraak(overleg=overleg, inhoud=form.inhoud(), inzender=inzender)
            status = 200
        except AlGedaan:
            status = 200
        except PactError as refused:
            form.add_error(None, str(refused))
            status = 409
        except ValidationError as error:
            form.add_error(None, error)
    return answer_in_place(
        request,
        overleg,
        status,
        deel="_nieuwe_afspraken",
        anker="afspraken",
        context_of=partial(afspraken_context, overleg),
        sent={} if status == 200 else {"afspraak": form},
        gemaakt=made,
    )


@vereist(Recht.SEE_PACT)
@require_POST
def houden_volgende(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Plan the next moment: the same kind, place and people."""
    overleg = led_overleg(request, code, nr)
    form = VolgendeForm(request.POST, prefix="volgende")
    status = 422
    if form.is_valid():
        data = form.cleaned_data
        try:
            plan_next(
                overleg=overleg,
                datum=data["datum"],
                begintijd=data["begintijd"],
                inzender=inzender_of(request, sleutel=data["sleutel"]),
            )
            status = 200
        except AlGedaan:
            status = 200
        except ValidationError as error:
            form.add_error(None, error)
    return answer_in_place(
        request,
        overleg,
        status,
        deel="_volgende",
        anker="volgend",
        context_of=partial(volgende_context, overleg),
        sent={} if status == 200 else {"volgende": form},
    )
