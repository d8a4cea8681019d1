"""What is left out of the log."""

from __future__ import annotations

import logging

from django.core.exceptions import PermissionDenied


def without_refusal_traceback(record: logging.LogRecord) -> bool:
    """Keep every line, and take the traceback from one that says that somebody was refused.

    Being refused is no fault of the program: the line names the address, and that says enough.
    """
    if record.exc_info and isinstance(record.exc_info[1], PermissionDenied):
        record.exc_info = None
        record.exc_text = None
    return True
