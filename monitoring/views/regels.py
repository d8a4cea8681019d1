"""The rules of a samenwerkingsverband: its versions, one of them, and a new one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.errors import AlGedaan
from cases.models import Regelset
from cases.views.hulp import inzender_of, user_of
from monitoring.ladder.geheel import Regels
from monitoring.ladder.vergelijking import afwijkingen
from monitoring.regelforms import Voorstel, take_over_texts
from monitoring.selectors.regels import (
    Toestand,
    Voortgang,
    swvs_of,
    toestand_of,
    versieregel,
    versies_of,
    voortgang_of,
)
from monitoring.selectors.voorbeeld import Preview, preview
from monitoring.services.regelboek import Regelboek
from monitoring.services.regels import (
    check_voorstel,
    make_regelset,
    why_not_withdraw,
    withdraw_regelset,
)
from monitoring.views.regelblad import blad_of, preview_blad
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht, Soort
from thuiszitters.accounts.toegang import vereist
from thuiszitters.kalender import datum_kort
from thuiszitters.ui.templatetags.ui import foutoverzicht

GEEN_SWV = "Alleen een samenwerkingsverband heeft eigen regels. Kies bovenaan een andere rol."
STOP_POLLING = 286
_ZOUT = "monitoring.regels.voorbeeld"
_GEEN_REGEL = frozenset({"csrfmiddlewaretoken", "stap", "gezien", "sleutel"})


def _own_swv(request: HttpRequest) -> Organisatie | None:
    """Return the SWV whose rules this person keeps, in the role they act in."""
    places = organisatie_ids(user_of(request), Recht.EDIT_RULES)
    return Organisatie.objects.filter(pk__in=places, soort=Soort.SWV).first()


def _demand_swv(request: HttpRequest) -> Organisatie:
    swv = _own_swv(request)
    if swv is None:
        raise PermissionDenied(GEEN_SWV)
    return swv


def _get_version(request: HttpRequest, pk: int) -> Regelset:
    """Return a version that may be seen. Raises Http404, the same for not theirs and not there."""
    row = Regelset.objects.select_related("swv", "door").filter(pk=pk).first()
    if row is None or (row.swv is not None and row.swv not in swvs_of(user_of(request))):
        raise Http404("Deze versie van de regels bestaat niet.")
    return row


@vereist(Recht.SEE_RULES)
@require_GET
def regels(request: HttpRequest) -> HttpResponse:
    """Show the versions of every SWV this person may see, with what differs."""
    vandaag, boek, own = timezone.localdate(), Regelboek(), _own_swv(request)
    context = {
        "vandaag": vandaag,
        "eigen": own,
        "swvs": [
            {
                "swv": swv,
                "geldt": boek.regels(swv.pk, vandaag).regelset,
                "versies": versies,
                "bezig": [
                    (versie.regelset, voortgang)
                    for versie in versies
                    if (voortgang := _progress(versie.regelset)) and voortgang.bezig
                ],
                "mag": swv == own,
            }
            for swv in swvs_of(user_of(request))
            for versies in [versies_of(swv, boek, vandaag)]
        ],
        "landelijk": versies_of(None, boek, vandaag),
    }
    return render(request, "monitoring/regels/lijst.html", context)


@vereist(Recht.SEE_RULES)
@require_GET
def regels_landelijk(request: HttpRequest) -> HttpResponse:
    """Show the national rules of today in full."""
    vandaag, boek = timezone.localdate(), Regelboek()
    national = boek.landelijk(vandaag)
    context = {"blad": blad_of(national, national), "regelset": national.regelset}
    return render(request, "monitoring/regels/landelijk.html", context)


@vereist(Recht.SEE_RULES)
@require_GET
def regels_versie(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version in full: every setting, and every rung as a sentence."""
    row = _get_version(request, pk)
    vandaag, boek = timezone.localdate(), Regelboek()
    regel = versieregel(row, boek, vandaag)
    mine = row.swv is not None and row.swv == _own_swv(request)
    blocked = why_not_withdraw(row) if mine else ""
    context = {
        "regel": regel,
        "row": row,
        "blad": blad_of(regel.regels, boek.landelijk(row.geldig_vanaf)),
        "mag": mine,
        "intrekbaar": mine and not blocked,
        "vast": blocked if row.geldig_vanaf == vandaag and not row.ingetrokken else "",
        "voortgang": _progress(row),
    }
    return render(request, "monitoring/regels/versie.html", context)


def _progress(row: Regelset) -> Voortgang | None:
    """Return how far the recomputing under a version in force is; None for another."""
    vandaag = timezone.localdate()
    return voortgang_of(row, vandaag) if toestand_of(row, vandaag) == Toestand.GELDT else None


@vereist(Recht.SEE_RULES)
@require_GET
def regels_voortgang(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the recomputing is; asked again every few seconds until it is done.

    Without the script: the page of the version, which says the same.
    """
    row = _get_version(request, pk)
    if "HX-Request" not in request.headers:
        return redirect("monitoring:regels_versie", pk=row.pk)
    voortgang = _progress(row)
    busy = voortgang is not None and voortgang.bezig
    return render(
        request,
        "monitoring/regels/_voortgang.html",
        {"row": row, "voortgang": voortgang},
        status=200 if busy else STOP_POLLING,
    )


@vereist(Recht.EDIT_RULES)
@require_POST
def regels_intrekken(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a version by which nothing was decided."""
    row = _get_version(request, pk)
    if row.swv is None or row.swv != _own_swv(request):
        raise PermissionDenied("Alleen de beheerder van dit samenwerkingsverband kan dit.")
    try:
        withdraw_regelset(regelset=row, inzender=inzender_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("monitoring:regels_versie", pk=row.pk)
    messages.success(request, f"{row.code} is ingetrokken. {_what_holds(row)}")
    return redirect("monitoring:regels")


def _what_holds(row: Regelset) -> str:
    if row.geldig_vanaf > timezone.localdate():
        return "Wat nu geldt, blijft gelden."
    return "De regels van ervoor gelden weer. De casussen worden opnieuw berekend."


@vereist(Recht.EDIT_RULES)
@require_http_methods(["GET", "POST"])
def regels_nieuw(request: HttpRequest) -> HttpResponse:
    """Make a version: fill it in, look at what it changes, and only then record it."""
    swv, vandaag, boek = _demand_swv(request), timezone.localdate(), Regelboek()
    van, code = _base(request, swv, boek)
    landelijk = boek.landelijk(vandaag)
    if request.method == "GET":
        initial = {"geldig_vanaf": vandaag + timedelta(days=1), "sleutel": uuid4()}
        voorstel = Voorstel(van=van, landelijk=landelijk, initial=initial)
        return _form_page(request, voorstel, swv, code)
    data = take_over_texts(request.POST, van=van, landelijk=landelijk)
    voorstel = Voorstel(van=van, landelijk=landelijk, data=data)
    if not voorstel.is_valid():
        return _form_page(request, voorstel, swv, code)
    nieuw, vanaf = voorstel.regels(), voorstel.geldig_vanaf
    reden = voorstel.form.cleaned_data["reden"]
    stap = data.get("stap")
    if stap == "terug":
        return _form_page(request, voorstel, swv, code)
    try:
        if stap == "vastleggen" and _was_seen(data, swv):
            made = make_regelset(
                swv=swv,
                geldig_vanaf=vanaf,
                regels=nieuw,
                reden=reden,
                inzender=inzender_of(request, sleutel=voorstel.form.cleaned_data["sleutel"]),
            )
            messages.success(request, _recorded(made))
            return redirect("monitoring:regels_versie", pk=made.pk)
        check_voorstel(swv=swv, geldig_vanaf=vanaf, regels=nieuw, reden=reden)
    except AlGedaan as done:
        messages.info(request, str(done))
        return redirect("monitoring:regels")
    except ValidationError as error:
        voorstel.refuse(error)
        return _form_page(request, voorstel, swv, code)
    shown = preview(swv=swv, nieuw=nieuw, peildatum=vanaf)
    return _preview_page(request, swv, voorstel, shown, boek.landelijk(vanaf))


def _base(request: HttpRequest, swv: Organisatie, boek: Regelboek) -> tuple[Regels, str]:
    """Return the rules the form begins with: those of a version, or those of today; its code."""
    wanted = request.GET.get("van", "")
    if wanted.isdecimal() and len(wanted) < 18:
        row = _get_version(request, int(wanted))
        if row.swv in {swv, None}:
            found = versieregel(row, boek, timezone.localdate()).regels
            return found, row.code
    if wanted == "landelijk":
        return boek.landelijk(timezone.localdate()), "de landelijke regels"
    found = boek.regels(swv.pk, timezone.localdate())
    return found, found.regelset.naam


def _form_page(
    request: HttpRequest, voorstel: Voorstel, swv: Organisatie, code: str
) -> HttpResponse:
    context: dict[str, Any] = {
        "swv": swv,
        "van": code,
        "voorstel": voorstel,
        "form": voorstel.form,
        "fouten": foutoverzicht(*voorstel.forms())["fouten"],
        "onbewaard": request.method == "POST",
    }
    status = 422 if voorstel.has_errors else 200
    return render(request, "monitoring/regels/nieuw.html", context, status=status)


def _preview_page(
    request: HttpRequest, swv: Organisatie, voorstel: Voorstel, shown: Preview, landelijk: Regels
) -> HttpResponse:
    data, stale = voorstel.data, voorstel.waarschuwingen()
    sent = [
        (naam, waarde)
        for naam, waarden in data.lists()
        if naam not in {"csrfmiddlewaretoken", "stap", "gezien"}
        for waarde in waarden
    ]
    context = {
        "swv": swv,
        "voorbeeld": shown,
        "blad": preview_blad(shown),
        "afwijkingen": afwijkingen(voorstel.regels(), landelijk),
        "teksten": stale,
        "over_te_nemen": [t.add_prefix(found.veld) for t, found in stale if found.voorstel],
        "reden": data.get("reden", ""),
        "vandaag": timezone.localdate(),
        "verstuurd": sent,
        "gezien": signing.dumps(_fingerprint(data, swv), salt=_ZOUT),
    }
    return render(request, "monitoring/regels/voorbeeld.html", context)


def _fingerprint(data: QueryDict, swv: Organisatie) -> list[Any]:
    """Return what a preview was about: whose rules, on which day it was seen, and every field."""
    fields = sorted((naam, sorted(data.getlist(naam))) for naam in data if naam not in _GEEN_REGEL)
    return [swv.pk, timezone.localdate().isoformat(), [[naam, waarden] for naam, waarden in fields]]


def _was_seen(data: QueryDict, swv: Organisatie) -> bool:
    """Return whether the preview of exactly these rules was shown today."""
    try:
        seen = signing.loads(data.get("gezien", ""), salt=_ZOUT)
    except signing.BadSignature:
        return False
    return bool(seen == _fingerprint(data, swv))


def _recorded(made: Regelset) -> str:
    if made.geldig_vanaf > timezone.localdate():
        return f"{made.code} is vastgelegd en geldt vanaf {datum_kort(made.geldig_vanaf)}."
    return f"{made.code} is vastgelegd en geldt. De casussen worden nu opnieuw berekend."
