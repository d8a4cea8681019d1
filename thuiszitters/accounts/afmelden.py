"""Saying no to the one mail that may be switched off, without logging in (RFC 8058)."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.urls import reverse

from thuiszitters.accounts.models import User

# Without an end: a mail that is read late must still be possible to say no to.
_SIGNER = signing.Signer(salt="accounts.afmelden")


def afmeld_url(user: User) -> str:
    """Return the address at which this person switches the storingsoverzicht off.

    It holds a signed number and nothing about the person; it opens nothing else. For
    `List-Unsubscribe`: a GET only asks, a POST does it.
    """
    path = reverse("accounts:afmelden", kwargs={"token": _SIGNER.sign(str(user.pk))})
    return f"{settings.SITE_URL}{path}"


def user_of(token: str) -> User | None:
    """Return who this token was made for; None for one that we did not make."""
    try:
        pk = _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=int(pk)).first()
