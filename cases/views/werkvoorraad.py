"""The list of work: who needs me first."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases.forms.filters import OP_NAAM, FilterForm, Vraag, chips, met_zoekterm, weergaven
from cases.models import Casus, Status, Taak
from cases.permissions import Handeling, may
from cases.selectors.rijen import Rij, rijen_van
from cases.selectors.werkvoorraad import (
    IK,
    TEL_TOT,
    WEEK,
    Filters,
    Groep,
    lees_bladzijde,
    opties_van,
    tel_alle,
    tel_groepen,
)
from cases.selectors.zoeken import nummers_van
from cases.services.tijdlijn import complete_taak, reopen_taak
from cases.views.hulp import get_casus, inzender_of, user_of
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist

ZOEKNAAM = "zoeknaam"
"""Where the session keeps the last name that was searched for."""


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _lees_vraag(request: HttpRequest, data: QueryDict) -> Vraag:
    """Return what the address asks; a name that is searched for comes from the session."""
    user = user_of(request)
    opties = opties_van(user)
    filters, q = FilterForm(data, user=user, opties=opties).lees(opties)
    if not q and data.get("zoek") == OP_NAAM:
        q = request.session.get(ZOEKNAAM, "")
    return Vraag(met_zoekterm(filters, q), opties, q)


def _onthoud(request: HttpRequest, vraag: Vraag) -> None:
    """Keep the name that is searched for in the session, or forget the one before."""
    if vraag.filters.naam:
        request.session[ZOEKNAAM] = vraag.filters.naam
    else:
        request.session.pop(ZOEKNAAM, None)


@vereist(Recht.SEE_CASES)
@require_GET
def werkvoorraad(request: HttpRequest) -> HttpResponse:
    """Show the casussen of this reader, the one that needs them first on top."""
    vraag = _lees_vraag(request, request.GET)
    if vraag.filters.naam and "q" in request.GET:
        # Somebody wrote a name in the address: at least it does not stay there.
        _onthoud(request, vraag)
        return redirect(vraag.adres())
    return _toon(request, vraag, na=request.GET.get("na", ""), voor=request.GET.get("voor", ""))


@vereist(Recht.SEE_CASES)
@require_POST
def zoek(request: HttpRequest) -> HttpResponse:
    """Take what the filter bar or the search box in the frame asks; answer with the list.

    By POST, so that the name of a child never stands in an address.
    """
    vraag = _lees_vraag(request, request.POST)
    _onthoud(request, vraag)
    if _is_htmx(request):
        response = _toon(request, vraag)
        here = request.headers.get("HX-Current-URL", "")
        if not here.endswith(vraag.adres()):
            response["HX-Push-Url"] = vraag.adres()
        return response
    if "direct" in request.POST and (casus := _ene_casus(request, vraag.q)) is not None:
        return redirect("cases:casus", casus.nummer)
    return redirect(vraag.adres())


def _ene_casus(request: HttpRequest, q: str) -> Casus | None:
    """Return the casus when its whole number was typed, in whichever role it may be seen."""
    numbers = nummers_van(q, timezone.localdate().year)
    if len(numbers) != 1:
        return None
    seen = Casus.objects.visible_to(user_of(request), any_role=True)
    return seen.filter(nummer=numbers[0]).first()


def _toon(request: HttpRequest, vraag: Vraag, *, na: str = "", voor: str = "") -> HttpResponse:
    user = user_of(request)
    peildatum = timezone.localdate()
    page = lees_bladzijde(user, vraag.filters, peildatum, na=na, voor=voor)
    rows = rijen_van(user, page.casussen, peildatum)
    counts: dict[Groep, int] = {}
    shown: list[tuple[Groep | None, int, list[Rij]]]
    if vraag.filters.in_groepen:
        counts = tel_groepen(user, vraag.filters, peildatum)
        total = sum(counts.values())
        shown = [
            (groep, n, mine)
            for groep, n in counts.items()
            if (mine := [row for row in rows if row.groep == groep])
        ]
    else:
        total = len(rows) if vraag.filters.zoekt else tel_alle(user, vraag.filters, peildatum)
        shown = [(None, total, rows)] if rows else []
    form = FilterForm(initial=vraag.initial, user=user, opties=vraag.opties, auto_id="filter_%s")
    views = weergaven(vraag)
    context: dict[str, Any] = {
        "vraag": vraag,
        "filters": vraag.filters,
        "opties": vraag.opties,
        "filterform": form,
        "chips": chips(vraag, form),
        "weergaven": views,
        "is_weergave": any(view.huidig for view in views),
        "groepen": shown,
        "tel_tot": TEL_TOT,
        "telling": telling_zin(vraag.filters, counts, total, meer=page.meer),
        "toon": _toon_kolommen(vraag.filters),
        "alleen_gesloten": vraag.filters.status == Status.GESLOTEN,
        "bladzijde": page,
        "vorige": vraag.adres(voor=page.vorige) if page.vorige else "",
        "volgende": vraag.adres(na=page.volgende) if page.volgende else "",
        "hier": vraag.adres(na=na, voor=voor),
        "peildatum": peildatum,
        "is_deel": _is_htmx(request),
    }
    template = "cases/_werkvoorraad_deel.html" if _is_htmx(request) else "cases/werkvoorraad.html"
    return render(request, template, context)


def _toon_kolommen(filters: Filters) -> str:
    """Return what the rows show besides: whose they are, and whole names where one is searched."""
    shown = {"eigenaar": filters.eigenaar != IK, "voluit": bool(filters.naam)}
    return " ".join(name for name, wanted in shown.items() if wanted)


def _aantal(n: int) -> str:
    return f"meer dan {TEL_TOT}" if n > TEL_TOT else str(n)


def telling_zin(filters: Filters, counts: dict[Groep, int], total: int, *, meer: bool) -> str:
    """Return in one sentence how much work the list holds, in Dutch."""
    if filters.zoekt:
        if meer:
            return f"Meer dan {total} casussen gevonden. Wie er het meest op lijkt staat bovenaan."
        if total < 2:
            return "1 casus gevonden." if total else "Niets gevonden."
        return f"{total} casussen gevonden, wie er het meest op lijkt bovenaan."
    if any(n > TEL_TOT for n in counts.values()):
        total = TEL_TOT + 1
    noun = "casus" if total == 1 else "casussen"
    if filters.status == Status.GESLOTEN:
        return f"{_aantal(total).capitalize()} gesloten {noun}, de laatste bovenaan."
    if not counts:
        return f"{_aantal(total).capitalize()} {noun}, de nieuwste bovenaan."
    whose = " van jou" if filters.eigenaar == IK else ""
    if total == 0:
        return f"Geen open casussen{whose}."
    start = f"{_aantal(total).capitalize()} open {noun}{whose}"
    if filters.termijn == WEEK:
        start += " tot en met deze week"
    over, week = counts[Groep.OVER], counts[Groep.WEEK]
    parts = []
    if over:
        parts.append(f"{_aantal(over)} over de drempel")
    if week:
        parts.append(f"{_aantal(week)} {'komt' if week == 1 else 'komen'} er deze week bij")
    if not parts:
        return f"{start}. Deze week komt er geen bij een drempel."
    return f"{start}: {' en '.join(parts)}."


@vereist(Recht.SEE_CASES)
@require_POST
def stap(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Tick a next step off in its row, or put it back; answer with the row.

    Without a script the row posts to `cases:taak_gedaan` instead.
    """
    casus = get_casus(request, nummer)
    verdict = may(user_of(request), Handeling.SCHRIJF, casus)
    if not verdict.mag:
        raise PermissionDenied(verdict.waarom)
    taak = get_object_or_404(Taak.objects.select_related("casus"), casus=casus, pk=pk)
    sender = inzender_of(request)
    if "terug" in request.POST:
        reopen_taak(taak=taak, inzender=sender)
        done = None
    else:
        done = complete_taak(taak=taak, inzender=sender)
    (row,) = rijen_van(user_of(request), [casus], timezone.localdate())
    context = {
        "rij": row,
        "gedaan": done,
        "hier": request.POST.get("hier", ""),
        "toon": request.POST.get("toon", ""),
        "peildatum": timezone.localdate(),
    }
    return render(request, "cases/_werkvoorraad_rij.html", context)
