"""The rules, and a preview of them, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from monitoring.ladder import Drempel, LadderRegel, Trede
from monitoring.ladder.geheel import Regels
from monitoring.ladder.vergelijking import afwijkingen
from monitoring.ladder.woorden import (
    DREMPELNAMEN,
    INSTELLINGEN,
    Groep,
    regel_in_woorden,
    waarde_in_woorden,
)
from monitoring.regelforms import rungs_of
from monitoring.selectors.voorbeeld import Preview, Vraag


@dataclass(frozen=True, slots=True)
class Instellingregel:
    """One setting in words, and whether it differs from the national one."""

    label: str
    waarde: str
    anders: bool


@dataclass(frozen=True, slots=True)
class Tredenregel:
    """One rung in words."""

    regel: LadderRegel
    zin: str
    anders: bool


@dataclass(frozen=True, slots=True)
class Regelblad:
    """A version in full."""

    groepen: list[tuple[Groep, list[Instellingregel]]]
    treden: list[tuple[str, list[Tredenregel]]]
    mailvenster: str


def blad_of(regels: Regels, landelijk: Regels) -> Regelblad:
    """Return these rules in words, marked where they differ from the national ones."""
    differs = {verschil.veld.rpartition(".")[0] for verschil in afwijkingen(regels, landelijk)}
    groepen: dict[Groep, list[Instellingregel]] = {groep: [] for groep in Groep}
    for naam, instelling in INSTELLINGEN.items():
        waarde = getattr(regels.regelset, naam)
        groepen[instelling.groep].append(
            Instellingregel(
                instelling.label,
                waarde_in_woorden(naam, waarde),
                waarde != getattr(landelijk.regelset, naam),
            )
        )
    treden: dict[str, list[Tredenregel]] = {}
    for regel in rungs_of(regels.ladder):
        treden.setdefault(DREMPELNAMEN[regel.drempel], []).append(
            Tredenregel(regel, regel_in_woorden(regel), f"{regel.drempel}.{regel.trede}" in differs)
        )
    return Regelblad(list(groepen.items()), list(treden.items()), regels.ladder.mailvenster)


@dataclass(frozen=True, slots=True)
class Vraagregel:
    """Somebody who is or is no longer asked about one casus."""

    nummer: str
    drempel: str
    trede: Trede
    naam: str


@dataclass(frozen=True, slots=True)
class Persoonregel:
    """How many questions one person gets more, and fewer."""

    naam: str
    meer: int
    minder: int


@dataclass(frozen=True, slots=True)
class Voorbeeldblad:
    """A preview with the names of colleagues. No name of a child is anywhere in it."""

    erbij: list[Vraagregel]
    eraf: list[Vraagregel]
    personen: list[Persoonregel]
    categorieen: list[tuple[str, str, int]]


def preview_blad(shown: Preview) -> Voorbeeldblad:
    """Return a preview as its page shows it."""

    def line(vraag: Vraag) -> Vraagregel:
        return Vraagregel(
            vraag.nummer,
            DREMPELNAMEN[Drempel(vraag.drempel)],
            Trede(vraag.trede),
            shown.namen.get(vraag.user, ""),
        )

    return Voorbeeldblad(
        [line(vraag) for vraag in shown.erbij],
        [line(vraag) for vraag in shown.eraf],
        [
            Persoonregel(shown.namen.get(user, ""), meer, minder)
            for user, (meer, minder) in shown.per_persoon.items()
        ],
        [(oud, nieuw, aantal) for (oud, nieuw), aantal in shown.categorieen.items()],
    )
