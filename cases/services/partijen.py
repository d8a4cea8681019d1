"""Which organisations take part in a casus, and who may look at it by exception."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.models import Casus, CasusPartij, CasusToegang, GebeurtenisSoort, PartijRol
from cases.services.tijdlijn import Inzender, lock_casus, log
from cases.voorwaarden import refusal_of, refusals_for, stands_refused
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rechten import organisatie_soorten
from thuiszitters.accounts.rollen import Soort
from thuiszitters.audit.services import record

UITNODIGBAAR = frozenset({Soort.JEUGDHULP, Soort.JGZ, Soort.OVERIG, Soort.SCHOOLBESTUUR})
"""The kinds of organisation that take part by invitation only."""


def set_partij(*, casus: Casus, rol: PartijRol, organisatie: Organisatie | None, van: date) -> None:
    """Make this organisation the casus' only party in this role from `van` on; None for nobody.

    The one before leaves the same day: from then on its people no longer see the casus.
    """
    current = CasusPartij.objects.filter(casus=casus, rol=rol, tot__isnull=True).first()
    if current is not None:
        if organisatie is not None and current.organisatie_id == organisatie.pk:
            return
        if current.van >= van:
            current.delete()
        else:
            current.tot = van
            current.save(update_fields=["tot"])
    if organisatie is not None:
        CasusPartij.objects.create(casus=casus, rol=rol, organisatie=organisatie, van=van)


@transaction.atomic
def invite_organisatie(
    *, casus: Casus, organisatie: Organisatie, inzender: Inzender
) -> CasusPartij:
    """Let another organisation take part; its people see the casus from now on.

    Raises ValidationError when it takes part already, is not one that can be invited, or when
    something is demanded of it first (cases/voorwaarden.py).
    """
    locked = lock_casus(casus, inzender)
    if organisatie.soort not in UITNODIGBAAR:
        raise ValidationError(
            {"organisatie": "Kies een organisatie voor jeugdhulp, jeugdgezondheidszorg of bestuur."}
        )
    if CasusPartij.objects.filter(casus=locked, organisatie=organisatie, tot__isnull=True).exists():
        raise ValidationError({"organisatie": "Deze organisatie doet al mee."})
    refused = refusal_of(organisatie)
    if refused:
        raise ValidationError({"organisatie": refused})
    rol = (
        PartijRol.SCHOOLBESTUUR
        if organisatie.soort == Soort.SCHOOLBESTUUR
        else PartijRol.BETROKKENE
    )
    partij = CasusPartij.objects.create(
        casus=locked, organisatie=organisatie, rol=rol, van=timezone.localdate()
    )
    log(
        casus=locked,
        soort=GebeurtenisSoort.PARTIJ,
        titel=f"{organisatie.naam} doet mee",
        inzender=inzender,
        gegevens={"organisatie": organisatie.pk},
        changes_casus=True,
    )
    return partij


@transaction.atomic
def end_partij(*, partij: CasusPartij, inzender: Inzender) -> None:
    """End the part of an invited organisation today. The fixed parties cannot be ended here."""
    locked = lock_casus(partij.casus, inzender)
    if partij.rol not in {PartijRol.BETROKKENE, PartijRol.SCHOOLBESTUUR}:
        raise ValidationError("Wijzig de school of de gemeente bij de gegevens van de casus.")
    today = timezone.localdate()
    if partij.van >= today:
        partij.delete()
    else:
        partij.tot = today
        partij.save(update_fields=["tot"])
    log(
        casus=locked,
        soort=GebeurtenisSoort.PARTIJ,
        titel=f"{partij.organisatie.naam} doet niet meer mee",
        inzender=inzender,
        gegevens={"organisatie": partij.organisatie_id},
        changes_casus=True,
    )


@transaction.atomic
def grant_toegang(
    *, casus: Casus, user: User, grond: str, tot: date, inzender: Inzender
) -> CasusToegang:
    """Let one person look at this one casus until, not including, `tot`; return the grant.

    Raises ValidationError without a ground, for more than 90 days, when they see it already, or
    when they work only where something is demanded first (cases/voorwaarden.py).
    """
    locked = lock_casus(casus, inzender)
    today = timezone.localdate()
    if not grond.strip():
        raise ValidationError({"grond": "Schrijf waarom deze persoon de casus moet zien."})
    if not 0 < (tot - today).days <= 90:
        raise ValidationError({"tot": "Kies een dag in de komende 90 dagen."})
    if Casus.objects.visible_to(user, any_role=True).filter(pk=locked.pk).exists():
        raise ValidationError({"email": "Deze persoon ziet de casus al."})
    refused = refusals_for(user, any_role=True)
    if stands_refused(organisatie_soorten(user, any_role=True), refused):
        raise ValidationError({"email": next(iter(refused.values()))})
    toegang = CasusToegang(
        user=user,
        permission=Permission.objects.get(
            codename="look_at_casus", content_type__app_label="cases"
        ),
        content_object=locked,
        grond=grond.strip(),
        van=today,
        tot=tot,
        verleend_door=inzender.door,
    )
    toegang.full_clean()
    toegang.save()
    log(
        casus=locked,
        soort=GebeurtenisSoort.PARTIJ,
        titel=f"{user} mag de casus tijdelijk zien",
        tekst=toegang.grond,
        inzender=inzender,
        gegevens={"gebruiker": user.pk, "tot": tot.isoformat()},
    )
    return toegang


@transaction.atomic
def end_toegang(*, toegang: CasusToegang, inzender: Inzender) -> None:
    """End an exceptional look now; the timeline keeps that it was there."""
    locked = lock_casus(toegang.content_object, inzender)
    log(
        casus=locked,
        soort=GebeurtenisSoort.PARTIJ,
        titel=f"{toegang.user} mag de casus niet meer zien",
        inzender=inzender,
        gegevens={"gebruiker": toegang.user_id},
    )
    record(
        gebeurtenis="tijdelijke inzage beëindigd",
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp="casus",
        onderwerp_id=locked.nummer,
        gegevens={"gebruiker": toegang.user_id},
    )
    toegang.delete()
