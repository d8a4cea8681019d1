"""A report as a workbook: every part on a sheet of its own. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pact.rapport import TREDEN, Inhoud, periode_woorden
from thuiszitters.werkblad import Waarde, Werkblad

NIEMAND = "nog geen eigenaar"
CIJFERS = (
    ("totaal", "Acties"),
    ("gedaan", "Gedaan"),
    ("gedaan_in_periode", "Gedaan in deze periode"),
    ("open", "Open"),
    ("te_laat", "Te laat"),
)


def make_werkblad(inhoud: Inhoud) -> bytes:
    """Return the report as the bytes of an XLSX file."""
    blad = Werkblad()
    blad.add("Rapportage", ["Onderdeel", "Inhoud"], _front(inhoud), breedtes=(30, 90))
    blad.add(
        "Bereikt",
        ["Nr", "Actie", "Thema", "Eigenaar", "Gedaan op", "Resultaat", "Bewijs"],
        (
            [*_actie(r), _dag(r["gedaan_op"]), r["resultaat"], _bewijs(r["bewijzen"])]
            for r in inhoud["bereikt"]
        ),
        breedtes=(6, 50, 26, 26, 13, 50, 50),
    )
    blad.add(
        "Niet gelukt",
        ["Nr", "Actie", "Thema", "Eigenaar", "Wat", "Deadline", "Eerst", "Dagen te laat", "Waarom"],
        _missed(inhoud),
        breedtes=(6, 50, 26, 26, 14, 13, 13, 10, 70),
    )
    blad.add(
        "Loopt",
        ["Nr", "Actie", "Thema", "Eigenaar", "Deadline", "Laatste bericht", "Van", "Op"],
        (
            [
                *_actie(r),
                _dag(r["deadline"]),
                r["laatste"]["tekst"],
                r["laatste"]["namens"],
                _dag(r["laatste"]["op"]),
            ]
            for r in inhoud["loopt"]
        ),
        breedtes=(6, 50, 26, 26, 13, 70, 26, 13),
    )
    if inhoud["evaluaties"]:
        blad.add(
            "Evaluatie",
            ["Nr", "Actie", "Thema", "Eigenaar", "Hoe het ging", "Waarom", "Van", "Op"],
            (
                [
                    *_actie(r),
                    r["uitkomst"],
                    r["waarom"]["tekst"],
                    r["waarom"]["namens"],
                    _dag(r["waarom"]["op"]),
                ]
                for r in inhoud["evaluaties"]
            ),
            breedtes=(6, 50, 26, 26, 16, 70, 26, 13),
        )
    blad.add(
        "Verder",
        ["Nr", "Actie", "Thema", "Eigenaar", "Deadline"],
        ([*_actie(r), _dag(r["deadline"])] for r in inhoud["verder"]["deadlines"]),
        breedtes=(6, 60, 26, 26, 13),
    )
    blad.add(
        "Afspraken",
        ["Nr", "Afspraak", "Trekker", "Uiterlijk", "Te laat"],
        (
            [
                r["nr"],
                r["tekst"],
                r["trekker"] or "nog niemand",
                _dag(r["uiterlijk"]),
                "ja" if r["te_laat"] else "nee",
            ]
            for r in inhoud["verder"]["afspraken"]
        ),
        breedtes=(6, 80, 30, 13, 9),
    )
    koppen = [label for _sleutel, label in CIJFERS]
    blad.add(
        "Per thema",
        ["Thema", *koppen],
        ([r["naam"], *_cijfers(r)] for r in inhoud["themas"]),
        breedtes=(40, 10, 10, 14, 10, 10),
    )
    blad.add(
        "Per partner",
        ["Partner", "Rol", *koppen],
        ([r["naam"] or NIEMAND, r["rol"], *_cijfers(r)] for r in inhoud["partners"]),
        breedtes=(40, 22, 10, 10, 14, 10, 10),
    )
    if inhoud["aangesproken"] is not None:
        blad.add(
            "Aangesproken",
            ["Partner", *(trede.capitalize() for trede in TREDEN), "Beantwoord"],
            (
                [r["naam"] or NIEMAND, *(r[trede] for trede in TREDEN), r["beantwoord"]]
                for r in inhoud["aangesproken"]
            ),
            breedtes=(40, 13, 13, 13, 13, 13),
        )
    return blad.als_bytes()


def _front(inhoud: Inhoud) -> list[list[Waarde]]:
    pact = inhoud["pact"]
    rows: list[list[Waarde]] = [
        ["Pact", pact["naam"]],
        ["Rapportage", inhoud.get("nr")],
        ["Periode", periode_woorden(**inhoud["periode"])],
        ["Geleid door", pact["leiding"]],
        ["Doel", pact["doel"]],
        *(["Ambitie", ambitie] for ambitie in pact["ambities"]),
        ["Inleiding", inhoud.get("inleiding", "")],
        *(["In het kort", zin] for zin in inhoud["zinnen"]),
    ]
    return [row for row in rows if row[1]]


def _missed(inhoud: Inhoud) -> Iterable[list[Waarde]]:
    for r in inhoud["te_laat"]:
        said = r["laatste"]
        why = f"{said['namens']}: {said['tekst']}" if said else ""
        if r["wacht_op"]:
            why = f"Wacht op een besluit van {r['wacht_op']}. {why}".strip()
        yield [*_actie(r), "te laat", _dag(r["deadline"]), None, r["dagen"], why]
    for r in inhoud["uitgesteld"]:
        why = "\n".join(r["redenen"])
        yield [*_actie(r), "uitgesteld", _dag(r["nieuw"]), _dag(r["oud"]), None, why]
    for r in inhoud["vervallen"]:
        yield [*_actie(r), "vervallen", None, None, None, r["reden"]]


def _actie(row: Mapping[str, Any]) -> list[Waarde]:
    return [row["nr"], row["activiteit"], row["thema"], row["eigenaar"] or NIEMAND]


def _bewijs(bewijzen: Iterable[Mapping[str, str]]) -> str:
    return "\n".join(
        " ".join(part for part in (b["omschrijving"], b["link"], b["bestand"]) if part)
        for b in bewijzen
    )


def _cijfers(row: Mapping[str, Any]) -> list[Waarde]:
    return [row[sleutel] for sleutel, _label in CIJFERS]


def _dag(tekst: str) -> date | None:
    return date.fromisoformat(tekst) if tekst else None
