"""Forms of a pact. They read input; what it means is decided by the services."""

from pact.forms.actie import ActieForm
from pact.forms.filter import ZONDER, FilterForm
from pact.forms.inrichten import NieuwPactForm, PactGegevensForm, PartnerForm, ThemaForm
from pact.forms.velden import PartnerKeuze

__all__ = [
    "ZONDER",
    "ActieForm",
    "FilterForm",
    "NieuwPactForm",
    "PactGegevensForm",
    "PartnerForm",
    "PartnerKeuze",
    "ThemaForm",
]
