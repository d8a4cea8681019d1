"""Template tags of the matrix: `{% load matrix %}`."""

from __future__ import annotations

from django import template
from django.utils.http import urlencode

from pact.matrix import GEEN, As, Cel
from pact.matrixvraag import Matrixvraag

register = template.Library()


@register.simple_tag
def celquery(vraag: Matrixvraag, cel: Cel) -> str:
    """Return what stands behind the address of the matrix to see this cell alone."""
    return vraag.cell_query(cel.rij, cel.kolom)


@register.simple_tag
def nieuwquery(cel: Cel) -> str:
    """Return what a form for a new action starts with, when it is added in this cell.

    The rung is the work of the watch: nobody starts with it.
    """
    start = {
        "eigenaar" if kop.soort == As.PARTNER else kop.soort.value: kop.sleutel
        for kop in (cel.rij, cel.kolom)
        if kop.soort != As.TREDE and kop.sleutel != GEEN
    }
    return f"?{urlencode(start)}" if start else ""
