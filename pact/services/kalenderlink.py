"""The secret address of a person's calendar: made, shown once, revoked."""

from __future__ import annotations

import secrets
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from pact.models import Kalenderlink
from thuiszitters.accounts.models import User
from thuiszitters.audit.services import record


def fingerprint(token: str) -> str:
    """Return what is kept of a token: it finds the row, and opens nothing."""
    return sha256(token.encode()).hexdigest()


def _record(gebeurtenis: str, user: User) -> None:
    record(gebeurtenis=gebeurtenis, gebruiker_id=user.pk, onderwerp="kalenderlink")


@transaction.atomic
def make_link(*, user: User) -> str:
    """Return a new token, which is told now and never again; an earlier one stops."""
    User.objects.select_for_update().get(pk=user.pk)
    Kalenderlink.objects.filter(user=user, ingetrokken_op__isnull=True).update(
        ingetrokken_op=timezone.now()
    )
    token = secrets.token_urlsafe(32)
    link = Kalenderlink(user=user, vingerafdruk=fingerprint(token))
    link.full_clean()
    link.save()
    _record("kalenderlink gemaakt", user)
    return token


@transaction.atomic
def revoke_link(*, user: User) -> bool:
    """Stop the address of this person; return whether there was one."""
    done = Kalenderlink.objects.filter(user=user, ingetrokken_op__isnull=True).update(
        ingetrokken_op=timezone.now()
    )
    if done:
        _record("kalenderlink ingetrokken", user)
    return bool(done)


def open_link(*, token: str, vandaag: date) -> User | None:
    """Return whose calendar this token opens; None for none that works.

    Writes down the day, once a day, so that a person sees whether it is used.
    """
    link = (
        Kalenderlink.objects.select_related("user")
        .filter(vingerafdruk=fingerprint(token), ingetrokken_op__isnull=True)
        .first()
    )
    if link is None or not link.user.is_active:
        return None
    if link.gelezen_op != vandaag:
        Kalenderlink.objects.filter(pk=link.pk).update(gelezen_op=vandaag)
    return link.user
