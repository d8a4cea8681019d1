"""What a text says about begin, end and deadline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pact.keuzes import Periodelezing
from pact.periode.grammatica import Deel, Onzeker, lees_delen
from pact.periode.jaren import geef_jaren
from pact.periode.tekens import lees_tekens, schoon
from thuiszitters.kalender import datum_kort

LANGSTE_TEKST = 300
"""A longer text is no period; an action cannot hold it either."""

_GEEN = re.compile(r"[-\s./_]*|n\.?\s?v\.?\s?t\.?|niet van toepassing|geen|idem", re.ASCII)


@dataclass(frozen=True, slots=True)
class Periode:
    """When an action happens, and how that was read.

    `begin` and `einde` are the first and the last day. The deadline is the last day too: a
    promise is due when its period ends. `uitleg` is a Dutch sentence for people. Where `lezing`
    is not GELEZEN all three days are None.
    """

    begin: date | None
    einde: date | None
    deadline: date | None
    lezing: Periodelezing
    uitleg: str


def read_periode(tekst: str, *, pact_begin: date, pact_einde: date | None) -> Periode:
    """Return what this text says about when an action happens. Never raises.

    "Gehele looptijd" is the pact from its first to its last day, and its last day is the
    deadline: after it nothing of the promise can be done any more. A pact without an end gives
    no deadline. A month that ends a period counts to its last day; "uiterlijk" gives a deadline
    without a begin, "vanaf" and "start" a begin without a deadline; "voor 1 juni" ends on
    31 mei. A year that is left out comes from the other end of the period, or from the pact
    where only one year fits in it. A begin of a year or more before the pact, and an end before
    it, are left to people.
    """
    if pact_einde is not None and pact_einde < pact_begin:
        pact_einde = None
    if len(tekst) > LANGSTE_TEKST:
        return _nakijken("De tekst is te lang voor een periode.")
    plat = schoon(tekst)
    if _GEEN.fullmatch(plat):
        leeg = "Er is geen periode opgegeven."
        return Periode(None, None, None, Periodelezing.LEEG, leeg)
    pact = pact_begin, pact_einde
    try:
        groepen = lees_delen(list(lees_tekens(plat, pact)))
        opmerkingen = geef_jaren(groepen, pact)
        begin, einde = _geheel([deel for groep in groepen for deel in groep])
        _controleer(begin, einde, pact)
    except Onzeker as reden:
        return _nakijken(str(reden))
    except (ValueError, OverflowError):
        return _nakijken("Er staat een dag in die niet bestaat.")
    heel = (begin, einde) == pact and not opmerkingen
    zin = _in_woorden(begin, einde, heel_pact=heel)
    if pact_einde is not None and einde is not None and einde > pact_einde:
        opmerkingen.append(f"Dat is na het einde van het pact ({datum_kort(pact_einde)}).")
    uitleg = " ".join([zin, *opmerkingen])
    return Periode(begin, einde, einde, Periodelezing.GELEZEN, uitleg)


def _nakijken(reden: str) -> Periode:
    return Periode(None, None, None, Periodelezing.NAKIJKEN, f"Kijk na. {reden}")


def _geheel(delen: list[Deel]) -> tuple[date | None, date | None]:
    """Return the begin of the first part and the end of the last. Raises Onzeker."""
    spans = [deel.dagen() for deel in delen]
    begins = [begin for begin, _ in spans if begin is not None]
    eindes = [einde for _, einde in spans if einde is not None]
    if begins != sorted(begins) or eindes != sorted(eindes):
        raise Onzeker("De perioden staan niet op volgorde, of er klopt een jaartal niet.")
    begin, einde = spans[0][0], spans[-1][1]
    return begin, None if einde == date.max else einde


def _controleer(begin: date | None, einde: date | None, pact: tuple[date, date | None]) -> None:
    if begin is not None and einde is not None and einde < begin:
        raise Onzeker(f"Het einde ({datum_kort(einde)}) ligt vóór het begin ({datum_kort(begin)}).")
    if einde is not None and einde < pact[0]:
        raise Onzeker(
            f"Dit eindigt op {datum_kort(einde)}, voordat het pact begint ({datum_kort(pact[0])})."
        )
    if begin is not None and _een_jaar_eerder(begin, pact[0]):
        raise Onzeker(
            f"Dit begint op {datum_kort(begin)}, een jaar of langer voordat het pact begint "
            f"({datum_kort(pact[0])})."
        )
    if pact[1] is not None and begin is not None and begin > pact[1]:
        raise Onzeker(
            f"Dit begint op {datum_kort(begin)}, als het pact al voorbij is "
            f"({datum_kort(pact[1])})."
        )


def _een_jaar_eerder(begin: date, pact_begin: date) -> bool:
    """Return whether a whole year or more lies between them: then the year is hardly right."""
    een_jaar_later = (begin.year + 1, begin.month, begin.day)
    return een_jaar_later <= (pact_begin.year, pact_begin.month, pact_begin.day)


def _in_woorden(begin: date | None, einde: date | None, *, heel_pact: bool) -> str:
    if heel_pact and begin is not None:
        if einde is None:
            return (
                f"Gelezen als: de hele looptijd van het pact, vanaf {datum_kort(begin)}. Het pact "
                "heeft geen einde, dus er is geen deadline."
            )
        return (
            f"Gelezen als: de hele looptijd van het pact, {datum_kort(begin)} tot en met "
            f"{datum_kort(einde)}. De deadline is het einde van het pact."
        )
    match begin, einde:
        case None, None:
            return "Gelezen als: doorlopend, zonder begin, einde of deadline."
        case None, date():
            return f"Gelezen als: uiterlijk {datum_kort(einde)}. Dat is de deadline."
        case date(), None:
            return f"Gelezen als: vanaf {datum_kort(begin)}, zonder einde of deadline."
        case date(), date() if begin == einde:
            return f"Gelezen als: op {datum_kort(begin)}. Dat is de deadline."
        case date(), date():
            return (
                f"Gelezen als: {datum_kort(begin)} tot en met {datum_kort(einde)}. "
                "De deadline is het einde."
            )
    return ""
