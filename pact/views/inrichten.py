"""Setting up a pact: its facts, its themas, the versions of its agenda and its partners."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pact.convenant import needs_convenant
from pact.errors import AlGedaan, VerouderdeVersie
from pact.forms import NieuwPactForm, PactGegevensForm, PartnerForm, ThemaForm, VersieForm
from pact.keuzes import PartnerRol
from pact.models import Pact, Thema
from pact.permissions import Handeling
from pact.selectors import candidate_partners, themas_with_counts
from pact.selectors.inrichten import left_partners, load_partners
from pact.services.pacten import (
    add_thema,
    add_versie,
    change_pact,
    create_pact,
    remove_thema,
    rename_thema,
)
from pact.services.partners import add_partner
from pact.views.hulp import demand, get_pact, inzender_of, organisatie_of, user_of
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist

GEVONDEN = 10
"""How many organisations are offered at once; a search narrows them."""


@vereist(Recht.EDIT_PACT)
@require_http_methods(["GET", "POST"])
def pact_nieuw(request: HttpRequest) -> HttpResponse:
    """Set up a pact, led by the organisation the regievoerder acts for."""
    organisatie = organisatie_of(request)
    form = NieuwPactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pact = create_pact(
                organisatie=organisatie,
                code=form.cleaned_data["code"],
                gegevens=form.gegevens(),
                themas=form.cleaned_data["themas"],
                inzender=inzender_of(request, sleutel=form.sent_by()),
            )
        except AlGedaan as done:
            messages.info(request, str(done))
            return redirect("pact:inrichten", code=done.code)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, f"{pact.naam} is opgezet. Voeg nu de partners toe; dan kunnen de acties."
            )
            return redirect("pact:inrichten", code=pact.code)
    context = {"form": form, "organisatie": organisatie}
    return render(request, "pact/nieuw.html", context, status=422 if form.errors else 200)


@vereist(Recht.SEE_PACT)
@require_GET
def inrichten(request: HttpRequest, code: str) -> HttpResponse:
    """Show what can be set up: facts, themas and partners."""
    return _page(request, own_pact(request, code))


@vereist(Recht.SEE_PACT)
@require_POST
def gegevens(request: HttpRequest, code: str) -> HttpResponse:
    """Change the facts of a pact; 409 when somebody else did so since the form was opened."""
    pact = own_pact(request, code)
    earlier = _earlier_pacten(request, pact)
    form = PactGegevensForm(request.POST, pacten=earlier, pact=pact)
    if not form.is_valid():
        return _page(request, pact, {"gegevens": form})
    try:
        change_pact(
            pact=pact,
            gegevens=form.gegevens(),
            inzender=inzender_of(request, versie=form.cleaned_data["versie"]),
        )
    except VerouderdeVersie as stale:
        data = request.POST.copy()
        data["versie"] = str(stale.versie)
        again = PactGegevensForm(data, pacten=earlier, pact=pact)
        again.is_valid()
        return _page(request, own_pact(request, code), {"gegevens": again}, status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, pact, {"gegevens": form})
    messages.success(request, "De gegevens van het pact zijn opgeslagen.")
    return redirect("pact:inrichten", code=pact.code)


@vereist(Recht.SEE_PACT)
@require_POST
def versie_nieuw(request: HttpRequest, code: str) -> HttpResponse:
    """Add a version of the agenda."""
    pact = own_pact(request, code)
    form = VersieForm(request.POST, prefix="versie")
    return _try(
        request,
        pact,
        form,
        act=lambda: add_versie(pact=pact, **form.cleaned_data, inzender=inzender_of(request)),
        name="versie",
        done="De versie van de agenda is toegevoegd.",
    )


@vereist(Recht.SEE_PACT)
@require_POST
def thema_nieuw(request: HttpRequest, code: str) -> HttpResponse:
    """Add a thema: a row of the matrix."""
    pact = own_pact(request, code)
    form = ThemaForm(request.POST, prefix="thema")
    return _try(
        request,
        pact,
        form,
        act=lambda: add_thema(
            pact=pact, naam=form.cleaned_data["naam"], inzender=inzender_of(request)
        ),
        name="thema",
        done="Het thema is toegevoegd.",
    )


@vereist(Recht.SEE_PACT)
@require_POST
def thema_wijzig(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give a thema another name."""
    pact = own_pact(request, code)
    thema = get_object_or_404(pact.themas.select_related("pact"), pk=pk)
    form = ThemaForm(request.POST, prefix=f"thema{pk}")
    return _try(
        request,
        pact,
        form,
        act=lambda: rename_thema(
            thema=thema, naam=form.cleaned_data["naam"], inzender=inzender_of(request)
        ),
        name=f"thema{pk}",
        done="De naam van het thema is gewijzigd.",
    )


@vereist(Recht.SEE_PACT)
@require_POST
def thema_weg(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a thema without actions away."""
    pact = own_pact(request, code)
    thema = get_object_or_404(pact.themas.select_related("pact"), pk=pk)
    try:
        remove_thema(thema=thema, inzender=inzender_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Het thema {thema.naam} is verwijderd.")
    return redirect(_anchor(pact, "themas"))


@vereist(Recht.SEE_PACT)
@require_POST
def partner_nieuw(request: HttpRequest, code: str) -> HttpResponse:
    """Make an organisation a partner: from now on its people see the pact."""
    pact = own_pact(request, code)
    form = _partner_form(pact, request.POST.get("zoek", ""), request.POST)
    return _try(
        request,
        pact,
        form,
        act=lambda: add_partner(
            pact=pact,
            organisatie=form.cleaned_data["organisatie"],
            rol=PartnerRol(form.cleaned_data["rol"]),
            convenant_op=form.cleaned_data["convenant_op"],
            inzender=inzender_of(request),
        ),
        name="partner",
        done="De partner is toegevoegd. De mensen daar kunnen het pact vanaf nu zien.",
    )


def own_pact(request: HttpRequest, code: str) -> Pact:
    """Return a pact that this person may set up; 404 or 403 for others."""
    pact = get_pact(request, code)
    demand(request, Handeling.INRICHTEN, pact)
    return pact


_ANCHORS = {"partner": "partners", "versie": "versies", "gegevens": "gegevens"}


def _anchor(pact: Pact, part: str) -> str:
    return reverse("pact:inrichten", args=[pact.code]) + f"#{part}"


def _try(
    request: HttpRequest,
    pact: Pact,
    form: forms.Form,
    *,
    act: Callable[[], object],
    name: str,
    done: str,
) -> HttpResponse:
    """Do what a valid form asks and go back; otherwise show the page with its errors."""
    if form.is_valid():
        try:
            act()
        except AlGedaan as again:
            messages.info(request, str(again))
            return redirect(_anchor(pact, _ANCHORS.get(name, "themas")))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect(_anchor(pact, _ANCHORS.get(name, "themas")))
    return _page(request, pact, {name: form})


def _partner_form(pact: Pact, zoek: str, data: Any = None) -> PartnerForm:
    found = candidate_partners(pact, zoek)
    return PartnerForm(
        data,
        prefix="partner",
        shown=list(found[:GEVONDEN]),
        allowed=candidate_partners(pact),
    )


def _earlier_pacten(request: HttpRequest, pact: Pact) -> QuerySet[Pact]:
    """Return the pacten this one can go on from: others that this person sees."""
    return Pact.objects.visible_to(user_of(request)).exclude(pk=pact.pk).order_by("naam", "pk")


def _page(
    request: HttpRequest,
    pact: Pact,
    sent: dict[str, forms.Form] | None = None,
    *,
    status: int | None = None,
) -> HttpResponse:
    """Show the page, with the form that was sent in the place of its fresh one."""
    sent = sent or {}
    today = timezone.localdate()
    zoek = (request.POST.get("zoek") or request.GET.get("zoek") or "").strip()
    found = candidate_partners(pact, zoek).count()
    wrong = next(iter(sent.values()), None)
    saved = PactGegevensForm.of(pact, pacten=_earlier_pacten(request, pact))
    partners = [
        (rij, needs_convenant(pact, rij.partner.organisatie))
        for rij in load_partners(pact, peildatum=today)
    ]
    context: dict[str, Any] = {
        "pact": pact,
        "peildatum": today,
        "form": wrong,
        "gegevens_form": sent.get("gegevens", saved),
        "nu_opgeslagen": saved.in_words() if status == 409 else [],
        "themas": [
            (thema, sent.get(f"thema{thema.pk}") or _thema_form(thema))
            for thema in themas_with_counts(pact)
        ],
        "thema_form": sent.get("thema") or ThemaForm(prefix="thema"),
        "versies": pact.versies.select_related("door"),
        "versie_form": sent.get("versie") or VersieForm(prefix="versie"),
        "partners": partners,
        "vertrokken": left_partners(pact),
        "zonder_contact": [rij.partner for rij, _ in partners if not rij.contacten],
        "zonder_convenant": [
            rij.partner for rij, needed in partners if needed and not rij.partner.convenant_op
        ],
        "partner_form": sent.get("partner") or _partner_form(pact, zoek),
        "zoek": zoek,
        "gevonden": found,
        "meer": max(found - GEVONDEN, 0),
    }
    return render(request, "pact/inrichten.html", context, status=status or (422 if wrong else 200))


def _thema_form(thema: Thema) -> ThemaForm:
    return ThemaForm(prefix=f"thema{thema.pk}", initial={"naam": thema.naam})
