"""Who takes part in a pact."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.keuzes import PartnerRol
from pact.models import Pact, Partner
from pact.services.pacten import lock_pact
from thuiszitters.accounts.models import Organisatie
from thuiszitters.audit.services import record


def _record(gebeurtenis: str, partner: Partner, inzender: Inzender) -> None:
    record(
        gebeurtenis=gebeurtenis,
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp="pact",
        onderwerp_id=partner.pact.code,
        gegevens={"organisatie": partner.organisatie_id, "rol": partner.rol},
    )


@transaction.atomic
def add_partner(
    *, pact: Pact, organisatie: Organisatie, rol: PartnerRol, inzender: Inzender
) -> Partner:
    """Return the organisation as a partner from today: its people can see the pact.

    Raises ValidationError when it is one already.
    """
    locked = lock_pact(pact)
    today = timezone.localdate()
    if Partner.objects.current().filter(pact=locked, organisatie=organisatie).exists():
        raise ValidationError({"organisatie": f"{organisatie} is al partner in dit pact."})
    partner = Partner(pact=locked, organisatie=organisatie, rol=rol, van=today)
    partner.full_clean()
    partner.save()
    _record("partner toegevoegd", partner, inzender)
    return partner


@transaction.atomic
def end_partner(*, partner: Partner, inzender: Inzender) -> Partner:
    """End a partnership today: its people no longer see the pact. Twice changes nothing.

    Its actions keep it as owner, so that nobody forgets who promised them. Raises
    ValidationError for the organisation that leads the pact.
    """
    locked = lock_pact(partner.pact)
    current = Partner.objects.select_related("pact").get(pk=partner.pk)
    if current.organisatie_id == locked.organisatie_id:
        raise ValidationError("De organisatie die het pact leidt, blijft partner.")
    today = timezone.localdate()
    if current.tot is None or current.tot > today:
        current.tot = today
        current.save(update_fields=["tot"])
        _record("partner gestopt", current, inzender)
    return current
