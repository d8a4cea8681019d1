"""The minutes: agreed once, then sent to who was asked."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.keuzes import OverlegStatus, PuntSoort
from pact.models import Agendapunt, Overleg
from pact.selectors.verslag import verslag_of
from pact.services.overleg.agenda import add_punt, change_punt
from pact.services.overleg.basis import lock_overleg, record_overleg, schoon
from pact.services.overleg.houden import close_overleg
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.services import queue_bericht
from thuiszitters.kalender import datum_kort

SJABLOON = "verslag"


@transaction.atomic
def adopt_verslag(*, overleg: Overleg, inzender: Inzender) -> Overleg:
    """Return the meeting with its minutes agreed: they are kept as they are read now.

    Nothing in them changes after, also not when a person or a partner gets another name. Twice
    changes nothing. Raises ValidationError where the meeting was not held.
    """
    current = lock_overleg(overleg, open_alleen=False)
    if current.status == OverlegStatus.VASTGESTELD:
        return current
    current = close_overleg(overleg=current, inzender=inzender)
    current.vastgesteld_op = timezone.now()
    current.verslag = verslag_of(current)
    current.status = OverlegStatus.VASTGESTELD
    current.save(update_fields=["status", "verslag", "vastgesteld_op"])
    record_overleg("verslag vastgesteld", current, inzender)
    return current


@transaction.atomic
def send_verslag(*, overleg: Overleg, inzender: Inzender) -> int:
    """Mail everybody on the list of the meeting that its minutes are there; return to how many.

    Guests have no account and get no mail. Nobody gets it twice: the outbox knows who has it.
    Raises ValidationError while the minutes are not agreed.
    """
    current = lock_overleg(overleg, open_alleen=False)
    if current.status != OverlegStatus.VASTGESTELD:
        raise ValidationError("Stel eerst het verslag vast. Daarna kun je het versturen.")
    people = list(
        current.deelnames.filter(user__isnull=False, user__is_active=True)
        .order_by("user_id")
        .values_list("user_id", flat=True)
    )
    keys = {user_id: f"verslag:{current.pk}:{user_id}" for user_id in people}
    known = set(Bericht.objects.filter(sleutel__in=keys.values()).values_list("sleutel", flat=True))
    fresh = [user_id for user_id in people if keys[user_id] not in known]
    for user_id in fresh:
        queue_bericht(
            sjabloon=SJABLOON,
            ontvanger_id=user_id,
            sleutel=keys[user_id],
            referentie=f"overleg:{current.pact.code}:{current.nr}",
            gegevens={"overleg": current.pk},
        )
    if fresh:
        if current.verslag_verstuurd_op is None:
            current.verslag_verstuurd_op = timezone.now()
            current.save(update_fields=["verslag_verstuurd_op"])
        record_overleg("verslag verstuurd", current, inzender, aantal=len(fresh))
    return len(fresh)


@transaction.atomic
def add_opmerking(*, overleg: Overleg, tekst: str, inzender: Inzender) -> Agendapunt:
    """Return the point of the next meeting on which agreed minutes are corrected.

    Raises ValidationError for an empty remark, while the minutes can still be changed
    themselves, and while no next meeting is planned.
    """
    tekst = schoon(tekst)
    if overleg.status != OverlegStatus.VASTGESTELD:
        raise ValidationError({"tekst": "Dit verslag kun je nog zelf aanpassen."})
    if not tekst:
        raise ValidationError({"tekst": "Schrijf wat er niet klopt."})
    following = (
        Overleg.objects.filter(
            pact=overleg.pact, status=OverlegStatus.GEPLAND, datum__gte=overleg.datum
        )
        .order_by("datum", "nr")
        .first()
    )
    if following is None:
        raise ValidationError({"tekst": "Plan eerst het volgende overleg. Daar komt dit te staan."})
    titel = f"Opmerking bij het verslag van {datum_kort(overleg.datum)} (overleg {overleg.nr})"
    earlier = following.agendapunten.filter(soort=PuntSoort.EIGEN, titel=titel).first()
    if earlier is None:
        return add_punt(overleg=following, titel=titel, toelichting=tekst, inzender=inzender)
    if tekst not in earlier.toelichting:
        whole = f"{earlier.toelichting}\n{tekst}"
        change_punt(punt=earlier, titel=titel, toelichting=whole, inzender=inzender)
        earlier.toelichting = whole
    return earlier
