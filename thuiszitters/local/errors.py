"""What can go wrong on somebody's machine, told in one sentence."""

from __future__ import annotations


class LocalError(Exception):
    """A reason to stop that the reader can act on; shown without a trace."""
