"""What django-allauth asks of us: sign-up is closed, and its mails go by the outbox."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from thuiszitters.accounts.models import User
from thuiszitters.accounts.services import request_password_reset


class AccountAdapter(DefaultAccountAdapter):
    """Closed sign-up; a reset mail is a Bericht like any other."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an account comes from an invitation by a beheerder."""
        return False

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Queue the reset mail; its link is made when it is sent."""
        request_password_reset(user=user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Refuse: mail that does not pass the outbox could be lost or doubled."""
        raise NotImplementedError(f"no mail goes past the outbox: {template_prefix}")


def client_ip(request: HttpRequest) -> str:
    """Return the address the request came from, as django-allauth finds it behind our proxy.

    For django-axes, so that both count the same visitor. Raises PermissionDenied without one.
    """
    return str(get_adapter().get_client_ip(request))


def password_link(user: User) -> str:
    """Return a link, valid for three days, with which this user chooses a password."""
    key = default_token_generator.make_token(user)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )
    return f"{settings.SITE_URL}{path}"
