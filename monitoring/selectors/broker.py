"""Whether the broker answers, asked in a moment; nothing depends on it."""

from __future__ import annotations

from kombu.exceptions import OperationalError

from thuiszitters.celery import app

_PATIENCE = 0.3


def broker_answers() -> bool:
    """Return whether the broker answers at once; a slow one counts as silent."""
    options = {
        **app.conf.broker_transport_options,
        "socket_timeout": _PATIENCE,
        "socket_connect_timeout": _PATIENCE,
        "max_retries": 0,
    }
    try:
        with app.connection_for_write(
            connect_timeout=_PATIENCE, transport_options=options
        ) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, interval_max=0)
    except (OperationalError, OSError):
        return False
    return True
