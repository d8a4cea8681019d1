"""Reading the timeline of one casus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count

from cases.models import Casus, Gebeurtenis, GebeurtenisSoort

STAP = 25
"""Entries shown at first, and added by each "Meer tonen"."""

MEESTE = 2000
"""Entries on one page, at most."""

VOUWEN = 3
"""So many reminders of one signal, with nothing between them, are one line."""

_VERDER = 104
"""Entries read past the last one shown, to finish a line: weekly reminders of two years."""


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
class Regel:
    """One line of the timeline: an entry, or the reminders in a row of one signal."""

    punten: tuple[Gebeurtenis, ...]
    """Newest first."""

    @property
    def punt(self) -> Gebeurtenis:
        """The newest entry of the line."""
        return self.punten[0]

    @property
    def oudste(self) -> Gebeurtenis:
        """The oldest entry of the line."""
        return self.punten[-1]

    @property
    def gevouwen(self) -> bool:
        """Whether the line stands for several entries."""
        return len(self.punten) > 1


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
    def regels(self) -> list[Regel]:
        """The entries as they are shown, newest first."""
        return _fold(self.punten)

    @property
    def nieuw(self) -> Gebeurtenis | None:
        """The newest entry of the first line that the last step added; None before any step."""
        if self.toon <= STAP:
            return None
        known = 0
        for regel in self.regels:
            if known >= self.toon - STAP:
                return regel.punt
            known += len(regel.punten)
        return self.regels[-1].punt if self.punten else None

    @property
    def laatste(self) -> Gebeurtenis:
        """The newest entry of the last line."""
        return self.regels[-1].punt

    @property
    def toon_meer(self) -> int:
        """What `toon` becomes with one more step."""
        return self.toon + STAP


def _reminded(punt: Gebeurtenis) -> object:
    """Return the signal that this entry reminds of; None for any other entry."""
    if punt.soort == GebeurtenisSoort.SIGNAAL and punt.gegevens.get("herinnering") is True:
        return punt.gegevens.get("escalatie")
    return None


def _fold(punten: Iterable[Gebeurtenis]) -> list[Regel]:
    lines: list[Regel] = []
    for signal, run in groupby(punten, key=_reminded):
        entries = tuple(run)
        if signal is not None and len(entries) >= VOUWEN:
            lines.append(Regel(entries))
        else:
            lines += [Regel((punt,)) for punt in entries]
    return lines


def _up_to_whole_line(found: list[Gebeurtenis], toon: int) -> list[Gebeurtenis]:
    """Return the first `toon` entries, and the rest of the reminders the last one belongs to."""
    end = min(toon, len(found))
    while 0 < end < len(found):
        signal = _reminded(found[end - 1])
        if signal is None or _reminded(found[end]) != signal:
            break
        end += 1
    return found[:end]


def load_tijdlijn(casus: Casus, *, groep: str = "", toon: int = STAP) -> Tijdlijn:
    """Return the newest `toon` entries, newest first, in two queries; an unknown group is all.

    A few more where the last of them is one of many reminders, so that all of those are there.
    """
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
        punten=_up_to_whole_line(list(entries[: toon + _VERDER]), toon),
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
