"""The rooms of one pact: what stands in its navigation, and where a room without a pact leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from pact.models import Pact


@dataclass(frozen=True, slots=True)
class Kamer:
    """One part of a pact: how templates call it, what people read, and its address."""

    hier: str
    label: str
    url_name: str
    voor_partner: bool = True
    hoofd: str = ""
    """Its word in the main navigation, for who has it there."""

    def url(self, pact: Pact) -> str | None:
        """Return its address in this pact; None while there is no such page."""
        try:
            return reverse(self.url_name, kwargs={"code": pact.code})
        except NoReverseMatch:
            return None


KAMERS = (
    Kamer("bureau", "Bureau", "pact:bureau", voor_partner=False, hoofd="Bureau"),
    Kamer("mijn", "Mijn acties", "pact:mijn", hoofd="Mijn acties"),
    Kamer("matrix", "Matrix", "pact:matrix", hoofd="Matrix"),
    Kamer("aangesproken", "Aangesproken", "monitoring:aangesproken", voor_partner=False),
    Kamer("overleg", "Overleg", "pact:overleggen", hoofd="Overleg"),
    Kamer("rapportages", "Rapportages", "pact:rapportages", hoofd="Rapportage"),
    Kamer("bouwstenen", "Vervolg", "pact:bouwstenen"),
    Kamer("agenda", "Agenda", "pact:agenda", voor_partner=False),
    Kamer("inrichten", "Inrichten", "pact:inrichten", voor_partner=False),
    Kamer("over", "Over dit pact", "pact:over"),
)

LANDINGEN = {
    "bureau": ("Bureau", ("pact:bureau", "pact:mijn")),
    "mijn": ("Mijn acties", ("pact:mijn",)),
    "matrix": ("Matrix", ("pact:matrix",)),
    "overleg": ("Overleg", ("pact:overleggen",)),
    "rapportage": ("Rapportage", ("pact:rapportages",)),
}
"""The rooms of the main navigation that need a pact: their word, and their pages, the first for
whoever leads the pact, the last for the other partners."""


def kamers_of(*, leidt: bool) -> list[Kamer]:
    """Return the rooms of a pact for whoever leads it, or for a partner."""
    return [kamer for kamer in KAMERS if leidt or kamer.voor_partner]


def landing_url(kamer: str, pact: Pact, *, leidt: bool) -> str:
    """Return where a room of the main navigation leads in this pact; without one, the matrix."""
    pages = LANDINGEN[kamer][1]
    wanted: Iterable[str] = (pages[0] if leidt else pages[-1], "pact:matrix")
    for name in wanted:
        url = Kamer("", "", name).url(pact)
        if url is not None:
            return url
    raise AssertionError("the matrix always has an address")
