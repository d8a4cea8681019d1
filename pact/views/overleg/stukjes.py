"""Texts that are saved by themselves, one piece at a time, while a meeting goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.errors import PactError, VerouderdeVersie
from pact.models import Agendapunt, Overleg, Standpunt
from pact.services.overleg.basis import merk_of
from pact.views.hulp import inzender_of


@dataclass(slots=True)
class Veld:
    """One text field of a piece."""

    naam: str
    label: str
    waarde: str
    most: int
    rijen: int = 3
    smal: bool = False


@dataclass(slots=True)
class Stukje:
    """A form of its own for one or two texts, with what happened when it was last sent."""

    anker: str
    url: str
    velden: list[Veld]
    stond: int
    """The merk of what stands there now."""
    wat: str
    """What it is, for who cannot see where it stands."""
    opgeslagen: datetime | None = None
    fouten: list[str] = field(default_factory=list)
    nu: list[tuple[str, str]] = field(default_factory=list)
    """What somebody else wrote there since the form was opened, per label."""
    toch: int | None = None
    """What to send to save over it all the same."""
    weg_url: str = ""
    """Where it is taken away; "" where it cannot be."""


Maker = Callable[[], Stukje]


def _url(overleg: Overleg, name: str, **kwargs: object) -> str:
    return reverse(f"pact:{name}", kwargs={"code": overleg.pact.code, "nr": overleg.nr, **kwargs})


def stukje_of_punt(overleg: Overleg, punt: Agendapunt) -> Stukje:
    """Return the piece of a point: what was discussed and decided."""
    return Stukje(
        anker=f"punt-{punt.pk}-verslag",
        url=_url(overleg, "houden_punt", pk=punt.pk),
        velden=[
            Veld("besproken", "Besproken", punt.besproken, 5000),
            Veld("besluit", "Besluit of doel", punt.besluit, 2000, rijen=2),
        ],
        stond=merk_of([punt.besproken, punt.besluit]),
        wat=punt.titel,
    )


def stukje_of_tekst(overleg: Overleg, veld: str) -> Stukje:
    """Return the piece of the opening or the closing of a meeting."""
    label = "Opening en mededelingen" if veld == "inleiding" else "Rondvraag en sluiting"
    tekst = getattr(overleg, veld)
    return Stukje(
        anker=f"tekst-{veld}",
        url=_url(overleg, "houden_tekst", veld=veld),
        velden=[Veld("tekst", label, tekst, 5000)],
        stond=merk_of([tekst]),
        wat=label,
    )


def stukje_of_standpunt(overleg: Overleg, standpunt: Standpunt) -> Stukje:
    """Return the piece of what one partner said."""
    naam = str(standpunt.partner)
    return Stukje(
        anker=f"standpunt-{standpunt.pk}",
        url=_url(overleg, "houden_standpunt", pk=standpunt.pk),
        velden=[Veld("tekst", naam, standpunt.tekst, 2000, rijen=2)],
        stond=merk_of([standpunt.tekst]),
        wat=f"Standpunt van {naam}",
        weg_url=_url(overleg, "houden_standpunt_weg", pk=standpunt.pk),
    )


def merk_from(request: HttpRequest) -> int | None:
    """Return on what the form was opened, or what it may be saved over."""
    for naam in ("toch", "stond"):
        raw = request.POST.get(naam, "")
        if raw.isascii() and raw.isdigit() and len(raw) < 20:
            return int(raw)
    return None


def send_stukje(
    request: HttpRequest,
    make: Maker,
    save: Callable[[Mapping[str, str], Inzender], object],
) -> tuple[Stukje, int]:
    """Save what was sent; return the piece to show and the status of the answer.

    409 when something else stands there by now: what was typed stays in the fields, what stands
    there is shown beside it, and a button saves over it knowingly.
    """
    before = make()
    sent = {veld.naam: request.POST.get(veld.naam, "") for veld in before.velden}
    try:
        save(sent, inzender_of(request, versie=merk_from(request)))
    except VerouderdeVersie as stale:
        now = make()
        raw = request.POST.get("stond", "")
        shown = _typed(now, sent)
        shown.nu = [(veld.label, veld.waarde) for veld in make().velden]
        shown.toch = stale.versie
        shown.stond = int(raw) if raw.isascii() and raw.isdigit() else now.stond
        return shown, 409
    except PactError as refused:
        shown = _typed(make(), sent)
        shown.fouten = [str(refused)]
        return shown, 409
    except ValidationError as error:
        shown = _typed(before, sent)
        shown.fouten = error.messages
        return shown, 422
    after = make()
    after.opgeslagen = timezone.localtime()
    return after, 200


def _typed(stukje: Stukje, sent: Mapping[str, str]) -> Stukje:
    for veld in stukje.velden:
        veld.waarde = sent[veld.naam]
    return stukje


def answer_part(request: HttpRequest, stukje: Stukje, status: int) -> HttpResponse:
    """Return what htmx puts under the fields; the fields themselves are left as they are."""
    return render(request, "pact/overleg/_stukje_antwoord.html", {"stukje": stukje}, status=status)
