"""What the mails about an account say."""

from __future__ import annotations

from typing import Any

from thuiszitters.accounts.adapter import password_link
from thuiszitters.accounts.models import User
from thuiszitters.berichten.models import Bericht


def account_context(bericht: Bericht) -> dict[str, Any] | None:
    """Return the link to choose a password; None once the account is gone or closed."""
    user = User.objects.filter(pk=bericht.gegevens["gebruiker"], is_active=True).first()
    if user is None or (bericht.sjabloon == "uitnodiging" and user.has_usable_password()):
        return None
    return {"link": password_link(user), "dagen": 3}
