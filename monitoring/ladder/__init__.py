"""The escalatieladder: its rules as values, and the pure function that applies them."""

from monitoring.ladder.beeld import Beeld, beeld_van_actie, beeld_van_stand
from monitoring.ladder.beslissing import decide, lapsing
from monitoring.ladder.besluit import Besluit, Eerder, Herinnering, Melding, Nieuw
from monitoring.ladder.hand import address
from monitoring.ladder.regels import (
    LANDELIJKE_ACTIELADDER,
    LANDELIJKE_LADDER,
    MAIL_VENSTER,
    Ladder,
    LadderRegel,
)
from monitoring.ladder.soorten import KLIMT, Anker, Drempel, Oorzaak, Spoor, Status, Trede
from monitoring.ladder.stilte import MEESTE_DOORGESTUURD, MEESTE_RUST

__all__ = [
    "KLIMT",
    "LANDELIJKE_ACTIELADDER",
    "LANDELIJKE_LADDER",
    "MAIL_VENSTER",
    "MEESTE_DOORGESTUURD",
    "MEESTE_RUST",
    "Anker",
    "Beeld",
    "Besluit",
    "Drempel",
    "Eerder",
    "Herinnering",
    "Ladder",
    "LadderRegel",
    "Melding",
    "Nieuw",
    "Oorzaak",
    "Spoor",
    "Status",
    "Trede",
    "address",
    "beeld_van_actie",
    "beeld_van_stand",
    "decide",
    "lapsing",
]
