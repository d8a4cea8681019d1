"""What a round does for casussen and for actions of a pact: one watch, two kinds of subject."""

from monitoring.services.rondes.acties import OverActies
from monitoring.services.rondes.basis import Ronderegel
from monitoring.services.rondes.casussen import OverCasussen

__all__ = ["OverActies", "OverCasussen", "Ronderegel"]
