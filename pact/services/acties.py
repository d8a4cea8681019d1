"""Writing actions, each change with its line in the history."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan, VerouderdeVersie
from pact.keuzes import Niveau, Status, Termijn
from pact.models import Actie, ActieLog, LogSoort, Pact, Partner, Thema
from pact.services.pacten import lock_pact
from thuiszitters.audit.services import record
from thuiszitters.kalender import datum_kort


@dataclass(frozen=True, slots=True)
class ActieInhoud:
    """What an action says: the fields a person fills in."""

    activiteit: str
    thema: Thema
    niveau: Niveau
    termijn: Termijn = Termijn.KORT
    eigenaar: Partner | None = None
    deadline: date | None = None
    status: Status = Status.NOG_NIET_BEGONNEN
    toelichting: str = ""


VELDEN = tuple(field.name for field in fields(ActieInhoud))
"""The names of those fields, in the order in which people read them."""


def inhoud_of(actie: Actie) -> ActieInhoud:
    """Return what an action says now."""
    return ActieInhoud(
        activiteit=actie.activiteit,
        thema=actie.thema,
        niveau=Niveau(actie.niveau),
        termijn=Termijn(actie.termijn),
        eigenaar=actie.eigenaar,
        deadline=actie.deadline,
        status=Status(actie.status),
        toelichting=actie.toelichting,
    )


def in_words(inhoud: ActieInhoud) -> dict[str, str]:
    """Return every field as people read it; "" where it is empty."""
    return {
        "activiteit": inhoud.activiteit,
        "thema": inhoud.thema.naam,
        "niveau": inhoud.niveau.label,
        "termijn": inhoud.termijn.label,
        "eigenaar": str(inhoud.eigenaar) if inhoud.eigenaar else "",
        "deadline": datum_kort(inhoud.deadline) if inhoud.deadline else "",
        "status": inhoud.status.label,
        "toelichting": inhoud.toelichting,
    }


def changed_fields(before: ActieInhoud, after: ActieInhoud) -> list[str]:
    """Return the names of the fields that differ."""
    return [veld for veld in VELDEN if getattr(before, veld) != getattr(after, veld)]


def _write(actie: Actie, inhoud: ActieInhoud) -> None:
    _refuse_left_partner(inhoud.eigenaar, actie.eigenaar)
    for veld in VELDEN:
        setattr(actie, veld, getattr(inhoud, veld))
    actie.full_clean()
    actie.save()


def _refuse_left_partner(becomes: Partner | None, was: Partner | None) -> None:
    """A partner that left keeps what it owned, and gets nothing new."""
    if becomes is None or becomes == was or becomes.tot is None:
        return
    if becomes.tot <= timezone.localdate():
        raise ValidationError({"eigenaar": f"{becomes} is geen partner meer in dit pact."})


def _log(
    actie: Actie, soort: LogSoort, inzender: Inzender, wijzigingen: list[dict[str, str]]
) -> None:
    entry = ActieLog(
        actie=actie,
        soort=soort,
        door=inzender.door,
        namens=inzender.namens,
        versie=actie.versie,
        wijzigingen=wijzigingen,
    )
    entry.full_clean(validate_constraints=False)
    entry.save()
    record(
        gebeurtenis=f"actie {soort.label}",
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp="actie",
        onderwerp_id=f"{actie.pact.code}/{actie.nr}",
        gegevens={"velden": [wijziging["veld"] for wijziging in wijzigingen]},
    )


@transaction.atomic
def create_actie(*, pact: Pact, inhoud: ActieInhoud, inzender: Inzender) -> Actie:
    """Return a new action with the next number of its pact.

    Raises ValidationError with a Dutch message per field, and AlGedaan for a form sent twice.
    """
    locked = lock_pact(pact)
    if inzender.sleutel is not None:
        made = Actie.objects.filter(sleutel=inzender.sleutel).select_related("pact").first()
        if made is not None:
            raise AlGedaan(code=made.pact.code, nr=made.nr)
    last = locked.acties.aggregate(last=Max("nr"))["last"] or 0
    actie = Actie(pact=locked, nr=last + 1, sleutel=inzender.sleutel)
    _write(actie, inhoud)
    _log(actie, LogSoort.TOEGEVOEGD, inzender, [])
    return actie


@transaction.atomic
def change_actie(*, actie: Actie, inhoud: ActieInhoud, inzender: Inzender) -> Actie:
    """Return the action as it now says; the same words change nothing.

    Raises VerouderdeVersie when the form was opened on an older version and says something
    else than what stands there now, and ValidationError with a Dutch message per field.
    """
    lock_pact(actie.pact)
    current = Actie.objects.select_related(
        "pact", "thema", "eigenaar__organisatie", "eigenaar__pact"
    ).get(pk=actie.pk)
    before = inhoud_of(current)
    changed = changed_fields(before, inhoud)
    if not changed:
        return current
    if inzender.versie is not None and inzender.versie != current.versie:
        raise VerouderdeVersie(current.versie)
    was, becomes = in_words(before), in_words(inhoud)
    current.versie += 1
    current.gewijzigd_op = timezone.now()
    _write(current, inhoud)
    _log(
        current,
        LogSoort.GEWIJZIGD,
        inzender,
        [{"veld": veld, "oud": was[veld], "nieuw": becomes[veld]} for veld in changed],
    )
    return current
