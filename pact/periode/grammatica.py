"""How the tokens of a period go together: parts with a begin, an end, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum, auto

from pact.periode.tekens import Punt, Teken, Woord, dagpunt


class Onzeker(Exception):
    """The text cannot be read for certain; the message says in Dutch why."""


class Kant(Enum):
    """Which day of a stretch of days a boundary is."""

    BEGIN = auto()
    EINDE = auto()
    ERVOOR = auto()
    TOT = auto()
    """As "tot" says it: not including, where that can be told."""


@dataclass(slots=True)
class Plek:
    """A Punt in the text, whose year may still have to be found."""

    punt: Punt
    jaar: int | None = field(init=False)

    def __post_init__(self) -> None:
        self.jaar = self.punt.jaar

    def dagen(self) -> tuple[date, date]:
        """Return its first and last day. Raises ValueError when it has none, or no year."""
        if self.jaar is None:
            raise Onzeker(f"Bij “{self.punt.tekst}” staat geen jaar.")
        return self.punt.in_jaar(self.jaar)


@dataclass(frozen=True, slots=True)
class Grens:
    """One end of a part."""

    plek: Plek
    kant: Kant

    def dag(self) -> date:
        """Return the day. Raises Onzeker where "tot" leaves open whether the day counts."""
        begin, einde = self.plek.dagen()
        match self.kant:
            case Kant.BEGIN:
                return begin
            case Kant.EINDE:
                return einde
            case Kant.ERVOOR:
                return begin - timedelta(days=1)
            case Kant.TOT:
                if begin == einde and begin.day == 1:
                    return begin - timedelta(days=1)
                if begin == einde and (begin + timedelta(days=1)).day == 1:
                    return einde
        raise Onzeker(f"Telt “{self.plek.punt.tekst}” zelf nog mee? Schrijf tot en met, of vóór.")


@dataclass(frozen=True, slots=True)
class Deel:
    """One period in the text."""

    begin: Grens | None
    einde: Grens | None

    def dagen(self) -> tuple[date | None, date | None]:
        """Return its first and last day, as far as it has them."""
        return (
            self.begin.dag() if self.begin else None,
            self.einde.dag() if self.einde else None,
        )

    @property
    def plekken(self) -> list[Plek]:
        """The places in the text it was read from, in their order."""
        found: list[Plek] = []
        for grens in (self.begin, self.einde):
            if grens is not None and grens.plek not in found:
                found.append(grens.plek)
        return found


_VERBINDERS = frozenset({Woord.TEM, Woord.TOT, Woord.STREEP})
_WACHTEND = _VERBINDERS | {
    Woord.TUSSEN,
    Woord.VANAF,
    Woord.VAN,
    Woord.UITERLIJK,
    Woord.VOOR,
    Woord.EINDE,
    Woord.BEGIN,
}
"""Words after which a line end means nothing: what they are about is still to come."""
_EIGEN_BEGIN = frozenset({"schooljaar", "pact", "dag"})
"""What begins on one certain day, so that its "begin" is that day."""


def lees_delen(tekens: Sequence[Teken]) -> list[list[Deel]]:
    """Return the parts, in groups that have nothing to do with each other.

    Raises Onzeker when something in the text is not understood.
    """
    _weiger(tekens)
    rij = [teken for teken in tekens if teken.woord is not Woord.RUIS]
    rij = _zonder_loze_breuken(_met_maanden(rij))
    _weiger_dubbel_jaar(rij)
    groepen: list[list[Deel]] = [[]]
    lezer = _Lezer(rij)
    while lezer.nu is not None:
        if lezer.neem(Woord.BREUK):
            if groepen[-1]:
                groepen.append([])
            continue
        groepen[-1].append(lezer.deel())
        if lezer.neem(Woord.EN):
            lezer.neem(Woord.EN)
            if lezer.nu is None:
                raise Onzeker("De tekst houdt midden in een periode op.")
        elif lezer.nu is not None and lezer.nu.woord is not Woord.BREUK:
            raise Onzeker(f"Bij “{lezer.nu.tekst}” is niet duidelijk wat erbij hoort.")
    groepen = [groep for groep in groepen if groep]
    if not groepen:
        raise Onzeker("Er staat geen datum in.")
    return groepen


def _weiger(tekens: Sequence[Teken]) -> None:
    if any(teken.woord is Woord.OPENGELATEN for teken in tekens):
        raise Onzeker("De periode is nog niet bepaald.")
    onbekend = [teken.tekst for teken in tekens if teken.woord is Woord.ONBEKEND]
    if onbekend:
        woorden = [tekst for tekst in onbekend if any(map(str.isalnum, tekst))] or onbekend
        raise Onzeker(f"Dit is niet te lezen: “{' '.join(woorden)[:80]}”.")
    for teken in tekens:
        if teken.woord is Woord.VAAG:
            raise Onzeker(f"“{teken.tekst}” zegt niet precies wanneer.")


def _met_maanden(rij: Sequence[Teken]) -> list[Teken]:
    """Give a bare number the month of the day after it: the 1 of "1-15 juni 2019"."""
    uit: list[Teken] = []
    volgend: Punt | None = None
    for teken in reversed(rij):
        punt = teken.punt
        if punt is not None and punt.soort == "getal":
            if volgend is None or volgend.dag is None or punt.dag is None:
                raise Onzeker(f"Het getal “{teken.tekst}” zegt niet welke maand.")
            dag = dagpunt(punt.dag[0], volgend.dag[1], volgend.jaar, teken.tekst, kort=volgend.kort)
            uit.append(Teken(None, teken.tekst, dag))
        else:
            if punt is not None:
                volgend = punt
            uit.append(teken)
    return uit[::-1]


def _zonder_loze_breuken(rij: Sequence[Teken]) -> list[Teken]:
    uit: list[Teken] = []
    for i, teken in enumerate(rij):
        if teken.woord is Woord.BREUK:
            volgend = rij[i + 1].woord if i + 1 < len(rij) else None
            if (uit and uit[-1].woord in _WACHTEND) or volgend in _VERBINDERS:
                continue
        elif teken.woord is Woord.STREEP and (not uit or uit[-1].woord is Woord.BREUK):
            continue  # a bullet
        uit.append(teken)
    return uit


def _weiger_dubbel_jaar(rij: Sequence[Teken]) -> None:
    """Two years in a row joined by a dash or slash can be a schooljaar as well."""
    for eerste, midden, laatste in zip(rij, rij[1:], rij[2:], strict=False):
        een, twee = eerste.punt, laatste.punt
        if een is None or twee is None or midden.tekst not in {"-", "--", "/"}:
            continue
        if een.soort == twee.soort == "jaar" and twee.jaar == (een.jaar or 0) + 1:
            raise Onzeker(
                f"“{een.tekst}{midden.tekst}{twee.tekst}” kan een schooljaar zijn of twee "
                "kalenderjaren."
            )


class _Lezer:
    """Reads tokens from left to right."""

    def __init__(self, rij: Sequence[Teken]) -> None:
        self._rij = rij
        self._plaats = 0

    @property
    def nu(self) -> Teken | None:
        """The token that comes next."""
        return self._rij[self._plaats] if self._plaats < len(self._rij) else None

    def neem(self, *woorden: Woord) -> Woord | None:
        """Take the next token when it is one of these words."""
        nu = self.nu
        if nu is None or nu.woord not in woorden:
            return None
        self._plaats += 1
        return nu.woord

    def deel(self) -> Deel:
        """Read one period. Raises Onzeker."""
        if self.neem(Woord.OPEN):
            return Deel(None, None)
        if self.neem(Woord.UITERLIJK):
            while self.neem(Woord.UITERLIJK):
                pass
            hoe = self.neem(Woord.VOOR, Woord.TEM, Woord.TOT)
            return Deel(None, self._einde(hoe))
        if hoe := self.neem(Woord.VOOR, Woord.TEM, Woord.TOT):
            return Deel(None, self._einde(hoe))
        if self.neem(Woord.TUSSEN):
            begin = self._begin()
            if not self.neem(Woord.EN, Woord.STREEP):
                raise Onzeker("Na “tussen” horen twee dagen.")
            return Deel(begin, self._einde(None))
        if self.neem(Woord.VANAF):
            begin = self._begin()
            return self._staart(begin) or Deel(begin, None)
        if self.neem(Woord.VAN):
            begin = self._begin()
            if (deel := self._staart(begin)) is None:
                raise Onzeker("Na “van” hoort tot wanneer.")
            return deel
        return self._punt_of_span()

    def _punt_of_span(self) -> Deel:
        rand, plek = self._punt()
        if rand is Woord.EINDE:
            return Deel(None, Grens(plek, Kant.EINDE))
        begin = Grens(plek, Kant.BEGIN)
        if (deel := self._staart(begin)) is not None:
            return deel
        if self.neem(Woord.UITERLIJK):
            return Deel(None, Grens(plek, Kant.EINDE))
        return Deel(begin, None if rand is Woord.BEGIN else Grens(plek, Kant.EINDE))

    def _staart(self, begin: Grens) -> Deel | None:
        """Read what comes after a begin: until when, or that it goes on."""
        if self.neem(Woord.OPEN):
            return Deel(begin, None)
        if (hoe := self.neem(Woord.TEM, Woord.STREEP, Woord.TOT)) is None:
            return None
        if self.neem(Woord.OPEN):
            return Deel(begin, None)
        return Deel(begin, self._einde(hoe))

    def _begin(self) -> Grens:
        rand, plek = self._punt()
        if rand is Woord.EINDE:
            raise Onzeker(f"Wanneer begint het precies? “{plek.punt.tekst}” eindigt dan juist.")
        return Grens(plek, Kant.BEGIN)

    def _einde(self, hoe: Woord | None) -> Grens:
        rand, plek = self._punt()
        if rand is Woord.BEGIN:
            if hoe is not Woord.VOOR:
                raise Onzeker(f"Telt het begin van “{plek.punt.tekst}” zelf nog mee?")
            return Grens(plek, Kant.ERVOOR)
        if rand is Woord.EINDE:
            return Grens(plek, Kant.EINDE)
        if hoe is Woord.VOOR:
            return Grens(plek, Kant.ERVOOR)
        return Grens(plek, Kant.TOT if hoe is Woord.TOT else Kant.EINDE)

    def _punt(self) -> tuple[Woord | None, Plek]:
        rand = self.neem(Woord.EINDE, Woord.BEGIN)
        nu = self.nu
        if nu is None:
            raise Onzeker("De tekst houdt midden in een periode op.")
        if nu.punt is None:
            raise Onzeker(f"Bij “{nu.tekst}” is niet duidelijk wat erbij hoort.")
        self._plaats += 1
        if rand is Woord.BEGIN and nu.punt.soort not in _EIGEN_BEGIN:
            raise Onzeker(f"“Begin {nu.punt.tekst}” zegt niet precies wanneer.")
        return rand, Plek(nu.punt)
