"""The matrix to take along: as a worksheet and as the data of a printed page. Nothing is cut."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from pact.keuzes import Niveau, Status, Termijn
from pact.matrix import TREDEN, Cel, Kop, Matrix, Plek, Rij, Telling
from pact.matrixvraag import Matrixvraag
from pact.middelen import middelen_in_woorden, middelen_of
from pact.models import Actie
from pact.selectors import filter_acties
from thuiszitters.kalender import datum_kort
from thuiszitters.werkblad import Waarde, Werkblad

LIJSTKOPPEN = (
    "Nr",
    "Nr in de agenda",
    "Thema",
    "Activiteit",
    "Niveau",
    "Termijn",
    "Eigenaar",
    "Mede-eigenaren",
    "Betrokkenen",
    "Periode",
    "Begin",
    "Einde",
    "Deadline",
    "Dagen te laat",
    "Trede",
    "Status",
    "Verwacht resultaat",
    "Bereikt resultaat",
    "Middelen",
    "Toelichting",
)
_BREEDTES = (6, 9, 28, 60, 24, 14, 30, 30, 30, 22, 13, 13, 13, 9, 13, 20, 40, 40, 24, 50)


def telling_in_words(telling: Telling) -> str:
    """Return how many actions, and how many of them are overdue."""
    if not telling.totaal:
        return "geen acties"
    words = "1 actie" if telling.totaal == 1 else f"{telling.totaal} acties"
    return f"{words}, {telling.te_laat} te laat" if telling.te_laat else words


def plek_in_words(plek: Plek) -> list[str]:
    """Return what stands under the title of an action: its state and date, then its people."""
    actie = plek.actie
    when = datum_kort(actie.deadline) if actie.deadline else "geen deadline"
    state = [when, str(actie.status.label).lower()]
    if plek.dagen_te_laat:
        days = "1 dag" if plek.dagen_te_laat == 1 else f"{plek.dagen_te_laat} dagen"
        state.insert(0, f"{days} te laat")
    owner = _owner(plek) or ("nog geen eigenaar" if actie.is_open else "geen eigenaar")
    if actie.mede:
        owner += f", met {', '.join(actie.mede)}"
    people = [owner]
    if actie.termijn == Termijn.LANG:
        people.append("lange termijn")
    if actie.trede:
        people.append(f"trede: {TREDEN[actie.trede].lower()}")
    return [" · ".join(state), " · ".join(people)]


def _owner(plek: Plek) -> str:
    return _marked(plek.actie.eigenaar, weg=plek.actie.eigenaar_weg)


def _marked(naam: str, *, weg: bool) -> str:
    return f"{naam} (doet niet meer mee)" if weg else naam


def in_words(vraag: Matrixvraag) -> list[str]:
    """Return which filters are on, in words; one line that says so when none is."""
    return [words for _naam, _waarde, words in vraag.form.chosen()] or ["Alle acties van het pact"]


def matrix_werkblad(vraag: Matrixvraag) -> bytes:
    """Return the workbook: the matrix, the list of the same actions, and what was asked.

    In the matrix every action has a cell of its own beneath its column, because a spreadsheet
    shows no more of a cell than fits on the screen.
    """
    matrix = vraag.answer(alles=True)
    blad = Werkblad()
    koppen = [matrix.assen.rijen.naam, *(_head_name(kolom.kop) for kolom in matrix.kolommen)]
    blad.add("Matrix", koppen, _matrix_rows(matrix), breedtes=[30, *[45] * len(matrix.kolommen)])
    blad.add("Lijst", LIJSTKOPPEN, _list_rows(vraag, matrix), breedtes=_BREEDTES)
    blad.add(
        "Wat dit is",
        ["", ""],
        [
            ["Pact", vraag.pact.naam],
            ["Stand op", datum_kort(vraag.peildatum)],
            ["Rijen", matrix.assen.rijen.naam],
            ["Kolommen", matrix.assen.kolommen.naam],
            ["Filters", "\n".join(in_words(vraag))],
            ["Acties", matrix.telling.totaal],
            ["Te laat", matrix.telling.te_laat],
        ],
        breedtes=[16, 60],
    )
    return blad.als_bytes()


def _matrix_rows(matrix: Matrix) -> Iterator[list[Waarde]]:
    yield ["Alles", *(telling_in_words(kolom.telling) for kolom in matrix.kolommen)]
    for rij in matrix.rijen:
        name = _head_name(rij.kop)
        yield [name, *(telling_in_words(cel.telling) for cel in rij.cellen)]
        for line in zip_longest(*(cel.plekken for cel in rij.cellen)):
            yield [name, *(_in_cell(plek) for plek in line)]


def _in_cell(plek: Plek | None) -> str:
    if plek is None:
        return ""
    return "\n".join([f"{plek.actie.nr}. {plek.actie.activiteit}", *plek_in_words(plek)])


def _list_rows(vraag: Matrixvraag, matrix: Matrix) -> Iterator[list[Waarde]]:
    """Yield the actions in the order in which they stand in the matrix."""
    found = {
        actie.nr: actie
        for actie in filter_acties(vraag.pact, vraag.asked, peildatum=vraag.peildatum)
        .select_related("thema", "eigenaar__organisatie")
        .prefetch_related("mede_eigenaren__organisatie")
    }
    for cel in _cells(matrix.rijen):
        for plek in cel.plekken:
            actie = found.get(plek.actie.nr)
            if actie is not None:
                yield _list_row(actie, plek)


def _cells(rijen: Iterable[Rij]) -> Iterator[Cel]:
    for rij in rijen:
        yield from rij.cellen


def _list_row(actie: Actie, plek: Plek) -> list[Waarde]:
    return [
        actie.nr,
        actie.nummer_tekst,
        actie.thema.naam,
        actie.activiteit,
        Niveau(actie.niveau).label,
        Termijn(actie.termijn).label,
        _owner(plek),
        ", ".join(sorted(str(partner) for partner in actie.mede_eigenaren.all())),
        actie.betrokkenen_tekst,
        actie.periode_tekst,
        actie.begin,
        actie.einde,
        actie.deadline,
        plek.dagen_te_laat or None,
        TREDEN.get(actie.trede, ""),
        Status(actie.status).label,
        actie.resultaat_verwacht,
        actie.resultaat_bereikt,
        middelen_in_woorden(middelen_of(actie)),
        actie.toelichting,
    ]


def matrix_document(vraag: Matrixvraag) -> dict[str, Any]:
    """Return what the template `matrix.typ` prints, in words."""
    matrix = vraag.answer(alles=True)
    pact = vraag.pact
    return {
        "titel": pact.naam,
        "motto": pact.motto,
        "stand": f"Stand op {datum_kort(vraag.peildatum)}",
        "rijen_naam": matrix.assen.rijen.naam,
        "kolommen_naam": matrix.assen.kolommen.naam,
        "filters": in_words(vraag),
        "telling": telling_in_words(matrix.telling),
        "kolommen": [_head(kolom.kop, kolom.telling) for kolom in matrix.kolommen],
        "rijen": [
            _head(rij.kop, rij.telling)
            | {"cellen": [[_printed(plek) for plek in cel.plekken] for cel in rij.cellen]}
            for rij in matrix.rijen
        ],
    }


def _head_name(kop: Kop) -> str:
    return _marked(kop.naam, weg=kop.weg)


def _head(kop: Kop, telling: Telling) -> dict[str, Any]:
    return {"naam": _head_name(kop), "telling": telling_in_words(telling)}


def _printed(plek: Plek) -> dict[str, Any]:
    return {
        "nr": plek.actie.nr,
        "activiteit": plek.actie.activiteit,
        "regels": plek_in_words(plek),
        "te_laat": plek.dagen_te_laat > 0,
        "status": plek.actie.status.value,
    }
