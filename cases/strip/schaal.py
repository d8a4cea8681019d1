"""What stands along the band: its scale, the months and the labels of the thresholds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from cases.stand.uitkomst import Stand
from cases.strip.vormen import Maand, Marker, Segment, Soort
from thuiszitters.kalender import datum_kort, plus_maanden
from thuiszitters.kalender.datums import MAANDEN

VANDAAG, VIER_WEKEN, DRIE_MAANDEN = "vandaag", "vier weken", "drie maanden"
# A label is this wide at the narrowest strip that still shows labels (32rem).
PROCENT_PER_TEKEN = 1.35
MAANDNAAM_PROCENT = 10.0


@dataclass(frozen=True, slots=True)
class Schaal:
    begin: date
    einde: date

    def x(self, dag: date) -> float:
        """Per cent from the left, kept inside the window."""
        deel = (dag - self.begin).days / (self.einde - self.begin).days
        return 100 * min(1.0, max(0.0, deel))

    def segment(
        self, soort: Soort, begin: date | None, einde: date | None, fase: str = ""
    ) -> Iterator[Segment]:
        """The part of [begin, einde) inside the window; None is open."""
        van = max(begin or self.begin, self.begin)
        tot = min(einde or self.einde, self.einde)
        if van < tot:
            x = self.x(van)
            yield Segment(soort, fase, van, tot, x, self.x(tot) - x)


def vandaag_marker(schaal: Schaal, peildatum: date) -> Marker:
    """Today, with its label where there is room for it."""
    x = schaal.x(peildatum)
    past = _past(x, _labelbreedte(VANDAAG, peildatum), naar_links=False)
    return Marker("vandaag", VANDAAG, peildatum, x, naar_links=not past)


def drempelmarkers(schaal: Schaal, stand: Stand) -> tuple[Marker, ...]:
    """The thresholds, each with a side and a row for its label where nothing crosses it."""
    if stand.vier_weken_op is None:
        return ()
    vier_x = schaal.x(stand.vier_weken_op)
    vier_breedte = _labelbreedte(VIER_WEKEN, stand.vier_weken_op)
    if stand.drie_maanden_op is None:
        links = not _past(vier_x, vier_breedte, naar_links=False)
        return (Marker("vier_weken", VIER_WEKEN, stand.vier_weken_op, vier_x, 0, links),)
    drie_x = schaal.x(stand.drie_maanden_op)
    drie_breedte = _labelbreedte(DRIE_MAANDEN, stand.drie_maanden_op)
    # Left of the line is best: what lies there is behind it. Both on one row where that goes;
    # otherwise the first threshold goes lower, as its line runs left of the other's label.
    for drie_links, vier_links in product((True, False), repeat=2):
        drie = _reikwijdte(drie_x, drie_breedte, drie_links)
        vier = _reikwijdte(vier_x, vier_breedte, vier_links)
        vrij = vier[1] <= drie[0] or drie[1] <= vier[0]
        if vrij and min(vier[0], drie[0]) >= 0 and max(vier[1], drie[1]) <= 100:
            rij = 0
            break
    else:
        rij, vier_links = 1, False
        drie_links = not _past(drie_x, drie_breedte, naar_links=False)
    return (
        Marker("vier_weken", VIER_WEKEN, stand.vier_weken_op, vier_x, rij, vier_links),
        Marker("drie_maanden", DRIE_MAANDEN, stand.drie_maanden_op, drie_x, 0, drie_links),
    )


def _labelbreedte(woorden: str, op: date) -> float:
    return len(f"{woorden} {datum_kort(op)}") * PROCENT_PER_TEKEN + 1


def _reikwijdte(x: float, breedte: float, naar_links: bool) -> tuple[float, float]:
    return (x - breedte, x) if naar_links else (x, x + breedte)


def _past(x: float, breedte: float, *, naar_links: bool) -> bool:
    van, tot = _reikwijdte(x, breedte, naar_links)
    return van >= 0 and tot <= 100


def maanden(schaal: Schaal, drempels: tuple[Marker, ...]) -> Iterator[Maand]:
    """The first days of the months, named as far as the names keep clear of each other."""
    procent_per_maand = 100 * 30.4 / (schaal.einde - schaal.begin).days
    stap = next((s for s in (1, 2, 3, 6, 12) if s * procent_per_maand >= MAANDNAAM_PROCENT), 24)
    eerste = plus_maanden(schaal.begin.replace(day=1), 1)
    while eerste < schaal.einde:
        x = schaal.x(eerste)
        op_stap = (eerste.year * 12 + eerste.month - 1) % stap == 0
        vrij = x <= 100 - MAANDNAAM_PROCENT / 2 and not any(
            -0.5 < marker.x - x < MAANDNAAM_PROCENT / 2 for marker in drempels
        )
        naam = str(eerste.year) if eerste.month == 1 else MAANDEN[eerste.month - 1]
        yield Maand(naam if op_stap and vrij else "", x)
        eerste = plus_maanden(eerste, 1)
