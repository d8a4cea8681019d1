"""The warning on every page when the watch has gone silent. It needs the database alone."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils import timezone

from monitoring.selectors.hartslag import MEESTE_STILTE, last_sign
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import has_recht
from thuiszitters.accounts.rollen import Recht
from thuiszitters.ui.banieren import Banier
from thuiszitters.ui.templatetags.ui import tijdstip

_WHO = (Recht.SEE_CASES, Recht.SEE_OPERATIONS)


class _LastSign:
    """The last sign of the watch, asked for at most once a minute per process."""

    def __init__(self) -> None:
        self._asked: datetime | None = None
        self._known: datetime | None = None

    def get(self) -> datetime | None:
        """Return it; None where there is none or the database does not answer."""
        now = timezone.now()
        age = (now - self._asked).total_seconds() if self._asked is not None else -1.0
        if not 0 <= age < settings.BANIER_SECONDS:
            try:
                self._known = last_sign()
            except DatabaseError:
                # The page itself will tell; a broken warning must not be what breaks it.
                return None
            self._asked = now
        return self._known


_last_sign = _LastSign()


def watch_banier(request: HttpRequest) -> Banier | None:
    """Return the warning that no round came to its end for a day and two hours, or None."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not any(has_recht(user, recht) for recht in _WHO):
        return None
    last = _last_sign.get()
    if last is None or timezone.now() - last <= MEESTE_STILTE:
        return None
    doen = (
        "Kijk op de pagina Techniek wat er moet gebeuren."
        if has_recht(user, Recht.SEE_OPERATIONS)
        else "Let zelf op de datums van je casussen, en meld het de beheerder."
    )
    return Banier(
        kop="De bewaking staat stil",
        tekst=f"Sinds {tijdstip(last)} zijn de casussen niet nagekeken. Er komen nu geen nieuwe "
        f"signalen en herinneringen, ook niet als een drempel is bereikt. {doen}",
    )
