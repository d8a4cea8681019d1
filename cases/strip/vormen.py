"""The parts of the drawing, as the templates read them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from thuiszitters.kalender import datum_kort


class Soort(StrEnum):
    """What a part of the band says."""

    VAKANTIE = "vakantie"
    GEOORLOOFD = "geoorloofd"
    ZIEK = "ziek"
    """Authorised too, and counted by rules of its own."""
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
    Soort.ZIEK: "ziek gemeld",
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
