"""What the partners are asked for a next pact, and what they give."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pact.bouwsteenblad import MEDIA_TYPE, bouwstenen_docx
from pact.errors import AlGedaan, VerouderdeVersie
from pact.forms.vervolg import BouwsteenForm, VraagForm
from pact.models import Bouwsteen, Bouwsteenvraag, Pact, Partner
from pact.selectors.partner import current_partner, partner_ids_of
from pact.selectors.partners import partners_of
from pact.selectors.vervolg import get_vraag, giften_of, list_vragen, load_inbreng
from pact.services.bouwstenen import (
    Bijlage,
    Gesloten,
    ask_bouwstenen,
    close_vraag,
    give_bouwsteen,
    remind_partners,
    reopen_vraag,
)
from pact.views.hulp import add_errors, get_pact, inzender_of, organisatie_of
from pact.views.overleg.hulp import led_pact, leidt
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


def _get(pact: Pact, nr: int) -> Bouwsteenvraag:
    found = get_vraag(pact, nr)
    if found is None:
        raise Http404("Deze vraag bestaat niet.")
    return found


@vereist(Recht.SEE_PACT)
@require_GET
def bouwstenen(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was asked for a next pact; to the lead with how many gave something."""
    pact = get_pact(request, code)
    organisatie = organisatie_of(request)
    context: dict[str, Any] = {
        "pact": pact,
        "peildatum": timezone.localdate(),
        "mag_leiden": leidt(request, pact),
        "partner": current_partner(pact, organisatie),
        "vragen": list_vragen(pact, partner_ids_of(pact, organisatie)),
        "aantal_partners": partners_of(pact).count(),
    }
    return render(request, "pact/bouwstenen.html", context)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def bouwsteenvraag_nieuw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask all partners for bouwstenen."""
    pact = led_pact(request, code)
    form = VraagForm(request.POST or None)
    status = 200 if request.method == "GET" else 422
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = ask_bouwstenen(
                pact=pact,
                vraag=data["vraag"],
                uiterlijk=data["uiterlijk"],
                inzender=inzender_of(request, sleutel=data["sleutel"]),
            )
        except AlGedaan as done:
            messages.info(request, str(done))
            return redirect("pact:bouwsteenvraag", code=code, nr=done.nr)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "De vraag staat klaar. Mail de partners zodat zij het weten.")
            return redirect("pact:bouwsteenvraag", code=code, nr=made.nr)
    context = {"pact": pact, "form": form}
    return render(request, "pact/bouwstenen_vraag.html", context, status=status)


@vereist(Recht.SEE_PACT)
@require_http_methods(["GET", "POST"])
def bouwsteenvraag(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Show a question, what this partner gave and what may be seen of others; give something."""
    pact = get_pact(request, code)
    vraag = _get(pact, nr)
    if request.method == "GET":
        return _page(request, vraag)
    partner = current_partner(pact, organisatie_of(request))
    if partner is None:
        raise PermissionDenied(
            f"{organisatie_of(request)} is geen partner in dit pact en geeft dus geen inbreng."
        )
    last = _last(request, vraag)
    form = BouwsteenForm(request.POST, request.FILES, laatste=last)
    if not form.is_valid():
        return _page(request, vraag, form, status=422)
    try:
        _give(request, vraag, partner, form)
    except VerouderdeVersie as stale:
        data = request.POST.copy()
        data["versie"] = str(stale.versie)
        form = BouwsteenForm(data, request.FILES, laatste=_last(request, vraag))
        form.is_valid()
        return _page(request, vraag, form, verouderd=True, status=409)
    except Gesloten as closed:
        form.add_error(None, str(closed))
        return _page(request, _get(pact, nr), form, status=409)
    except ValidationError as error:
        add_errors(form, error)
        return _page(request, vraag, form, status=422)
    messages.success(request, "Jullie inbreng is bewaard.")
    return redirect("pact:bouwsteenvraag", code=code, nr=nr)


def _give(
    request: HttpRequest, vraag: Bouwsteenvraag, partner: Partner, form: BouwsteenForm
) -> None:
    data = form.cleaned_data
    give_bouwsteen(
        vraag=vraag,
        partner=partner,
        tekst=data["tekst"],
        geen=data["geen"],
        bijlagen=[Bijlage(sent.name or "", sent.read()) for sent in data["bijlagen"]],
        houd=data.get("houd", ()),
        inzender=inzender_of(request, versie=data["versie"]),
    )


def _last(request: HttpRequest, vraag: Bouwsteenvraag) -> Bouwsteen | None:
    partner = current_partner(vraag.pact, organisatie_of(request))
    giften = giften_of(vraag, [partner.pk]) if partner is not None else []
    return giften[0].bouwsteen if giften else None


def _page(
    request: HttpRequest,
    vraag: Bouwsteenvraag,
    form: BouwsteenForm | None = None,
    *,
    verouderd: bool = False,
    status: int = 200,
) -> HttpResponse:
    pact = vraag.pact
    organisatie = organisatie_of(request)
    partner = current_partner(pact, organisatie)
    ids = partner_ids_of(pact, organisatie)
    leads = leidt(request, pact)
    is_open = vraag.gesloten_op is None
    own = giften_of(vraag, ids)
    rows = load_inbreng(vraag) if leads or not is_open else []
    current = [rij for rij in rows if not rij.weg]
    if form is None and partner is not None and is_open:
        last = next((g.bouwsteen for g in own if g.bouwsteen.partner_id == partner.pk), None)
        form = BouwsteenForm(laatste=last)
    context: dict[str, Any] = {
        "pact": pact,
        "vraag": vraag,
        "peildatum": timezone.localdate(),
        "is_open": is_open,
        "mag_leiden": leads,
        "partner": partner,
        "eigen": own,
        "form": form,
        "verouderd": verouderd,
        "inbreng": rows,
        "gevers": [rij for rij in rows if rij.laatste],
        "gegeven": sum(1 for rij in current if rij.laatste),
        "totaal": len(current),
        "stil": [rij for rij in current if not rij.laatste],
    }
    return render(request, "pact/bouwstenen_vraagpagina.html", context, status=status)


@vereist(Recht.SEE_PACT)
@require_POST
def bouwsteenvraag_herinner(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Mail the contact persons of the partners that gave nothing yet, once a day."""
    vraag = _get(led_pact(request, code), nr)
    try:
        sent = remind_partners(vraag=vraag, inzender=inzender_of(request))
    except Gesloten as closed:
        messages.error(request, str(closed))
    else:
        if sent:
            people = "1 contactpersoon krijgt" if sent == 1 else f"{sent} contactpersonen krijgen"
            messages.success(request, f"{people} een e-mail met een link.")
        else:
            messages.info(
                request,
                "Er is niemand om te mailen: iedereen gaf iets, kreeg vandaag al een e-mail, of "
                "heeft geen contactpersoon.",
            )
    return redirect("pact:bouwsteenvraag", code=code, nr=nr)


@vereist(Recht.SEE_PACT)
@require_POST
def bouwsteenvraag_sluit(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Close a question: all partners then see what was given."""
    vraag = _get(led_pact(request, code), nr)
    close_vraag(vraag=vraag, inzender=inzender_of(request))
    messages.success(request, "De vraag is gesloten. Alle partners zien nu wat er is gegeven.")
    return redirect("pact:bouwsteenvraag", code=code, nr=nr)


@vereist(Recht.SEE_PACT)
@require_POST
def bouwsteenvraag_heropen(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Open a closed question again."""
    vraag = _get(led_pact(request, code), nr)
    reopen_vraag(vraag=vraag, inzender=inzender_of(request))
    messages.success(
        request, "De vraag is weer open. Partners zien nu alleen nog hun eigen inbreng."
    )
    return redirect("pact:bouwsteenvraag", code=code, nr=nr)


@vereist(Recht.SEE_PACT)
@require_GET
def bouwsteenvraag_docx(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Give everything that was given as one document: to the lead, after closing to all."""
    pact = get_pact(request, code)
    vraag = _get(pact, nr)
    if vraag.gesloten_op is None and not leidt(request, pact):
        raise PermissionDenied(
            "Wat anderen gaven, zie je als de regievoerder deze vraag heeft gesloten."
        )
    response = HttpResponse(bouwstenen_docx(vraag, load_inbreng(vraag)), content_type=MEDIA_TYPE)
    name = f"bouwstenen-{pact.code}-{vraag.nr}.docx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
