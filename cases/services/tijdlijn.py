"""Writing on the timeline: what happened, and what is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cases.errors import AlGedaan, VerouderdeVersie
from cases.models import Casus, Gebeurtenis, GebeurtenisSoort, Taak
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.audit.services import record


@dataclass(frozen=True, slots=True)
class Inzender:
    """Who writes, on whose behalf, and by which form."""

    door: User | None
    namens: Organisatie | None
    sleutel: UUID | None = None
    versie: int | None = None
    """The version of the casus the form was opened on; None where that does not matter."""


def lock_casus(casus: Casus, inzender: Inzender) -> Casus:
    """Return the casus locked for this transaction.

    Raises AlGedaan when this form was handled before, and VerouderdeVersie when it was opened
    on an older version.
    """
    locked: Casus = Casus.objects.select_for_update(of=("self",)).get(pk=casus.pk)
    if (
        inzender.sleutel is not None
        and Gebeurtenis.objects.filter(sleutel=inzender.sleutel).exists()
    ):
        raise AlGedaan(locked.nummer)
    if inzender.versie is not None and inzender.versie != locked.versie:
        raise VerouderdeVersie(locked.versie)
    return locked


def log(
    *,
    casus: Casus,
    soort: GebeurtenisSoort,
    titel: str,
    inzender: Inzender,
    tekst: str = "",
    datum: date | None = None,
    gegevens: dict[str, Any] | None = None,
    changes_casus: bool = False,
) -> Gebeurtenis:
    """Add an entry to the timeline of a locked casus, and to the audit log; return it.

    `changes_casus` moves the casus to its next version, so that older forms are noticed.
    """
    if changes_casus:
        Casus.objects.filter(pk=casus.pk).update(versie=F("versie") + 1)
        casus.versie += 1
    entry = Gebeurtenis(
        casus=casus,
        soort=soort,
        titel=titel,
        tekst=tekst.strip(),
        datum=datum or timezone.localdate(),
        door=inzender.door,
        namens=inzender.namens,
        gegevens=gegevens or {},
        versie=casus.versie if changes_casus else 0,
        sleutel=inzender.sleutel,
    )
    # The rows it points at are in hand; asking the database for them again costs three statements.
    entry.clean_fields(exclude={"casus", "door", "namens"})
    entry.save()
    record(
        gebeurtenis=f"casus: {GebeurtenisSoort(soort).label}",
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp="casus",
        onderwerp_id=casus.nummer,
    )
    return entry


def _required(tekst: str, veld: str, melding: str) -> str:
    if not tekst.strip():
        raise ValidationError({veld: melding})
    return tekst.strip()


def _not_future(dag: date, veld: str) -> None:
    if dag > timezone.localdate():
        raise ValidationError({veld: "Deze datum ligt in de toekomst."})


@transaction.atomic
def add_notitie(*, casus: Casus, tekst: str, inzender: Inzender) -> Gebeurtenis:
    """Add a note. Raises ValidationError when it is empty."""
    tekst = _required(tekst, "tekst", "Schrijf eerst een notitie.")
    locked = lock_casus(casus, inzender)
    return log(
        casus=locked,
        soort=GebeurtenisSoort.NOTITIE,
        titel="Notitie",
        tekst=tekst,
        inzender=inzender,
    )


@transaction.atomic
def add_contact(
    *, casus: Casus, met: str, datum: date, tekst: str, inzender: Inzender
) -> Gebeurtenis:
    """Add a contact that took place: with whom, when, what was said.

    Raises ValidationError for a day to come or a missing partner.
    """
    met = _required(met, "met", "Schrijf met wie er contact was.")
    _not_future(datum, "datum")
    locked = lock_casus(casus, inzender)
    return log(
        casus=locked,
        soort=GebeurtenisSoort.CONTACT,
        titel=f"Contact met {met}",
        tekst=tekst,
        datum=datum,
        inzender=inzender,
    )


@transaction.atomic
def add_taak(
    *,
    casus: Casus,
    omschrijving: str,
    eigenaar: User | None,
    voor_op: date | None,
    inzender: Inzender,
) -> Taak:
    """Return a new next step on the casus.

    Raises ValidationError when it says nothing, or when its owner cannot see the casus.
    """
    omschrijving = _required(omschrijving, "omschrijving", "Schrijf wat er moet gebeuren.")
    locked = lock_casus(casus, inzender)
    if (
        eigenaar is not None
        and not Casus.objects.visible_to(eigenaar, any_role=True).filter(pk=locked.pk).exists()
    ):
        raise ValidationError({"eigenaar": "Deze persoon kan de casus niet zien."})
    taak = Taak(casus=locked, omschrijving=omschrijving, eigenaar=eigenaar, voor_op=voor_op)
    taak.full_clean()
    taak.save()
    log(
        casus=locked,
        soort=GebeurtenisSoort.TAAK,
        titel=f"Volgende stap: {omschrijving}"[:200],
        inzender=inzender,
        gegevens={"taak": taak.pk},
    )
    return taak


@transaction.atomic
def complete_taak(*, taak: Taak, inzender: Inzender) -> Taak:
    """Tick off a next step; ticking it off twice changes nothing."""
    locked = lock_casus(taak.casus, inzender)
    current = Taak.objects.select_for_update().get(pk=taak.pk)
    if current.gedaan_op is None:
        current.gedaan_op = timezone.now()
        current.save(update_fields=["gedaan_op"])
        log(
            casus=locked,
            soort=GebeurtenisSoort.TAAK_GEDAAN,
            titel=f"Gedaan: {current.omschrijving}"[:200],
            inzender=inzender,
            gegevens={"taak": current.pk},
        )
    return current


@transaction.atomic
def reopen_taak(*, taak: Taak, inzender: Inzender) -> Taak:
    """Undo a tick: the next step is open again."""
    locked = lock_casus(taak.casus, inzender)
    current = Taak.objects.select_for_update().get(pk=taak.pk)
    if current.gedaan_op is not None:
        current.gedaan_op = None
        current.save(update_fields=["gedaan_op"])
        log(
            casus=locked,
            soort=GebeurtenisSoort.TAAK,
            titel=f"Toch nog te doen: {current.omschrijving}"[:200],
            inzender=inzender,
            gegevens={"taak": current.pk},
        )
    return current
