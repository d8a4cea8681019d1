"""The own page of a partner: what it promised, what is asked of it now, answered on the spot."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pact.errors import AlGedaan, VerouderdeVersie
from pact.forms.overleg import StandForm
from pact.forms.voortgang import VoortgangForm
from pact.keuzes import AfspraakStatus
from pact.models import Actie, Afspraak, Pact
from pact.panelen import actiepanelen_for
from pact.selectors.acties import changes_since
from pact.selectors.partner import (
    MijnActie,
    acties_of,
    current_partner,
    load_mijn,
    mijn_afspraken,
    partner_ids_of,
    read_acties,
)
from pact.services.overleg import add_stand
from pact.views.actiepagina import BIJDRAGEN
from pact.views.hulp import add_errors, get_actie, get_pact, inzender_of, organisatie_of
from pact.views.overleg.hulp import is_htmx, leidt
from pact.views.voortgang import write_bijdrage
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist

_BIJDRAGEN = {bijdrage.naam: bijdrage for bijdrage in BIJDRAGEN}
_ONDER_SIGNAAL = frozenset({"update", "bewijs"})
"""What can be sent beside the answers to a signal, which hold the others."""


@vereist(Recht.SEE_PACT)
@require_GET
def mijn(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the organisation somebody acts for has to do in this pact."""
    return _page(request, get_pact(request, code))


def _page(
    request: HttpRequest,
    pact: Pact,
    *,
    rij: dict[str, Any] | None = None,
    stand: StandForm | None = None,
    nr: int = 0,
    status: int = 200,
) -> HttpResponse:
    """Render the page; `rij` is the action that stands open, `stand` a refused form of `nr`."""
    organisatie = organisatie_of(request)
    partner = current_partner(pact, organisatie)
    today = timezone.localdate()
    context: dict[str, Any] = {
        "pact": pact,
        "partner": partner,
        "organisatie": organisatie,
        "peildatum": today,
        "mag_leiden": leidt(request, pact),
    }
    if partner is not None:
        ids = partner_ids_of(pact, organisatie)
        found = load_mijn(pact, partner, ids, leidt=context["mag_leiden"], peildatum=today)
        context |= {
            "mijn": found,
            "rijen": [
                rij if rij and rij["rij"].actie.pk == actie.actie.pk else {"rij": actie}
                for actie in found.acties
            ],
            "afspraken": [
                _afspraak_row(request, a, stand if stand and a.nr == nr else None)
                for a in found.afspraken
            ],
            "form": rij.get("form") if rij else stand,
        }
    return render(request, "pact/mijn.html", context, status=status)


# --- an action -----------------------------------------------------------------------------------


def _mine(request: HttpRequest, pact: Pact, nr: int) -> MijnActie:
    """Return an action of the organisation somebody acts for.

    Raises Http404 where there is no such action, and PermissionDenied for one of others.
    """
    organisatie = organisatie_of(request)
    ids = partner_ids_of(pact, organisatie) if current_partner(pact, organisatie) else frozenset()
    rows = read_acties(acties_of(pact, ids).filter(nr=nr), ids, timezone.localdate())
    if rows:
        return rows[0]
    get_actie(pact, nr)
    raise PermissionDenied(
        f"{organisatie} is geen eigenaar van deze actie. Op de pagina van de actie lees je wie "
        "dat wel is."
    )


def _make_form(naam: str, actie: Actie, *args: Any) -> VoortgangForm:
    """Return a form of one contribution, apart from those of other actions on the page."""
    return _BIJDRAGEN[naam].form(*args, actie=actie, prefix=f"a{actie.nr}-{naam}")


def _open_row(
    request: HttpRequest,
    rij: MijnActie,
    sent: tuple[str, VoortgangForm] | None = None,
    versie: int | None = None,
) -> dict[str, Any]:
    """Return a row with everything that can be answered in it."""
    actie = rij.actie
    code = actie.pact.code
    offered = [
        bijdrage
        for bijdrage in BIJDRAGEN
        if (sent and sent[0] == bijdrage.naam)
        or bijdrage.naam in _ONDER_SIGNAAL
        or (rij.is_open and rij.gevraagd is None)
    ]
    return {
        "rij": rij,
        "uit": True,
        "panelen": actiepanelen_for(request, actie),
        "bijdragen": [
            {
                "bijdrage": bijdrage,
                "url": reverse("pact:mijn_bijdrage", args=[code, actie.nr, bijdrage.naam]),
                "form": sent[1]
                if sent and sent[0] == bijdrage.naam
                else _make_form(bijdrage.naam, actie),
                "open": sent is not None and sent[0] == bijdrage.naam,
            }
            for bijdrage in offered
        ],
        "form": sent[1] if sent else None,
        "sindsdien": list(changes_since(actie, versie)) if versie is not None else None,
    }


def _answer(
    request: HttpRequest, pact: Pact, row: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return the row alone to htmx, and the whole page with that row open to others."""
    if is_htmx(request):
        context = {"pact": pact, "peildatum": timezone.localdate(), **row}
        return render(request, "pact/_mijn_actie.html", context, status=status)
    return _page(request, pact, rij=row, status=status)


@vereist(Recht.SEE_PACT)
@require_GET
def mijn_actie(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Open one action on the page: what is asked about it, and the ways to answer."""
    pact = get_pact(request, code)
    rij = _mine(request, pact, nr)
    if not is_htmx(request) and not rij.is_open:
        return redirect("pact:actie", code=pact.code, nr=nr)
    row = {"rij": rij} if request.GET.get("dicht") else _open_row(request, rij)
    return _answer(request, pact, row)


@vereist(Recht.SEE_PACT)
@require_POST
def mijn_bijdrage(request: HttpRequest, code: str, nr: int, naam: str) -> HttpResponse:
    """Add an update or evidence to an own action, or say done, later or passed on."""
    pact = get_pact(request, code)
    rij = _mine(request, pact, nr)
    if naam not in _BIJDRAGEN:
        raise Http404("Dit antwoord bestaat niet.")
    form = _make_form(naam, rij.actie, request.POST, request.FILES)
    if not form.is_valid():
        return _answer(request, pact, _open_row(request, rij, (naam, form)), status=422)
    data = form.cleaned_data
    inzender = inzender_of(request, sleutel=data["sleutel"], versie=data["versie"])
    try:
        # A file that is kept without what it belongs to would be lost.
        with transaction.atomic():
            said = write_bijdrage(naam, rij.actie, data, inzender)
    except AlGedaan as done:
        said = str(done)
    except VerouderdeVersie as stale:
        again = request.POST.copy()
        again[form.add_prefix("versie")] = str(stale.versie)
        form = _make_form(naam, rij.actie, again, request.FILES)
        form.is_valid()
        row = _open_row(request, _mine(request, pact, nr), (naam, form), data["versie"])
        return _answer(request, pact, row, status=409)
    except ValidationError as error:
        add_errors(form, error)
        return _answer(request, pact, _open_row(request, rij, (naam, form)), status=422)
    if is_htmx(request):
        return saved_row(request, pact, nr, said)
    messages.success(request, said)
    return redirect(reverse("pact:mijn", args=[code]) + f"#actie-{nr}")


def refused_row(
    request: HttpRequest, pact: Pact, nr: int, panelen: list[str], *, status: int
) -> HttpResponse:
    """Return the row with everything open, and in it these panels with what was refused."""
    row = _open_row(request, _mine(request, pact, nr))
    return _answer(request, pact, row | {"panelen": panelen}, status=status)


def saved_row(request: HttpRequest, pact: Pact, nr: int, said: str) -> HttpResponse:
    """Return the row as it stands now; one line of words when it went to somebody else."""
    try:
        row: dict[str, Any] = {"rij": _mine(request, pact, nr)}
    except PermissionDenied:
        row = {"weg": nr}
    return _answer(request, pact, row | {"bewaard": said})


# --- an afspraak ---------------------------------------------------------------------------------


def _afspraak_row(
    request: HttpRequest, afspraak: Afspraak, form: StandForm | None = None
) -> dict[str, Any]:
    return {
        "afspraak": afspraak,
        "form": form or _stand_form(request, afspraak),
        "uit": form is not None,
    }


def _stand_form(request: HttpRequest, afspraak: Afspraak, *args: Any) -> StandForm:
    return StandForm(
        *args,
        afspraak=afspraak,
        mag_vervallen=leidt(request, afspraak.pact),
        prefix=f"afspraak{afspraak.nr}",
    )


@vereist(Recht.SEE_PACT)
@require_POST
def mijn_afspraak(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Say how an own afspraak stands, or that it is done, from the page itself."""
    pact = get_pact(request, code)
    found = _my_afspraak(request, pact, nr)
    if found is None:
        # Done meanwhile, or of somebody else: the page of the afspraak says which.
        return redirect("pact:afspraak", code=pact.code, nr=nr)
    form = _stand_form(request, found, request.POST)
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
            data = request.POST.copy()
            data[form.add_prefix("versie")] = str(stale.versie)
            found = _my_afspraak(request, pact, nr) or found
            form = _stand_form(request, found, data)
            form.add_error(None, str(stale) + " Lees wat er staat en verstuur dan opnieuw.")
            status = 409
        except ValidationError as error:
            add_errors(form, error)
        else:
            said = f"De stand van afspraak {nr} is vastgelegd."
            if is_htmx(request):
                now = _my_afspraak(request, pact, nr)
                row = _afspraak_row(request, now) if now else {"afspraak": found, "klaar": True}
                return _afspraak_part(request, pact, row | {"bewaard": said})
            messages.success(request, said)
            return redirect(reverse("pact:mijn", args=[code]) + "#afspraken")
    row = _afspraak_row(request, found, form)
    if is_htmx(request):
        return _afspraak_part(request, pact, row, status=status)
    return _page(request, pact, stand=form, nr=nr, status=status)


def _my_afspraak(request: HttpRequest, pact: Pact, nr: int) -> Afspraak | None:
    organisatie = organisatie_of(request)
    if current_partner(pact, organisatie) is None:
        return None
    ids = partner_ids_of(pact, organisatie)
    mine = mijn_afspraken(pact, ids, leidt=leidt(request, pact))
    return next((a for a in mine if a.nr == nr), None)


def _afspraak_part(
    request: HttpRequest, pact: Pact, row: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {"pact": pact, "peildatum": timezone.localdate(), **row}
    return render(request, "pact/_mijn_afspraak.html", context, status=status)
