"""Pact, its themas, its partners, their actions, and what was changed in them."""

from pact.models.actie import Actie
from pact.models.actielog import ActieLog, LogSoort, field_name
from pact.models.pact import Pact
from pact.models.partner import Partner
from pact.models.thema import Thema

__all__ = ["Actie", "ActieLog", "LogSoort", "Pact", "Partner", "Thema", "field_name"]
