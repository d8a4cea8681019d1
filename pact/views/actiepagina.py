"""The page of one action, and the part of it beside the matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from pact.forms.voortgang import (
    BewijsForm,
    GedaanForm,
    LaterForm,
    OverdragenForm,
    UpdateForm,
    VoortgangForm,
)
from pact.indicatoren import GEEN, get_indicator
from pact.keuzes import AFGEROND, Periodelezing, Status
from pact.matrix import dagen_te_laat
from pact.middelen import feit_in_woorden, middelen_of, says_the_same
from pact.models import Actie, LogSoort, Pact
from pact.panelen import actiepanelen_for, asks_for_answer
from pact.periode import read_periode
from pact.permissions import Handeling, may, may_bijdragen
from pact.selectors.acties import bewijzen_of, changes_since, count_history, history_of
from pact.selectors.vervolg import evaluaties_of, overnames_of
from pact.services.acties import has_left
from pact.views.hulp import user_of

PER_PAGINA = 25


@dataclass(frozen=True, slots=True)
class Bijdrage:
    """Something the people of an action can send in: its address, its words and its form."""

    naam: str
    kop: str
    knop: str
    form: type[VoortgangForm]
    alleen_open: bool = True
    """Whether it is an answer, which can be given only while the action is not done or dropped."""


BIJDRAGEN = (
    Bijdrage("update", "Stand van zaken toevoegen", "Toevoegen", UpdateForm, alleen_open=False),
    Bijdrage("bewijs", "Bewijs toevoegen", "Bewijs toevoegen", BewijsForm, alleen_open=False),
    Bijdrage("gedaan", "De actie is gedaan", "Meld gedaan", GedaanForm),
    Bijdrage("later", "Het wordt later", "Leg de nieuwe deadline vast", LaterForm),
    Bijdrage("overdragen", "Overdragen aan een andere partner", "Draag over", OverdragenForm),
)


def matrix_query(query: QueryDict) -> str:
    """Return the filter of the matrix that came along in the address, "" without one."""
    rest = query.copy()
    for own in ("log", "pagina"):
        rest.pop(own, None)
    return f"?{rest.urlencode()}" if rest else ""


def _bijdragen(
    request: HttpRequest, actie: Actie, sent: tuple[str, VoortgangForm] | None
) -> list[dict[str, Any]]:
    """Return the forms for who may answer for this action; the one that was sent stands open.

    While an answer is asked on top of the page, the answers stand there and not here again.
    """
    if not may_bijdragen(user_of(request), actie).mag:
        return []
    answered_elsewhere = Status(actie.status) in AFGEROND or asks_for_answer(actie)
    return [
        {
            "bijdrage": bijdrage,
            "url": reverse(f"pact:actie_{bijdrage.naam}", args=[actie.pact.code, actie.nr]),
            "form": sent[1] if sent and sent[0] == bijdrage.naam else bijdrage.form(actie=actie),
            "open": sent is not None and sent[0] == bijdrage.naam,
        }
        for bijdrage in BIJDRAGEN
        if not (answered_elsewhere and bijdrage.alleen_open) or (sent and sent[0] == bijdrage.naam)
    ]


def explain_periode(actie: Actie) -> str:
    """Return how the text of the period reads, "" where a person set the dates."""
    if not actie.periode_tekst or actie.periode_lezing == Periodelezing.GECORRIGEERD:
        return ""
    pact = actie.pact
    return read_periode(actie.periode_tekst, pact_begin=pact.begin, pact_einde=pact.einde).uitleg


def owner_gone(actie: Actie) -> str:
    """Return the sentence that the owner left, "" where it did not."""
    owner = actie.eigenaar
    if owner is None or not has_left(owner):
        return ""
    return f"{owner} doet niet meer mee: wijs een nieuwe eigenaar aan."


def feiten_context(request: HttpRequest, actie: Actie) -> dict[str, Any]:
    """Return what the facts of an action are shown with, on its page and beside the matrix."""
    today = timezone.localdate()
    middelen = middelen_of(actie)
    return {
        "pact": actie.pact,
        "actie": actie,
        "peildatum": today,
        "dagen_te_laat": dagen_te_laat(
            status=Status(actie.status), deadline=actie.deadline, peildatum=today
        ),
        "is_open": Status(actie.status) not in AFGEROND,
        "eigenaar_weg": owner_gone(actie),
        "mede_eigenaren": [p for p in actie.mede_eigenaren.all() if p.pk != actie.eigenaar_id],
        "betrokken": list(actie.betrokken.all()),
        "periode_uitleg": explain_periode(actie),
        "middelen_feit": "" if says_the_same(middelen) else feit_in_woorden(middelen),
        "indicator": get_indicator(actie.indicator),
        "indicator_geen": actie.indicator == GEEN,
        "panelen": actiepanelen_for(request, actie),
        "mag_acties": may(user_of(request), Handeling.ACTIES, actie.pact).mag,
        "query": matrix_query(request.GET),
    }


def actie_panel(request: HttpRequest, actie: Actie) -> HttpResponse:
    """Show an action beside the matrix."""
    context = feiten_context(request, actie) | {
        "regels": list(history_of(actie)[:5]),
        "bijdragen": [],
        "mag_bijdragen": may_bijdragen(user_of(request), actie).mag,
    }
    return render(request, "pact/_actiepaneel.html", context)


def actie_page(
    request: HttpRequest,
    actie: Actie,
    *,
    sent: tuple[str, VoortgangForm] | None = None,
    versie: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show an action: what is asked now, its facts, its results, its log.

    `sent` is a form that was refused; with `versie` it was opened on that older version.
    """
    counts = count_history(actie)
    kind = request.GET.get("log", "")
    chosen = LogSoort(kind) if kind in counts else None
    lines = history_of(actie)
    if chosen is not None:
        lines = lines.filter(soort=chosen)
    found = feiten_context(request, actie)
    bijdragen = _bijdragen(request, actie, sent)
    context = found | {
        "bijdragen": bijdragen,
        "mag_bijdragen": bool(bijdragen),
        "bewijzen": list(bewijzen_of(actie)),
        "evaluaties": evaluaties_of(actie),
        "overnames": overnames_of(actie, Pact.objects.visible_to(user_of(request))),
        "pagina": Paginator(lines, PER_PAGINA).get_page(request.GET.get("pagina")),
        "soorten": [(soort, counts[soort]) for soort in LogSoort if soort in counts],
        "soort": chosen,
        "totaal": sum(counts.values()),
        "form": sent[1] if sent else None,
        "sindsdien": list(changes_since(actie, versie)) if versie is not None else None,
    }
    return render(request, "pact/actie.html", context, status=status)
