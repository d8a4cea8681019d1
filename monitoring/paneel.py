"""The part of monitoring on the page of a casus: what is asked of whom, answered on the spot."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from cases.models import Casus
from cases.panelen import Paneel
from cases.permissions import Handeling, may
from cases.selectors.casus import people_on
from cases.views.hulp import user_of
from monitoring.forms import AntwoordForm
from monitoring.selectors.signalen import load_escalaties, read_signalen


def signalen_paneel(request: HttpRequest, casus: Casus) -> Paneel | None:
    """Return the signals for the page of the casus, or None when there never was one."""
    user = user_of(request)
    rows = load_escalaties(casus)
    if not rows:
        return None
    mensen = people_on(casus)
    signalen = read_signalen(rows, mensen, user, timezone.localdate())
    running = [signaal for signaal in signalen if signaal.is_open]
    mag = may(user, Handeling.SCHRIJF, casus).mag
    others = [persoon for persoon in mensen if persoon.user.pk != user.pk]
    return Paneel(
        sjabloon="monitoring/_signalen.html",
        context={
            "open": [
                {
                    "signaal": signaal,
                    "form": AntwoordForm(
                        casus=casus,
                        doel=signaal.escalatie,
                        auto_id=f"id_antwoord_{signaal.escalatie.pk}_%s",
                        mensen=others,
                    )
                    if mag
                    else None,
                }
                for signaal in running
            ],
            "rust": [signaal for signaal in signalen if signaal.rust],
            "mag": mag,
            "eerder": [s for s in signalen if not s.is_open and not s.rust],
        },
        open=len(running),
    )
