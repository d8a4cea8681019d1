"""Saying afterwards what became of an action, and why."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from cases.services.tijdlijn import Inzender
from pact.keuzes import Uitkomst
from pact.models import Actie, Evaluatie
from pact.services.geschiedenis import lock_actie
from pact.tekst import refuse_numbers
from thuiszitters.audit.services import record


@transaction.atomic
def evaluate_actie(
    *, actie: Actie, uitkomst: Uitkomst, waarom: str, inzender: Inzender
) -> Evaluatie:
    """Return what was said of an action. A newer one takes over; the older ones stay.

    The same words as the last time add nothing. Raises ValidationError without a reason.
    """
    assert inzender.door is not None
    assert inzender.namens is not None
    # What is said afterwards is not held up by a change of the action itself.
    current = lock_actie(actie, Inzender(door=inzender.door, namens=inzender.namens))
    text = waarom.replace("\r\n", "\n").strip()
    if not text:
        raise ValidationError({"waarom": "Schrijf waardoor het zo is gegaan."})
    refuse_numbers({"waarom": text})
    last = current.evaluaties.order_by("-versie").first()
    if last is not None and (last.uitkomst, last.waarom) == (uitkomst.value, text):
        return last
    evaluatie = Evaluatie(
        actie=current,
        versie=(current.evaluaties.aggregate(last=Max("versie"))["last"] or 0) + 1,
        uitkomst=uitkomst,
        waarom=text,
        door=inzender.door,
        namens=inzender.namens,
    )
    evaluatie.full_clean()
    evaluatie.save()
    record(
        gebeurtenis="actie geëvalueerd",
        gebruiker_id=inzender.door.pk,
        organisatie_id=inzender.namens.pk,
        onderwerp="actie",
        onderwerp_id=f"{current.pact.code}/{current.nr}",
        gegevens={"uitkomst": uitkomst.value, "versie": evaluatie.versie},
    )
    return evaluatie
