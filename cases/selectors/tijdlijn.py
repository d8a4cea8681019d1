"""Reading the timeline of one casus."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from cases.models import Casus, Gebeurtenis, GebeurtenisSoort

STAP = 25
"""Entries shown at first, and added by each "Meer tonen"."""

MEESTE = 2000
"""Entries on one page, at most."""


@dataclass(frozen=True, slots=True)
class Groep:
    """Kinds of entries that people look for together."""

    naam: str
    label: str
    soorten: frozenset[str]


_S = GebeurtenisSoort
GROEPEN: tuple[Groep, ...] = (
    Groep("contact", "Contact", frozenset({_S.CONTACT, _S.NOTITIE})),
    Groep(
        "signalen",
        "Signalen",
        frozenset({_S.SIGNAAL, _S.REACTIE, _S.OVERGESLAGEN, _S.VERVALLEN}),
    ),
    Groep(
        "feiten",
        "Verzuim en aanbod",
        frozenset(
            {
                _S.VERZUIM,
                _S.TERUGKEER,
                _S.AANBOD,
                _S.VRIJSTELLING,
                _S.INSCHRIJVING,
                _S.LEERLING,
                _S.CORRECTIE,
            }
        ),
    ),
    Groep("taken", "Taken", frozenset({_S.TAAK, _S.TAAK_GEDAAN})),
    Groep(
        "casus",
        "Overig",
        frozenset({_S.GEOPEND, _S.GESLOTEN, _S.HEROPEND, _S.EIGENAAR, _S.PARTIJ}),
    ),
)


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice of the filter, with how many entries it holds."""

    naam: str
    label: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Tijdlijn:
    """The newest entries of one choice, and what else there is."""

    punten: list[Gebeurtenis]
    filters: list[Filter]
    groep: str
    """The chosen filter; empty for everything."""
    totaal: int
    """Entries in the chosen filter."""
    toon: int

    @property
    def meer(self) -> int:
        """How many entries the next step adds; 0 when all are shown."""
        return min(STAP, self.rest)

    @property
    def rest(self) -> int:
        """How many entries are not shown."""
        return self.totaal - len(self.punten)

    @property
    def nieuw_vanaf(self) -> int:
        """Place of the first entry that the last step added; -1 before any step."""
        return self.toon - STAP if self.toon > STAP else -1

    @property
    def laatste(self) -> Gebeurtenis:
        """The oldest entry shown."""
        return self.punten[-1]

    @property
    def toon_meer(self) -> int:
        """What `toon` becomes with one more step."""
        return self.toon + STAP


def load_tijdlijn(casus: Casus, *, groep: str = "", toon: int = STAP) -> Tijdlijn:
    """Return the newest `toon` entries, newest first, in two queries; an unknown group is all."""
    counts: Counter[str] = Counter(
        dict(
            casus.gebeurtenissen.order_by()
            .values("soort")
            .annotate(aantal=Count("pk"))
            .values_list("soort", "aantal")
        )
    )
    chosen = next((g for g in GROEPEN if g.naam == groep), None)
    entries = casus.gebeurtenissen.select_related("door", "namens").order_by("-op", "-id")
    if chosen is not None:
        entries = entries.filter(soort__in=sorted(chosen.soorten))
    toon = min(max(toon, STAP), MEESTE)
    filters = [Filter("", "Alles", counts.total())]
    filters += [Filter(g.naam, g.label, sum(counts[s] for s in g.soorten)) for g in GROEPEN]
    return Tijdlijn(
        punten=list(entries[:toon]),
        filters=[f for f in filters if f.aantal or f.naam == groep],
        groep=chosen.naam if chosen else "",
        totaal=sum(counts[s] for s in chosen.soorten) if chosen else counts.total(),
        toon=toon,
    )


def changes_since(casus: Casus, versie: int) -> list[Gebeurtenis]:
    """Return the entries that changed the casus after this version, oldest first."""
    return list(
        casus.gebeurtenissen.filter(versie__gt=versie)
        .select_related("door", "namens")
        .order_by("versie")
    )
