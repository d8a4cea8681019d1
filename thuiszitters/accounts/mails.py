"""What the mails about an account say, and what a mail that came back means for one."""

from __future__ import annotations

from typing import Any

from thuiszitters.accounts.adapter import password_link
from thuiszitters.accounts.bereik import mark_onbestelbaar
from thuiszitters.accounts.models import User
from thuiszitters.berichten.models import Bericht


def account_context(bericht: Bericht) -> dict[str, Any] | None:
    """Return the link to choose a password; None once the account is gone or closed."""
    user = User.objects.filter(pk=bericht.gegevens["gebruiker"], is_active=True).first()
    if user is None or (bericht.sjabloon == "uitnodiging" and user.has_usable_password()):
        return None
    return {"link": password_link(user), "dagen": 3}


def address_failed(bericht: Bericht) -> None:
    """Mark the address of somebody to whom this mail could not be delivered."""
    mark_onbestelbaar(
        user=bericht.ontvanger,
        reden=bericht.reden or "De e-mail kwam terug",
        verzonden_op=bericht.verzonden_op,
    )
