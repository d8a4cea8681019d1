"""Template tags of the pact: `{% load pactnav %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from pact.kamers import kamers_of
from pact.models import Pact
from pact.permissions import Handeling, may
from thuiszitters.accounts.models import User

register = template.Library()


@register.simple_tag(takes_context=True)
def pactkamers(context: Context, pact: Pact, hier: str = "") -> list[dict[str, Any]]:
    """Return the rooms of this pact for who looks: label, url and whether they are there now.

    A room that has no page yet is left out.
    """
    user = context["request"].user
    leidt = isinstance(user, User) and may(user, Handeling.INRICHTEN, pact).mag
    found = [(kamer, kamer.url(pact)) for kamer in kamers_of(leidt=leidt)]
    return [
        {"label": kamer.label, "url": url, "hier": kamer.hier == hier}
        for kamer, url in found
        if url is not None
    ]
