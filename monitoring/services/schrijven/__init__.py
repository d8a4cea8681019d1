"""Writing what the ladder decided for a batch: escalations, addressees, mails, timeline, lapses.

All of it runs in the transaction of the batch, in a fixed number of statements.
"""

from monitoring.services.schrijven.batch import write_uitkomsten

__all__ = ["write_uitkomsten"]
