"""Forms of a pact. They read input; what it means is decided by the services."""

from pact.forms.actie import ActieForm
from pact.forms.filter import ZONDER, FilterForm
from pact.forms.inrichten import (
    ContactpersoonForm,
    NieuwPactForm,
    PactGegevensForm,
    PartnerForm,
    RolForm,
    ThemaForm,
    VersieForm,
)
from pact.forms.velden import PartnerKeuze

__all__ = [
    "ZONDER",
    "ActieForm",
    "ContactpersoonForm",
    "FilterForm",
    "NieuwPactForm",
    "PactGegevensForm",
    "PartnerForm",
    "PartnerKeuze",
    "RolForm",
    "ThemaForm",
    "VersieForm",
]
