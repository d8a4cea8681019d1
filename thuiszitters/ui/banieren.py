"""Warnings above every page. The frame asks for them; the rooms that know something register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from thuiszitters.ui.templatetags.ui import MELDING_ICONS


@dataclass(frozen=True, slots=True)
class Banier:
    """One warning, in plain words."""

    kop: str
    tekst: str
    soort: str = "fout"
    """As `melding` knows them: info, goed, let-op or fout."""

    @property
    def icoon(self) -> str:
        """The name of its icon."""
        return MELDING_ICONS[self.soort]


BanierMaker = Callable[[HttpRequest], Banier | None]

_makers: list[BanierMaker] = []


def register_banier(maker: BanierMaker) -> None:
    """Ask `maker` at every page of the frame. It must be cheap, and never fail."""
    if maker not in _makers:
        _makers.append(maker)


def banieren_for(request: HttpRequest) -> list[Banier]:
    """Return the warnings that hold for who asks."""
    made = (maker(request) for maker in _makers)
    return [banier for banier in made if banier is not None]
