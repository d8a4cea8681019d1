"""Who takes part in a pact, what they signed, and who speaks for them."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.models.casus import METEEN
from cases.services.tijdlijn import Inzender
from pact.keuzes import OPEN, PartnerRol
from pact.models import Actie, Contactpersoon, Pact, Partner
from pact.selectors.inrichten import contactpersonen_of, possible_contactpersonen
from pact.services.overleg.plannen import withdraw_partner
from pact.services.pacten import lock_pact
from pact.wijzigingen import partner_changed
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.audit.services import record

AVG_VAN = date(2018, 5, 25)
"""The first day of the AVG (GDPR, article 99): what was signed before was not signed under it."""


def _record(gebeurtenis: str, partner: Partner, inzender: Inzender, **gegevens: object) -> None:
    record(
        gebeurtenis=gebeurtenis,
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp="pact",
        onderwerp_id=partner.pact.code,
        gegevens={"organisatie": partner.organisatie_id, "rol": partner.rol, **gegevens},
    )


def _look_again(partner: Partner) -> None:
    """Have the watch look at what this partner promised: who is asked about it may differ now."""
    promised = Q(eigenaar=partner) | Q(mede_eigenaren=partner)
    Actie.objects.filter(promised, status__in=OPEN).update(volgende_controle_op=METEEN)
    partner_changed(partner)


def _clean_convenant(convenant_op: date | None) -> None:
    if convenant_op is None:
        return
    if convenant_op > timezone.localdate():
        raise ValidationError(
            {"convenant_op": "Deze dag is nog niet geweest. Vul de datum in als er is getekend."}
        )
    if convenant_op < AVG_VAN:
        raise ValidationError(
            {
                "convenant_op": "Toen gold de AVG nog niet (die geldt vanaf 25 mei 2018). Klopt "
                "het jaar? Een ouder convenant moet opnieuw worden getekend."
            }
        )


@transaction.atomic
def add_partner(
    *,
    pact: Pact,
    organisatie: Organisatie,
    rol: PartnerRol,
    inzender: Inzender,
    convenant_op: date | None = None,
) -> Partner:
    """Return the organisation as a partner from today: its people can see the pact.

    Raises ValidationError when it is one already, and for a convenant signed on a day that
    cannot be.
    """
    locked = lock_pact(pact)
    today = timezone.localdate()
    if Partner.objects.current().filter(pact=locked, organisatie=organisatie).exists():
        raise ValidationError({"organisatie": f"{organisatie} is al partner in dit pact."})
    _clean_convenant(convenant_op)
    partner = Partner(
        pact=locked, organisatie=organisatie, rol=rol, van=today, convenant_op=convenant_op
    )
    partner.full_clean()
    partner.save()
    _record("partner toegevoegd", partner, inzender, convenant=convenant_op is not None)
    return partner


@transaction.atomic
def change_partner(
    *, partner: Partner, rol: PartnerRol, convenant_op: date | None, inzender: Inzender
) -> Partner:
    """Return the partner with this role and this convenant; the same facts change nothing.

    Raises ValidationError for one that left, and for a day on which nothing can be signed.
    """
    lock_pact(partner.pact)
    current = Partner.objects.select_related("pact", "organisatie").get(pk=partner.pk)
    if (current.rol, current.convenant_op) == (rol, convenant_op):
        return current
    _refuse_left(current)
    _clean_convenant(convenant_op)
    current.rol, current.convenant_op = rol, convenant_op
    current.full_clean()
    current.save(update_fields=["rol", "convenant_op"])
    _record("partner gewijzigd", current, inzender, convenant=convenant_op is not None)
    return current


def _refuse_left(partner: Partner) -> None:
    if partner.tot is not None and partner.tot <= timezone.localdate():
        raise ValidationError(f"{partner.organisatie} is geen partner meer in dit pact.")


@transaction.atomic
def end_partner(*, partner: Partner, inzender: Inzender) -> Partner:
    """End a partnership today: its people no longer see the pact. Twice changes nothing.

    Its contact persons end with it, and its people are off the meetings to come. Its actions
    keep it as owner, so that nobody forgets who promised them. Raises ValidationError for the
    organisation that leads the pact.
    """
    locked = lock_pact(partner.pact)
    current = Partner.objects.select_related("pact").get(pk=partner.pk)
    if current.organisatie_id == locked.organisatie_id:
        raise ValidationError("De organisatie die het pact leidt, blijft partner.")
    today = timezone.localdate()
    if current.tot is None or current.tot > today:
        current.tot = today
        current.save(update_fields=["tot"])
        contactpersonen_of(current).update(tot=today)
        withdraw_partner(current, inzender)
        _look_again(current)
        _record("partner gestopt", current, inzender)
    return current


@transaction.atomic
def add_contactpersoon(*, partner: Partner, user: User, inzender: Inzender) -> Contactpersoon:
    """Return this person as somebody who is addressed on what the partner promised, from today.

    Raises ValidationError for who has no role in the pact at that organisation, who is a contact
    person already, and for a partner that left.
    """
    lock_pact(partner.pact)
    current = Partner.objects.select_related("pact", "organisatie").get(pk=partner.pk)
    _refuse_left(current)
    if contactpersonen_of(current).filter(user=user).exists():
        raise ValidationError({"user": f"{user} is al contactpersoon."})
    if not possible_contactpersonen(current).filter(pk=user.pk).exists():
        raise ValidationError(
            {
                "user": f"{user} heeft bij {current.organisatie} geen rol als pactpartner of "
                "regievoerder. De beheerder daar kan die rol geven."
            }
        )
    contact = Contactpersoon(partner=current, user=user, van=timezone.localdate())
    contact.full_clean()
    contact.save()
    _look_again(current)
    _record("contactpersoon toegevoegd", current, inzender, gebruiker=user.pk)
    return contact


@transaction.atomic
def end_contactpersoon(*, contact: Contactpersoon, inzender: Inzender) -> Contactpersoon:
    """End a contact person today. Twice changes nothing."""
    lock_pact(contact.partner.pact)
    current = Contactpersoon.objects.select_related("partner__pact").get(pk=contact.pk)
    today = timezone.localdate()
    if current.tot is None or current.tot > today:
        current.tot = today
        current.save(update_fields=["tot"])
        _look_again(current.partner)
        _record("contactpersoon gestopt", current.partner, inzender, gebruiker=current.user_id)
    return current
