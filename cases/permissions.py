"""Who may do what with a casus they can see: role and state, each with its own refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from cases.models import Casus, CasusPartij
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht


class Handeling(StrEnum):
    """What can be done with a casus."""

    BEHEER = "beheer"
    FEIT = "feit"
    SCHRIJF = "schrijf"
    HEROPEN = "heropen"


@dataclass(frozen=True, slots=True)
class Oordeel:
    """Whether it may, and the sentence that says why not."""

    mag: bool
    waarom: str = ""
    door_toestand: bool = False
    """Whether only the state of the casus stands in the way, not the role."""


JA = Oordeel(True)

_RECHT = {
    Handeling.BEHEER: (
        Recht.OPEN_CASES,
        "Alleen een coördinator van het samenwerkingsverband kan dit doen.",
    ),
    Handeling.FEIT: (
        Recht.EDIT_FACTS,
        "Je kunt meelezen en reageren. Verzuim en aanbod legt de coördinator, de "
        "leerplichtambtenaar of de school vast.",
    ),
    Handeling.SCHRIJF: (Recht.ADD_NOTES, "Met deze rol kun je alleen meelezen."),
    Handeling.HEROPEN: (
        Recht.OPEN_CASES,
        "Alleen een coördinator van het samenwerkingsverband kan een casus heropenen.",
    ),
}


def parties_of(casus: Casus) -> set[int]:
    """Return the ids of the organisations that take part in this casus today."""
    return set(
        CasusPartij.objects.filter(
            Q(tot__isnull=True) | Q(tot__gt=timezone.localdate()), casus=casus
        ).values_list("organisatie_id", flat=True)
    )


def may(user: User, handeling: Handeling, casus: Casus) -> Oordeel:
    """Return whether this user may do this with a casus that is visible to them.

    The right must be held on an organisation that takes part in the casus; managing it only on
    the SWV that owns it.
    """
    return _judge(user, handeling, casus, lambda: parties_of(casus))


def may_what(user: User, casus: Casus) -> dict[Handeling, Oordeel]:
    """Return the verdict on everything that can be done with this casus, with one look at it."""
    parties = parties_of(casus)
    return {handeling: _judge(user, handeling, casus, lambda: parties) for handeling in Handeling}


def _judge(
    user: User, handeling: Handeling, casus: Casus, parties: Callable[[], set[int]]
) -> Oordeel:
    recht, refusal = _RECHT[handeling]
    held = organisatie_ids(user, recht)
    if handeling in {Handeling.BEHEER, Handeling.HEROPEN}:
        allowed = casus.swv_id in held
    else:
        allowed = bool(held & parties())
    if not allowed:
        return Oordeel(False, refusal)
    if handeling == Handeling.HEROPEN:
        return Oordeel(False, "Deze casus is al open.") if casus.is_open else JA
    if not casus.is_open:
        return Oordeel(False, "Deze casus is gesloten. Heropen hem eerst.", True)
    return JA
