"""What making and taking back a version have in common, whoever's rules they are."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models.versie import Regelversie, check_venster
from cases.services.tijdlijn import Inzender
from monitoring.ladder import Ladder
from monitoring.ladder.controle import Fout
from monitoring.ladder.vergelijking import KORTSTE_REDEN, Afwijking
from monitoring.models import Escalatie
from thuiszitters.audit.services import record
from thuiszitters.kalender import datum_kort

VERST_VOORUIT = timedelta(days=731)
LANGSTE_REDEN = 1000
Fouten = dict[str, list[str]]
R = TypeVar("R", bound=Regelversie)


def check_ladder_and_day(
    rows: Sequence[Regelversie], geldig_vanaf: date, ladder: Ladder, found: Sequence[Fout]
) -> Fouten:
    """Return what is wrong with rungs, window and first day, by the path of the field."""
    wrong: Fouten = defaultdict(list)
    for pad, melding in found:
        wrong[pad].append(melding)
    try:
        check_venster(ladder.mailvenster)
    except ValidationError as error:
        wrong["mailvenster"] += error.messages
    if melding := _check_day(rows, geldig_vanaf):
        wrong["geldig_vanaf"].append(melding)
    return wrong


def _check_day(rows: Sequence[Regelversie], day: date) -> str:
    today = timezone.localdate()
    if day < today:
        return "Regels gelden vanaf vandaag of later: wat al gebeurd is, verandert niet."
    if day > today + VERST_VOORUIT:
        return "Kies een dag binnen twee jaar."
    living = [row for row in rows if not row.ingetrokken]
    later = next((row for row in living if row.geldig_vanaf > day), None)
    if later is not None:
        return (
            f"Er staat al een versie klaar vanaf {datum_kort(later.geldig_vanaf)} ({later.code}). "
            "Trek die eerst in, of kies een latere dag."
        )
    same = next((row for row in living if row.geldig_vanaf == day), None)
    if same is not None:
        begins = f"Op {datum_kort(day)} begint al een andere versie ({same.code})."
        if why_not_withdraw(same):
            return f"{begins} Die bepaalde al signalen. Een nieuwe kan vanaf morgen gelden."
        return f"{begins} Klopt die niet? Trek die eerst in. Of kies een latere dag."
    return ""


def check_reason(reden: str, softer: Callable[[], Sequence[Afwijking]]) -> str:
    """Return what is wrong with a reason; one is asked where the rules ask less than national."""
    if len(reden) > LANGSTE_REDEN:
        return f"Gebruik hoogstens {LANGSTE_REDEN} tekens; dit zijn er {len(reden)}."
    if any(unicodedata.category(teken) in {"Cc", "Cs"} for teken in reden if teken not in "\r\n\t"):
        return "Hier staat een teken in dat we niet kunnen bewaren."
    if len(reden) < KORTSTE_REDEN and (found := softer()):
        return (
            f"Deze regels vragen op {len(found)} {'punt' if len(found) == 1 else 'punten'} "
            f"minder dan de landelijke. Leg uit waarom, in minstens {KORTSTE_REDEN} tekens. "
            f"Het gaat om: {' '.join(verschil.zin for verschil in found)}"
        )
    return ""


def save_version(made: Regelversie, rows: Sequence[R], model: type[R]) -> None:
    """Save a version; the one that runs on its first day ends on it.

    Raises ValidationError where somebody else was first.
    """
    try:
        with transaction.atomic():
            running = [row.pk for row in rows if row.geldt_op(made.geldig_vanaf)]
            model._default_manager.filter(pk__in=running).update(geldig_tot=made.geldig_vanaf)
            made.full_clean()
            made.save()
    except IntegrityError as error:
        raise ValidationError(
            {"geldig_vanaf": "Iemand anders legde net ook een versie vast. Kijk eerst daarnaar."}
        ) from error


def take_back(row: R, rows: Sequence[R], model: type[R]) -> None:
    """Withdraw a version: it ends where it begins, and the one before it is opened again."""
    objects = model._default_manager
    objects.filter(pk=row.pk).update(geldig_tot=row.geldig_vanaf)
    before = [
        other.pk for other in rows if other.geldig_tot == row.geldig_vanaf and not other.ingetrokken
    ]
    objects.filter(pk__in=before).update(geldig_tot=None)


def why_not_withdraw(versie: Regelversie) -> str:
    """Return why this version cannot be taken back, in Dutch; empty where it can.

    On its first day it can while no signal was decided by it: a mistake is then put right at once.
    """
    if versie.ingetrokken:
        return "Deze versie is al ingetrokken."
    today = timezone.localdate()
    if versie.geldig_vanaf > today:
        return ""
    if versie.geldig_vanaf < today:
        return (
            "Deze versie geldt al en kan niet meer weg. Maak een nieuwe versie om iets te wijzigen."
        )
    decided = Escalatie.objects.filter(regelset=versie.code).count()
    if not decided:
        return ""
    return (
        f"Deze versie geldt sinds vandaag en bepaalde al {decided} "
        f"{'signaal' if decided == 1 else 'signalen'}. Daarom kan ze niet meer weg. Maak een "
        "nieuwe versie: die kan vanaf morgen gelden."
    )


def record_version(
    gebeurtenis: str,
    versie: Regelversie,
    inzender: Inzender,
    *,
    organisatie: int | None,
    **gegevens: object,
) -> None:
    """Write in the log who made or withdrew a version, on whose behalf."""
    record(
        gebeurtenis=gebeurtenis,
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=inzender.namens.pk if inzender.namens else organisatie,
        onderwerp="regelset",
        onderwerp_id=versie.code,
        gegevens=dict(gegevens),
    )
