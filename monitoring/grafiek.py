"""Horizontal stacked bars as SVG, drawn on the server: the same on screen, on paper and in print.

Sizes are CSS pixels down and per cent across, without a viewBox, so that text keeps its size at
every width. Colours and fonts are classes of static/css/monitoring.css; every layer has its own
texture too, so that no meaning hangs on colour alone. It reads no clock and no database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

RIJ = 48
"""Height of a bar with its label above it."""
BALK = 18
_TEKST = 16
_BOVEN = 24


@dataclass(frozen=True, slots=True)
class Laag:
    """One part of every bar: its word in the legend and the class it is drawn with."""

    naam: str
    klasse: str


@dataclass(frozen=True, slots=True)
class Balk:
    """One bar: its label and a count per layer."""

    label: str
    aantallen: tuple[int, ...]

    @property
    def totaal(self) -> int:
        """The length of the bar."""
        return sum(self.aantallen)


def teken_balken(
    *, naam: str, titel: str, beschrijving: str, lagen: Sequence[Laag], balken: Sequence[Balk]
) -> SafeString:
    """Return the bars as one SVG element, with `titel` and `beschrijving` as its text alternative.

    `naam` makes its ids unique on the page. The longest bar fills the width. Raises ValueError
    when a bar has another number of counts than there are layers, or a count below zero.
    """
    for balk in balken:
        if len(balk.aantallen) != len(lagen) or min(balk.aantallen, default=0) < 0:
            raise ValueError(f"the bar {balk.label!r} does not fit the layers")
    longest = max((balk.totaal for balk in balken), default=0)
    rows = format_html_join(
        "",
        '<svg class="grafiek__rij" y="{}" width="100%" height="{}">{}{}</svg>',
        (
            (place * RIJ, RIJ, _label(balk), _bar(balk, lagen, longest))
            for place, balk in enumerate(balken)
        ),
    )
    return format_html(
        '<svg class="grafiek" role="img" aria-labelledby="{0}-titel {0}-uitleg" '
        'width="100%" height="{1}" focusable="false">'
        '<title id="{0}-titel">{2}</title><desc id="{0}-uitleg">{3}</desc>{4}</svg>',
        naam,
        len(balken) * RIJ,
        titel,
        beschrijving,
        rows,
    )


def teken_teken(laag: Laag) -> SafeString:
    """Return the sample of a layer for the legend, hidden from assistive technology."""
    return format_html(
        '<svg class="grafiek grafiek--teken" width="24" height="12" aria-hidden="true" '
        'focusable="false">{}</svg>',
        _piece(laag, 0, 100, 0, 12),
    )


def _label(balk: Balk) -> SafeString:
    return format_html(
        '<text class="grafiek__label" x="0" y="{0}">{1}</text>'
        '<text class="grafiek__aantal" x="100%" y="{0}" text-anchor="end">{2}</text>',
        _TEKST,
        balk.label,
        balk.totaal,
    )


def _bar(balk: Balk, lagen: Sequence[Laag], longest: int) -> SafeString:
    track = format_html(
        '<rect class="grafiek__baan" y="{}" width="100%" height="{}"/>', _BOVEN, BALK
    )
    if not longest:
        return track
    # Edges first, pieces between them: rounding never leaves a gap or an overlap.
    edges = [0.0]
    for aantal in balk.aantallen:
        edges.append(edges[-1] + aantal * 100 / longest)
    pieces = [
        _piece(laag, begin, end, _BOVEN, BALK)
        for laag, (begin, end) in zip(lagen, pairwise(edges), strict=True)
        if end > begin
    ]
    return track + format_html_join("", "{}", ((piece,) for piece in pieces))


def _piece(laag: Laag, begin: float, end: float, top: float, height: float) -> SafeString:
    """A filled part, its texture over it, and a hairline between it and the next."""
    left, right, width = _procent(begin), _procent(end), _procent(end - begin)
    middle = top + height / 2
    return format_html(
        '<rect class="grafiek__vlak grafiek__vlak--{0}" x="{1}" y="{3}" width="{2}" height="{4}"/>'
        '<line class="grafiek__weefsel grafiek__weefsel--{0}" x1="{1}" x2="{5}" y1="{6}" y2="{6}" '
        'stroke-width="{4}"/>'
        '<line class="grafiek__naad" x1="{5}" x2="{5}" y1="{3}" y2="{7}"/>',
        laag.klasse,
        left,
        width,
        _getal(top),
        _getal(height),
        right,
        _getal(middle),
        _getal(top + height),
    )


def _procent(waarde: float) -> str:
    return f"{waarde:.2f}%"


def _getal(waarde: float) -> str:
    """A number as SVG reads it: never with a decimal comma."""
    return f"{waarde:g}"
