"""Planning a meeting: when and where, who is asked, and that it does not take place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan, VerouderdeVersie
from pact.keuzes import Aanwezigheid, OverlegSoort, OverlegStatus
from pact.models import Deelname, Overleg, Pact, Partner
from pact.selectors.deelnemers import partner_ids_of, people_of
from pact.services.overleg.agenda import carry_over, fill_agenda
from pact.services.overleg.basis import lock_overleg, record_overleg
from pact.services.pacten import lock_pact
from pact.tekst import refuse_numbers
from thuiszitters.accounts.models import User


@dataclass(frozen=True, slots=True)
class OverlegGegevens:
    """What a meeting says about itself."""

    soort: OverlegSoort
    datum: date
    titel: str = ""
    begintijd: time | None = None
    eindtijd: time | None = None
    plaats: str = ""


VELDEN = tuple(field.name for field in fields(OverlegGegevens))


@dataclass(frozen=True, slots=True)
class Genodigden:
    """Who is asked: people of the pact, and guests by function and organisation."""

    users: Sequence[User] = ()
    gasten: Sequence[str] = ()


def _write(overleg: Overleg, gegevens: OverlegGegevens) -> None:
    refuse_numbers({"titel": gegevens.titel, "plaats": gegevens.plaats})
    if gegevens.eindtijd is not None:
        if gegevens.begintijd is None:
            raise ValidationError({"begintijd": "Schrijf ook hoe laat het begint."})
        if gegevens.eindtijd <= gegevens.begintijd:
            raise ValidationError(
                {"eindtijd": f"Dit is niet na het begin ({gegevens.begintijd:%H:%M})."}
            )
    for veld in VELDEN:
        setattr(overleg, veld, getattr(gegevens, veld))
    overleg.full_clean(exclude=["sleutel"])
    overleg.save()


def _previous(pact: Pact, overleg: Overleg) -> Overleg | None:
    """Return the meeting before this one: of its kind where there is one."""
    earlier = (
        pact.overleggen.exclude(status=OverlegStatus.VERVALLEN)
        .exclude(pk=overleg.pk)
        .filter(datum__lte=overleg.datum)
        .order_by("-datum", "-id")
    )
    return earlier.filter(soort=overleg.soort).first() or earlier.first()


@transaction.atomic
def create_overleg(
    *,
    pact: Pact,
    gegevens: OverlegGegevens,
    genodigden: Genodigden,
    inzender: Inzender,
) -> Overleg:
    """Return a new meeting, with its agenda filled.

    On it stand the open afspraken of the pact, the actions that are overdue or stand on
    signaleren or aanspreken, and what every agenda has. Raises ValidationError with a Dutch
    message per field, and AlGedaan for a form sent twice.
    """
    locked = lock_pact(pact)
    if inzender.sleutel is not None:
        made = Overleg.objects.filter(sleutel=inzender.sleutel).select_related("pact").first()
        if made is not None:
            raise AlGedaan(code=made.pact.code, nr=made.nr)
    last = locked.overleggen.aggregate(last=Max("nr"))["last"] or 0
    overleg = Overleg(pact=locked, nr=last + 1, sleutel=inzender.sleutel, datum=gegevens.datum)
    overleg.soort = gegevens.soort
    overleg.vorige = _previous(locked, overleg)
    _write(overleg, gegevens)
    _set_genodigden(overleg, genodigden)
    fill_agenda(overleg)
    record_overleg("overleg gepland", overleg, inzender)
    return overleg


@transaction.atomic
def change_overleg(
    *,
    overleg: Overleg,
    gegevens: OverlegGegevens,
    genodigden: Genodigden | None,
    inzender: Inzender,
) -> Overleg:
    """Return the meeting with these facts and people; the same facts change nothing.

    Who was asked and is no longer on the list, goes, unless their attendance was written down.
    Raises VerouderdeVersie when somebody else changed the facts since, ValidationError with a
    Dutch message per field, and VerslagStaatVast.
    """
    current = lock_overleg(overleg)
    changed = [veld for veld in VELDEN if getattr(current, veld) != getattr(gegevens, veld)]
    if changed:
        if inzender.versie is not None and inzender.versie != current.versie:
            raise VerouderdeVersie(current.versie)
        current.versie += 1
        _write(current, gegevens)
        record_overleg("overleg gewijzigd", current, inzender, velden=changed)
    if genodigden is not None and _set_genodigden(current, genodigden):
        record_overleg("genodigden gewijzigd", current, inzender)
    return current


def _set_genodigden(overleg: Overleg, genodigden: Genodigden) -> bool:
    """Make the list of who is asked; return whether it changed."""
    users = {user.pk: user for user in genodigden.users}
    gasten = {" ".join(gast.split()).casefold(): gast for gast in genodigden.gasten}
    wrong: dict[str, str] = {}
    if len(users) != len(genodigden.users):
        wrong["deelnemers"] = "Iemand staat twee keer op de lijst."
    if len(gasten) != len(genodigden.gasten):
        wrong["gasten"] = "Een gast staat twee keer op de lijst."
    if wrong:
        raise ValidationError(wrong)
    there = list(overleg.deelnames.all())
    changed = False
    for deelname in there:
        asked = (
            deelname.user_id in users
            if deelname.user_id is not None
            else deelname.gast.casefold() in gasten
        )
        if not asked and deelname.aanwezigheid == Aanwezigheid.GENODIGD:
            deelname.delete()
            changed = True
    known = {d.user_id for d in there if d.user_id is not None}
    guests = {d.gast.casefold() for d in there if d.gast}
    for pk, user in users.items():
        if pk not in known:
            _ask_user(overleg, user)
            changed = True
    for key, gast in gasten.items():
        if key not in guests:
            _ask_guest(overleg, gast)
            changed = True
    return changed


def _ask_user(overleg: Overleg, user: User, **extra: Any) -> Deelname:
    if not people_of(overleg.pact).filter(pk=user.pk).exists():
        raise ValidationError({"deelnemers": "Deze persoon hoort niet bij een partner."})
    partner = partner_ids_of(overleg.pact, [user]).get(user.pk)
    deelname = Deelname(overleg=overleg, user=user, partner_id=partner, **extra)
    deelname.full_clean()
    deelname.save()
    return deelname


def _ask_guest(overleg: Overleg, gast: str, **extra: Any) -> Deelname:
    gast = " ".join(gast.split())
    refuse_numbers({"gasten": gast})
    if len(gast) > 120:
        raise ValidationError({"gasten": f"Korter graag, hoogstens 120 tekens: {gast[:40]}…"})
    deelname = Deelname(overleg=overleg, gast=gast, **extra)
    deelname.full_clean()
    deelname.save()
    return deelname


@transaction.atomic
def add_deelnemer(
    *, overleg: Overleg, user: User | None, gast: str, inzender: Inzender
) -> Deelname:
    """Return somebody who came in without being asked: present at once.

    Raises ValidationError for who is on the list already, and for nobody.
    """
    current = lock_overleg(overleg)
    gast = " ".join(gast.split())
    if user is None and not gast:
        raise ValidationError({"gast": "Kies iemand, of schrijf de functie van de gast."})
    if user is not None:
        if current.deelnames.filter(user=user).exists():
            raise ValidationError({"user": "Deze persoon staat al op de lijst."})
        made = _ask_user(current, user, aanwezigheid=Aanwezigheid.AANWEZIG)
    else:
        if current.deelnames.filter(gast__iexact=gast).exists():
            raise ValidationError({"gast": "Deze gast staat al op de lijst."})
        made = _ask_guest(current, gast, aanwezigheid=Aanwezigheid.AANWEZIG)
    record_overleg("deelnemer erbij", current, inzender, deelname=made.pk)
    return made


def withdraw_partner(partner: Partner, inzender: Inzender) -> int:
    """Take the people of a partner that left off meetings to come; return from how many.

    Whoever also speaks for a partner that stays, comes for that one. What was written down of a
    meeting of today or earlier stays. Call it with the pact locked.
    """
    today = timezone.localdate()
    asked = (
        Deelname.objects.filter(partner=partner)
        .filter(overleg__status__in=[OverlegStatus.GEPLAND, OverlegStatus.VERVALLEN])
        .filter(
            Q(overleg__datum__gt=today)
            | Q(overleg__datum=today, aanwezigheid=Aanwezigheid.GENODIGD)
        )
        .select_related("overleg", "user")
        .order_by("overleg_id", "pk")
    )
    changed: dict[int, Overleg] = {}
    users = [deelname.user for deelname in asked if deelname.user is not None]
    elsewhere = partner_ids_of(partner.pact, users)
    for deelname in asked:
        other = elsewhere.get(deelname.user_id) if deelname.user_id is not None else None
        if other is None:
            deelname.delete()
        else:
            deelname.partner_id = other
            deelname.save(update_fields=["partner"])
        changed[deelname.overleg_id] = deelname.overleg
    for overleg in changed.values():
        overleg.pact = partner.pact
        record_overleg("genodigden gewijzigd", overleg, inzender)
    return len(changed)


@transaction.atomic
def cancel_overleg(*, overleg: Overleg, inzender: Inzender) -> Overleg:
    """Return the meeting as one that does not take place; twice changes nothing.

    What stood on its agenda moves to the next one. Raises ValidationError for a meeting that
    was held.
    """
    current = lock_overleg(overleg, open_alleen=False)
    if current.status == OverlegStatus.VERVALLEN:
        return current
    if current.status != OverlegStatus.GEPLAND or current.afspraken.exists():
        raise ValidationError("Dit overleg is gehouden. Het kan niet meer vervallen.")
    _set_status(current, OverlegStatus.VERVALLEN)
    carry_over(current)
    record_overleg("overleg vervallen", current, inzender)
    return current


@transaction.atomic
def resume_overleg(*, overleg: Overleg, inzender: Inzender) -> Overleg:
    """Return a meeting that was called off as one that takes place; another stays as it is."""
    current = lock_overleg(overleg, open_alleen=False)
    if current.status != OverlegStatus.VERVALLEN:
        return current
    _set_status(current, OverlegStatus.GEPLAND)
    fill_agenda(current)
    record_overleg("overleg gaat door", current, inzender)
    return current


def _set_status(overleg: Overleg, status: OverlegStatus) -> None:
    overleg.status = status
    overleg.versie += 1
    overleg.save(update_fields=["status", "versie"])


def genodigden_of_next(overleg: Overleg) -> Genodigden:
    """Return who is asked to the next meeting: the people of this one who still may come."""
    deelnames = list(overleg.deelnames.select_related("user"))
    users = [d.user for d in deelnames if d.user is not None]
    still = set(people_of(overleg.pact).values_list("pk", flat=True))
    return Genodigden(
        users=[user for user in users if user.pk in still],
        gasten=[d.gast for d in deelnames if d.gast],
    )


@transaction.atomic
def plan_next(
    *, overleg: Overleg, datum: date, begintijd: time | None, inzender: Inzender
) -> Overleg:
    """Return a next meeting of the same kind, at the same place, with the same people.

    Raises ValidationError when the day is not after this one.
    """
    if datum <= overleg.datum:
        raise ValidationError({"datum": "Kies een dag na dit overleg."})
    return create_overleg(
        pact=overleg.pact,
        gegevens=OverlegGegevens(
            soort=OverlegSoort(overleg.soort),
            titel=overleg.titel,
            datum=datum,
            begintijd=begintijd if begintijd is not None else overleg.begintijd,
            eindtijd=overleg.eindtijd if begintijd in {None, overleg.begintijd} else None,
            plaats=overleg.plaats,
        ),
        genodigden=genodigden_of_next(overleg),
        inzender=inzender,
    )
