"""What differs between two versions of the rules, and where the new one asks less.

Pas toe of leg uit: a samenwerkingsverband may be stricter than the national rules freely, and
looser only with a reason. The table says for every setting which way is stricter, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cases.stand import Jaardag, NaAanbod, Operator, Regelset, StoptBij, Telwijze
from monitoring.ladder.controle import pad
from monitoring.ladder.geheel import Regels
from monitoring.ladder.regels import Ladder, LadderRegel
from monitoring.ladder.soorten import Anker
from monitoring.ladder.woorden import (
    INSTELLINGEN,
    aanleiding_bij,
    naam_van,
    opsomming,
    rol_in_woorden,
    waarde_in_woorden,
    wanneer,
    werkdagen,
)

KORTSTE_REDEN = 20
"""Characters of a reason for asking less than the national rules."""


@dataclass(frozen=True, slots=True)
class Afwijking:
    """One difference: the field, what it says in Dutch, and whether it asks less."""

    veld: str
    zin: str
    soepeler: bool


Streng = Callable[[Any], float]
"""How strict a value is: the higher, the sooner somebody looks at the child."""


def _in_order(*waarden: object) -> Streng:
    """The later in this row, the stricter."""
    return waarden.index


def _off_is_loosest(waarde: int) -> float:
    """A lower number is reached sooner; 0 is never reached."""
    return -waarde if waarde else float("-inf")


def _no_respite_is_strictest(waarde: Jaardag | None) -> float:
    return -(waarde.maand * 31 + waarde.dag) if waarde else 0


STRENGHEID: Mapping[str, Streng | None] = {
    # Twenty missed schooldagen are later than 28 days as soon as there is a holiday in them.
    "telwijze_4w": _in_order(Telwijze.SCHOOLDAGEN, Telwijze.KALENDER),
    # "Vier weken of langer" is reached a day before "langer dan vier weken".
    "operator_4w": _in_order(Operator.LANGER_DAN, Operator.OF_LANGER),
    # The more days at school are bridged, the longer the period at home.
    "samenvoegen_schooldagen": float,
    # Bridged, the days of authorised absence do not start the clocks anew.
    "geoorloofd_overbrugt": float,
    # An aanbod starts after it is accepted, and is accepted after it is made.
    "stopt_bij": _in_order(StoptBij.GEDAAN, StoptBij.GEACCEPTEERD, StoptBij.GESTART),
    # Counting on reaches three months sooner than counting anew.
    "na_aanbod": _in_order(NaAanbod.OPNIEUW, NaAanbod.TELT_DOOR),
    "uren_preventie": _off_is_loosest,
    "uren_melding": float,
    "ziek_meldingen": _off_is_loosest,
    # In more weeks the same number of reports is reached sooner.
    "ziek_weken": float,
    "ziek_schooldagen": _off_is_loosest,
    "av_signaal": float,
    "av_respijt_tot": _no_respite_is_strictest,
    # Which days are free is a fact of the place, not a promise to a child.
    "goede_vrijdag_vrij": None,
    "bevrijdingsdag_vrij": None,
}


def compare(nieuw: Regels, landelijk: Regels) -> list[Afwijking]:
    """Return where `nieuw` asks less than `landelijk`, in the order of the form."""
    return [verschil for verschil in afwijkingen(nieuw, landelijk) if verschil.soepeler]


def afwijkingen(nieuw: Regels, ander: Regels) -> list[Afwijking]:
    """Return every difference of `nieuw` with `ander`, in the order of the form."""
    return [
        *_settings(nieuw.regelset, ander.regelset),
        *_ladder(nieuw.ladder, ander.ladder),
    ]


def compare_ladders(nieuw: Ladder, ander: Ladder) -> list[Afwijking]:
    """Return every difference of the rungs of `nieuw` with those of `ander`."""
    return list(_ladder(nieuw, ander))


def _settings(nieuw: Regelset, ander: Regelset) -> Iterator[Afwijking]:
    for naam, instelling in INSTELLINGEN.items():
        own, other = getattr(nieuw, naam), getattr(ander, naam)
        if own == other:
            continue
        streng = STRENGHEID[naam]
        yield Afwijking(
            naam,
            f"{instelling.label}: {waarde_in_woorden(naam, own)}, "
            f"niet {waarde_in_woorden(naam, other)}.",
            streng is not None and streng(own) < streng(other),
        )


def _ladder(nieuw: Ladder, ander: Ladder) -> Iterator[Afwijking]:
    own = {regel.sleutel: regel for regel in nieuw.regels}
    for other in ander.regels:
        regel = own.pop(other.sleutel, None)
        if regel is None:
            if other.aan:
                yield Afwijking(pad(other, "aan"), f"{naam_van(other)}: staat er niet in.", True)
        else:
            yield from _rung(regel, other)
    for regel in own.values():
        if regel.aan:
            yield Afwijking(pad(regel, "aan"), f"{naam_van(regel)}: komt erbij.", False)
    if nieuw.mailvenster != ander.mailvenster:
        zin = f"Mail mag weg: {nieuw.mailvenster}, niet {ander.mailvenster}."
        yield Afwijking("mailvenster", zin, False)


def _rung(regel: LadderRegel, other: LadderRegel) -> Iterator[Afwijking]:
    naam = naam_van(regel)
    if regel.aan != other.aan:
        yield Afwijking(
            pad(regel, "aan"), f"{naam}: staat {'aan' if regel.aan else 'uit'}.", not regel.aan
        )
    if not regel.aan or not other.aan:
        return
    if regel.dagen != other.dagen:
        # The shorter it is quiet, the sooner somebody looks; and so for the day of a rung.
        yield Afwijking(
            pad(regel, "dagen"),
            f"{naam}: {wanneer(regel)}, niet {wanneer(other)}.",
            regel.anker not in {Anker.SIGNAAL, Anker.STILTE} and regel.dagen > other.dagen,
        )
    if regel.termijn != other.termijn:
        yield Afwijking(
            pad(regel, "termijn"),
            f"{naam}: antwoord binnen {werkdagen(regel.termijn)}, niet {werkdagen(other.termijn)}.",
            regel.termijn > other.termijn,
        )
    yield from _people(regel, other, naam)
    for veld, wat in (("aanleiding", "het signaal begint met"), ("vraag", "het signaal vraagt")):
        own, known = getattr(regel, veld), getattr(other, veld)
        # A text that only tells the days of the rung says nothing the days did not say.
        if own not in {known, aanleiding_bij(regel.dagen)}:
            zin = f"{naam}: {wat} “{own}”, niet “{known}”."
            yield Afwijking(pad(regel, veld), zin, False)


def _people(regel: LadderRegel, other: LadderRegel, naam: str) -> Iterator[Afwijking]:
    gone = [rol_in_woorden(rol) for rol in other.rollen if rol not in regel.rollen]
    come = [rol_in_woorden(rol) for rol in regel.rollen if rol not in other.rollen]
    if gone:
        zin = f"{naam}: {_who(gone)} geen signaal."
        yield Afwijking(pad(regel, "rollen"), zin, True)
    if come:
        zin = f"{naam}: {_who(come)} ook een signaal."
        yield Afwijking(pad(regel, "rollen"), zin, False)


def _who(rollen: Sequence[str]) -> str:
    return f"de {opsomming(list(rollen))} {'krijgt' if len(rollen) == 1 else 'krijgen'}"
