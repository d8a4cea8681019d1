"""The escalatieladder once more, slow and plain, written from docs/ladder.md alone.

It shares no code with monitoring.ladder: own tables, own counting of werkdagen, one object per
casus that walks through the steps of the page in their order. The tests hold the real code
against it.
"""

from tests.monitoring.model.casus import CasusModel, Done, Recorded
from tests.monitoring.model.rungs import NATIONAL, NATIONAL_ACTIONS, Rung, Rungs

__all__ = ["NATIONAL", "NATIONAL_ACTIONS", "CasusModel", "Done", "Recorded", "Rung", "Rungs"]
