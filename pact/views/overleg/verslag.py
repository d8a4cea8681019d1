"""The minutes of a meeting: page, PDF, agreed, sent; and the meeting for a calendar."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pact.errors import PactError
from pact.ical import MEDIA_TYPE, Afspraaktijd, build_calendar
from pact.keuzes import OverlegSoort, OverlegStatus
from pact.models import Overleg
from pact.selectors.verslag import minutes_of
from pact.services.overleg import add_opmerking, adopt_verslag, send_verslag
from pact.views.hulp import get_pact, inzender_of
from pact.views.overleg.hulp import can_be_held, get_overleg, led_overleg, leidt, to_overleg
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist
from thuiszitters.pdf import render_pdf


def _readable(request: HttpRequest, code: str, nr: int) -> Overleg:
    """Return a meeting whose minutes this person may read: agreed ones, or those they lead."""
    pact = get_pact(request, code)
    found = get_overleg(pact, nr)
    if found.status != OverlegStatus.VASTGESTELD and not leidt(request, pact):
        raise PermissionDenied(
            "Het verslag van dit overleg is nog niet vastgesteld. Je krijgt bericht als het er is."
        )
    return found


@vereist(Recht.SEE_PACT)
@require_GET
def verslag(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Show the minutes: agreed ones to everybody of the pact, a concept to the lead."""
    return _page(request, _readable(request, code, nr))


def _page(
    request: HttpRequest,
    found: Overleg,
    *,
    status: int = 200,
    fouten: list[str] | None = None,
    getypt: str = "",
) -> HttpResponse:
    context = {
        "pact": found.pact,
        "overleg": found,
        "verslag": minutes_of(found),
        "concept": found.status != OverlegStatus.VASTGESTELD,
        "mag_leiden": leidt(request, found.pact),
        "houdbaar": can_be_held(found),
        "aantal_mail": found.deelnames.filter(user__isnull=False, user__is_active=True).count(),
        "fouten": fouten or [],
        "getypt": getypt,
    }
    return render(request, "pact/overleg/verslag.html", context, status=status)


@vereist(Recht.SEE_PACT)
@require_GET
def verslag_pdf(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Return the minutes as a PDF; agreed ones give the same bytes every time."""
    found = _readable(request, code, nr)
    made = render_pdf("verslag", minutes_of(found), op=found.vastgesteld_op)
    return _file(made, "application/pdf", f"verslag-{found.pact.code}-{found.nr}.pdf")


@vereist(Recht.SEE_PACT)
@require_POST
def verslag_vaststellen(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Agree the minutes: they do not change any more."""
    found = led_overleg(request, code, nr)
    try:
        adopt_verslag(overleg=found, inzender=inzender_of(request))
    except PactError as refused:
        messages.error(request, str(refused))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Het verslag is vastgesteld en verandert niet meer.")
    return to_overleg(found, "pact:verslag")


@vereist(Recht.SEE_PACT)
@require_POST
def verslag_versturen(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Mail who is on the list that the minutes are there; nobody twice."""
    found = led_overleg(request, code, nr)
    try:
        sent = send_verslag(overleg=found, inzender=inzender_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        if sent:
            noun = "deelnemer krijgt" if sent == 1 else "deelnemers krijgen"
            messages.success(request, f"{sent} {noun} een e-mail met een link naar het verslag.")
        else:
            messages.info(request, "Iedereen had de e-mail al. Er is niets nog eens verstuurd.")
    return to_overleg(found, "pact:verslag")


@vereist(Recht.SEE_PACT)
@require_POST
def verslag_opmerking(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Put a correction of agreed minutes on the agenda of the next meeting."""
    found = led_overleg(request, code, nr)
    tekst = request.POST.get("tekst", "")
    try:
        punt = add_opmerking(overleg=found, tekst=tekst, inzender=inzender_of(request))
    except PactError as refused:
        return _page(request, found, status=409, fouten=[str(refused)], getypt=tekst)
    except ValidationError as error:
        return _page(request, found, status=422, fouten=error.messages, getypt=tekst)
    messages.success(request, f"De opmerking staat op de agenda van overleg {punt.overleg.nr}.")
    return to_overleg(found, "pact:verslag")


def in_calendar(overleg: Overleg, *, plaats: bool) -> Afspraaktijd:
    """Return a meeting as a calendar needs it; with its place only where that is asked."""
    path = reverse("pact:overleg", args=[overleg.pact.code, overleg.nr])
    return Afspraaktijd(
        pk=overleg.pk,
        soort=OverlegSoort(overleg.soort).label,
        pact=overleg.pact.code,
        datum=overleg.datum,
        begintijd=overleg.begintijd,
        eindtijd=overleg.eindtijd,
        versie=overleg.versie,
        vervallen=overleg.status == OverlegStatus.VERVALLEN,
        url=f"{settings.SITE_URL}{path}",
        plaats=overleg.plaats if plaats else "",
    )


@vereist(Recht.SEE_PACT)
@require_GET
def overleg_ics(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Return a meeting as a file for a calendar."""
    found = get_overleg(get_pact(request, code), nr)
    made = build_calendar([in_calendar(found, plaats=True)], nu=timezone.now())
    return _file(made, MEDIA_TYPE, f"overleg-{found.pact.code}-{found.nr}.ics")


def _file(inhoud: bytes, soort: str, naam: str) -> HttpResponse:
    response = HttpResponse(inhoud, content_type=soort)
    response["Content-Disposition"] = f'attachment; filename="{naam}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
