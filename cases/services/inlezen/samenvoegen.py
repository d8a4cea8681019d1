"""Putting what a list newly says into the facts of a child, beside what people wrote there.

The list before, the list now and the casus are compared: only what the list changed is carried
over, and where people changed that very thing too, the row is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from datetime import date
from itertools import zip_longest
from typing import Any

from django.core.exceptions import ValidationError

from cases.models import (
    Aanbod,
    Bron,
    GebeurtenisSoort,
    Inschrijving,
    Leerling,
    Verzuim,
)
from cases.services.dagen import check_days
from cases.services.inlezen.uitspraken import (
    Aanbodfeit,
    Inschrijffeit,
    Lijstfeiten,
    Verzuimfeit,
    overlappen,
    periode,
)
from cases.services.vervanging import replace_feit, withdraw_feit
from thuiszitters.kalender import datum_kort

Lijstfeit = Verzuimfeit | Inschrijffeit | Aanbodfeit
Feit = Verzuim | Inschrijving | Aanbod


class Botsing(Exception):
    """The row cannot go in beside what the casus says; the message says which fact, and why."""

    def __init__(self, kolom: str, tekst: str) -> None:
        super().__init__(tekst)
        self.kolom = kolom


@dataclass(frozen=True, slots=True)
class Wijziging:
    """One thing a row changed, for the timeline."""

    soort: GebeurtenisSoort
    zin: str
    datum: date | None = None


@dataclass(frozen=True, slots=True)
class _Aard:
    """How one kind of fact is compared and told."""

    model: type[Verzuim] | type[Inschrijving] | type[Aanbod]
    naam: str
    kolom: str
    begin: str
    zwijgt: frozenset[str]
    """Fields of which None says nothing, rather than that there is none."""
    kolommen: dict[str, str]
    toegevoegd: Callable[[Any], Wijziging]


def _verzuim_erbij(feit: Verzuimfeit) -> Wijziging:
    hoe = "geoorloofd" if feit.geoorloofd else "ongeoorloofd"
    return Wijziging(
        GebeurtenisSoort.VERZUIM, f"{hoe} afwezig {periode(feit.begin, feit.einde)}", feit.begin
    )


def _inschrijving_erbij(feit: Inschrijffeit) -> Wijziging:
    return Wijziging(
        GebeurtenisSoort.INSCHRIJVING, f"ingeschreven {periode(feit.begin, feit.einde)}", feit.begin
    )


def _aanbod_erbij(feit: Aanbodfeit) -> Wijziging:
    return Wijziging(
        GebeurtenisSoort.AANBOD, f"aanbod {periode(feit.gestart_op, feit.einde)}", feit.gestart_op
    )


_VERZUIM = _Aard(
    Verzuim,
    "verzuim",
    "verzuim_begin",
    "begin",
    frozenset(),
    {"begin": "verzuim_begin", "einde": "verzuim_einde", "geoorloofd": "geoorloofd"},
    _verzuim_erbij,
)
_INSCHRIJVING = _Aard(
    Inschrijving,
    "inschrijving",
    "brin",
    "begin",
    frozenset({"begin", "school_id"}),
    {"begin": "ingeschreven_sinds", "einde": "verzuim_begin", "school_id": "brin"},
    _inschrijving_erbij,
)
_AANBOD = _Aard(
    Aanbod,
    "aanbod",
    "aanbod_gestart_op",
    "gestart_op",
    frozenset({"einde"}),
    {"gestart_op": "aanbod_gestart_op", "einde": "aanbod_gestart_op"},
    _aanbod_erbij,
)


def voeg_samen(leerling: Leerling, oud: Lijstfeiten, nieuw: Lijstfeiten) -> list[Wijziging]:
    """Bring the facts of this child from what the list said to what it says; return the changes.

    Call it in a savepoint: raises Botsing, after which nothing of it may stay.
    """
    return [
        *_voeg_samen(leerling, _INSCHRIJVING, oud.inschrijvingen, nieuw.inschrijvingen),
        *_voeg_samen(leerling, _VERZUIM, oud.verzuim, nieuw.verzuim),
        *_voeg_samen(leerling, _AANBOD, oud.aanbod, nieuw.aanbod),
    ]


def controleer_vrij(leerling: Leerling, begin: date, einde: date | None) -> None:
    """Raise Botsing, naming it, for an absence that the casus holds in these days already."""
    gewenst = Verzuimfeit(begin, einde, geoorloofd=False)
    for feit in _raakt(_VERZUIM, _huidige(Verzuim, leerling), gewenst):
        raise _bezet(_VERZUIM, feit)


def _voeg_samen(
    leerling: Leerling, aard: _Aard, oud: Sequence[Lijstfeit], nieuw: Sequence[Lijstfeit]
) -> list[Wijziging]:
    weg = [feit for feit in oud if feit not in nieuw]
    erbij = [feit for feit in nieuw if feit not in oud]
    if not weg and not erbij:
        return []
    nu = _huidige(aard.model, leerling)
    intrekken: list[Feit] = []
    vervangen: list[tuple[Feit, dict[str, Any]]] = []
    toevoegen: list[Lijstfeit] = []
    for was, wordt in zip_longest(weg, erbij):
        bestaand = _vind(aard, nu, was) if was else _vind_gelijke(aard, nu, wordt)
        if bestaand is None:
            if was is None:
                toevoegen.append(wordt)
            elif wordt is not None and _vind_gelijke(aard, nu, wordt) is None:
                raise Botsing(
                    aard.kolom,
                    f"In de casus staat het {aard.naam} {_span(aard, was)} niet meer. Wijzig het "
                    "daar.",
                )
            continue
        if wordt is None:
            intrekken.append(bestaand)
        elif verschil := _verschil(aard, bestaand, was, wordt):
            vervangen.append((bestaand, verschil))
        nu = [feit for feit in nu if feit is not bestaand]
    return _schrijf(leerling, aard, intrekken, vervangen, toevoegen)


def _huidige(
    model: type[Verzuim] | type[Inschrijving] | type[Aanbod], leerling: Leerling
) -> list[Feit]:
    return list(
        model._default_manager.select_for_update(of=("self",)).filter(
            leerling=leerling, vervangen_op__isnull=True
        )
    )


def _waarden(feit: Lijstfeit) -> dict[str, Any]:
    return {veld.name: getattr(feit, veld.name) for veld in dataclass_fields(feit)}


def _span(aard: _Aard, feit: Feit | Lijstfeit) -> str:
    return periode(getattr(feit, aard.begin), feit.einde)


def _zelfde(aard: _Aard, feit: Feit, lijst: Lijstfeit) -> bool:
    return all(
        getattr(feit, naam) == waarde or (waarde is None and naam in aard.zwijgt)
        for naam, waarde in _waarden(lijst).items()
    )


def _raakt(aard: _Aard, nu: Sequence[Feit], lijst: Lijstfeit) -> list[Feit]:
    return [
        feit
        for feit in nu
        if overlappen(
            getattr(feit, aard.begin), feit.einde, getattr(lijst, aard.begin), lijst.einde
        )
    ]


def _vind(aard: _Aard, nu: Sequence[Feit], lijst: Lijstfeit) -> Feit | None:
    """Return the fact the list told of before, also where people changed it since."""
    gelijk = [feit for feit in nu if _zelfde(aard, feit, lijst)]
    raakt = gelijk or _raakt(aard, nu, lijst)
    return raakt[0] if len(raakt) == 1 else None


def _vind_gelijke(aard: _Aard, nu: Sequence[Feit], lijst: Lijstfeit) -> Feit | None:
    """Return the fact that says this already, or an enrolment it makes more precise.

    Raises Botsing for another fact in those days.
    """
    gelijk = next((feit for feit in nu if _zelfde(aard, feit, lijst)), None)
    if gelijk is not None:
        return gelijk
    raakt = _raakt(aard, nu, lijst)
    if not raakt:
        return None
    if aard is _INSCHRIJVING and len(raakt) == 1:
        return raakt[0]
    raise _bezet(aard, raakt[0])


def _bezet(aard: _Aard, feit: Feit) -> Botsing:
    bron = Bron(feit.bron).label
    return Botsing(
        aard.kolom,
        f"In de casus staat al {aard.naam} {_span(aard, feit)} (gemeld door: {bron}). "
        "Verbeter deze regel of wijzig het in de casus.",
    )


def _verschil(aard: _Aard, feit: Feit, was: Lijstfeit | None, wordt: Lijstfeit) -> dict[str, Any]:
    """Return the fields of the fact to change. Raises Botsing where people changed them too."""
    eerder = _waarden(was) if was is not None else None
    verschil: dict[str, Any] = {}
    for naam, gewenst in _waarden(wordt).items():
        staat = getattr(feit, naam)
        gezegd = eerder[naam] if eerder is not None else None
        if gewenst == staat or (eerder is not None and gewenst == gezegd):
            continue
        if gewenst is None and naam == "school_id":
            continue
        onbekend = staat is None and naam in aard.zwijgt
        if onbekend or (eerder is not None and staat == gezegd):
            verschil[naam] = gewenst
            continue
        if gewenst is None and naam in aard.zwijgt:
            continue
        kolom = aard.kolommen[naam]
        raise Botsing(
            kolom,
            f"In de casus staat iets anders over {aard.naam} {_span(aard, feit)}. "
            "Verbeter deze regel of wijzig het in de casus.",
        )
    return verschil


def _schrijf(
    leerling: Leerling,
    aard: _Aard,
    intrekken: Sequence[Feit],
    vervangen: Sequence[tuple[Feit, dict[str, Any]]],
    toevoegen: Sequence[Lijstfeit],
) -> list[Wijziging]:
    # First everything that makes room, then what takes it: spans may move past each other.
    for feit in (*intrekken, *(feit for feit, _ in vervangen)):
        withdraw_feit(feit)
    wijzigingen = [
        Wijziging(GebeurtenisSoort.CORRECTIE, f"{aard.naam} {_span(aard, feit)} vervalt")
        for feit in intrekken
    ]
    for feit, verschil in vervangen:
        eerst = _span(aard, feit)
        with _als_botsing(aard):
            waarden = {**verschil, "bron": Bron.IMPORT, "door": None, "vervangen_op": None}
            if verschil.get("geoorloofd") is False:
                waarden["reden"] = ""  # what is no longer authorised is not sickness either
            nieuw = replace_feit(feit, **waarden)
            check_days(nieuw)
        wijzigingen.append(_vervangen(aard, eerst, nieuw, verschil))
    for lijst in toevoegen:
        with _als_botsing(aard):
            feit = aard.model(leerling=leerling, bron=Bron.IMPORT, door=None, **_waarden(lijst))
            check_days(feit)
            feit.full_clean()
        feit.save()
        wijzigingen.append(aard.toegevoegd(lijst))
    return wijzigingen


def _vervangen(aard: _Aard, eerst: str, feit: Feit, verschil: dict[str, Any]) -> Wijziging:
    if aard is _VERZUIM and set(verschil) == {"einde"} and feit.einde is not None:
        return Wijziging(
            GebeurtenisSoort.TERUGKEER,
            f"terug op school vanaf {datum_kort(feit.einde)}",
            feit.einde,
        )
    zin = f"{aard.naam} {_span(aard, feit)}"
    if _span(aard, feit) != eerst:
        zin += f" (was {eerst})"
    elif "geoorloofd" in verschil:
        zin += ", geoorloofd" if verschil["geoorloofd"] else ", ongeoorloofd"
    elif "school_id" in verschil:
        zin += " op een andere school"
    return Wijziging(GebeurtenisSoort.CORRECTIE, zin)


@contextmanager
def _als_botsing(aard: _Aard) -> Iterator[None]:
    """Tell what a fact cannot be at the column of the list that it came from."""
    try:
        yield
    except ValidationError as fout:
        veld, zinnen = next(iter(fout.message_dict.items()))
        kolom = aard.kolommen.get(f"{veld}_id" if veld == "school" else veld, aard.kolom)
        raise Botsing(kolom, zinnen[0]) from None
