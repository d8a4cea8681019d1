"""What the Stand says about a child on one day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Plicht(StrEnum):
    """Which duty of the Leerplichtwet holds (artikel 3 and 4a)."""

    GEEN = "geen"
    LEERPLICHTIG = "leerplichtig"
    KWALIFICATIEPLICHTIG = "kwalificatieplichtig"


class Categorie(StrEnum):
    """Where the child is counted; thuiszitter is AV or LRV."""

    NIET_PLICHTIG = "niet_plichtig"
    VRIJGESTELD = "vrijgesteld"
    MET_AANBOD = "met_aanbod"
    AV = "AV"
    LRV = "LRV"
    DREIGEND = "dreigend"
    GEOORLOOFD = "geoorloofd"
    GEEN = "geen"


THUISZITTER = frozenset({Categorie.AV, Categorie.LRV})


class Duur(StrEnum):
    """How long the verzuimperiode lasts, in the classes of the pact and the inspectorate."""

    KORTER_DAN_VIER_WEKEN = "<4w"
    VIER_WEKEN_TOT_DRIE_MAANDEN = "4w-3m"
    LANGER_DAN_DRIE_MAANDEN = ">3m"


class Drempelnaam(StrEnum):
    """The two thresholds that lie ahead of a child at home."""

    VIER_WEKEN = "vier_weken"
    DRIE_MAANDEN = "drie_maanden"


class Drempel(NamedTuple):
    """A threshold and its day."""

    naam: Drempelnaam
    op: date


@dataclass(frozen=True, slots=True)
class Stand:
    """The answer of bereken_stand; dagen_thuis in calendar days, uitleg in Dutch sentences."""

    plicht: Plicht
    categorie: Categorie
    duur: Duur | None
    verzuim_sinds: date | None
    dagen_thuis: int | None
    vier_weken_op: date | None
    drie_maanden_op: date | None
    uren_16_op: date | None
    volgende_drempel: Drempel | None
    regelset: str
    uitleg: tuple[str, ...]

    @property
    def is_thuiszitter(self) -> bool:
        """Whether the child counts as a thuiszitter on the peildatum."""
        return self.categorie in THUISZITTER
