"""What the ladder looks at: the dates of a casus or of an action, and why it rests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases.stand import Categorie, Stand
from monitoring.ladder.soorten import KLIMT, Anker

_RUST = {
    Categorie.NIET_PLICHTIG: "De leerling is niet meer leer- of kwalificatieplichtig.",
    Categorie.VRIJGESTELD: "De leerling heeft een vrijstelling.",
    Categorie.MET_AANBOD: "Er loopt een passend aanbod.",
    Categorie.GEOORLOOFD: "De leerling is geoorloofd afwezig.",
    Categorie.GEEN: "De leerling is terug op school.",
}
_ANDERE_DAG = "Het verzuim telt nu vanaf een andere dag."
_GESLOTEN = "De casus is gesloten."
_ANDERE_DEADLINE = "De deadline van de actie is veranderd."
_ZONDER_DEADLINE = "De actie heeft geen deadline."
_AFGEROND = {"gedaan": "De actie is gedaan.", "vervallen": "De actie is vervallen."}
_PACT_VOORBIJ = "Het pact is afgelopen."
_GEEN: Mapping[Anker, date] = {}


@dataclass(frozen=True, slots=True)
class Beeld:
    """A casus or an action, as far as the ladder looks at it."""

    sinds: date | None
    """The first day of what it is about; None where the ladder rests."""
    rust: str
    """Why what is open lapses while it rests."""
    anders: str
    """Why what is open lapses when it is about another first day."""
    ankers: Mapping[Anker, date | None]
    """The dates that rungs count from."""
    afgelopen: str = ""
    """Why nothing at all is asked any more; empty as long as something may be."""


def beeld_van_stand(stand: Stand, *, gesloten: bool = False) -> Beeld:
    """Return a casus as the ladder looks at it: it climbs while the child is at home."""
    return Beeld(
        sinds=stand.verzuim_sinds if stand.categorie in KLIMT else None,
        rust=_RUST.get(stand.categorie, _ANDERE_DAG),
        anders=_ANDERE_DAG,
        ankers={
            Anker.VERZUIM_SINDS: stand.verzuim_sinds,
            Anker.VIER_WEKEN_OP: stand.vier_weken_op,
            Anker.DRIE_MAANDEN_OP: stand.drie_maanden_op,
        },
        afgelopen=_GESLOTEN if gesloten else "",
    )


def beeld_van_actie(
    *, status: str, deadline: date | None, pact_einde: date | None, peildatum: date
) -> Beeld:
    """Return an action as the ladder looks at it: it climbs around its deadline.

    The deadline is its first day, so that another deadline is another round. Nothing is asked
    once it is `gedaan` or `vervallen`, or its pact is over (`pact_einde` is its last day).
    """
    over = _AFGEROND.get(status, "")
    if not over and pact_einde is not None and pact_einde < peildatum:
        over = _PACT_VOORBIJ
    return Beeld(
        sinds=deadline,
        rust=_ZONDER_DEADLINE,
        anders=_ANDERE_DEADLINE,
        ankers={Anker.DEADLINE: deadline} if deadline is not None else _GEEN,
        afgelopen=over,
    )
