"""From the tables of a file to the activities in them, each under its thema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import models

from cases.services.inlezen.kolommen import Waarde
from cases.services.inlezen.rijen import lees_alineas
from pact.models import Actie, Thema
from pact.services.agenda import kolommen
from pact.services.agenda.tabellen import Tabel, Tabelrij
from pact.services.agenda.verslag import Melding, OnleesbaarBestand
from pact.tekst import GEEN_NUMMERS, holds_number

MEESTE_RIJEN = 20_000
"""More activities than this are no agenda."""

VELDEN = {
    kolommen.NR: "nummer_tekst",
    kolommen.PERIODE: "periode_tekst",
    kolommen.ACTIVITEIT: "activiteit",
    kolommen.BETROKKENEN: "betrokkenen_tekst",
    kolommen.RESULTAAT: "resultaat_verwacht",
    kolommen.MIDDELEN: "middelen_tekst",
    kolommen.TOELICHTING: "toelichting",
}
"""The field of an action that each column fills in."""

_EEN_REGEL = frozenset({kolommen.NR, kolommen.ACTIVITEIT, kolommen.THEMA})
_ONZICHTBAAR = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_NUMMERING = re.compile(
    r"(?:(?:statement|thema|pijler|actielijn|programmalijn)\s*)?\d{1,2}(?:\s*[.):]|\s+[-–—]\s)\s*"
    r"|(?:statement|thema|pijler)\s*(?:\d{1,2}\s*)?[:–—]\s*",
    re.IGNORECASE,
)
_NUMMER = re.compile(r"[^\w\s]?(?=.*\d)[\w.\-/ ]{1,20}[^\w\s]?")
_STANDAARDBLAD = re.compile(r"(?:blad|sheet|tabel|agenda|acties|uitvoeringsagenda)\s*\d*", re.I)
_GEEN_KOP = (
    "Er staat geen rij met de namen van de kolommen in. Nodig is een kolom activiteit en nog een "
    f"andere. De kolommen die gelezen worden zijn: {', '.join(kolommen.KOLOMMEN)}."
)


@dataclass(frozen=True, slots=True)
class Agendarij:
    """One activity as it stands in the file. `teksten` holds the columns the file has."""

    plek: str
    thema: str
    teksten: dict[str, str]

    @property
    def nr(self) -> str:
        """Its number, "" without one."""
        return self.teksten.get(kolommen.NR, "")

    @property
    def activiteit(self) -> str:
        """What happens."""
        return self.teksten[kolommen.ACTIVITEIT]


@dataclass(frozen=True, slots=True)
class Foutrij:
    """A row that cannot be read, and why."""

    plek: str
    meldingen: tuple[Melding, ...]


@dataclass(slots=True)
class Agenda:
    """Everything that was read from a file."""

    rijen: list[Agendarij | Foutrij] = field(default_factory=list)
    let_op: list[str] = field(default_factory=list)


def lees_agenda(tabellen: Iterable[Tabel]) -> Agenda:
    """Return the activities in these tables.

    Raises OnleesbaarBestand when none of the tables is one of an agenda.
    """
    agenda = Agenda()
    lezer = _Lezer(agenda)
    for tabel in tabellen:
        lezer.lees(tabel)
    if lezer.koppen is None:
        raise OnleesbaarBestand(_GEEN_KOP)
    return agenda


class _Lezer:
    """Goes through the rows, keeping what the columns are and under which thema we are."""

    def __init__(self, agenda: Agenda) -> None:
        self._agenda = agenda
        self.koppen: list[str | None] | None = None
        self._thema = ""
        self._vreemd: set[str] = set()

    def lees(self, tabel: Tabel) -> None:
        """Read a table. One without headings of its own goes on with those before it."""
        kop = "" if _STANDAARDBLAD.fullmatch(tabel.kop) else tabel.kop
        begonnen = False
        wacht: list[Tabelrij] = []
        for rij in tabel.rijen:
            gevonden = None if rij.fout else kolommen.herken(rij.cellen)
            if gevonden is not None:
                self.koppen = gevonden
                if not begonnen and kop:
                    self._thema = thema_naam(lees_kop(kop))
                self._zeg_vreemd(kolommen.vreemde_koppen(rij.cellen, gevonden))
                begonnen, wacht = True, []
            elif begonnen:
                self._rij(rij)
            else:
                wacht.append(rij)
        if begonnen or not wacht:
            return
        if self.koppen and all(len(rij.cellen) == len(self.koppen) for rij in wacht):
            for rij in wacht:
                self._rij(rij)
        elif tabel.naam:
            self._agenda.let_op.append(f"Overgeslagen, want zonder kolomnamen: {tabel.naam}.")

    def _zeg_vreemd(self, koppen: Sequence[str]) -> None:
        nieuw = [kop for kop in koppen if kop not in self._vreemd]
        if nieuw:
            self._vreemd.update(nieuw)
            self._agenda.let_op.append(f"Deze kolommen worden niet gelezen: {', '.join(nieuw)}.")

    def _rij(self, rij: Tabelrij) -> None:
        assert self.koppen is not None
        if rij.fout:
            self._voeg_toe(Foutrij(rij.plek, (Melding(rij.plek, rij.fout),)))
            return
        gevuld = [i for i, cel in enumerate(rij.cellen) if not _is_leeg(cel)]
        if not gevuld:
            return
        if len(gevuld) == 1 and self._is_statement(rij, gevuld[0]):
            try:
                self._thema = thema_naam(lees_cel(rij.cellen[gevuld[0]], kolommen.THEMA))
            except ValueError as fout:
                melding = Melding(rij.plek, str(fout), kolommen.THEMA)
                self._voeg_toe(Foutrij(rij.plek, (melding,)))
            return
        self._voeg_toe(self._activiteit(rij))

    def _voeg_toe(self, rij: Agendarij | Foutrij) -> None:
        if len(self._agenda.rijen) >= MEESTE_RIJEN:
            raise OnleesbaarBestand(
                f"Deze agenda heeft meer dan {MEESTE_RIJEN} activiteiten. Splits hem."
            )
        self._agenda.rijen.append(rij)

    def _is_statement(self, rij: Tabelrij, plaats: int) -> bool:
        """Return whether the only cell with text in a row is the statement of the rows below."""
        assert self.koppen is not None
        cel = rij.cellen[plaats]
        kolom = self.koppen[plaats] if plaats < len(self.koppen) else None
        if rij.breed or kolom == kolommen.THEMA:
            return True
        if not isinstance(cel, str) or sum(teken.isalpha() for teken in cel) < 3:
            return False
        if plaats >= self.koppen.index(kolommen.ACTIVITEIT):
            return plaats == 0 and kolommen.THEMA not in self.koppen
        return True

    def _activiteit(self, rij: Tabelrij) -> Agendarij | Foutrij:
        assert self.koppen is not None
        fouten: dict[str, str] = {}
        teksten: dict[str, str] = {}
        if any(not _is_leeg(cel) for cel in rij.cellen[len(self.koppen) :]):
            fouten[""] = (
                "Deze regel heeft meer waarden dan er kolommen zijn. Staat het scheidingsteken "
                "ook in een waarde? Zet die dan tussen aanhalingstekens."
            )
        for i, kolom in enumerate(self.koppen):
            if kolom is None:
                continue
            try:
                teksten[kolom] = lees_cel(rij.cellen[i] if i < len(rij.cellen) else None, kolom)
            except ValueError as fout:
                fouten[kolom] = str(fout)
        if not _NUMMER.fullmatch(teksten.get(kolommen.NR, "")):
            teksten.pop(kolommen.NR, None)  # an empty number says nothing, a word is none
        if thema := teksten.pop(kolommen.THEMA, ""):
            self._thema = thema_naam(thema)
        fouten |= _controleer(self._thema, teksten)
        if fouten:
            return Foutrij(
                rij.plek, tuple(Melding(rij.plek, tekst, k) for k, tekst in fouten.items())
            )
        return Agendarij(rij.plek, self._thema, teksten)


def lees_cel(cel: Waarde, kolom: str) -> str:
    """Return the text of a cell, its lines apart where they may be.

    Raises ValueError, with a Dutch sentence, for what is no text.
    """
    ruw = _ONZICHTBAAR.sub("", cel) if isinstance(cel, str) else cel
    if isinstance(ruw, str):
        ruw = ruw.replace("\t", " ").replace("\x07", "")
    tekst = lees_alineas(ruw)
    if kolom in _EEN_REGEL:
        return " ".join(tekst.split())
    return re.sub(r"\n{3,}", "\n\n", tekst)


def lees_kop(kop: str) -> str:
    """Return the heading above a table on one line, "" for one that is no text."""
    try:
        return lees_cel(kop, kolommen.THEMA)
    except ValueError:
        return ""


def thema_naam(tekst: str) -> str:
    """Return the name of a thema, without the number a document gives it."""
    heel = " ".join(_ONZICHTBAAR.sub("", tekst).split())
    kaal = _NUMMERING.sub("", heel, count=1) if _NUMMERING.match(heel) else heel
    return kaal if any(teken.isalnum() for teken in kaal) else heel


def _is_leeg(cel: Waarde) -> bool:
    return cel is None or (isinstance(cel, str) and not _ONZICHTBAAR.sub("", cel).strip())


def _lengte(model: type[models.Model], veld: str) -> int:
    gevonden = model._meta.get_field(veld)
    assert isinstance(gevonden, models.Field)
    return gevonden.max_length or 0


def _controleer(thema: str, teksten: dict[str, str]) -> dict[str, str]:
    """Return what is wrong with these texts, per column."""
    fouten: dict[str, str] = {}
    if not thema:
        fouten[kolommen.THEMA] = "Er staat geen thema bij deze rij, en ook niet erboven."
    elif len(thema) > _lengte(Thema, "naam"):
        fouten[kolommen.THEMA] = (
            f"Dit thema is te lang ({len(thema)} tekens): hooguit {_lengte(Thema, 'naam')}."
        )
    elif holds_number(thema):
        fouten[kolommen.THEMA] = GEEN_NUMMERS
    for kolom, tekst in teksten.items():
        hooguit = _lengte(Actie, VELDEN[kolom])
        if len(tekst) > hooguit:
            fouten[kolom] = f"Dit is te lang ({len(tekst)} tekens): hooguit {hooguit}."
        elif holds_number(tekst):
            fouten[kolom] = GEEN_NUMMERS
    if not re.search(r"[^\W_]", teksten.get(kolommen.ACTIVITEIT, "x")):
        fouten[kolommen.ACTIVITEIT] = "Er staat geen activiteit."
    return fouten


def iter_goed(agenda: Agenda) -> Iterator[Agendarij]:
    """Yield the rows that can go in."""
    yield from (rij for rij in agenda.rijen if isinstance(rij, Agendarij))
