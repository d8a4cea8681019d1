"""What the log leaves out."""

from __future__ import annotations

import logging
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.log import CallbackFilter


def written(error: Exception) -> str:
    """Return what the console of the settings writes of an answer that failed by this."""
    console = settings.LOGGING["handlers"]["console"]
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    for name in console["filters"]:
        handler.addFilter(CallbackFilter(settings.LOGGING["filters"][name]["callback"]))
    try:
        raise error
    except type(error):
        told = sys.exc_info()
    handler.handle(logging.LogRecord("django.request", 30, "", 0, "Forbidden: /x/", (), told))
    return stream.getvalue()


def test_who_was_refused_is_one_line() -> None:
    assert written(PermissionDenied("Dit mag niet.")) == "Forbidden: /x/\n"


@pytest.mark.parametrize("error", [ValueError("stuk"), KeyError("weg")])
def test_a_fault_keeps_its_traceback(error: Exception) -> None:
    assert "Traceback" in written(error)
