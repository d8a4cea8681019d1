"""Asking the partners what a next pact should hold, and keeping what they give."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan, PactError, VerouderdeVersie
from pact.models import Bestand, Bouwsteen, Bouwsteenvraag, Pact, Partner
from pact.services.acties import has_left
from pact.services.pacten import lock_pact
from pact.services.voortgang import store_bestand
from pact.tekst import refuse_numbers
from thuiszitters.audit.services import record
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.services import queue_bericht

MEESTE_BIJLAGEN = 5


class Gesloten(PactError):
    """The question was closed. Nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "Deze vraag is gesloten. Wil je nog iets geven? Neem contact op met de regievoerder."
        )


@dataclass(frozen=True, slots=True)
class Bijlage:
    """A file that comes along: its name and its bytes."""

    naam: str
    inhoud: bytes


def _record(gebeurtenis: str, vraag: Bouwsteenvraag, inzender: Inzender, **meer: object) -> None:
    record(
        gebeurtenis=gebeurtenis,
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp="pact",
        onderwerp_id=vraag.pact.code,
        gegevens={"vraag": vraag.nr, **meer},
    )


@transaction.atomic
def ask_bouwstenen(
    *, pact: Pact, vraag: str, uiterlijk: date, inzender: Inzender
) -> Bouwsteenvraag:
    """Return the question to all partners of a pact, with the last day to answer.

    Raises ValidationError without a question and for a day that is past, and AlGedaan for a
    form sent twice.
    """
    assert inzender.door is not None
    locked = lock_pact(pact)
    if inzender.sleutel is not None:
        made = locked.bouwsteenvragen.filter(sleutel=inzender.sleutel).first()
        if made is not None:
            raise AlGedaan(code=locked.code, nr=made.nr)
    text = vraag.replace("\r\n", "\n").strip()
    wrong: dict[str, str] = {}
    if not text:
        wrong["vraag"] = "Schrijf wat je de partners vraagt."
    if uiterlijk < timezone.localdate():
        wrong["uiterlijk"] = "Deze dag is al voorbij. Kies een dag vanaf vandaag."
    if wrong:
        raise ValidationError(wrong)
    refuse_numbers({"vraag": text})
    made = Bouwsteenvraag(
        pact=locked,
        nr=(locked.bouwsteenvragen.aggregate(last=Max("nr"))["last"] or 0) + 1,
        vraag=text,
        uiterlijk=uiterlijk,
        door=inzender.door,
        sleutel=inzender.sleutel,
    )
    made.full_clean()
    made.save()
    _record("bouwstenen gevraagd", made, inzender)
    return made


@transaction.atomic
def give_bouwsteen(
    *,
    vraag: Bouwsteenvraag,
    partner: Partner,
    tekst: str = "",
    geen: bool = False,
    bijlagen: Sequence[Bijlage] = (),
    houd: Sequence[int] = (),
    inzender: Inzender,
) -> Bouwsteen:
    """Return what a partner gives. Giving again adds a newer one, which counts.

    The very same once more, as a double click sends it, adds nothing. `houd` are the ids of
    files of the one before that come along. Raises Gesloten once the question is closed,
    ValidationError for nothing at all, for a partner that left and for files that may not, and
    VerouderdeVersie when a colleague gave something meanwhile.
    """
    assert inzender.door is not None
    locked = lock_pact(vraag.pact)
    current = Bouwsteenvraag.objects.select_related("pact").get(pk=vraag.pk)
    if current.gesloten_op is not None:
        raise Gesloten
    giver = Partner.objects.select_related("organisatie").get(pk=partner.pk)
    if giver.pact_id != locked.pk or has_left(giver):
        raise ValidationError(f"{giver} doet niet meer mee in dit pact.")
    last = newest(current, giver)
    text = tekst.replace("\r\n", "\n").strip()
    before = list(last.bijlagen.defer("inhoud")) if last else []
    kept = [bestand for bestand in before if bestand.pk in houd]
    sent = _prints(kept) | {_print(bijlage.inhoud) for bijlage in bijlagen}
    same = last is not None and (last.tekst, last.geen) == (text, geen)
    if last is not None and same and _prints(before) == sent:
        return last
    if inzender.versie is not None and inzender.versie != (last.versie if last else 0):
        raise VerouderdeVersie(last.versie if last else 0)
    if geen and (text or bijlagen or kept):
        raise ValidationError(
            {"geen": "Je vinkt aan dat er geen inbreng is, en je geeft ook iets. Kies er één."}
        )
    if not geen and not (text or bijlagen or kept):
        raise ValidationError(
            {"tekst": "Schrijf je inbreng, voeg een bijlage toe, of vink aan dat er geen is."}
        )
    if len(kept) + len(bijlagen) > MEESTE_BIJLAGEN:
        raise ValidationError({"bijlagen": f"Geef hoogstens {MEESTE_BIJLAGEN} bijlagen."})
    refuse_numbers({"tekst": text})
    made = Bouwsteen(
        vraag=current,
        partner=giver,
        tekst=text,
        geen=geen,
        door=inzender.door,
        versie=(last.versie if last else 0) + 1,
    )
    made.full_clean()
    made.save()
    files = []
    for bijlage in bijlagen:
        try:
            files.append(
                store_bestand(
                    pact=locked, naam=bijlage.naam, inhoud=bijlage.inhoud, inzender=inzender
                )
            )
        except ValidationError as error:
            raise ValidationError({"bijlagen": error.messages}) from error
    made.bijlagen.set([*kept, *files])
    _record("bouwsteen gegeven", current, inzender, partner=giver.pk, versie=made.versie)
    return made


def _print(inhoud: bytes) -> str:
    return hashlib.sha256(inhoud).hexdigest()


def _prints(bestanden: Sequence[Bestand]) -> set[str]:
    return {bestand.sha256 for bestand in bestanden}


def newest(vraag: Bouwsteenvraag, partner: Partner) -> Bouwsteen | None:
    """Return what this partner gave last; None when it gave nothing."""
    return vraag.bouwstenen.filter(partner=partner).order_by("-versie").first()


@transaction.atomic
def close_vraag(*, vraag: Bouwsteenvraag, inzender: Inzender) -> Bouwsteenvraag:
    """Close a question: from now on all partners see what was given. Twice changes nothing."""
    lock_pact(vraag.pact)
    current = Bouwsteenvraag.objects.select_related("pact").get(pk=vraag.pk)
    if current.gesloten_op is None:
        current.gesloten_op = timezone.localdate()
        current.save(update_fields=["gesloten_op"])
        _record("vraag om bouwstenen gesloten", current, inzender)
    return current


@transaction.atomic
def reopen_vraag(*, vraag: Bouwsteenvraag, inzender: Inzender) -> Bouwsteenvraag:
    """Open a closed question again. Twice changes nothing."""
    lock_pact(vraag.pact)
    current = Bouwsteenvraag.objects.select_related("pact").get(pk=vraag.pk)
    if current.gesloten_op is not None:
        current.gesloten_op = None
        current.save(update_fields=["gesloten_op"])
        _record("vraag om bouwstenen heropend", current, inzender)
    return current


@transaction.atomic
def remind_partners(*, vraag: Bouwsteenvraag, inzender: Inzender) -> int:
    """Mail the contact persons of the partners that gave nothing yet; return how many mails.

    At most once a day: who got one today gets no second. Raises Gesloten once the question is
    closed.
    """
    pact = lock_pact(vraag.pact)
    current = Bouwsteenvraag.objects.select_related("pact").get(pk=vraag.pk)
    if current.gesloten_op is not None:
        raise Gesloten
    today = timezone.localdate()
    silent = Partner.objects.current().filter(pact=pact).exclude(bouwstenen__vraag=current)
    people = sorted(
        {
            user
            for user in silent.filter(
                contactpersonen__tot__isnull=True,
                contactpersonen__van__lte=today,
                contactpersonen__user__is_active=True,
            ).values_list("contactpersonen__user", flat=True)
            if user is not None
        }
    )
    keys = {user: f"bouwsteenvraag:{current.pk}:{user}:{today:%Y%m%d}" for user in people}
    had = set(Bericht.objects.filter(sleutel__in=keys.values()).values_list("sleutel", flat=True))
    new = [user for user in people if keys[user] not in had]
    for user in new:
        queue_bericht(
            sjabloon="bouwsteenvraag",
            ontvanger_id=user,
            sleutel=keys[user],
            referentie=f"bouwsteenvraag-{pact.code}-{current.nr}",
            gegevens={"vraag": current.pk},
        )
    if new:
        _record("herinnerd aan bouwstenen", current, inzender, mensen=len(new))
    return len(new)
