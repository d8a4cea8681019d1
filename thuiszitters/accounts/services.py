"""Writing organisations, people and roles."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from thuiszitters.accounts.models import (
    Lidmaatschap,
    Organisatie,
    OrganisatieGroupObjectPermission,
    RolGroep,
    User,
    Werkgebied,
)
from thuiszitters.accounts.rollen import ROLLEN, Rol, Soort
from thuiszitters.accounts.wijzigingen import people_changed
from thuiszitters.audit.services import record
from thuiszitters.berichten.services import queue_bericht


def _grant_rechten(organisatie: Organisatie) -> None:
    """Make the group of every role this kind of organisation can have, with its rights."""
    permissions = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type__app_label="accounts", content_type__model="organisatie"
        )
    }
    for rol, regel in ROLLEN.items():
        if organisatie.soort not in regel.soorten:
            continue
        held = RolGroep.objects.filter(organisatie=organisatie, rol=rol).first()
        if held is None:
            groep = Group.objects.create(name=f"organisatie {organisatie.pk}: {rol}")
            held = RolGroep.objects.create(organisatie=organisatie, rol=rol, groep=groep)
        wanted = {permissions[recht.value].pk for recht in regel.rechten}
        rows = OrganisatieGroupObjectPermission.objects.filter(
            group_id=held.groep_id, content_object=organisatie
        )
        rows.exclude(permission_id__in=wanted).delete()
        OrganisatieGroupObjectPermission.objects.bulk_create(
            (
                OrganisatieGroupObjectPermission(
                    group_id=held.groep_id, content_object=organisatie, permission_id=pk
                )
                for pk in wanted
            ),
            ignore_conflicts=True,
        )


@transaction.atomic
def create_organisatie(
    *,
    naam: str,
    soort: Soort,
    code: str,
    vakantieregio: str = "",
    bestuur: Organisatie | None = None,
    swv: Organisatie | None = None,
    door: User | None = None,
) -> Organisatie:
    """Return a new organisation with the groups of its roles; `swv` puts it in that area.

    Raises ValidationError with a Dutch message per field.
    """
    organisatie = Organisatie(
        naam=naam.strip(),
        soort=soort,
        code=code.strip().upper(),
        vakantieregio=vakantieregio,
        bestuur=bestuur,
    )
    organisatie.full_clean()
    organisatie.save()
    _grant_rechten(organisatie)
    if swv is not None:
        add_to_werkgebied(swv=swv, organisatie=organisatie)
    record(
        gebeurtenis="organisatie toegevoegd",
        gebruiker_id=door.pk if door else None,
        onderwerp="organisatie",
        onderwerp_id=organisatie.pk,
    )
    return organisatie


def add_to_werkgebied(*, swv: Organisatie, organisatie: Organisatie) -> None:
    """Put a gemeente or a school in the area of a samenwerkingsverband."""
    if swv.soort != Soort.SWV or organisatie.soort not in {Soort.GEMEENTE, Soort.SCHOOL}:
        raise ValidationError("Alleen gemeenten en scholen liggen in het gebied van een SWV.")
    Werkgebied.objects.get_or_create(swv=swv, organisatie=organisatie)


@transaction.atomic
def add_lidmaatschap(
    *,
    user: User,
    organisatie: Organisatie,
    rol: Rol,
    van: date | None = None,
    tot: date | None = None,
    door: User | None = None,
) -> Lidmaatschap:
    """Return a new membership from `van` (default today) until, not including, `tot`.

    Raises ValidationError where the role does not fit the organisation or is held already.
    """
    lidmaatschap = Lidmaatschap(
        user=user, organisatie=organisatie, rol=rol, van=van or timezone.localdate(), tot=tot
    )
    lidmaatschap.full_clean()
    lidmaatschap.save()
    record(
        gebeurtenis="rol gegeven",
        gebruiker_id=door.pk if door else None,
        organisatie_id=organisatie.pk,
        onderwerp="gebruiker",
        onderwerp_id=user.pk,
        gegevens={"rol": rol},
    )
    people_changed(user_id=user.pk, organisatie_id=organisatie.pk)
    return lidmaatschap


@transaction.atomic
def end_lidmaatschap(*, lidmaatschap: Lidmaatschap, door: User) -> Lidmaatschap:
    """End a membership today: from the next request on it gives nothing any more."""
    locked = Lidmaatschap.objects.select_for_update().get(pk=lidmaatschap.pk)
    today = timezone.localdate()
    if locked.tot is not None and locked.tot <= today:
        return locked
    organisatie_id, user_id, rol = locked.organisatie_id, locked.user_id, locked.rol
    if locked.van >= today:
        locked.delete()
    else:
        locked.tot = today
        locked.save(update_fields=["tot"])
    record(
        gebeurtenis="rol beëindigd",
        gebruiker_id=door.pk,
        organisatie_id=organisatie_id,
        onderwerp="gebruiker",
        onderwerp_id=user_id,
        gegevens={"rol": rol},
    )
    people_changed(user_id=user_id, organisatie_id=organisatie_id)
    return locked


@transaction.atomic
def invite_user(
    *, email: str, naam: str, organisatie: Organisatie, rol: Rol, door: User | None
) -> Lidmaatschap:
    """Give somebody a role; who has no account yet gets one and a mail to choose a password.

    Returns the membership. Raises ValidationError as `add_lidmaatschap` does.
    """
    email = email.strip().lower()
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User(email=email, naam=naam.strip())
        user.set_unusable_password()
        user.full_clean(exclude=["password"])
        user.save()
    lidmaatschap = add_lidmaatschap(user=user, organisatie=organisatie, rol=rol, door=door)
    if not user.has_usable_password():
        queue_bericht(
            sjabloon="uitnodiging",
            ontvanger_id=user.pk,
            sleutel=f"uitnodiging:{lidmaatschap.pk}",
            referentie=f"uitnodiging:{user.pk}",
            gegevens={"gebruiker": user.pk},
        )
    return lidmaatschap


def request_password_reset(*, user: User) -> None:
    """Queue the mail with a link to choose a new password."""
    queue_bericht(
        sjabloon="wachtwoord",
        ontvanger_id=user.pk,
        sleutel=f"wachtwoord:{user.pk}:{uuid4()}",
        referentie=f"wachtwoord:{user.pk}",
        gegevens={"gebruiker": user.pk},
    )
