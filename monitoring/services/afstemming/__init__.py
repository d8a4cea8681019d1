"""The daily reconciliation: what the rules say = the escalations = who is asked = the mails =
what the mail server took. Every difference is written down and is an alarm.

It is the slow way round: every open casus is asked again, by the pure rules, whether anything is
missing, however unlikely the watch says that is. It locks nothing, holds one chunk at a time, and
goes on where it stopped.
"""

from monitoring.services.afstemming.loop import continue_afstemming, run_afstemming

__all__ = ["continue_afstemming", "run_afstemming"]
