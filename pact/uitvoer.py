"""Text in files that a spreadsheet opens: never a formula, and readable again. Pure."""

from __future__ import annotations

import re

_GEVAARLIJK = re.compile(r"'*[=+\-@\t\r].*[^\W_]", re.DOTALL)


def met_wacht(tekst: str) -> str:
    """Return a text as it can stand in a CSV file: an apostrophe before what could be a formula."""
    return f"'{tekst}" if _GEVAARLIJK.match(tekst) else tekst


def zonder_wacht(tekst: str) -> str:
    """Return what `met_wacht` was given."""
    return tekst[1:] if tekst.startswith("'") and _GEVAARLIJK.match(tekst[1:]) else tekst
