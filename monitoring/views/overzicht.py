"""The figures of today, and what the words behind them mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.stand import Categorie, Duur
from monitoring.begrippen import BEGRIPPEN
from monitoring.cijfers import CIJFERS
from monitoring.grafiek import Laag, teken_balken, teken_teken
from monitoring.selectors.figuren import (
    VOORUIT,
    Figuren,
    explain_nearing,
    nearing_threshold,
    tel_stand,
)
from monitoring.selectors.tabellen import (
    balken_per_gemeente,
    hoogstens,
    per_categorie,
    per_gemeente,
    samen,
)
from monitoring.woorden import (
    DREMPELS,
    DUREN,
    achterstand,
    bevinding,
    grafiek_kop,
    grafiek_uitleg,
)
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import openbaar, vereist

PER_PAGINA = 50
LAGEN = (
    Laag(DUREN[Duur.KORTER_DAN_VIER_WEKEN], "kort"),
    Laag(DUREN[Duur.VIER_WEKEN_TOT_DRIE_MAANDEN], "midden"),
    Laag(DUREN[Duur.LANGER_DAN_DRIE_MAANDEN], "lang"),
)


@dataclass(frozen=True, slots=True)
class Cijfer:
    """One figure on top, and the word of the glossary that defines it."""

    naam: str
    waarde: int
    anker: str


def _cijfers(figuren: Figuren) -> list[Cijfer]:
    def tel(categorie: Categorie) -> int:
        return figuren.tel(categorie={categorie})

    waarden = {
        "thuiszitters": figuren.thuiszitters,
        "langer_dan_drie_maanden": figuren.langer_dan_drie_maanden,
        "absoluut_verzuim": tel(Categorie.AV),
        "langdurig_relatief_verzuim": tel(Categorie.LRV),
        "dreigend": tel(Categorie.DREIGEND),
        "met_aanbod": tel(Categorie.MET_AANBOD),
    }
    return [Cijfer(c.naam, waarden[c.code], c.anker) for c in CIJFERS]


@vereist(Recht.SEE_FIGURES)
@require_GET
def overzicht(request: HttpRequest) -> HttpResponse:
    """Show today's figures, who nears a threshold and why, and one chart with its table."""
    user = request.user
    assert isinstance(user, User)
    peildatum = timezone.localdate()
    figuren = tel_stand(user, peildatum)
    pagina = Paginator(nearing_threshold(user, peildatum), PER_PAGINA).get_page(
        request.GET.get("pagina")
    )
    balken = balken_per_gemeente(figuren)
    categorieen = per_categorie(figuren)
    kop = grafiek_kop(balken)
    context: dict[str, Any] = {
        "peildatum": peildatum,
        "vooruit": VOORUIT,
        "figuren": figuren,
        "achterstand": achterstand(figuren.achter),
        "bevinding": bevinding(
            open=figuren.open,
            thuiszitters=figuren.thuiszitters,
            lang=figuren.langer_dan_drie_maanden,
            nadert=pagina.paginator.count,
            dagen=VOORUIT,
        ),
        "cijfers": _cijfers(figuren),
        "pagina": pagina,
        "naderingen": [
            (nadering, DREMPELS[nadering.drempel.naam])
            for nadering in explain_nearing(list(pagina), peildatum)
        ],
        "duren": list(DUREN.values()),
        "per_categorie": categorieen,
        "samen": samen(categorieen),
        "per_gemeente": per_gemeente(figuren),
        "balken": balken,
        "grafiek_kop": kop,
        "grafiek": teken_balken(
            naam="grafiek-duur",
            titel=kop,
            beschrijving=grafiek_uitleg(balken),
            lagen=LAGEN,
            balken=hoogstens(balken),
        ),
        "legenda": [(laag.naam, teken_teken(laag)) for laag in LAGEN],
    }
    return render(request, "monitoring/overzicht.html", context)


@openbaar
@require_GET
def begrippen(request: HttpRequest) -> HttpResponse:
    """Show what every word means; each has an anchor that the figures link to."""
    return render(request, "monitoring/begrippen.html", {"begrippen": BEGRIPPEN})
