"""The actions a pact has, and what an agenda said of them the last time.

What people changed since is told from the history: the oldest change after the last reading
holds what the agenda said. Nothing of a file is kept apart from that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pact.inhoud import ActieInhoud, inhoud_of
from pact.models import Actie, ActieLog, LogSoort, Pact
from pact.selectors.acties import with_parts
from pact.services.agenda.rijen import VELDEN, Agendarij
from pact.services.agenda.waarden import nummersleutel, sleutel, themasleutel

_GEVOLGD = frozenset(VELDEN.values()) | {"thema"}


@dataclass(slots=True)
class Bekend:
    """One action, what it says, and what the agenda said of what people changed since."""

    actie: Actie
    inhoud: ActieInhoud
    gezegd: dict[str, str] = field(default_factory=dict)
    """Per field that people changed after it was read: what was read."""
    uit_agenda: set[str] = field(default_factory=set)
    """The fields an agenda ever filled in."""

    @property
    def plek(self) -> str:
        """How people find it."""
        return f"actie {self.actie.nr}"


def load_bekend(pact: Pact) -> list[Bekend]:
    """Return the actions of a pact, by number, in a fixed number of queries."""
    acties = list(with_parts(Actie.objects.filter(pact=pact)).order_by("nr"))
    for actie in acties:
        actie.pact = pact
    bekend = {actie.pk: Bekend(actie, inhoud_of(actie)) for actie in acties}
    regels = (
        ActieLog.objects.filter(actie__pact=pact)
        .order_by("op", "id")
        .values_list("actie_id", "soort", "versie", "wijzigingen")
    )
    for actie_id, soort, versie, wijzigingen in regels.iterator(chunk_size=2000):
        found = bekend.get(actie_id)
        if found is not None:
            _volg(found, soort, versie, wijzigingen)
    return list(bekend.values())


def _volg(found: Bekend, soort: str, versie: int, wijzigingen: Iterable[dict[str, str]]) -> None:
    ingelezen = soort == LogSoort.INGELEZEN
    if ingelezen and versie == 1:
        found.uit_agenda |= _GEVOLGD
    for wijziging in wijzigingen:
        veld = wijziging["veld"]
        if veld not in _GEVOLGD:
            continue
        if ingelezen:
            found.uit_agenda.add(veld)
            found.gezegd.pop(veld, None)
        elif veld in found.uit_agenda:
            found.gezegd.setdefault(veld, wijziging["oud"])


class Koppelaar:
    """Finds the action a row is about: by thema and text, or else by thema and number.

    Text goes first, so that a list that was numbered anew keeps what belongs to each activity;
    the place in the file means nothing.
    """

    def __init__(self, bekend: Sequence[Bekend]) -> None:
        self._op_alles: dict[tuple[str, str, str], list[Bekend]] = defaultdict(list)
        self._op_tekst: dict[tuple[str, str], list[Bekend]] = defaultdict(list)
        self._op_nr: dict[tuple[str, str], list[Bekend]] = defaultdict(list)
        for found in bekend:
            for thema, nr, tekst in _namen(found):
                self._op_alles[thema, nr, tekst].append(found)
                self._op_tekst[thema, tekst].append(found)
                if nr:
                    self._op_nr[thema, nr].append(found)

    def koppel(self, rijen: Sequence[Agendarij]) -> dict[int, Bekend | str]:
        """Return per row (its index) its action, or why that cannot be told. New ones are absent.

        Every action is given to one row at most.
        """
        uit: dict[int, Bekend | str] = {}
        vrij = dict(enumerate(rijen))
        genomen: set[int] = set()
        for ronde in (self._gelijk, self._zelfde_tekst, self._zelfde_nummer):
            for i, rij in list(vrij.items()):
                over = {b.actie.pk: b for b in ronde(rij) if b.actie.pk not in genomen}
                if len(over) == 1:
                    uit[i] = next(iter(over.values()))
                    genomen |= over.keys()
                    del vrij[i]
                elif over and ronde is not self._gelijk:
                    nummers = ", ".join(str(b.actie.nr) for b in over.values())
                    uit[i] = f"Dit kan bij meer acties horen: {nummers}."
                    del vrij[i]
        return uit

    def _gelijk(self, rij: Agendarij) -> list[Bekend]:
        sleutels = themasleutel(rij.thema), nummersleutel(rij.nr), sleutel(rij.activiteit)
        return self._op_alles.get(sleutels, [])

    def _zelfde_tekst(self, rij: Agendarij) -> list[Bekend]:
        return self._op_tekst.get((themasleutel(rij.thema), sleutel(rij.activiteit)), [])

    def _zelfde_nummer(self, rij: Agendarij) -> list[Bekend]:
        if not rij.nr:
            return []
        return self._op_nr.get((themasleutel(rij.thema), nummersleutel(rij.nr)), [])


def _namen(found: Bekend) -> set[tuple[str, str, str]]:
    """Return what this action is and was known by: (thema, number, activity)."""
    inhoud, gezegd = found.inhoud, found.gezegd
    themas = {inhoud.thema.naam, gezegd.get("thema", inhoud.thema.naam)}
    nummers = {inhoud.nummer_tekst, gezegd.get("nummer_tekst", inhoud.nummer_tekst)}
    teksten = {inhoud.activiteit, gezegd.get("activiteit", inhoud.activiteit)}
    return {
        (themasleutel(thema), nummersleutel(nr), sleutel(tekst))
        for thema in themas
        for nr in nummers
        for tekst in teksten
    }
