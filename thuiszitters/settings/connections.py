"""The services an installation names by address: the same reading in every environment."""

from __future__ import annotations

from typing import Any

from thuiszitters.settings import env


def databases(default: str | None = None) -> dict[str, Any]:
    """Return Django's DATABASES for DATABASE_URL; `default` is used where it may be absent."""
    required: dict[str, Any] = {} if default is None else {"default": None}
    found = env.database("DATABASE_URL", "The PostgreSQL database (15 or newer).", **required)
    if found is None:
        found = {"ENGINE": "django.db.backends.postgresql", "NAME": default}
    options = {**found.get("OPTIONS", {})}
    return {"default": {**found, "OPTIONS": options, "CONN_MAX_AGE": 60, "ATOMIC_REQUESTS": False}}


def broker(default: str | None = None) -> str:
    """Return REDIS_URL, the broker that wakes the jobs."""
    required: dict[str, Any] = {} if default is None else {"default": default}
    return env.redis_url("REDIS_URL", "The Redis or Valkey that wakes the jobs.", **required)


def health_token() -> str:
    """Return HEALTH_TOKEN, what a monitor shows to see figures; empty where there is no monitor."""
    return env.secret(
        "HEALTH_TOKEN",
        "What a monitor sends as a bearer token to read /health/details and /metrics; "
        "empty: neither exists.",
        default="",
        minimum=32,
    )
