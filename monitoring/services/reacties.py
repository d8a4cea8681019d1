"""Answering a signal."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from cases.errors import NietToegestaan
from cases.models import Casus, GebeurtenisSoort
from cases.permissions import Handeling, may
from cases.services.tijdlijn import Inzender, lock_casus, log
from monitoring.ladder import Status
from monitoring.models import Escalatie, Reactie, ReactieSoort
from thuiszitters.accounts.models import User
from thuiszitters.berichten.services import queue_bericht, withdraw_berichten


@transaction.atomic
def answer_escalatie(
    *,
    escalatie: Escalatie,
    soort: ReactieSoort,
    toelichting: str,
    naar: User | None,
    inzender: Inzender,
) -> Reactie:
    """Return the answer of a person to an open signal; it stands on the timeline.

    `gezien` leaves the signal open; `neem_op` answers it; `doorgestuurd` addresses `naar`, who
    gets the same signal. Raises ValidationError per field and NietToegestaan when the signal is
    not open any more or the person may not write.
    """
    user = inzender.door
    assert user is not None
    casus: Casus = lock_casus(escalatie.casus, inzender)
    verdict = may(user, Handeling.SCHRIJF, casus)
    if not verdict.mag:
        raise NietToegestaan(verdict.waarom)
    current = Escalatie.objects.select_for_update().get(pk=escalatie.pk)
    if current.status != Status.OPEN.value:
        raise NietToegestaan("Dit signaal is al beantwoord of vervallen.")
    if soort == ReactieSoort.NEEM_OP and not toelichting.strip():
        raise ValidationError({"toelichting": "Schrijf kort wat je gaat doen."})
    title = {
        ReactieSoort.GEZIEN: "Signaal gezien",
        ReactieSoort.NEEM_OP: "Neemt het signaal op",
        ReactieSoort.DOORGESTUURD: f"Signaal hoort bij {naar}",
    }[soort]
    if soort == ReactieSoort.GEZIEN and current.reacties.filter(door=user).exists():
        return current.reacties.filter(door=user).first() or Reactie()
    if soort == ReactieSoort.DOORGESTUURD:
        if naar is None:
            raise ValidationError({"naar": "Kies bij wie dit signaal hoort."})
        if naar.pk == user.pk:
            raise ValidationError({"naar": "Kies iemand anders dan jezelf."})
        if not Casus.objects.visible_to(naar, any_role=True).filter(pk=casus.pk).exists():
            raise ValidationError({"naar": "Deze persoon kan de casus niet zien."})
        queue_bericht(
            sjabloon="signaal",
            ontvanger_id=naar.pk,
            sleutel=f"{current.referentie}:{naar.pk}",
            referentie=current.referentie,
            gegevens={"escalatie": current.pk},
        )
    reactie = Reactie.objects.create(
        escalatie=current,
        soort=soort,
        toelichting=toelichting.strip(),
        naar=naar if soort == ReactieSoort.DOORGESTUURD else None,
        door=user,
    )
    if soort == ReactieSoort.NEEM_OP:
        current.status = Status.BEANTWOORD.value
        current.save(update_fields=["status"])
        withdraw_berichten(referenties=[current.referentie], reden="Het signaal is beantwoord.")
    log(
        casus=casus,
        soort=GebeurtenisSoort.REACTIE,
        titel=title[:200],
        tekst=toelichting,
        inzender=inzender,
        gegevens={"escalatie": current.pk, "trede": current.trede, "antwoord": soort},
    )
    return reactie
