"""The figures an action can be measured by. Monitoring registers its own; this imports none."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

GEEN = "geen"
"""The code that says that no figure fits, chosen on purpose. "" is: nobody chose yet."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure: its code in the database, its name, and where it is explained to anybody."""

    code: str
    naam: str
    url_name: str
    anker: str = ""

    @property
    def url(self) -> str:
        """Return the address of what the figure means."""
        return reverse(self.url_name) + (f"#{self.anker}" if self.anker else "")


_indicatoren: dict[str, Indicator] = {}


def register_indicator(code: str, naam: str, url_name: str, anker: str = "") -> None:
    """Let actions be measured by this figure. Registering it again changes its words.

    Raises ValueError for a code that means something else already.
    """
    if code in {"", GEEN}:
        raise ValueError(f"{code!r} cannot be the code of a figure")
    _indicatoren[code] = Indicator(code, naam, url_name, anker)


def indicatoren() -> tuple[Indicator, ...]:
    """Return the figures, in the order in which they were registered."""
    return tuple(_indicatoren.values())


def get_indicator(code: str) -> Indicator | None:
    """Return the figure with this code; None for "geen", for "" and for one that is gone."""
    return _indicatoren.get(code)


def indicator_in_words(code: str) -> str:
    """Return how people read the choice; "" where nobody chose yet."""
    if code == GEEN:
        return "geen"
    found = get_indicator(code)
    if found is not None:
        return found.naam
    return f"{code} (bestaat niet meer)" if code else ""
