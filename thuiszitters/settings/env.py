"""Strict readers of environment variables.

A value is read once, at start-up, and is either right or stops the program with a sentence
that names the variable. Every variable of the settings is declared through these functions, so
that `docs/configuration.md` is written from the same place (`python -m
thuiszitters.settings.env`) and cannot go stale.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

T = TypeVar("T")
_REQUIRED: Any = object()
_PATTERN = re.compile(r"[a-z0-9.!#$%&'+/=^_`{|}~*-]*@?[a-z0-9.*-]+")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]")


@dataclass(frozen=True, slots=True)
class Variable:
    """One documented environment variable: its name, kind, default and meaning."""

    name: str
    kind: str
    required: bool
    default: str
    """As text; empty where there is none."""
    help: str
    secret: bool
    """Whether it may stand in a file too."""


DECLARED: dict[str, Variable] = {}
"""What was read so far, by name."""

_documenting = False


@contextmanager
def documenting() -> Iterator[dict[str, Variable]]:
    """Read nothing while this lasts: a default or an example stands in for every value.

    Yields what is declared meanwhile. For writing the documentation, with no environment at all.
    """
    global _documenting, DECLARED
    before = (_documenting, DECLARED)
    _documenting, DECLARED = True, {}
    try:
        yield DECLARED
    finally:
        _documenting, DECLARED = before


def _read(
    name: str,
    kind: str,
    help: str,
    default: Any,
    parse: Callable[[str], T],
    *,
    example: str,
    secret: bool = False,
) -> T:
    required = default is _REQUIRED
    shown = "" if default in (_REQUIRED, None, "") else _shown(default)
    DECLARED[name] = Variable(name, kind, required, shown, help, secret)
    if _documenting:
        return parse(example) if required else default
    raw = _raw(name, secret)
    if raw == "":
        if required:
            raise ImproperlyConfigured(f"{name} is not set. It is needed here: {help}")
        return default  # type: ignore[no-any-return]
    try:
        return parse(raw)
    except (ValueError, KeyError, TypeError, ImproperlyConfigured) as error:
        detail = "" if secret or not str(error) else f": {error}"
        raise ImproperlyConfigured(f"{name} is not a valid {kind}{detail}. {help}") from None


def _shown(default: object) -> str:
    return str(default).lower() if isinstance(default, bool) else str(default)


def _raw(name: str, secret: bool) -> str:
    """Return the value as it stands in the environment or its file; empty when there is none."""
    raw = os.environ.get(name, "")
    path = os.environ.get(f"{name}_FILE", "") if secret else ""
    if not path:
        return raw
    if raw:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Keep one of them.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise ImproperlyConfigured(
            f"{name}_FILE points to {path}, which cannot be read ({why})."
        ) from None


def text(name: str, help: str, default: Any = _REQUIRED) -> str:
    """Return the variable as it stands. Raises ImproperlyConfigured when required and absent."""
    return _read(name, "text", help, default, str, example="text")


def secret(name: str, help: str, default: Any = _REQUIRED, minimum: int = 1) -> str:
    """Return a secret from NAME or from the file named by NAME_FILE.

    Raises ImproperlyConfigured when absent, unreadable, shorter than `minimum` characters or, of
    a long one, made of fewer than five different ones; the value itself is never shown.
    """

    def parse(raw: str) -> str:
        # As django.core.checks asks of a key: one letter fifty times is as good as none.
        if len(raw) < minimum or len(set(raw)) < min(minimum, 5):
            raise ValueError
        return raw

    kind = f"secret of at least {minimum} characters" if minimum > 1 else "secret"
    return _read(
        name, kind, help, default, parse, example=("example" * minimum)[:minimum], secret=True
    )


def boolean(name: str, help: str, default: Any = _REQUIRED) -> bool:
    """Return True for `true`, False for `false`; anything else is refused."""

    def parse(raw: str) -> bool:
        try:
            return {"true": True, "false": False}[raw.lower()]
        except KeyError:
            raise ValueError("write true or false") from None

    return _read(name, "boolean", help, default, parse, example="false")


def integer(name: str, help: str, default: Any = _REQUIRED) -> int:
    """Return a whole number of zero or more."""

    def parse(raw: str) -> int:
        # int() reads more than anybody means: signs, spaces, underscores, digits of any script.
        if not (raw.isascii() and raw.isdecimal() and len(raw) <= 18):
            raise ValueError("write digits only")
        return int(raw)

    return _read(name, "whole number", help, default, parse, example="0")


def hosts(name: str, help: str, default: Any = _REQUIRED) -> list[str]:
    """Return host names or addresses, separated by commas; a wildcard is refused."""

    def parse(raw: str) -> list[str]:
        found = [host.strip().lower() for host in raw.split(",") if host.strip()]
        if not found or not all(_HOST.fullmatch(host) for host in found):
            raise ValueError("write each as host.nl, without port; no wildcard is accepted")
        return found

    return _read(name, "list of hosts, by commas", help, default, parse, example="example.org")


def url(name: str, help: str, default: Any = _REQUIRED) -> str:
    """Return an http(s) address of a site, without a trailing slash."""

    def parse(raw: str) -> str:
        whole = raw.rstrip("/")
        parts = _split(whole)
        plain = f"{parts.scheme}://{parts.netloc}"
        if parts.scheme not in {"http", "https"} or "@" in parts.netloc or plain != whole:
            raise ValueError("write it as https://host")
        return whole

    return _read(name, "address", help, default, parse, example="https://example.org")


def endpoint(name: str, help: str, default: Any = _REQUIRED) -> str:
    """Return an http(s) address with a path, without a query or a fragment."""

    def parse(raw: str) -> str:
        parts = _split(raw)
        plain = f"{parts.scheme}://{parts.netloc}{parts.path}"
        if parts.scheme not in {"http", "https"} or "@" in parts.netloc or plain != raw:
            raise ValueError("write it as https://host/path")
        return raw

    return _read(name, "address with a path", help, default, parse, example="https://example.org/x")


def redis_url(name: str, help: str, default: Any = _REQUIRED) -> str:
    """Return a Redis address: redis://, rediss:// or redis+socket:///path."""

    def parse(raw: str) -> str:
        if urlsplit(raw).scheme == "redis+socket":
            if not urlsplit(raw).path.startswith("/"):
                raise ValueError
        elif _split(raw).scheme not in {"redis", "rediss"}:
            raise ValueError
        return raw

    kind = "Redis address (redis://host:6379/0 or redis+socket:///path)"
    return _read(name, kind, help, default, parse, example="redis://example.org", secret=True)


def database(name: str, help: str, default: Any = _REQUIRED) -> dict[str, Any]:
    """Return a Django database entry for a postgres:// address; other engines are refused."""

    def parse(raw: str) -> dict[str, Any]:
        if urlsplit(raw).scheme not in {"postgres", "postgresql"}:
            raise ValueError
        found: dict[str, Any] = dict(environ.Env.db_url_config(raw))
        if not found.get("NAME"):
            raise ValueError
        return found

    kind = "PostgreSQL address (postgres://user:password@host:5432/name)"
    example = "postgres://example.org/name"
    return _read(name, kind, help, default, parse, example=example, secret=True)


_MAIL = {
    "smtp": (25, False, False),
    "smtp+tls": (587, True, False),
    "smtps": (465, False, True),
    "smtp+ssl": (465, False, True),
}
"""Per scheme: the usual port, encrypted after the greeting (STARTTLS), encrypted from the start."""


def email(name: str, help: str, default: Any = _REQUIRED) -> dict[str, Any] | None:
    """Return Django's EMAIL_* settings for a mail server, by scheme.

    smtp:// is not encrypted, smtp+tls:// is after the greeting, smtps:// is from the start.
    """

    def parse(raw: str) -> dict[str, Any]:
        parts = _split(raw)
        port, starttls, tls = _MAIL[parts.scheme]
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or port,
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": starttls,
            "EMAIL_USE_SSL": tls,
        }

    kind = "mail server address (smtp+tls://user:password@host:587)"
    return _read(name, kind, help, default, parse, example="smtp://example.org", secret=True)


def sender(name: str, help: str, default: Any = _REQUIRED) -> str:
    """Return a sender as a mail shows it: an address, or a name with its address in <>."""

    def parse(raw: str) -> str:
        if not raw.isprintable():
            raise ValueError("it must be one line")
        _, address = parseaddr(raw)
        try:
            validate_email(address)
        except ValidationError:
            raise ValueError("write it as Name <name@host.nl>") from None
        return raw

    return _read(name, "sender", help, default, parse, example="post@example.org")


def address(name: str, help: str, default: Any = _REQUIRED) -> str:
    """Return one plain e-mail address."""

    def parse(raw: str) -> str:
        try:
            validate_email(raw)
        except ValidationError:
            raise ValueError("write it as name@host.nl") from None
        return raw

    return _read(name, "e-mail address", help, default, parse, example="post@example.org")


def patterns(name: str, help: str, default: str) -> list[str]:
    """Return patterns of e-mail addresses, in lower case, separated by commas.

    A star stands for anything. Unlike elsewhere the default is read as a value would be.
    """

    def parse(raw: str) -> list[str]:
        found = [pattern.strip().lower() for pattern in raw.split(",") if pattern.strip()]
        if not all(_PATTERN.fullmatch(pattern) for pattern in found):
            raise ValueError("write each as *@host.nl, separated by commas")
        return found

    kind = "list of address patterns, by commas"
    read: str | list[str] = _read(name, kind, help, default, parse, example="")
    return parse(read) if isinstance(read, str) else read


def _split(raw: str) -> SplitResult:
    """Return the parts of an address. Raises ValueError without a host or with a wrong port."""
    parts = urlsplit(raw)
    if not parts.hostname or parts.port == 0 or any(c.isspace() for c in raw):
        raise ValueError("the host is missing")
    return parts


if __name__ == "__main__":
    from thuiszitters.settings.documentation import page

    sys.stdout.write(page())
