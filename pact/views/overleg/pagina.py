"""What the page of one meeting shows; its agenda is also a part by itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from pact.keuzes import OverlegStatus
from pact.models import Overleg
from pact.overlegagenda import build_blokken
from pact.selectors.overleg import deelnames_of, following_overleg, punten_of
from pact.selectors.verslag import tijd_in_words
from pact.services.overleg.agenda import missing_acties, missing_afspraken
from pact.views.overleg.hulp import can_be_held, leidt


def agenda_context(request: HttpRequest, overleg: Overleg) -> dict[str, Any]:
    """Return what the agenda of a meeting needs."""
    punten = punten_of(overleg)
    leads = leidt(request, overleg.pact)
    change = leads and can_be_held(overleg)
    return {
        "pact": overleg.pact,
        "overleg": overleg,
        "peildatum": timezone.localdate(),
        "mag_leiden": leads,
        "mag_agenda": change,
        "blokken": build_blokken([punt for punt in punten if not punt.weggelaten]),
        "weggelaten": [punt for punt in punten if punt.weggelaten],
        "nieuw": (
            len(list(missing_afspraken(overleg))) + len(list(missing_acties(overleg)))
            if change
            else 0
        ),
    }


def overleg_context(request: HttpRequest, overleg: Overleg) -> dict[str, Any]:
    """Return what the page of a meeting needs."""
    previous = overleg.vorige
    return {
        **agenda_context(request, overleg),
        "tijd": tijd_in_words(overleg),
        "deelnames": deelnames_of(overleg),
        "volgend": following_overleg(overleg),
        "houdbaar": can_be_held(overleg),
        "vorige_open": (
            previous is not None
            and previous.status == OverlegStatus.GEPLAND
            and previous.datum < timezone.localdate()
        ),
    }
