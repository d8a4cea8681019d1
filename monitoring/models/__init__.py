"""What monitoring keeps."""

from monitoring.models.escalatie import (
    Escalatie,
    Geadresseerde,
    Reactie,
    ReactieSoort,
    Wijze,
)
from monitoring.models.ronde import Ronde

__all__ = ["Escalatie", "Geadresseerde", "Reactie", "ReactieSoort", "Ronde", "Wijze"]
