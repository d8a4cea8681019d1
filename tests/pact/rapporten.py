"""A report to test with, without the time it takes to draw its document."""

from __future__ import annotations

import hashlib

from django.utils import timezone

from pact.models import Pact, Rapportage
from pact.selectors.rapportage import load_inhoud
from thuiszitters.accounts.models import User

PDF, XLSX = b"%PDF-1.7 klein", b"PK klein"


def make_rapportage_row(pact: Pact, door: User, nr: int = 1) -> Rapportage:
    """Return a kept report about the pact so far, whose files are only a few bytes."""
    today = timezone.localdate()
    inhoud = load_inhoud(pact, van=pact.begin, tot=today) | {"nr": nr, "alineas": ["Vooraf."]}
    return Rapportage.objects.create(
        pact=pact,
        nr=nr,
        van=pact.begin,
        tot=today,
        inhoud=inhoud,
        pdf=PDF,
        xlsx=XLSX,
        pdf_sha256=hashlib.sha256(PDF).hexdigest(),
        xlsx_sha256=hashlib.sha256(XLSX).hexdigest(),
        door=door,
    )
