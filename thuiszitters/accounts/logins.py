"""Logins and logouts in the log. Signals of Django itself; no rule of ours hangs on them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from thuiszitters.audit.services import record


def _logged_in(sender: object, user: Any, **kwargs: Any) -> None:
    record(gebeurtenis="ingelogd", gebruiker_id=user.pk)


def _logged_out(sender: object, user: Any, **kwargs: Any) -> None:
    if user is not None:
        record(gebeurtenis="uitgelogd", gebruiker_id=user.pk)


def _login_failed(sender: object, **kwargs: Any) -> None:
    record(gebeurtenis="inloggen mislukt", gebruiker_id=None)


def connect() -> None:
    """Listen to Django's login signals."""
    user_logged_in.connect(_logged_in, dispatch_uid="audit-login")
    user_logged_out.connect(_logged_out, dispatch_uid="audit-logout")
    user_login_failed.connect(_login_failed, dispatch_uid="audit-login-failed")
