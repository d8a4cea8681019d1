"""What others know of the actions of a pact. The pages ask for it here and import none of them.

The room that addresses partners registers itself; without it there is simply nothing to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OpenSignaal:
    """Somebody was addressed on an action, and that is not over yet."""

    actie_id: int
    trede: str
    """The rung: preventie, stimuleren, signaleren or aanspreken."""
    partner: int | None
    """The partner that was addressed; None where the action has no owner to address."""
    sinds: date
    reageer_voor: date | None
    """The last day for an answer; None where no answer is asked."""
    herinneringen: int = 0
    beantwoord: bool = False
    rust_tot: date | None = None
    """The last day on which nobody asks again, by the answer; None where it waits for one."""


@dataclass(frozen=True, slots=True)
class Aangesproken:
    """Somebody was addressed on an action on a day, whatever came of it."""

    actie_id: int
    trede: str
    partner: int | None
    op: date
    beantwoord: bool = False


Signaalbron = Callable[[Collection[int], date], list[OpenSignaal]]
"""Given the keys of actions and today: what is open for them, in a fixed number of queries."""

Terugblik = Callable[[Collection[int], date, date], list[Aangesproken]]
"""Given the keys of actions and a first and a last day: who was addressed on those days."""

Aanspreekadres = Callable[[str, int], str]
"""Given the code of a pact and the number of an action: where its owner is addressed by hand."""

_bronnen: list[Signaalbron] = []
_terugblikken: list[Terugblik] = []
_adressen: list[Aanspreekadres] = []


def register_signalen(bron: Signaalbron) -> None:
    """Let the desk and the reports ask this source too; twice registers once."""
    if bron not in _bronnen:
        _bronnen.append(bron)


def unregister_signalen(bron: Signaalbron) -> None:
    """Stop asking this source; one that was never registered changes nothing."""
    if bron in _bronnen:
        _bronnen.remove(bron)


def open_signalen(acties: Collection[int], peildatum: date) -> list[OpenSignaal]:
    """Return what every source tells of these actions, the longest open first."""
    if not acties:
        return []
    found = [signaal for bron in _bronnen for signaal in bron(acties, peildatum)]
    return sorted(found, key=lambda s: (s.sinds, s.actie_id, s.trede))


def register_aangesproken(bron: Terugblik) -> None:
    """Let the reports ask this source who was addressed; twice registers once."""
    if bron not in _terugblikken:
        _terugblikken.append(bron)


def unregister_aangesproken(bron: Terugblik) -> None:
    """Stop asking this source; one that was never registered changes nothing."""
    if bron in _terugblikken:
        _terugblikken.remove(bron)


def aangesproken(acties: Collection[int], van: date, tot: date) -> list[Aangesproken] | None:
    """Return who was addressed from `van` up to and including `tot`; None when nobody can tell.

    Where no source looks back, what is open since then tells at least a part.
    """
    if _terugblikken:
        return [found for bron in _terugblikken for found in bron(acties, van, tot)]
    if not _bronnen:
        return None
    return [
        Aangesproken(s.actie_id, s.trede, s.partner, s.sinds, s.beantwoord)
        for s in open_signalen(acties, tot)
        if van <= s.sinds <= tot
    ]


def register_aanspreken(adres: Aanspreekadres) -> None:
    """Let the desk lead to the page where the owner of an action is addressed by hand."""
    if adres not in _adressen:
        _adressen.append(adres)


def aanspreek_url(code: str, nr: int) -> str:
    """Return where the owner of this action is addressed by hand; "" where nobody registered."""
    return _adressen[-1](code, nr) if _adressen else ""
