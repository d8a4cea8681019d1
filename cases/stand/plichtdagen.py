"""The days on which a child must be in school, as spans of day numbers, and what to do with those.

A span is [van, tot): van is the first day number (`date.toordinal`), tot the first that is not in
it. Lists of spans are in order and do not overlap.
"""

from collections.abc import Iterable
from datetime import date

from cases.stand.feiten import Feiten, Grond
from cases.stand.plicht import Plichtgrenzen

Dagen = list[tuple[int, int]]

ALTIJD = date.max.toordinal()
"""The end of a span that has none."""


def dagnummers(begin: date | None, einde: date | None) -> tuple[int, int]:
    """A span of dates as day numbers; begin None is since ever, einde None is for ever."""
    return (
        0 if begin is None else begin.toordinal(),
        ALTIJD if einde is None else einde.toordinal(),
    )


def zonder(dagen: Dagen, weg: Iterable[tuple[int, int]]) -> Dagen:
    """The days that are in none of the spans of weg, in the longest spans there are."""
    over: Dagen = []
    uitgezonderd = sorted(weg)
    for van, tot in dagen:
        rest = van
        for weg_van, weg_tot in uitgezonderd:
            if weg_tot <= rest:
                continue
            if weg_van >= tot:
                break
            if weg_van > rest:
                over.append((rest, weg_van))
            rest = weg_tot
        if rest < tot:
            over.append((rest, tot))
    return over


def binnen(dagen: Dagen, grenzen: Dagen) -> Dagen:
    """The days that are in both, split where either begins or ends."""
    return [
        (max(van, vanaf), min(tot, totaan))
        for van, tot in dagen
        for vanaf, totaan in grenzen
        if max(van, vanaf) < min(tot, totaan)
    ]


def bevat(dagen: Dagen, dag: int) -> bool:
    """Whether this day is in one of the spans."""
    return any(van <= dag < tot for van, tot in dagen)


def plichtdagen(feiten: Feiten, grenzen: Plichtgrenzen) -> Dagen:
    """The days on which the child is plichtig and not exempt from inschrijving.

    After the leerplicht neither a startkwalificatie nor an exemption by artikel 15 leaves a duty.
    """
    begin, einde = grenzen.begin.toordinal(), grenzen.achttiende_verjaardag.toordinal()
    if not feiten.vrijstellingen and feiten.startkwalificatie_op is None:
        return [(begin, einde)]
    na_leerplicht = grenzen.laatste_leerplichtdag.toordinal() + 1
    weg: Dagen = []
    if feiten.startkwalificatie_op is not None:
        weg.append((max(na_leerplicht, feiten.startkwalificatie_op.toordinal()), einde))
    for vrijstelling in feiten.vrijstellingen:
        van, tot = dagnummers(vrijstelling.begin, vrijstelling.einde)
        if vrijstelling.grond is Grond.ART15:
            van = max(van, na_leerplicht)
        if van < tot:
            weg.append((van, tot))
    return zonder([(begin, einde)], weg)
