"""Reading the rules of a pact for people, and what a new version would do today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitoring.ladder import Ladder, LadderRegel, Status, decide
from monitoring.ladder.vergelijking import Afwijking, compare_ladders
from monitoring.models import LadderRegel as Rij
from monitoring.models import Pactregels
from monitoring.services.geschiedenis import load_history
from monitoring.services.pactregelboek import Pactregelboek, Pactversie, as_pactversie
from monitoring.services.regelboek import RIJVELDEN, read_rung
from monitoring.services.rondes.acties import load_due_acties
from pact.keuzes import OPEN
from pact.models import Actie, Pact


@dataclass(frozen=True, slots=True)
class Pactregel:
    """One version in a list, with what differs from the national rules of the day it began."""

    row: Pactregels
    versie: Pactversie
    toestand: str
    afwijkingen: tuple[Afwijking, ...]


@dataclass(frozen=True, slots=True)
class Aanspreking:
    """An action that would be addressed, by the rules of now or by the proposed ones."""

    nr: int
    activiteit: str
    nu: str
    """The rung on which it would be by the rules that hold; "" for none."""
    straks: str


def pactversies_of(pact: Pact | None, vandaag: date) -> list[Pactregel]:
    """Return the versions of a pact, newest first, in a fixed number of queries."""
    rows = list(Pactregels.objects.filter(pact=pact).select_related("door"))
    rungs: dict[int, list[LadderRegel]] = {row.pk: [] for row in rows}
    rijen = Rij.objects.filter(pactregels__in=rows).order_by("pk")
    for pk, *values in rijen.values_list("pactregels_id", *RIJVELDEN):
        if pk is not None:
            rungs[pk].append(read_rung(tuple(values)))
    boek = Pactregelboek()
    found = []
    for row in rows:
        versie = as_pactversie(row, rungs[row.pk])
        landelijk = boek.landelijk(row.geldig_vanaf).ladder
        found.append(
            Pactregel(
                row,
                versie,
                _toestand(row, vandaag),
                tuple(compare_ladders(versie.ladder, landelijk)),
            )
        )
    return found


def _toestand(row: Pactregels, vandaag: date) -> str:
    if row.ingetrokken:
        return "ingetrokken"
    if row.geldig_vanaf > vandaag:
        return "begint nog"
    return "geldt nu" if row.geldt_op(vandaag) else "voorbij"


def preview_pactregels(pact: Pact, ladder: Ladder, peildatum: date) -> list[Aanspreking]:
    """Return which actions would be addressed on this day by these rules, or are by those of now.

    What is open already is not counted again. Nothing is stored; a fixed number of queries.
    """
    names = dict(Actie.objects.filter(pact=pact, status__in=OPEN).values_list("pk", "activiteit"))
    nu = Pactregelboek().regels(pact.pk, peildatum).ladder
    histories = load_history(list(names), "actie")
    found = []
    for due in load_due_acties(list(names), peildatum):
        history = histories.get(due.pk, ())
        rungs = []
        for rules in (nu, ladder):
            besluit = decide(
                beeld=due.beeld(peildatum), history=history, peildatum=peildatum, ladder=rules
            )
            opened = [n.regel.trede.value for n in besluit.nieuw if n.status == Status.OPEN]
            rungs.append(opened[-1] if opened else "")
        if any(rungs):
            found.append(Aanspreking(due.nr, names[due.pk], *rungs))
    return found
