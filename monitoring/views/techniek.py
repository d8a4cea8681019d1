"""The page on which a beheerder sees whether everything runs, and what to do when it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from monitoring.models import Proces, VerschilSoort
from monitoring.selectors.alarmen import duur
from monitoring.selectors.beheer import load_beheer
from monitoring.selectors.broker import broker_answers
from monitoring.selectors.hartslag import LEEFT
from monitoring.selectors.techniek import (
    MEEST,
    Techniek,
    load_techniek,
    waarom_geen_berichten,
)
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist
from thuiszitters.berichten.models import Toestand
from thuiszitters.berichten.redenen import reden_in_woorden
from thuiszitters.ui.templatetags.ui import tijdstip


@dataclass(frozen=True, slots=True)
class Cijfer:
    """One figure, and what it means."""

    naam: str
    waarde: str
    uitleg: str


@dataclass(frozen=True, slots=True)
class Groep:
    """Figures that belong together."""

    anker: str
    kop: str
    cijfers: list[Cijfer]


@vereist(Recht.SEE_OPERATIONS)
@require_GET
def techniek(request: HttpRequest) -> HttpResponse:
    """Show what is wrong and what to do, then the figures, without casework."""
    assert isinstance(request.user, User)
    beheer = load_beheer(request.user, load_techniek(timezone.now()))
    t = beheer.techniek
    context: dict[str, Any] = {
        "nu": t.nu,
        "alarmen": beheer.alarmen,
        "afgestemd": t.afstemming is not None,
        "groepen": [_rounds(t), _mail(t), _processes(t), _reconciliation(t)],
        "mislukt": [(reden_in_woorden(reden), many) for reden, many in beheer.mislukt],
        "gaten": beheer.gaten,
        "nummers": beheer.nummers,
        "elders": len(t.rondes.fouten) - len(beheer.nummers),
    }
    return render(request, "monitoring/techniek.html", context)


def _rounds(t: Techniek) -> Groep:
    rondes = t.rondes
    last = rondes.laatste
    cijfers = [
        Cijfer(
            "Laatste ronde",
            tijdstip(last.klaar_op) if last and last.klaar_op else "nog geen",
            "Wanneer de bewaking voor het laatst alle casussen naliep die aan de beurt waren. Dat "
            "hoort elk uur te gebeuren." + (f" Gedaan door {last.door}." if last else ""),
        ),
        Cijfer(
            "Duurde",
            duur(last.duurde) if last and last.duurde is not None else "-",
            "Hoelang die ronde duurde" + (f", voor {_casussen(last.bekeken)}." if last else "."),
        ),
        Cijfer(
            "Aan de beurt",
            f"meer dan {MEEST}" if rondes.te_doen >= MEEST else str(rondes.te_doen),
            "Casussen die de volgende ronde nakijkt"
            + (
                f", waarvan {rondes.gewijzigd} omdat er iets in is veranderd."
                if rondes.gewijzigd
                else "."
            ),
        ),
        Cijfer(
            "Achterstand",
            duur(rondes.achterstand) if rondes.achterstand else "geen",
            "Hoelang de casus wacht die het langst geleden aan de beurt was. Een nacht is gewoon; "
            "meer dan een dag niet.",
        ),
    ]
    if rondes.bezig_sinds is not None:
        cijfers.insert(
            1,
            Cijfer(
                "Begonnen, niet af",
                tijdstip(rondes.bezig_sinds),
                "Een ronde die na de laatste begon. Die loopt nog, of is afgebroken; de volgende "
                "maakt het dan af.",
            ),
        )
    return Groep("rondes", "De bewaking", cijfers)


def _mail(t: Techniek) -> Groep:
    many = t.post.toestanden
    return Groep(
        "post",
        "E-mail van iedereen samen",
        [
            Cijfer(
                "Verzonden",
                str(t.post.verzonden),
                "E-mails die de mailserver het laatste etmaal aannam.",
            ),
            Cijfer(
                "Wachten",
                str(many[Toestand.WACHTEND] + many[Toestand.BEZIG]),
                "E-mails die nog weg moeten. 's Avonds, in het weekend en op feestdagen wachten ze "
                "op de volgende ochtend.",
            ),
            Cijfer(
                "In het dagoverzicht",
                str(many[Toestand.BUNDEL]),
                "Signalen die meegaan in het overzicht van wie één e-mail per dag wil.",
            ),
            Cijfer(
                "Onzeker",
                str(many[Toestand.ONZEKER]),
                "De verbinding viel weg tijdens het versturen. Het systeem vraagt na of ze "
                "aankwamen, en verstuurt ze anders opnieuw.",
            ),
            Cijfer(
                "Mislukt",
                str(many[Toestand.MISLUKT]),
                "E-mails die na alle pogingen niet aankwamen, van alle organisaties. Die van "
                "jouw organisatie staan op de pagina Berichten.",
            ),
            Cijfer(
                "Langst wachtend",
                duur(t.post.oudste) if t.post.oudste else "geen",
                "Hoelang een e-mail wacht die nu weg mag. Meer dan een paar minuten betekent dat "
                "er niets wordt verstuurd.",
            ),
        ],
    )


def _processes(t: Techniek) -> Groep:
    words = {
        Proces.WEKKER: "Geeft op de klok het sein voor rondes en e-mail.",
        Proces.WERKER: "Doen het werk: rondes lopen en e-mail versturen.",
        Proces.LUS: "Doet alles in één proces, zonder wekker en werkers (watch --loop).",
    }
    cijfers = []
    for soort in Proces:
        living, seen = t.levend(soort), t.laatst_gezien(soort)
        if soort == Proces.LUS and seen is None:
            continue
        said = f"Laatst gezien: {tijdstip(seen)}." if seen else "Nog nooit gezien."
        cijfers.append(
            Cijfer(
                f"{soort.label.capitalize()} actief",
                str(len(living)) if living or seen is None else "gestopt",
                f"{words[soort]} {said} Na {duur(LEEFT[soort])} stilte telt een proces als weg.",
            )
        )
    cijfers.append(
        Cijfer(
            "Broker",
            "antwoordt" if broker_answers() else "antwoordt niet",
            "Geeft seinen door aan de werkers. Is hij weg, dan duurt alles langer maar raakt er "
            "niets kwijt; watch --loop heeft hem niet nodig.",
        )
    )
    return Groep("processen", "De processen", cijfers)


def _reconciliation(t: Techniek) -> Groep:
    done = t.afstemming
    cijfers = [
        Cijfer(
            "Laatste afstemming",
            tijdstip(done.klaar_op) if done and done.klaar_op else "nog geen",
            "Elke ochtend wordt elke open casus nog eens langs de regels gelegd: is elk signaal "
            "er, is iedereen gevraagd, en ging elke e-mail weg?",
        ),
        Cijfer(
            "Nagelopen",
            _casussen(done.casussen) if done else "-",
            waarom_geen_berichten(done) or f"En {done.berichten} verzonden e-mails."
            if done
            else "Nog niets nagelopen.",
        ),
        Cijfer(
            "Verschillen",
            str(sum(t.verschillen.values())),
            "Hier hoort 0 te staan."
            if not t.verschillen
            else "; ".join(f"{VerschilSoort(s).label}: {n}" for s, n in t.verschillen.items())
            + ".",
        ),
    ]
    return Groep("afstemming", "De afstemming", cijfers)


def _casussen(aantal: int) -> str:
    return "1 casus" if aantal == 1 else f"{aantal} casussen"
