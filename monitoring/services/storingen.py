"""The daily mail to beheerders about what went wrong. Silence means that nothing did."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from monitoring.selectors.beheer import load_beheer
from monitoring.selectors.techniek import load_techniek
from thuiszitters.accounts.models import Lidmaatschap, User
from thuiszitters.accounts.rollen import Recht, rollen_with
from thuiszitters.berichten.services import queue_bericht
from thuiszitters.berichten.venster import STANDAARD, is_open

SJABLOON = "storingen"


def queue_storingen(*, nu: datetime) -> int:
    """Queue the mail of today for every beheerder for whom something is wrong; return how many.

    The words are worked out when it is sent; what is over by then is not sent. Outside the hours
    of mail nothing is queued: the next morning tells it. Safe to run again.
    """
    if not is_open(nu, STANDAARD):
        return 0
    day = timezone.localdate(nu)
    held = Lidmaatschap.objects.active_on(day).filter(rol__in=rollen_with(Recht.SEE_OPERATIONS))
    people = User.objects.filter(
        pk__in=held.values("user_id"), storingsoverzicht=True, onbestelbaar_op__isnull=True
    )
    techniek = load_techniek(nu)
    queued = 0
    for user in people.order_by("pk"):
        if not load_beheer(user, techniek, any_role=True).alarmen:
            continue
        queue_bericht(
            sjabloon=SJABLOON,
            ontvanger_id=user.pk,
            sleutel=f"{SJABLOON}:{user.pk}:{day.isoformat()}",
            referentie=f"{SJABLOON}:{user.pk}",
            gegevens={},
            venster=STANDAARD,
        )
        queued += 1
    return queued
