"""Writing what the ladder decided for a batch: escalations, addressees, mails, timeline, lapses.

All of it runs in the transaction of the batch, in a fixed number of statements.
"""

from monitoring.services.schrijven.batch import write_uitkomsten
from monitoring.services.schrijven.over import OVER_ACTIE, OVER_CASUS, Schrijfwijze

__all__ = ["OVER_ACTIE", "OVER_CASUS", "Schrijfwijze", "write_uitkomsten"]
