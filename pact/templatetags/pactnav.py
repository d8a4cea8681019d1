"""Template tags of the pact: `{% load pactnav %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

from pact.kamers import kamers_of
from pact.models import Pact
from pact.permissions import Handeling, may
from thuiszitters.accounts.models import User

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
