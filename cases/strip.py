"""The tijdlijn-strip: the weeks of one child as a thin band. Pure, and cheap enough for a list.

It shows what the Stand already decided and the spans it was decided from; it decides nothing itself.
Across, everything is in per cent of the width, so the same strip fits a list and a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.stand.feiten import Feiten, Grond
from cases.stand.plicht import eerste_dag_na_maand_vijf
from cases.stand.uitkomst import Categorie, Plicht, Stand
from thuiszitters.kalender import Regio, datum_kort, plus_maanden, vakanties_tussen
from thuiszitters.kalender.datums import MAANDEN
from thuiszitters.ui.datums import dagen_tekst, over_dagen_tekst

# At least this much is shown, so that the thresholds of most children lie at the same place and a
# column of strips can be compared at a glance.
MINSTENS_MAANDEN = 3
# A label is this wide at the narrowest strip that still shows labels (32rem).
PROCENT_PER_TEKEN = 1.35
MAANDNAAM_PROCENT = 10.0


class Soort(StrEnum):
    """What a part of the band says."""

    VAKANTIE = "vakantie"
    GEOORLOOFD = "geoorloofd"
    ONGEOORLOOFD = "ongeoorloofd"
    NIET_INGESCHREVEN = "niet_ingeschreven"
    VRIJSTELLING = "vrijstelling"
    AANBOD = "aanbod"
    STRAKS = "straks"
    """Not yet: absence that is taken to go on, until the next threshold."""
    STRAKS_AANBOD = "straks_aanbod"
    """An aanbod on the days after the peildatum."""


UITLEG_SOORT = {
    Soort.ONGEOORLOOFD: "ongeoorloofd verzuim",
    Soort.NIET_INGESCHREVEN: "niet ingeschreven",
    Soort.GEOORLOOFD: "geoorloofd verzuim",
    Soort.AANBOD: "aanbod",
    Soort.VRIJSTELLING: "vrijstelling",
    Soort.VAKANTIE: "schoolvakantie",
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the band, days [begin, einde), at x for width per cent."""

    soort: Soort
    fase: str
    """The last threshold behind it: "", "vier_weken" or "drie_maanden"."""
    begin: date
    einde: date
    x: float
    width: float

    @property
    def klasse(self) -> str:
        """Classes of the stylesheet."""
        basis = f"strip__{self.soort}"
        return f"{basis} {basis}--{self.fase}" if self.fase else basis

    @property
    def x1(self) -> str:
        """Left side, as an SVG attribute (never localised: a comma is no per cent)."""
        return f"{self.x:.2f}%"

    @property
    def x2(self) -> str:
        """Right side, as an SVG attribute."""
        return f"{self.x + self.width:.2f}%"

    @property
    def breedte(self) -> str:
        """Width, as an SVG attribute."""
        return f"{self.width:.2f}%"


@dataclass(frozen=True, slots=True)
class Marker:
    """A line across the band: vandaag, vier_weken or drie_maanden."""

    naam: str
    label: str
    op: date
    x: float
    rij: int = 0
    """Row of the label under the band; higher is lower."""
    naar_links: bool = False
    """Whether the label lies left of its line, for lack of room at the right."""

    @property
    def x1(self) -> str:
        """Place, as an SVG attribute."""
        return f"{self.x:.2f}%"

    @property
    def datum(self) -> str:
        """Its date in words."""
        return datum_kort(self.op)

    @property
    def label_y(self) -> int:
        """Baseline of the label, in pixels, in the large drawing."""
        return 80 + 16 * self.rij

    @property
    def lijn_y(self) -> int:
        """Where its line ends, in pixels, in the large drawing."""
        return self.label_y + 1


@dataclass(frozen=True, slots=True)
class Maand:
    """The first day of a month on the band; naam is empty where there is no room for it."""

    naam: str
    x: float

    @property
    def x1(self) -> str:
        """Place, as an SVG attribute."""
        return f"{self.x:.2f}%"


@dataclass(frozen=True, slots=True)
class Strip:
    """The whole drawing of [begin, einde), with the sentence it says."""

    begin: date
    einde: date
    segmenten: tuple[Segment, ...]
    vandaag: Marker
    drempels: tuple[Marker, ...]
    maanden: tuple[Maand, ...]
    zin: str

    @property
    def markers(self) -> tuple[Marker, ...]:
        """All lines across the band, today first."""
        return (self.vandaag, *self.drempels)

    @property
    def hoogte(self) -> int:
        """Height in pixels of the large drawing, labels included."""
        return max((marker.lijn_y + 4 for marker in self.drempels), default=68)

    @property
    def legenda(self) -> tuple[tuple[str, str], ...]:
        """What is on this strip, as (soort, words), in a fixed order."""
        aanwezig = {segment.soort for segment in self.segmenten}
        if Soort.STRAKS_AANBOD in aanwezig:
            aanwezig.add(Soort.AANBOD)
        return tuple((str(s), tekst) for s, tekst in UITLEG_SOORT.items() if s in aanwezig)


def build_strip(
    *,
    feiten: Feiten,
    stand: Stand,
    peildatum: date,
    weken_terug: int = 1,
    weken_vooruit: int = 1,
) -> Strip:
    """Returns the strip of this child on the peildatum.

    The window always holds verzuim_sinds, the peildatum and both thresholds, with weken_terug whole
    weeks before the first and weken_vooruit after the last of them. Without a verzuimperiode it
    looks back as far as three months. Days after the peildatum are shown as expected, not as fact.
    """
    venster = _venster(stand, peildatum, weken_terug, weken_vooruit)
    schaal = _Schaal(*venster)
    segmenten = [
        *_vakanties(schaal, feiten.regio),
        *_verzuim(schaal, feiten, stand, peildatum),
        *_vrijstellingen(schaal, feiten),
        *_aanbod(schaal, feiten, peildatum),
    ]
    return Strip(
        begin=schaal.begin,
        einde=schaal.einde,
        segmenten=tuple(segmenten),
        vandaag=Marker(
            "vandaag",
            "vandaag",
            peildatum,
            schaal.x(peildatum),
            naar_links=schaal.x(peildatum) > 100 - 20 * PROCENT_PER_TEKEN,
        ),
        drempels=_drempels(schaal, stand),
        maanden=tuple(_maanden(schaal)),
        zin=_zin(feiten, stand, peildatum),
    )


@dataclass(frozen=True, slots=True)
class _Schaal:
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


def _venster(
    stand: Stand, peildatum: date, weken_terug: int, weken_vooruit: int
) -> tuple[date, date]:
    if stand.verzuim_sinds is None:
        vroegste, laatste = plus_maanden(peildatum, -MINSTENS_MAANDEN), peildatum
    else:
        drempels = [d for d in (stand.vier_weken_op, stand.drie_maanden_op) if d]
        vroegste = stand.verzuim_sinds
        laatste = max(peildatum, plus_maanden(vroegste, MINSTENS_MAANDEN), *drempels)
    return vroegste - timedelta(weeks=weken_terug), laatste + timedelta(weeks=weken_vooruit)


def _vakanties(schaal: _Schaal, regio: Regio) -> Iterator[Segment]:
    for vakantie in vakanties_tussen(schaal.begin, schaal.einde, regio):
        na_afloop = vakantie.laatste_dag + timedelta(days=1)
        yield from schaal.segment(Soort.VAKANTIE, vakantie.eerste_dag, na_afloop)


def _verzuim(schaal: _Schaal, feiten: Feiten, stand: Stand, peildatum: date) -> Iterator[Segment]:
    for verzuim in feiten.verzuim:
        einde = min(verzuim.einde or peildatum, peildatum)
        if verzuim.geoorloofd:
            yield from schaal.segment(Soort.GEOORLOOFD, verzuim.begin, einde)
        else:
            yield from _in_fasen(schaal, stand, Soort.ONGEOORLOOFD, verzuim.begin, einde)
    for begin, einde in _niet_ingeschreven(schaal, feiten, stand, peildatum):
        yield from _in_fasen(schaal, stand, Soort.NIET_INGESCHREVEN, begin, einde)
    komend = max(
        (d for d in (stand.vier_weken_op, stand.drie_maanden_op) if d and d > peildatum),
        default=None,
    )
    if stand.verzuim_sinds is not None and komend is not None:
        yield from schaal.segment(Soort.STRAKS, peildatum, komend)


def _in_fasen(
    schaal: _Schaal, stand: Stand, soort: Soort, begin: date, einde: date
) -> Iterator[Segment]:
    """Cuts absence of the running verzuimperiode at the thresholds behind it."""
    grenzen: list[tuple[date, str]] = []
    if stand.verzuim_sinds is not None and einde > stand.verzuim_sinds:
        if stand.vier_weken_op is not None:
            grenzen.append((stand.vier_weken_op, "vier_weken"))
        if stand.drie_maanden_op is not None:
            # The threshold is the last day of the promise: crossed from the day after.
            grenzen.append((stand.drie_maanden_op + timedelta(days=1), "drie_maanden"))
    van, fase = begin, ""
    for grens, volgende_fase in grenzen:
        if grens > van:
            yield from schaal.segment(soort, van, min(grens, einde), fase)
            van = grens
        fase = volgende_fase
        if van >= einde:
            return
    yield from schaal.segment(soort, van, einde, fase)


def _niet_ingeschreven(
    schaal: _Schaal, feiten: Feiten, stand: Stand, peildatum: date
) -> Iterator[tuple[date, date]]:
    """Days up to the peildatum without inschrijving, where there should have been one."""
    if stand.plicht is Plicht.GEEN:
        return
    vanaf = max(schaal.begin, eerste_dag_na_maand_vijf(feiten.geboortedatum))
    gedekt = [(span.begin, span.einde) for span in feiten.inschrijvingen]
    gedekt += [
        (vrij.begin, vrij.einde) for vrij in feiten.vrijstellingen if vrij.grond != Grond.ART15
    ]
    for begin, einde in _gaten(gedekt, vanaf, peildatum):
        if stand.verzuim_sinds is not None and begin < stand.verzuim_sinds < einde:
            yield stand.verzuim_sinds, einde
        else:
            yield begin, einde


def _gaten(
    spans: Iterable[tuple[date | None, date | None]], vanaf: date, tot: date
) -> Iterator[tuple[date, date]]:
    """The days of [vanaf, tot) that no span covers."""
    dag = vanaf
    for begin, einde in sorted(spans, key=lambda span: span[0] or date.min):
        if (begin or date.min) > dag:
            yield dag, min(begin or dag, tot)
        dag = max(dag, einde or date.max)
        if dag >= tot:
            return
    if dag < tot:
        yield dag, tot


def _vrijstellingen(schaal: _Schaal, feiten: Feiten) -> Iterator[Segment]:
    for vrijstelling in feiten.vrijstellingen:
        yield from schaal.segment(Soort.VRIJSTELLING, vrijstelling.begin, vrijstelling.einde)


def _aanbod(schaal: _Schaal, feiten: Feiten, peildatum: date) -> Iterator[Segment]:
    for aanbod in feiten.aanbod:
        if aanbod.gestart_op is None:
            continue
        tot_nu = min(aanbod.einde or peildatum, peildatum)
        yield from schaal.segment(Soort.AANBOD, aanbod.gestart_op, tot_nu)
        vanaf_nu = max(aanbod.gestart_op, peildatum)
        yield from schaal.segment(Soort.STRAKS_AANBOD, vanaf_nu, aanbod.einde)


def _drempels(schaal: _Schaal, stand: Stand) -> tuple[Marker, ...]:
    """The thresholds, with room for their labels: from the right, so no line crosses a label."""
    markers: list[Marker] = []
    bezet: list[tuple[float, float, int]] = []
    for naam, woorden, op in (
        ("drie_maanden", "drie maanden", stand.drie_maanden_op),
        ("vier_weken", "vier weken", stand.vier_weken_op),
    ):
        if op is None:
            continue
        x = schaal.x(op)
        breedte = len(f"{woorden} {datum_kort(op)}") * PROCENT_PER_TEKEN + 1
        naar_links = x + breedte > 100
        van = x - breedte if naar_links else x
        rij = 0
        while any(r == rij and van < tot and links < van + breedte for links, tot, r in bezet):
            rij += 1
        bezet.append((van, van + breedte, rij))
        markers.append(Marker(naam, woorden, op, x, rij, naar_links))
    return tuple(reversed(markers))


def _maanden(schaal: _Schaal) -> Iterator[Maand]:
    dagen = (schaal.einde - schaal.begin).days
    procent_per_maand = 100 * 30.4 / dagen
    stap = next((s for s in (1, 2, 3, 6, 12) if s * procent_per_maand >= MAANDNAAM_PROCENT), 24)
    eerste = plus_maanden(schaal.begin.replace(day=1), 1)
    while eerste < schaal.einde:
        x = schaal.x(eerste)
        op_stap = (eerste.month - 1) % stap == 0 and (stap <= 12 or eerste.year % 2 == 0)
        past = x <= 100 - MAANDNAAM_PROCENT / 2
        januari = eerste.month == 1
        naam = str(eerste.year) if januari else MAANDEN[eerste.month - 1]
        yield Maand(naam if op_stap and past else "", x)
        eerste = plus_maanden(eerste, 1)


def _zin(feiten: Feiten, stand: Stand, peildatum: date) -> str:
    if stand.verzuim_sinds is None or stand.dagen_thuis is None:
        return _zin_zonder_verzuim(feiten, stand, peildatum)
    hoe = "zonder inschrijving thuis" if stand.categorie is Categorie.AV else "thuis"
    zinnen = [f"Sinds {datum_kort(stand.verzuim_sinds)} {hoe} ({dagen_tekst(stand.dagen_thuis)})."]
    if (vier := stand.vier_weken_op) is not None:
        zinnen.append(
            f"Vier weken bereikt op {datum_kort(vier)}."
            if vier <= peildatum
            else f"Vier weken op {datum_kort(vier)}, {over_dagen_tekst(vier, peildatum)}."
        )
    if (drie := stand.drie_maanden_op) is not None:
        zinnen.append(
            f"Drie maanden voorbij sinds {datum_kort(drie)}."
            if drie < peildatum
            else f"Drie maanden op {datum_kort(drie)}, {over_dagen_tekst(drie, peildatum)}."
        )
    lopend = next(
        (a.gestart_op for a in feiten.aanbod if _loopt(a.gestart_op, a.einde, peildatum)), None
    )
    if lopend is not None:
        zinnen.append(f"Aanbod sinds {datum_kort(lopend)}.")
    return " ".join(zinnen)


def _zin_zonder_verzuim(feiten: Feiten, stand: Stand, peildatum: date) -> str:
    if stand.categorie is Categorie.VRIJGESTELD:
        for vrij in feiten.vrijstellingen:
            if vrij.grond != Grond.ART15 and _loopt(vrij.begin, vrij.einde, peildatum):
                return f"Vrijgesteld sinds {datum_kort(vrij.begin)}{_tot(vrij.einde)}."
    if stand.categorie is Categorie.GEOORLOOFD:
        for verzuim in feiten.verzuim:
            if verzuim.geoorloofd and _loopt(verzuim.begin, verzuim.einde, peildatum):
                sinds = datum_kort(verzuim.begin)
                return f"Geoorloofd afwezig sinds {sinds}{_tot(verzuim.einde)}."
    if stand.categorie is Categorie.NIET_PLICHTIG:
        return f"Niet leerplichtig op {datum_kort(peildatum)}."
    return f"Geen verzuim op {datum_kort(peildatum)}."


def _tot(einde: date | None) -> str:
    return f", tot {datum_kort(einde)}" if einde is not None else ""


def _loopt(begin: date | None, einde: date | None, peildatum: date) -> bool:
    return begin is not None and begin <= peildatum and (einde is None or peildatum < einde)
