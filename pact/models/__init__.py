"""Pact, its themas, its partners, their actions and meetings, and what was changed in them."""

from pact.models.actie import Actie
from pact.models.actielog import ActieLog, LogSoort, field_name
from pact.models.bestand import Bestand, Bewijs
from pact.models.bureau import Contactmoment, Rapportage
from pact.models.kalenderlink import Kalenderlink
from pact.models.overleg import (
    Afspraak,
    AfspraakStand,
    Agendapunt,
    Deelname,
    Overleg,
    Standpunt,
)
from pact.models.pact import AgendaVersie, Pact
from pact.models.partner import Contactpersoon, Partner
from pact.models.thema import Thema
from pact.models.vervolg import Bouwsteen, Bouwsteenvraag, Evaluatie, Overname

__all__ = [
    "Actie",
    "ActieLog",
    "Afspraak",
    "AfspraakStand",
    "AgendaVersie",
    "Agendapunt",
    "Bestand",
    "Bewijs",
    "Bouwsteen",
    "Bouwsteenvraag",
    "Contactmoment",
    "Contactpersoon",
    "Deelname",
    "Evaluatie",
    "Kalenderlink",
    "LogSoort",
    "Overleg",
    "Overname",
    "Pact",
    "Partner",
    "Rapportage",
    "Standpunt",
    "Thema",
    "field_name",
]
