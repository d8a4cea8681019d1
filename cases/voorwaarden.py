"""What another room demands before an organisation sees casework (docs/adr/0009-convenant.md).

The law gives some kinds of organisation their part in a casus. The others take part by
invitation, and somebody may demand something of them first. This room asks and imports nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rechten import organisatie_soorten
from thuiszitters.accounts.rollen import Soort

MET_GROND = frozenset({Soort.SWV, Soort.GEMEENTE, Soort.SCHOOL, Soort.SCHOOLBESTUUR})
"""The kinds whose part in a casus follows from the law; nothing further is demanded of them."""

ZONDER_GROND = frozenset(Soort) - MET_GROND
"""The kinds that see casework by invitation only."""

Eis = Callable[[Collection[int]], Mapping[int, str]]
"""Gets ids of organisations without a ground of their own; gives for each that may see no
casework today the sentence that says why, and what to do."""

_eisen: list[Eis] = []

NIET_NA_TE_GAAN = "Er is niet na te gaan of deze organisatie casussen mag zien."


def register_eis(eis: Eis) -> None:
    """Have this asked of every organisation without a ground of its own."""
    if eis not in _eisen:
        _eisen.append(eis)


def refusals(soorten: Mapping[int, str]) -> dict[int, str]:
    """Return which of these organisations, given as id and kind, see no casework today, and why.

    No query for organisations with a ground of their own. With nobody to ask, the others are
    all refused: what cannot be checked stays shut.
    """
    asked = sorted(pk for pk, soort in soorten.items() if soort not in MET_GROND)
    if not asked:
        return {}
    if not _eisen:
        return dict.fromkeys(asked, NIET_NA_TE_GAAN)
    return {pk: zin for eis in _eisen for pk, zin in eis(asked).items()}


def refusal_of(organisatie: Organisatie) -> str:
    """Return why this organisation sees no casework today; "" when it may."""
    return refusals({organisatie.pk: organisatie.soort}).get(organisatie.pk, "")


def refusals_for(user: User, *, any_role: bool = False) -> dict[int, str]:
    """Return which organisations give this person no casework today, and why."""
    return refusals(organisatie_soorten(user, any_role=any_role))


def stands_refused(soorten: Mapping[int, str], refused: Mapping[int, str]) -> bool:
    """Return whether every organisation a person acts for is refused.

    A grant on one casus is theirs as a person, but they would read it as somebody of there.
    """
    return bool(soorten) and soorten.keys() <= refused.keys()
