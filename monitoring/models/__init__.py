"""What monitoring keeps."""

from monitoring.models.afstemming import Afstemming, Stap, Verschil, VerschilSoort
from monitoring.models.escalatie import (
    Escalatie,
    Geadresseerde,
    Reactie,
    ReactieSoort,
    Wijze,
)
from monitoring.models.hartslag import Hartslag, Proces
from monitoring.models.regels import Herberekening, LadderRegel, Pactregels
from monitoring.models.ronde import Ronde

__all__ = [
    "Afstemming",
    "Escalatie",
    "Geadresseerde",
    "Hartslag",
    "Herberekening",
    "LadderRegel",
    "Pactregels",
    "Proces",
    "Reactie",
    "ReactieSoort",
    "Ronde",
    "Stap",
    "Verschil",
    "VerschilSoort",
    "Wijze",
]
