"""Telling a database that is away from a question that is wrong."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError, OperationalError


def is_lost(error: Exception) -> bool:
    """Return whether this error says that the connection is gone, so that a new one may help.

    psycopg2 raises a bare DatabaseError when the server ends in the middle of an answer.
    """
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError
