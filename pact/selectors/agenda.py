"""What of the agenda of a pact waits for a person to look at."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from pact.betrokkenen import Adresboek, PartnerNaam
from pact.keuzes import OPEN, Periodelezing
from pact.models import Actie, Pact
from pact.periode import read_periode
from pact.selectors.acties import with_parts
from pact.selectors.partners import partners_of

GETOOND = 25
"""How many are shown at once; the next come up when these are done."""


@dataclass(frozen=True, slots=True)
class NaTeKijken:
    """An action, and what a machine made of its text."""

    actie: Actie
    uitleg: str
    rest: tuple[str, ...] = ()


def _open(pact: Pact) -> QuerySet[Actie]:
    acties = Actie.objects.filter(pact=pact, status__in=OPEN)
    return with_parts(acties).order_by("thema__volgorde", "thema_id", "nr")


def uncertain_perioden(pact: Pact) -> QuerySet[Actie]:
    """Return the open actions whose period could not be read for certain."""
    return _open(pact).filter(periode_lezing=Periodelezing.NAKIJKEN)


def uncertain_betrokkenen(pact: Pact) -> QuerySet[Actie]:
    """Return the open actions with parties in words that match no partner for certain."""
    return _open(pact).filter(betrokkenen_nakijken=True)


def explain_periode(actie: Actie) -> NaTeKijken:
    """Return why the period of this action waits."""
    pact = actie.pact
    read = read_periode(actie.periode_tekst, pact_begin=pact.begin, pact_einde=pact.einde)
    return NaTeKijken(actie, read.uitleg)


def explain_betrokkenen(acties: list[Actie], pact: Pact) -> list[NaTeKijken]:
    """Return which words of these actions match no partner for certain."""
    boek = Adresboek(
        [
            PartnerNaam(p.pk, p.organisatie.naam, p.organisatie.code, p.organisatie.soort)
            for p in partners_of(pact)
        ]
    )
    uit = []
    for actie in acties:
        rest = boek.lees(actie.betrokkenen_tekst).rest
        uit.append(NaTeKijken(actie, "", rest))
    return uit
