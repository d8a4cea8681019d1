"""Whether the texts of a rung still fit its days, and what they would be. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitoring.ladder import Drempel, LadderRegel

_GETALLEN = dict(
    enumerate(
        (
            *("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen"),
            *("tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien"),
            *("zeventien", "achttien", "negentien", "twintig"),
        )
    )
)
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Tekstwaarschuwing:
    """A text that was not changed with the days of its rung."""

    veld: str
    """`aanleiding` or `vraag`."""
    tekst: str
    zin: str
    voorstel: str
    """The text with the days of now in it; empty where it names no number of days."""


def stale_texts(regel: LadderRegel, *van: LadderRegel | None) -> list[Tekstwaarschuwing]:
    """Return the texts that are still those of `van`, while the days of the rung are others.

    `van` are the rungs it came from: that of the version it began with, and the national one.
    What is asked is only told where it names the number of days.
    """
    if not regel.aan or regel.drempel == Drempel.DRIE_MAANDEN_VOORBIJ:
        return []
    return [found for veld in ("aanleiding", "vraag") for found in _of_field(regel, veld, van)]


def _of_field(
    regel: LadderRegel, veld: str, van: tuple[LadderRegel | None, ...]
) -> Iterator[Tekstwaarschuwing]:
    tekst: str = getattr(regel, veld)
    for other in van:
        if other is None or other.dagen == regel.dagen or getattr(other, veld) != tekst:
            continue
        voorstel = with_days(tekst, other.dagen, regel.dagen)
        if voorstel or veld == "aanleiding":
            zin = "De dagen van deze trede zijn anders, deze tekst niet. Klopt de tekst nog?"
            yield Tekstwaarschuwing(veld, tekst, zin, voorstel)
            return


def with_days(tekst: str, oud: int, nieuw: int) -> str:
    """Return this text with `nieuw` days where it names `oud`; empty where that cannot be.

    Days before and after something are not told in the same words, so the sign must be the same.
    """
    if oud * nieuw <= 0:
        return ""
    found = re.search(rf"\b(?:{_alternatives(abs(oud))})\b", tekst, re.IGNORECASE)
    if found is None:
        return ""
    in_weeks = found.group().lower().endswith(("week", "weken"))
    words = _spoken(abs(nieuw), in_weeks=in_weeks)
    if found.group()[:1].isupper():
        words = words[:1].upper() + words[1:]
    return tekst[: found.start()] + words + tekst[found.end() :]


def _alternatives(dagen: int) -> str:
    ways = [f"{number} {'dag' if dagen == 1 else 'dagen'}" for number in _numbers(dagen)]
    if dagen % _WEEK == 0:
        weeks = dagen // _WEEK
        ways += [f"{number} {'week' if weeks == 1 else 'weken'}" for number in _numbers(weeks)]
    return "|".join(map(re.escape, ways))


def _numbers(aantal: int) -> list[str]:
    word = _word(aantal)
    return list(dict.fromkeys((word, str(aantal), *(["één"] if aantal == 1 else []))))


def _word(aantal: int) -> str:
    return _GETALLEN.get(aantal, str(aantal))


def _spoken(dagen: int, *, in_weeks: bool) -> str:
    if in_weeks and dagen % _WEEK == 0:
        weeks = dagen // _WEEK
        return f"{_word(weeks)} {'week' if weeks == 1 else 'weken'}"
    return f"{_word(dagen)} {'dag' if dagen == 1 else 'dagen'}"
