"""The page on which a meeting is held. Every part of it is saved by itself.

With a script a part answers in its place; without one the whole page comes back, with what was
typed and what was wrong.
"""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pact.errors import PactError, VerouderdeVersie
from pact.keuzes import Aanwezigheid
from pact.models import Overleg, Standpunt
from pact.selectors.deelnemers import people_of
from pact.services.overleg import (
    add_deelnemer,
    add_standpunt,
    change_standpunt,
    close_overleg,
    remove_standpunt,
    save_aanwezigheid,
    save_punt,
    save_tekst,
)
from pact.services.overleg.houden import TEKSTEN
from pact.views.hulp import inzender_of
from pact.views.overleg.houdpagina import (
    aanwezig_context,
    answer_in_place,
    back_to,
    show_page,
    standpunten_context,
    tried,
)
from pact.views.overleg.hulp import can_be_held, get_punt, is_htmx, led_overleg, to_overleg
from pact.views.overleg.stukjes import (
    Stukje,
    answer_part,
    send_stukje,
    stukje_of_punt,
    stukje_of_standpunt,
    stukje_of_tekst,
)
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist


@vereist(Recht.SEE_PACT)
@require_GET
def houden(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Show the page to hold a meeting with: who, what, decided, agreed."""
    overleg = led_overleg(request, code, nr)
    if not can_be_held(overleg):
        return to_overleg(overleg)
    return show_page(request, overleg)


def _answer_stukje(
    request: HttpRequest, overleg: Overleg, stukje: Stukje, status: int
) -> HttpResponse:
    if is_htmx(request):
        return answer_part(request, stukje, status)
    if status == 200:
        messages.success(request, f"Opgeslagen om {timezone.localtime():%H:%M}.")
        return back_to(overleg, stukje.anker)
    return show_page(request, overleg, status, stukje=stukje)


@vereist(Recht.SEE_PACT)
@require_POST
def houden_tekst(request: HttpRequest, code: str, nr: int, veld: str) -> HttpResponse:
    """Save the opening or the closing."""
    overleg = led_overleg(request, code, nr)
    if veld not in TEKSTEN:
        raise Http404
    stukje, status = send_stukje(
        request,
        lambda: stukje_of_tekst(led_overleg(request, code, nr), veld),
        lambda sent, inzender: save_tekst(
            overleg=overleg, veld=veld, tekst=sent["tekst"], inzender=inzender
        ),
    )
    return _answer_stukje(request, overleg, stukje, status)


@vereist(Recht.SEE_PACT)
@require_POST
def houden_punt(request: HttpRequest, code: str, nr: int, pk: int) -> HttpResponse:
    """Save what was discussed and decided at a point."""
    overleg = led_overleg(request, code, nr)
    punt = get_punt(overleg, pk)
    stukje, status = send_stukje(
        request,
        lambda: stukje_of_punt(overleg, get_punt(overleg, pk)),
        lambda sent, inzender: save_punt(
            punt=punt, besproken=sent["besproken"], besluit=sent["besluit"], inzender=inzender
        ),
    )
    return _answer_stukje(request, overleg, stukje, status)


def _standpunt(overleg: Overleg, pk: int) -> Standpunt:
    found = overleg.standpunten.select_related("partner__organisatie").filter(pk=pk).first()
    if found is None:
        raise Http404("Dit standpunt is er niet meer.")
    found.overleg = overleg
    return found


@vereist(Recht.SEE_PACT)
@require_POST
def houden_standpunt(request: HttpRequest, code: str, nr: int, pk: int) -> HttpResponse:
    """Save what a partner said."""
    overleg = led_overleg(request, code, nr)
    standpunt = _standpunt(overleg, pk)
    stukje, status = send_stukje(
        request,
        lambda: stukje_of_standpunt(overleg, _standpunt(overleg, pk)),
        lambda sent, inzender: change_standpunt(
            standpunt=standpunt, tekst=sent["tekst"], inzender=inzender
        ),
    )
    return _answer_stukje(request, overleg, stukje, status)


@vereist(Recht.SEE_PACT)
@require_POST
def houden_standpunt_weg(request: HttpRequest, code: str, nr: int, pk: int) -> HttpResponse:
    """Take what a partner said out of the minutes."""
    overleg = led_overleg(request, code, nr)
    standpunt = _standpunt(overleg, pk)
    wrong, status = tried(
        lambda: remove_standpunt(standpunt=standpunt, inzender=inzender_of(request))
    )
    return answer_in_place(
        request,
        overleg,
        status,
        deel="_standpunten",
        anker="standpunten",
        context_of=partial(standpunten_context, overleg),
        sent={"standpunt_nieuw": {"fouten": wrong}} if wrong else {},
    )


@vereist(Recht.SEE_PACT)
@require_POST
def houden_standpunten(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Add what a partner said."""
    overleg = led_overleg(request, code, nr)
    raw = request.POST.get("partner", "")
    partner = overleg.pact.partners.filter(pk=int(raw)).first() if raw.isdecimal() else None
    tekst = request.POST.get("tekst", "")

    def write() -> None:
        if partner is None:
            raise ValidationError("Kies welke partij dit zei.")
        add_standpunt(overleg=overleg, partner=partner, tekst=tekst, inzender=inzender_of(request))

    wrong, status = tried(write)
    typed = {"partner": raw, "tekst": tekst, "fouten": wrong}
    return answer_in_place(
        request,
        overleg,
        status,
        deel="_standpunten",
        anker="standpunten",
        context_of=partial(standpunten_context, overleg),
        sent={"standpunt_nieuw": typed} if wrong else {},
    )


@vereist(Recht.SEE_PACT)
@require_POST
def houden_aanwezig(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Save who was there; `iedereen` says all who were asked and nothing was said of."""
    overleg = led_overleg(request, code, nr)
    keuzes: dict[int, tuple[Aanwezigheid, Aanwezigheid]] = {}
    for pk, now in overleg.deelnames.values_list("pk", "aanwezigheid"):
        was = request.POST.get(f"stond-{pk}", now)
        says = request.POST.get(f"aanwezig-{pk}", was)
        if "iedereen" in request.POST and says == Aanwezigheid.GENODIGD:
            says = Aanwezigheid.AANWEZIG
        if was in Aanwezigheid.values and says in Aanwezigheid.values:
            keuzes[pk] = (Aanwezigheid(was), Aanwezigheid(says))
    wrong, status = "", 200
    try:
        save_aanwezigheid(overleg=overleg, keuzes=keuzes, inzender=inzender_of(request))
    except VerouderdeVersie as stale:
        # Nothing was written: the choices stay on the page, beside what stands there now.
        wrong, status = f"{stale} Kijk het lijstje na en kies opnieuw.", 409
    except (PactError, ValidationError) as refused:
        wrong, status = _words(refused), 409
    chosen = {pk: str(says) for pk, (_, says) in keuzes.items()} if wrong else {}
    if not is_htmx(request):
        if wrong:
            return show_page(request, overleg, status, aanwezig=chosen, aanwezig_fout=wrong)
        return back_to(overleg, "aanwezigheid")
    context = aanwezig_context(overleg, {"aanwezig": chosen, "aanwezig_fout": wrong})
    context |= {"opgeslagen": None if wrong else timezone.localtime(), "als_deel": True}
    whole = wrong or "iedereen" in request.POST
    name = "_aanwezig.html" if whole else "_aanwezig_antwoord.html"
    response = render(request, f"pact/overleg/{name}", context, status=status)
    if whole:
        response["HX-Retarget"] = "#aanwezigheid"
        response["HX-Reswap"] = "outerHTML"
    return response


@vereist(Recht.SEE_PACT)
@require_POST
def houden_erbij(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Add somebody who came in without being asked."""
    overleg = led_overleg(request, code, nr)
    raw, gast = request.POST.get("user", ""), request.POST.get("gast", "")
    user = people_of(overleg.pact).filter(pk=int(raw)).first() if raw.isdecimal() else None
    wrong, status = tried(
        lambda: add_deelnemer(overleg=overleg, user=user, gast=gast, inzender=inzender_of(request))
    )
    typed = {"user": raw, "gast": gast, "fouten": wrong}
    return answer_in_place(
        request,
        overleg,
        status,
        deel="_aanwezig",
        anker="aanwezigheid",
        context_of=partial(aanwezig_context, overleg),
        sent={"erbij": typed} if wrong else {},
        als_deel=True,
    )


@vereist(Recht.SEE_PACT)
@require_POST
def houden_afsluiten(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Close the meeting: the partners see what was agreed, the minutes are read over."""
    overleg = led_overleg(request, code, nr)
    try:
        close_overleg(overleg=overleg, inzender=inzender_of(request))
    except (PactError, ValidationError) as refused:
        if is_htmx(request):
            context = aanwezig_context(overleg, {}) | {"afsluiten_fout": _words(refused)}
            return render(request, "pact/overleg/_afsluiten.html", context, status=422)
        messages.error(request, _words(refused))
        return back_to(overleg, "afsluiten")
    messages.success(
        request, "Het overleg is afgesloten. Lees het verslag na en stel het dan vast."
    )
    away = to_overleg(overleg, "pact:verslag")
    return HttpResponse(headers={"HX-Redirect": away["Location"]}) if is_htmx(request) else away


def _words(refused: PactError | ValidationError) -> str:
    return " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)
