"""How the outbox sends: the same reading in every environment."""

from __future__ import annotations

from typing import Any

from thuiszitters.settings import env


def outbox(allow_list: str) -> dict[str, Any]:
    """Return the settings of the outbox; `allow_list` holds where MAIL_ALLOW_LIST is not set."""
    return {
        "MAIL_ALLOW_LIST": env.patterns(
            "MAIL_ALLOW_LIST",
            "The only addresses that get mail, such as *@example.nl; empty: everybody.",
            default=allow_list,
        ),
        "BOUNCE_ADDRESS": env.address(
            "BOUNCE_ADDRESS",
            "The envelope sender, where undeliverable mail goes back to; "
            "empty: the address of DEFAULT_FROM_EMAIL.",
            default="",
        ),
        "RELAY_QUERY_URL": env.endpoint(
            "RELAY_QUERY_URL",
            "Where the mail server can be asked whether it took a mail; see operations.md.",
            default="",
        ),
        "RELAY_QUERY_TOKEN": env.secret(
            "RELAY_QUERY_TOKEN", "Sent along as a bearer token when it is asked.", default=""
        ),
        "RELAY_SETTLE_SECONDS": env.integer(
            "RELAY_SETTLE_SECONDS",
            "How long the mail server may still take a mail in after the connection was lost; "
            "set it to the longest silence it allows within a connection.",
            default=300,
        ),
    }
