"""The agenda of a pact: read it from a file, look at what is not certain, take it along."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from pact.errors import AlGedaan, VerouderdeVersie
from pact.forms.agenda import BestandForm, BetrokkenenForm, PeriodeForm
from pact.models import Actie, Pact
from pact.permissions import Handeling
from pact.selectors.agenda import (
    GETOOND,
    explain_betrokkenen,
    explain_periode,
    uncertain_betrokkenen,
    uncertain_perioden,
)
from pact.services.agenda import AndersDanVoorbeeld, OnleesbaarBestand, Uitkomst, write_agenda
from pact.services.agenda.nakijken import correct_betrokkenen, correct_periode
from pact.services.agenda.plan import Plan, maak_plan
from pact.services.agenda.rijen import Agenda, lees_agenda
from pact.services.agenda.tabellen import lees_tabellen
from pact.services.agenda.uitvoer import agenda_csv, agenda_docx, agenda_xlsx
from pact.services.agenda.voorbeeld import OngeldigVoorbeeld, pak_in, pak_uit
from pact.views.hulp import demand, get_actie, get_pact, inzender_of, user_of
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist

RIJEN = 100
"""How many rows of each kind a preview shows; the others are counted."""
_SOORTEN: dict[str, tuple[Callable[[Pact], bytes], str]] = {
    "csv": (agenda_csv, "text/csv; charset=utf-8"),
    "xlsx": (
        agenda_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "docx": (
        agenda_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


def _own_pact(request: HttpRequest, code: str) -> Pact:
    pact = get_pact(request, code)
    demand(request, Handeling.ACTIES, pact)
    return pact


@vereist(Recht.SEE_PACT)
@require_GET
def agenda(request: HttpRequest, code: str) -> HttpResponse:
    """Show the versions, what waits for a person, and the way in and out."""
    return _page(request, _own_pact(request, code))


def _page(
    request: HttpRequest,
    pact: Pact,
    *,
    form: BestandForm | None = None,
    sent: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page; `sent` is a form about one action, shown in the place of its fresh one."""
    today = timezone.localdate()
    perioden = uncertain_perioden(pact)
    partijen = uncertain_betrokkenen(pact)
    versies = list(pact.versies.all())
    context: dict[str, Any] = {
        "pact": pact,
        "peildatum": today,
        "form": sent if sent is not None else form,
        "bestand_form": form or BestandForm(),
        "versies": versies,
        "geldt": next((versie for versie in versies if versie.datum <= today), None),
        "aantal_acties": pact.acties.count(),
        **_waiting(pact),
        "perioden": [
            (explain_periode(actie), _or_sent(sent, PeriodeForm(actie=actie)))
            for actie in perioden[:GETOOND]
        ],
        "partijen": [
            (gelezen, _or_sent(sent, BetrokkenenForm(actie=gelezen.actie)))
            for gelezen in explain_betrokkenen(list(partijen[:GETOOND]), pact)
        ],
    }
    return render(request, "pact/agenda.html", context, status=status)


def _waiting(pact: Pact) -> dict[str, int]:
    """Return how much of the agenda still waits for a person."""
    perioden, partijen = uncertain_perioden(pact).count(), uncertain_betrokkenen(pact).count()
    return {
        "aantal_perioden": perioden,
        "aantal_partijen": partijen,
        "aantal_nakijken": perioden + partijen,
    }


def _or_sent(sent: forms.Form | None, fresh: forms.Form) -> forms.Form:
    return sent if sent is not None and sent.prefix == fresh.prefix else fresh


@vereist(Recht.SEE_PACT)
@require_POST
def voorbeeld(request: HttpRequest, code: str) -> HttpResponse:
    """Read a file and show what it would do. Nothing is written or kept."""
    pact = _own_pact(request, code)
    form = BestandForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, pact, form=form, status=422)
    bestand: UploadedFile[Any] = form.cleaned_data["bestand"]
    try:
        gelezen = _lees(bestand)
        sha256 = hashlib.file_digest(_vooraan(bestand), "sha256").hexdigest()
        naam = bestand.name or ""
        plan = maak_plan(pact, gelezen)
        return _voorbeeld_page(request, pact, gelezen, plan, naam=naam, sha256=sha256)
    except OnleesbaarBestand as fout:
        form.add_error("bestand", str(fout))
    return _page(request, pact, form=form, status=422)


def _lees(bestand: UploadedFile[Any]) -> Agenda:
    return lees_agenda(lees_tabellen(_vooraan(bestand)))


def _vooraan(bestand: UploadedFile[Any]) -> Any:
    """Return the bytes of an upload, at their beginning."""
    ruw = bestand.file
    assert ruw is not None
    ruw.seek(0)
    return ruw


def _voorbeeld_page(
    request: HttpRequest,
    pact: Pact,
    gelezen: Agenda,
    plan: Plan,
    *,
    naam: str,
    sha256: str,
    status: int = 200,
    melding: str = "",
) -> HttpResponse:
    ingepakt = pak_in(agenda=gelezen, plan=plan, naam=naam, sha256=sha256, user=user_of(request))
    nieuw, gewijzigd = plan.met(Uitkomst.NIEUW), plan.met(Uitkomst.BIJGEWERKT)
    kijk_na = [rij for rij in (*nieuw, *gewijzigd) if rij.nakijken and rij.periode_uitleg]
    opmerkingen = [opmerking for rij in plan.rijen for opmerking in rij.opmerkingen]
    context: dict[str, Any] = {
        "pact": pact,
        "plan": plan,
        "naam": naam,
        "sha256": sha256,
        "telling": asdict(plan.telling()),
        "nieuwe_themas": plan.nieuwe_themas,
        "kijk_na": kijk_na,
        "groepen": {
            "nieuw": (nieuw[:RIJEN], max(len(nieuw) - RIJEN, 0)),
            "gewijzigd": (gewijzigd[:RIJEN], max(len(gewijzigd) - RIJEN, 0)),
        },
        "fouten": [fout for rij in plan.rijen for fout in rij.fouten],
        "opmerkingen": opmerkingen,
        "onzekere_partijen": sum(bool(rij.onzekere_partijen) for rij in plan.rijen),
        "doet_iets": bool(nieuw or gewijzigd),
        "voorbeeld": ingepakt,
        "sleutel": uuid4(),
        "melding": melding,
        "rijen": RIJEN,
    }
    return render(request, "pact/agenda_voorbeeld.html", context, status=status)


@vereist(Recht.SEE_PACT)
@require_POST
def inlezen(request: HttpRequest, code: str) -> HttpResponse:
    """Do what the preview showed, or show it anew where that would be something else now."""
    pact = _own_pact(request, code)
    adres = reverse("pact:agenda", args=[pact.code])
    try:
        gezien = pak_uit(request.POST.get("voorbeeld", ""), pact=pact, user=user_of(request))
        sleutel = UUID(request.POST.get("sleutel", ""))
    except OngeldigVoorbeeld as fout:
        form = BestandForm(request.POST)
        form.errors.clear()
        form.add_error("bestand", str(fout))
        return _page(request, pact, form=form, status=422)
    except ValueError:
        return redirect(adres)
    try:
        plan = write_agenda(
            pact=pact,
            agenda=gezien.agenda,
            inzender=inzender_of(request, sleutel=sleutel),
            getoond=gezien.afdruk,
        )
    except AlGedaan as done:
        messages.info(request, str(done))
        return redirect(adres)
    except AndersDanVoorbeeld as anders:
        plan = maak_plan(pact, gezien.agenda)
        return _voorbeeld_page(
            request,
            pact,
            gezien.agenda,
            plan,
            naam=gezien.naam,
            sha256=gezien.sha256,
            status=409,
            melding=str(anders),
        )
    telling = plan.telling()
    messages.success(
        request,
        f"De agenda is ingelezen: {telling.gelezen} gelezen, {telling.nieuw} nieuw, "
        f"{telling.bijgewerkt} gewijzigd, {telling.ongewijzigd} ongewijzigd, "
        f"{telling.zonder_deadline} zonder deadline, {telling.fout} fout.",
    )
    return redirect(adres)


@vereist(Recht.SEE_PACT)
@require_POST
def periode(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Set the days of a period that could not be read for certain."""
    pact = _own_pact(request, code)
    actie = get_actie(pact, nr)
    form = PeriodeForm(request.POST, actie=actie)
    return _correct(
        request,
        actie,
        form,
        "pact/_agendaperiode.html",
        lambda: correct_periode(
            actie=actie,
            begin=form.cleaned_data["begin"],
            einde=form.cleaned_data["einde"],
            deadline=form.cleaned_data["deadline"],
            inzender=inzender_of(request, versie=form.cleaned_data["versie"]),
        ),
    )


@vereist(Recht.SEE_PACT)
@require_POST
def partijen(request: HttpRequest, code: str, nr: int) -> HttpResponse:
    """Set which partners a text means."""
    pact = _own_pact(request, code)
    actie = get_actie(pact, nr)
    form = BetrokkenenForm(request.POST, actie=actie)
    return _correct(
        request,
        actie,
        form,
        "pact/_agendapartijen.html",
        lambda: correct_betrokkenen(
            actie=actie,
            partners=form.cleaned_data["betrokken"],
            inzender=inzender_of(request, versie=form.cleaned_data["versie"]),
        ),
    )


def _correct(
    request: HttpRequest,
    actie: Actie,
    form: PeriodeForm | BetrokkenenForm,
    template: str,
    act: Callable[[], Actie],
) -> HttpResponse:
    """Do what a valid form asks; answer with its part of the page, or with the whole page."""
    status = 422
    if form.is_valid():
        try:
            saved = act()
        except VerouderdeVersie as stale:
            status = 409
            data = request.POST.copy()
            data[form.add_prefix("versie")] = str(stale.versie)
            form = type(form)(data, actie=actie)
            form.add_error(None, f"{stale} Kijk of dit nog klopt en sla het dan nog eens op.")
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if request.headers.get("HX-Request") == "true":
                done = {"pact": saved.pact, "actie": saved, "klaar": True}
                return render(request, template, done | _waiting(saved.pact))
            messages.success(request, f"Actie {saved.nr} is nagekeken.")
            return redirect(reverse("pact:agenda", args=[saved.pact.code]) + "#nakijken")
    if request.headers.get("HX-Request") != "true":
        return _page(request, actie.pact, sent=form, status=status)
    gelezen = (
        explain_periode(actie)
        if isinstance(form, PeriodeForm)
        else explain_betrokkenen([actie], actie.pact)[0]
    )
    context = {"pact": actie.pact, "actie": actie, "gelezen": gelezen, "form": form}
    return render(request, template, context, status=status)


@vereist(Recht.SEE_PACT)
@require_GET
def export(request: HttpRequest, code: str, soort: str) -> HttpResponse:
    """Send the agenda as a file, in the columns in which it is read."""
    pact = _own_pact(request, code)
    maak, mediatype = _SOORTEN[soort]
    # A code holds only small letters, digits and dashes.
    naam = f"agenda-{pact.code}-{timezone.localdate().isoformat()}.{soort}"
    return HttpResponse(
        maak(pact),
        content_type=mediatype,
        headers={
            "Content-Disposition": f'attachment; filename="{naam}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
