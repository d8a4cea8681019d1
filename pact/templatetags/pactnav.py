"""Template tags of the pact: `{% load pactnav %}`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from pact.kamers import kamers_of
from pact.models import Pact, Partner
from pact.permissions import Handeling, may
from thuiszitters.accounts.models import User
from thuiszitters.kalender import datum_kort

register = template.Library()


@register.simple_tag(takes_context=True)
def pactkamers(context: Context, pact: Pact, hier: str = "") -> list[dict[str, Any]]:
    """Return the rooms of this pact for who looks: label, url and whether they are there now.

    What the main navigation leads to already, from a page of a pact to that same pact, is left out.
    """
    boven = {punt.label for punt in context.get("navigatie") or ()}
    user = context["request"].user
    leidt = isinstance(user, User) and may(user, Handeling.INRICHTEN, pact).mag
    found = [(kamer, kamer.url(pact)) for kamer in kamers_of(leidt=leidt)]
    shown = [
        {"label": kamer.label, "url": url, "hier": kamer.hier == hier}
        for kamer, url in found
        if url is not None and kamer.hoofd not in boven
    ]
    if isinstance(user, User) and Pact.objects.visible_to(user).exclude(pk=pact.pk).exists():
        alle = f"{reverse('pact:pacten')}?alle=1"
        shown.append({"label": "Andere pacten", "url": alle, "hier": False})
    return shown


@register.simple_tag
def doet_mee(partner: Partner, pact: Pact, peildatum: date) -> str:
    """Return from when a partner takes part: "sinds 12 mrt 2026", "vanaf 1 jan 2028".

    Who was added to a pact that had not begun sees it at once, and takes part from its begin.
    """
    day = max(partner.van, pact.begin)
    return f"{'vanaf' if day > peildatum else 'sinds'} {datum_kort(day)}"
