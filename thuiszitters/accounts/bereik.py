"""Writing how people are reached: who replaces whom, what they get by mail, and on what address."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from thuiszitters.accounts.models import Lidmaatschap, Mailvoorkeur, Organisatie, User, Vervanging
from thuiszitters.accounts.rollen import Recht, rollen_with
from thuiszitters.accounts.wijzigingen import people_changed
from thuiszitters.audit.services import record
from thuiszitters.kalender import datum_kort

LONGEST = timedelta(days=366)
"""Who is away longer than this no longer does the work: end the role instead."""


def sees_cases_at(user: User, organisatie: Organisatie, op: date) -> bool:
    """Return whether this person is a member there on that day, in a role that sees casussen."""
    return (
        Lidmaatschap.objects.active_on(op)
        .filter(user=user, organisatie=organisatie, rol__in=rollen_with(Recht.SEE_CASES))
        .exists()
    )


@transaction.atomic
def set_vervanging(
    *,
    user: User,
    vervanger: User,
    organisatie: Organisatie,
    van: date,
    tot: date,
    door: User,
) -> Vervanging:
    """Have `vervanger` asked instead of `user`, at this organisation, from `van` until `tot`.

    `tot` is the first day back. Raises ValidationError per field: a day that is over, a vervanger
    who sees no casussen there or who cannot be reached, or a second vervanger in one period.
    """
    # Two plans of one person wait for each other here, so that the second sees the first.
    User.objects.select_for_update().get(pk=user.pk)
    vervanging = Vervanging(
        user=user, vervanger=vervanger, organisatie=organisatie, van=van, tot=tot
    )
    errors = _objections(vervanging)
    if errors:
        raise ValidationError(errors)
    vervanging.full_clean()
    vervanging.save()
    _record_vervanging("vervanging ingesteld", vervanging, door)
    if van <= timezone.localdate():
        people_changed(user_id=user.pk)
    return vervanging


def _objections(vervanging: Vervanging) -> dict[str, str]:
    """Return what is wrong with a vervanging that is asked for, per field."""
    user, vervanger, organisatie = vervanging.user, vervanging.vervanger, vervanging.organisatie
    errors: dict[str, str] = {}
    if vervanging.van < timezone.localdate():
        errors["van"] = "Deze dag is al voorbij. Kies vandaag of een latere dag."
    if vervanging.tot <= vervanging.van:
        errors["tot"] = "De eerste dag terug moet na de eerste dag afwezig liggen."
    elif vervanging.tot - vervanging.van > LONGEST:
        errors["tot"] = "Dat is langer dan een jaar. Klopt het jaar?"
    day = max(vervanging.van, timezone.localdate())
    if user == vervanger:
        errors["vervanger"] = "Kies een ander: niemand vervangt zichzelf."
    elif not sees_cases_at(user, organisatie, day):
        errors["vervanger"] = (
            f"{user} werkt op {datum_kort(day)} niet met casussen bij {organisatie}. "
            "Een vervanger is daar niet nodig."
        )
    elif not sees_cases_at(vervanger, organisatie, day):
        errors["vervanger"] = (
            f"{vervanger} kan op {datum_kort(day)} geen casussen zien bij {organisatie}. "
            "Kies een collega die dat wel kan."
        )
    elif not vervanger.is_bereikbaar:
        errors["vervanger"] = f"E-mail aan {vervanger} komt niet aan. Kies een andere collega."
    return errors


@transaction.atomic
def end_vervanging(*, vervanging: Vervanging, door: User) -> None:
    """Let a vervanging end today; one that did not begin before today was never there.

    One that is over already stays as it is.
    """
    locked = Vervanging.objects.select_for_update(of=("self",)).filter(pk=vervanging.pk).first()
    today = timezone.localdate()
    if locked is None or locked.tot <= today:
        return
    _record_vervanging("vervanging beëindigd", locked, door)
    if locked.van >= today:
        locked.delete()
    else:
        locked.tot = today
        locked.save(update_fields=["tot"])
    people_changed(user_id=locked.vervanger_id)


def _record_vervanging(gebeurtenis: str, vervanging: Vervanging, door: User) -> None:
    record(
        gebeurtenis=gebeurtenis,
        gebruiker_id=door.pk,
        organisatie_id=vervanging.organisatie_id,
        onderwerp="gebruiker",
        onderwerp_id=vervanging.user_id,
        gegevens={
            "vervanger": vervanging.vervanger_id,
            "van": vervanging.van.isoformat(),
            "tot": vervanging.tot.isoformat(),
        },
    )


@transaction.atomic
def set_mailvoorkeur(*, user: User, mailvoorkeur: Mailvoorkeur, door: User) -> User:
    """Choose when the mails that can wait are sent; only preventie and stimuleren can."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.mailvoorkeur != mailvoorkeur:
        locked.mailvoorkeur = mailvoorkeur
        _save(locked, "mailvoorkeur", gebeurtenis=f"mailvoorkeur {mailvoorkeur}", door=door)
    return locked


@transaction.atomic
def set_storingsoverzicht(*, user: User, aan: bool, door: User) -> User:
    """Switch the daily mail about what went wrong on or off."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.storingsoverzicht != aan:
        locked.storingsoverzicht = aan
        words = "storingsoverzicht aan" if aan else "storingsoverzicht uit"
        _save(locked, "storingsoverzicht", gebeurtenis=words, door=door)
    return locked


@transaction.atomic
def mark_onbestelbaar(*, user: User, reden: str, verzonden_op: datetime | None = None) -> bool:
    """Mark that mail to this person does not arrive; return whether that is new.

    From then on they are not addressed any more: who is next is (monitoring/ontvangers.py).
    `reden` is a code of the mail server or words of ours, never a line of somebody's mail.
    Mail that was sent before the address was corrected says nothing about the one of now.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.onbestelbaar_op is not None:
        return False
    if verzonden_op and locked.adres_sinds and verzonden_op < locked.adres_sinds:
        return False
    locked.onbestelbaar_op = timezone.now()
    locked.onbestelbaar_reden = " ".join(reden.split())[:200]
    _write(locked, "onbestelbaar_op", "onbestelbaar_reden")
    # One line per organisation, so that the auditor of each finds it: nobody did this.
    places = Lidmaatschap.objects.held_on(timezone.localdate()).filter(user=locked)
    for organisatie in places.order_by().values_list("organisatie_id", flat=True).distinct():
        record(
            gebeurtenis="e-mailadres onbestelbaar",
            gebruiker_id=None,
            organisatie_id=organisatie,
            onderwerp="gebruiker",
            onderwerp_id=locked.pk,
        )
    people_changed(user_id=locked.pk)
    return True


@transaction.atomic
def clear_onbestelbaar(*, user: User, door: User) -> User:
    """Take the mark away: mail to this address arrives again, or so somebody says."""
    locked = User.objects.select_for_update().get(pk=user.pk)
    if locked.onbestelbaar_op is not None:
        _clear_mark(locked)
        _save(
            locked,
            *_MARK,
            gebeurtenis="e-mailadres weer bruikbaar",
            door=door,
        )
        _tell_everywhere(locked)
    return locked


@transaction.atomic
def change_email(*, user: User, email: str, door: User) -> User:
    """Give somebody another address; a mark that mail does not arrive goes with the old one.

    Raises ValidationError for an address that cannot be right or that somebody else has.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    new = email.strip().lower()
    if locked.email == new:
        return locked
    if User.objects.filter(email__iexact=new).exclude(pk=locked.pk).exists():
        raise ValidationError({"email": "Dit adres hoort al bij een ander account."})
    locked.email = new
    _clear_mark(locked)
    _save(
        locked,
        "email",
        *_MARK,
        gebeurtenis="e-mailadres gewijzigd",
        door=door,
    )
    _tell_everywhere(locked)
    return locked


def _tell_everywhere(user: User) -> None:
    """Tell that this person can be reached again, wherever a signal waits for somebody."""
    places = Lidmaatschap.objects.held_on(timezone.localdate()).filter(user=user)
    for organisatie in places.order_by().values_list("organisatie_id", flat=True).distinct():
        people_changed(user_id=user.pk, organisatie_id=organisatie)


_MARK = ("onbestelbaar_op", "onbestelbaar_reden", "adres_sinds")


def _clear_mark(user: User) -> None:
    user.onbestelbaar_op = None
    user.onbestelbaar_reden = ""
    user.adres_sinds = timezone.now()


def _write(user: User, *fields: str) -> None:
    # Only what changes is checked: an old name or address must not stand in the way of it.
    user.full_clean(exclude={field.name for field in user._meta.fields} - set(fields))
    user.save(update_fields=fields)


def _save(user: User, *fields: str, gebeurtenis: str, door: User) -> None:
    _write(user, *fields)
    record(
        gebeurtenis=gebeurtenis,
        gebruiker_id=door.pk,
        onderwerp="gebruiker",
        onderwerp_id=user.pk,
    )
