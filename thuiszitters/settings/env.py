"""Strict readers of environment variables.

A value is read once, at start-up, and is either right or stops the program with a sentence
that names the variable. Every variable that exists is declared through these functions, so
that `docs/configuration.md` can be written from the same place (`python -m
thuiszitters.settings.env`) and can not go stale.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
_REQUIRED: Any = object()


@dataclass(frozen=True, slots=True)
class Variable:
    """One documented environment variable: its name, kind, default and meaning."""

    name: str
    kind: str
    default: str
    help: str


DECLARED: dict[str, Variable] = {}


def _read(
    name: str,
    kind: str,
    help: str,
    default: Any,
    parse: Callable[[str], T],
    *,
    secret: bool = False,
) -> T:
    shown = "required" if default is _REQUIRED else ("" if default in (None, "") else str(default))
    DECLARED[name] = Variable(name, kind, shown, help)
    raw = os.environ.get(name)
    if raw is None and secret and (path := os.environ.get(f"{name}_FILE")):
        try:
            raw = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE points to {path}, which cannot be read ({error.strerror})."
            ) from None
    if raw is None or raw == "":
        if default is _REQUIRED:
            raise ImproperlyConfigured(f"{name} is not set. It is needed here: {help}")
        return default  # type: ignore[no-any-return]
    try:
        return parse(raw)
    except (ValueError, KeyError, TypeError, ImproperlyConfigured) as error:
        detail = "" if secret else f" ({error})"
        raise ImproperlyConfigured(f"{name} is not a valid {kind}{detail}. {help}") from None


def text(name: str, help: str, default: Any = _REQUIRED) -> str:
    """Return the variable as it stands. Raises ImproperlyConfigured when required and absent."""
    return _read(name, "text", help, default, str)


def secret(name: str, help: str, default: Any = _REQUIRED, minimum: int = 1) -> str:
    """Return a secret from NAME or from the file named by NAME_FILE.

    Raises ImproperlyConfigured when absent, unreadable or shorter than `minimum` characters;
    the value itself is never shown.
    """

    def parse(raw: str) -> str:
        if len(raw) < minimum:
            raise ValueError
        return raw

    kind = f"secret of at least {minimum} characters" if minimum > 1 else "secret"
    return _read(name, kind, help, default, parse, secret=True)


def boolean(name: str, help: str, default: Any = _REQUIRED) -> bool:
    """Return True for `true`, False for `false`; anything else is refused."""

    def parse(raw: str) -> bool:
        try:
            return {"true": True, "false": False}[raw.lower()]
        except KeyError:
            raise ValueError("write true or false") from None

    return _read(name, "boolean", help, default, parse)


def integer(name: str, help: str, default: Any = _REQUIRED) -> int:
    """Return a whole number of zero or more."""

    def parse(raw: str) -> int:
        value = int(raw)
        if value < 0:
            raise ValueError("it must be zero or more")
        return value

    return _read(name, "whole number", help, default, parse)


def words(name: str, help: str, default: Any = _REQUIRED) -> list[str]:
    """Return a comma-separated list without empty items."""
    return _read(
        name, "list", help, default, lambda raw: [w.strip() for w in raw.split(",") if w.strip()]
    )


def url(name: str, help: str, default: Any = _REQUIRED) -> str:
    """Return an http(s) address without a trailing slash."""

    def parse(raw: str) -> str:
        parts = urlsplit(raw)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError("write it as https://host")
        return raw.rstrip("/")

    return _read(name, "address", help, default, parse)


def redis_url(name: str, help: str, default: Any = _REQUIRED) -> str:
    """Return a Redis address: redis://, rediss:// or redis+socket:///path."""

    def parse(raw: str) -> str:
        if urlsplit(raw).scheme not in {"redis", "rediss", "redis+socket"}:
            raise ValueError("write it as redis://host:6379/0 or redis+socket:///path")
        return raw

    return _read(name, "Redis address", help, default, parse, secret=True)


def database(name: str, help: str, default: Any = _REQUIRED) -> dict[str, Any]:
    """Return a Django database entry for a postgres:// address; other engines are refused."""

    def parse(raw: str) -> dict[str, Any]:
        if urlsplit(raw).scheme not in {"postgres", "postgresql"}:
            raise ValueError
        found: dict[str, Any] = dict(environ.Env.db_url_config(raw))
        if not found.get("NAME"):
            raise ValueError
        return found

    return _read(
        name,
        "PostgreSQL address (postgres://user:password@host:5432/name)",
        help,
        default,
        parse,
        secret=True,
    )


def email(name: str, help: str, default: Any = _REQUIRED) -> dict[str, Any] | None:
    """Return Django's EMAIL_* settings for an smtp://, smtp+tls:// or smtps:// address."""

    def parse(raw: str) -> dict[str, Any]:
        scheme = urlsplit(raw).scheme
        if scheme not in {"smtp", "smtp+tls", "smtps", "smtp+ssl"}:
            raise ValueError
        found: dict[str, Any] = dict(environ.Env.email_url_config(raw))
        if not found.get("EMAIL_HOST"):
            raise ValueError
        return found

    return _read(
        name, "mail address (smtp+tls://user:password@host:587)", help, default, parse, secret=True
    )


def markdown() -> str:
    """Return the documentation of every declared variable as a Markdown page."""
    lines = [
        "# Configuration",
        "",
        "Everything is set by environment variables, read once at start-up. A wrong or missing",
        "value stops the program with a sentence that names the variable. Of a variable marked",
        "*secret* the value may also stand in a file: set `NAME_FILE` to its path.",
        "",
        "This page is written by `make docs` from the settings themselves.",
        "",
        "| variable | kind | default | meaning |",
        "|---|---|---|---|",
    ]
    for variable in sorted(DECLARED.values(), key=lambda v: v.name):
        default = f"`{variable.default}`" if variable.default else "-"
        lines.append(f"| `{variable.name}` | {variable.kind} | {default} | {variable.help} |")
    return "\n".join(lines) + "\n"
