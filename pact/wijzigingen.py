"""Telling other rooms that something changed. The services of the pact import none of them.

Told are a change of an action, and of a partner that left or is spoken for by others. Other rooms
put their handler here when the application starts; it runs in the transaction of the change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.services.tijdlijn import Inzender
from pact.inhoud import ActieInhoud
from pact.keuzes import Antwoord
from pact.models import Actie, Partner


@dataclass(frozen=True, slots=True)
class Actiewijziging:
    """What was changed in an action, by whom, and whether that was an answer of its people."""

    actie: Actie
    voor: ActieInhoud
    na: ActieInhoud
    antwoord: Antwoord | None
    tekst: str
    inzender: Inzender


Handler = Callable[[Actiewijziging], None]

_handlers: list[Handler] = []


def on_change_of_actie(handler: Handler) -> None:
    """Have `handler` called with every change of one action; twice registers once."""
    if handler not in _handlers:
        _handlers.append(handler)


def actie_changed(wijziging: Actiewijziging) -> None:
    """Tell that an action was changed."""
    for handler in _handlers:
        handler(wijziging)


Partnerhandler = Callable[[Partner], None]

_of_partners: list[Partnerhandler] = []


def on_change_of_partner(handler: Partnerhandler) -> None:
    """Have `handler` called when others are to be asked for a partner, or nobody; twice is once."""
    if handler not in _of_partners:
        _of_partners.append(handler)


def partner_changed(partner: Partner) -> None:
    """Tell that this partner left, or that others speak for it now."""
    for handler in _of_partners:
        handler(partner)
