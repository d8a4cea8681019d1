"""Finding children by name and birth date, with accents and small typos forgiven.

The trigram index proposes candidates, `GezochteNaam.vergelijk` decides. Trigrams alone judge short
names poorly: two letters swapped in "Vries" leave a third of them, as many as chance would.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from cases.models import Casus, Leerling, zoekvorm
from cases.querysets import CasusQuerySet
from thuiszitters.accounts.models import Organisatie, User

M = TypeVar("M", bound=models.Model)

KANDIDATEN = 200
"""So many rows the index may propose before they are compared letter by letter."""

_DREMPELWAARDE = "0.3"
_NUMMER = re.compile(r"(\d{4})\s*-\s*(\d{1,6})", re.ASCII)
_CIJFERS = re.compile(r"\d{1,6}", re.ASCII)
_JAREN_TERUG = 5


def nummers_van(gezocht: str, jaar: int) -> list[str]:
    """Return the case numbers that a search can mean; empty when it is not about a number.

    "2026-123" means 2026-000123; a bare "123" means that number of this year or a year before.
    """
    tekst = gezocht.strip()
    if whole := _NUMMER.fullmatch(tekst):
        return [f"{whole[1]}-{int(whole[2]):06d}"]
    if _CIJFERS.fullmatch(tekst):
        return [f"{j}-{int(tekst):06d}" for j in range(jaar, jaar - _JAREN_TERUG - 1, -1)]
    return []


def _afstand(a: str, b: str, hoogstens: int) -> int:
    """Return the edits (one letter more, less, other, or two swapped) between two words.

    More than `hoogstens` is answered with `hoogstens` + 1, without counting on.
    """
    if abs(len(a) - len(b)) > hoogstens:
        return hoogstens + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            best = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            new.append(best)
        if min(new) > hoogstens:
            return hoogstens + 1
        before, row = row, new
    return row[-1]


def _woordscore(woord: str, naamwoord: str) -> float:
    if woord == naamwoord:
        return 1.0
    if len(woord) >= 2 and naamwoord.startswith(woord):
        return 0.95
    # None in "Bo", one in "Vries", two in "Hendriks".
    allowed = 0 if len(woord) <= 2 else 1 if len(woord) <= 5 else 2
    distance = _afstand(woord, naamwoord, allowed)
    return 0.0 if distance > allowed else 0.9 - 0.2 * distance


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """How a name compares to the one searched for."""

    score: float
    """From 0 (nothing like it) to 1 (the same); long words count more."""
    gevonden: int
    """How many of the telling words it has."""
    alles: bool
    """Whether it has every one of them."""


@dataclass(frozen=True, slots=True)
class GezochteNaam:
    """A name as somebody typed it, ready to be compared with many."""

    woorden: tuple[str, ...]
    tellend: frozenset[str]
    """The words that tell people apart: not "van der", unless there is nothing longer."""

    @classmethod
    def van(cls, tekst: str) -> GezochteNaam:
        """Return the words of this text, in any case and with any accents."""
        words = tuple(dict.fromkeys(zoekvorm(tekst).split()))
        return cls(words, frozenset(w for w in words if len(w) > 3) or frozenset(words))

    def __bool__(self) -> bool:
        """Return whether there is enough to search by."""
        return sum(len(word) for word in self.woorden) >= 2

    def vergelijk(self, zoeknaam: str) -> Vergelijking:
        """Return how this name compares; `zoeknaam` as Leerling keeps it.

        A word may have one typo, a long one two; the start of a word will do.
        """
        words = zoeknaam.split()
        # "vandenberg" is "van den berg": words that follow each other also count as one.
        joined = ["".join(words[i : i + n]) for n in (2, 3) for i in range(len(words) - n + 1)]
        present = words + joined
        total = letters = 0.0
        found = 0
        for word in self.woorden:
            telling = word in self.tellend
            score = max((_woordscore(word, p) for p in present), default=0.0)
            weight = len(word) if telling else 0.5
            total += weight * score
            letters += weight
            found += telling and score > 0
        return Vergelijking(total / letters if letters else 0.0, found, found == len(self.tellend))


def _most_alike(rows: QuerySet[M], field: str, naam: GezochteNaam) -> list[M]:
    """Return the candidates of the trigram index, the most alike first."""
    if not naam:
        return []
    telling = " ".join(w for w in naam.woorden if w in naam.tellend)
    found = rows.filter(**{f"{field}__trigram_word_similar": telling}).order_by(
        TrigramWordSimilarity(" ".join(naam.woorden), field).desc(), "-pk"
    )[:KANDIDATEN]
    with transaction.atomic(), connection.cursor() as cursor:
        # For this transaction only: the default of 0.6 would drop a short name with one typo.
        cursor.execute(
            "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [_DREMPELWAARDE]
        )
        return list(found)


def casussen_op_naam(casussen: CasusQuerySet, gezocht: str, hoogstens: int) -> list[Casus]:
    """Return the casussen whose child has every telling word of this name, the best first.

    At most `hoogstens`; among equals the open ones come first. With `leerling` selected.
    """
    naam = GezochteNaam.van(gezocht)
    compared = [
        (naam.vergelijk(casus.leerling.zoeknaam), casus)
        for casus in _most_alike(casussen.select_related("leerling"), "leerling__zoeknaam", naam)
    ]
    alike = [(found.score, casus) for found, casus in compared if found.alles]
    alike.sort(key=lambda row: (-row[0], not row[1].is_open))
    return [casus for _, casus in alike[:hoogstens]]


@dataclass(frozen=True, slots=True)
class Treffer:
    """A child that may be the one searched for, and the casussen of it that may be seen."""

    leerling: Leerling
    score: float
    waarom: str
    eigen: bool
    """Whether the record belongs to the SWV that searches, so that it can be used again."""
    open: Casus | None
    gesloten: list[Casus]


HOOGSTENS_TREFFERS = 15
_ZELFDE_DAG = 1.0
_BIJNA_DAG = 0.4


def _dagscore(gezocht: date | None, geboren: date) -> float:
    """Return 1 for the same birth date, less where one part differs or day and month changed."""
    if gezocht is None:
        return 0.0
    if gezocht == geboren:
        return _ZELFDE_DAG
    swapped = (geboren.year, geboren.day, geboren.month)
    if (gezocht.year, gezocht.month, gezocht.day) == swapped:
        return _BIJNA_DAG
    same = sum(
        (
            gezocht.year == geboren.year,
            gezocht.month == geboren.month,
            gezocht.day == geboren.day,
        )
    )
    return _BIJNA_DAG if same == 2 else 0.0


def _waarom(naam: Vergelijking, dag: float) -> str:
    by_name = "naam gelijk" if naam.score >= 0.99 else "naam lijkt erop" if naam.gevonden else ""
    by_day = {_ZELFDE_DAG: "geboortedatum gelijk", _BIJNA_DAG: "geboortedatum lijkt erop"}
    if naam.score >= 0.99 and dag == _ZELFDE_DAG:
        return "naam en geboortedatum gelijk"
    return ", ".join(part for part in (by_name, by_day.get(dag, "")) if part)


def leerlingen_zoals(
    *, user: User, swv: Organisatie, naam: str, geboortedatum: date | None
) -> list[Treffer]:
    """Return the children that may be this one, the likeliest first, at most HOOGSTENS_TREFFERS.

    Looked for among the children of this SWV and those of casussen the user may see.
    """
    gezocht = GezochteNaam.van(naam)
    visible = Casus.objects.visible_to(user)
    within = Leerling.objects.filter(
        Q(swv=swv) | Exists(visible.order_by().filter(leerling=OuterRef("pk")))
    )
    found = {leerling.pk: leerling for leerling in _most_alike(within, "zoeknaam", gezocht)}
    if geboortedatum is not None:
        same_day = within.filter(geboortedatum=geboortedatum)[:KANDIDATEN]
        found |= {leerling.pk: leerling for leerling in same_day}
    scored: list[tuple[float, str, Leerling]] = []
    for leerling in found.values():
        compared = gezocht.vergelijk(leerling.zoeknaam)
        day = _dagscore(geboortedatum, leerling.geboortedatum)
        if _likely(gezocht, compared, day):
            scored.append((compared.score + day, _waarom(compared, day), leerling))
    scored.sort(key=lambda row: (-row[0], row[2].achternaam, row[2].pk))
    return _with_casussen(scored[:HOOGSTENS_TREFFERS], visible, swv)


def _likely(gezocht: GezochteNaam, naam: Vergelijking, dag: float) -> bool:
    """Return whether it is worth showing: enough of the name, or less of it and a birth date
    that fits; without a name the very birth date."""
    if not gezocht:
        return dag == _ZELFDE_DAG
    if dag:
        return naam.gevonden > 0
    return naam.gevonden >= min(2, len(gezocht.tellend))


def _with_casussen(
    scored: Iterable[tuple[float, str, Leerling]], visible: CasusQuerySet, swv: Organisatie
) -> list[Treffer]:
    rows = list(scored)
    models.prefetch_related_objects(
        [leerling for _, _, leerling in rows],
        Prefetch(
            "casussen",
            queryset=visible.select_related("school", "eigenaar").order_by("-geopend_op"),
            to_attr="te_zien",
        ),
    )
    shown: list[Treffer] = []
    for score, waarom, leerling in rows:
        seen: list[Casus] = leerling.te_zien  # type: ignore[attr-defined]
        shown.append(
            Treffer(
                leerling=leerling,
                score=score,
                waarom=waarom,
                eigen=leerling.swv_id == swv.pk,
                open=next((c for c in seen if c.is_open), None),
                gesloten=[c for c in seen if not c.is_open],
            )
        )
    return shown
