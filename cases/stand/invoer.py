"""Facts and Stand as JSON, one object per line: what `manage.py stand` reads and writes.

Unknown keys are left alone, so that a newer writer can be read; everything that is known must be
of its own type, and a mistake is named in Dutch with its list, its place in it and its field.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from math import isfinite
from typing import Any, NoReturn, TypeVar

from cases.stand.berekening import bereken_stand
from cases.stand.feiten import (
    EERSTE_JAAR,
    LAATSTE_JAAR,
    Aanbod,
    Feiten,
    Gemist,
    Grond,
    Inschrijving,
    OngeldigeFeiten,
    Verzuim,
    Vrijstelling,
)
from cases.stand.regelset import Regelset
from cases.stand.uitkomst import Stand
from thuiszitters.kalender import Regio

# Bytes. Room for the facts of a whole school life; a longer line is a file of another kind.
LANGSTE_REGEL = 1_000_000

_GRONDEN: dict[object, Grond] = {grond.value: grond for grond in Grond}
_REGIOS: dict[object, Regio] = {regio.value: regio for regio in Regio}
_LANGSTE_WAARDE = 40
_LENGTE_DATUM = 10
_BOM = "\ufeff"

_T = TypeVar("_T")


def _geen_getal(naam: str) -> NoReturn:
    raise ValueError(naam)


_LEZER = json.JSONDecoder(parse_constant=_geen_getal)
_SCHRIJVER = json.JSONEncoder()


def _toon(waarde: object) -> str:
    tekst = json.dumps(waarde)
    return tekst if len(tekst) <= _LANGSTE_WAARDE else f"{tekst[:_LANGSTE_WAARDE]}..."


def _haal(gegevens: Mapping[str, Any], veld: str) -> Any:
    try:
        return gegevens[veld]
    except KeyError:
        msg = f"{veld} ontbreekt."
        raise OngeldigeFeiten(msg) from None


def _datum(waarde: object, veld: str) -> date:
    # date.fromisoformat also takes weeks and compact dates; the contract has one way of writing.
    if (
        type(waarde) is str
        and len(waarde) == _LENGTE_DATUM
        and waarde[4] == "-"
        and waarde[7] == "-"
    ):
        try:
            d = date.fromisoformat(waarde)
        except ValueError:
            pass
        else:
            if EERSTE_JAAR <= d.year <= LAATSTE_JAAR:
                return d
            msg = f"{veld}: {waarde} ligt niet tussen {EERSTE_JAAR} en {LAATSTE_JAAR}."
            raise OngeldigeFeiten(msg)
    msg = f"{veld}: {_toon(waarde)} is geen bestaande datum (schrijf JJJJ-MM-DD)."
    raise OngeldigeFeiten(msg)


def _datum_of_leeg(gegevens: Mapping[str, Any], veld: str) -> date | None:
    waarde = gegevens.get(veld)
    return None if waarde is None else _datum(waarde, veld)


def _ja_nee(gegevens: Mapping[str, Any], veld: str) -> bool:
    waarde = _haal(gegevens, veld)
    if waarde is True or waarde is False:
        return bool(waarde)
    msg = f"{veld}: {_toon(waarde)} is niet true of false."
    raise OngeldigeFeiten(msg)


def _inschrijving(gegevens: Mapping[str, Any]) -> Inschrijving:
    # Null is a fact (since before we know), a forgotten begin is not.
    begin = _haal(gegevens, "begin")
    return Inschrijving(
        None if begin is None else _datum(begin, "begin"), _datum_of_leeg(gegevens, "einde")
    )


def _verzuim(gegevens: Mapping[str, Any]) -> Verzuim:
    return Verzuim(
        _datum(_haal(gegevens, "begin"), "begin"),
        _datum_of_leeg(gegevens, "einde"),
        _ja_nee(gegevens, "geoorloofd"),
    )


def _aanbod(gegevens: Mapping[str, Any]) -> Aanbod:
    return Aanbod(
        _datum_of_leeg(gegevens, "gestart_op"),
        _datum_of_leeg(gegevens, "einde"),
        _datum_of_leeg(gegevens, "gedaan_op"),
        _datum_of_leeg(gegevens, "geaccepteerd_op"),
    )


def _vrijstelling(gegevens: Mapping[str, Any]) -> Vrijstelling:
    waarde = _haal(gegevens, "grond")
    grond = _GRONDEN.get(waarde) if isinstance(waarde, str) else None
    if grond is None:
        msg = f"grond: {_toon(waarde)} bestaat niet; kies uit {', '.join(Grond)}."
        raise OngeldigeFeiten(msg)
    return Vrijstelling(
        grond, _datum(_haal(gegevens, "begin"), "begin"), _datum_of_leeg(gegevens, "einde")
    )


def _gemist(gegevens: Mapping[str, Any]) -> Gemist:
    waarde = _haal(gegevens, "uren")
    # True is an int to Python, and 1e999 is infinite; neither is a number of hours.
    if type(waarde) is not int and not (type(waarde) is float and isfinite(waarde)):
        msg = f"uren: {_toon(waarde)} is geen getal."
        raise OngeldigeFeiten(msg)
    return Gemist(
        _datum(_haal(gegevens, "datum"), "datum"), waarde, _ja_nee(gegevens, "geoorloofd")
    )


def _reeks(
    gegevens: Mapping[str, Any], naam: str, lees: Callable[[Mapping[str, Any]], _T]
) -> tuple[_T, ...]:
    lijst = gegevens.get(naam)
    if not lijst:
        if lijst is None or lijst == []:
            return ()
    elif isinstance(lijst, list):
        return tuple([_lid(naam, nummer, lid, lees) for nummer, lid in enumerate(lijst, 1)])
    msg = f"{naam}: {_toon(lijst)} is geen lijst."
    raise OngeldigeFeiten(msg)


def _lid(naam: str, nummer: int, lid: object, lees: Callable[[Mapping[str, Any]], _T]) -> _T:
    if not isinstance(lid, dict):
        msg = f"{naam} {nummer}: {_toon(lid)} is geen object."
        raise OngeldigeFeiten(msg)
    try:
        return lees(lid)
    except OngeldigeFeiten as fout:
        msg = f"{naam} {nummer}, {fout}"
        raise OngeldigeFeiten(msg) from None


def lees_feiten(gegevens: Mapping[str, Any]) -> tuple[Feiten, date]:
    """The facts and the peildatum of one decoded JSON object.

    Raises OngeldigeFeiten for a field that is absent or of the wrong type; whether the facts
    agree with each other is for bereken_stand to say.
    """
    peildatum = _datum(_haal(gegevens, "peildatum"), "peildatum")
    geboortedatum = _datum(_haal(gegevens, "geboortedatum"), "geboortedatum")
    waarde = _haal(gegevens, "regio")
    regio = _REGIOS.get(waarde) if isinstance(waarde, str) else None
    if regio is None:
        msg = f"regio: {_toon(waarde)} bestaat niet; kies uit {', '.join(Regio)}."
        raise OngeldigeFeiten(msg)
    feiten = Feiten(
        geboortedatum,
        regio,
        _reeks(gegevens, "inschrijvingen", _inschrijving),
        _reeks(gegevens, "verzuim", _verzuim),
        _reeks(gegevens, "aanbod", _aanbod),
        _reeks(gegevens, "vrijstellingen", _vrijstelling),
        _reeks(gegevens, "gemist", _gemist),
        _datum_of_leeg(gegevens, "startkwalificatie_op"),
    )
    return feiten, peildatum


def _iso(d: date | None) -> str | None:
    return None if d is None else d.isoformat()


def stand_als_gegevens(stand: Stand) -> dict[str, Any]:
    """The Stand as plain values for JSON, dates as JJJJ-MM-DD."""
    volgende = stand.volgende_drempel
    return {
        "plicht": stand.plicht,
        "categorie": stand.categorie,
        "duur": stand.duur,
        "verzuim_sinds": _iso(stand.verzuim_sinds),
        "dagen_thuis": stand.dagen_thuis,
        "vier_weken_op": _iso(stand.vier_weken_op),
        "drie_maanden_op": _iso(stand.drie_maanden_op),
        "uren_16_op": _iso(stand.uren_16_op),
        "volgende_drempel": volgende and {"naam": volgende.naam, "op": _iso(volgende.op)},
        "regelset": stand.regelset,
        "uitleg": stand.uitleg,
    }


def _ontleed(regel: bytes) -> Any:
    if len(regel) > LANGSTE_REGEL:
        msg = f"De regel is langer dan {LANGSTE_REGEL} bytes."
        raise OngeldigeFeiten(msg)
    try:
        return _LEZER.decode(regel.decode().removeprefix(_BOM))
    except UnicodeDecodeError as fout:
        msg = f"De regel is geen UTF-8 (byte {fout.start + 1})."
    except json.JSONDecodeError as fout:
        msg = f"De regel is geen geldige JSON (teken {fout.pos + 1})."
    except (ValueError, RecursionError):
        # NaN and Infinity, integers of thousands of digits, lists in lists in lists.
        msg = "De regel is geen geldige JSON (een waarde die niet kan)."
    raise OngeldigeFeiten(msg)


def beantwoord(regel: bytes, regelset: Regelset) -> tuple[str, bool]:
    """One line of JSON with the Stand for one line of JSON with facts, and whether it was valid.

    The answer to an invalid line is its id, where that could be read, and a Dutch `fout`.
    """
    kenmerk = None
    try:
        gegevens = _ontleed(regel)
        if not isinstance(gegevens, dict):
            msg = "De regel is geen JSON-object."
            raise OngeldigeFeiten(msg)
        kenmerk = gegevens.get("id")
        feiten, peildatum = lees_feiten(gegevens)
        stand = bereken_stand(feiten, regelset, peildatum)
    except OngeldigeFeiten as fout:
        return _SCHRIJVER.encode({"id": kenmerk, "fout": str(fout)}), False
    return _SCHRIJVER.encode({"id": kenmerk, **stand_als_gegevens(stand)}), True
