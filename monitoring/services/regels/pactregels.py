"""A new version of the rules of a pact, from a day on; and taking back one to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from cases.errors import AlGedaan, NietToegestaan
from cases.services.tijdlijn import Inzender
from monitoring.ladder import LANDELIJKE_ACTIELADDER, Ladder
from monitoring.ladder.controle import check_actieladder
from monitoring.ladder.vergelijking import compare_ladders
from monitoring.models import Pactregels
from monitoring.services.pactregelboek import LANDELIJK, Pactregelboek
from monitoring.services.regels.treden import write_rungs
from monitoring.services.regels.versies import (
    check_ladder_and_day,
    check_reason,
    record_version,
    save_version,
    take_back,
    why_not_withdraw,
)
from pact.keuzes import OPEN
from pact.models import Actie, Pact
from pact.permissions import Handeling, may
from pact.services.pacten import lock_pact
from thuiszitters.berichten import wakeup


@transaction.atomic
def make_pactregels(
    *, pact: Pact | None, geldig_vanaf: date, ladder: Ladder, reden: str, inzender: Inzender
) -> Pactregels:
    """Record a version of the rules of a pact, or of every pact without its own; return it.

    The running version ends on the day this one begins, and the open actions are looked at on
    that day. Raises ValidationError, by the path of the field, when anything is wrong with it,
    NietToegestaan for who does not lead the pact, and AlGedaan for a form sent twice.
    """
    _check_leads(pact, inzender)
    if inzender.sleutel is not None:
        done = Pactregels.objects.filter(sleutel=inzender.sleutel).first()
        if done is not None:
            raise AlGedaan(done.code)
    rows = _locked(pact)
    _check(pact, rows, geldig_vanaf, ladder, reden.strip())
    versie = max((row.versie for row in rows), default=0) + 1
    made = Pactregels(
        pact=pact,
        versie=versie,
        code=f"{pact.code if pact else LANDELIJK} acties v{versie}",
        geldig_vanaf=geldig_vanaf,
        mailvenster=ladder.mailvenster,
        reden=reden.strip(),
        door=inzender.door,
        sleutel=inzender.sleutel,
    )
    save_version(made, rows, Pactregels)
    write_rungs(made, ladder)
    _mark(pact, geldig_vanaf)
    record_version(
        "regels: versie vastgelegd",
        made,
        inzender,
        organisatie=pact.organisatie_id if pact else None,
        geldig_vanaf=geldig_vanaf.isoformat(),
    )
    transaction.on_commit(lambda: wakeup.wake("monitoring.watch"))
    return made


@transaction.atomic
def withdraw_pactregels(*, regels: Pactregels, inzender: Inzender) -> None:
    """Take back a version by which nothing was decided; the one before it goes on.

    Raises ValidationError when a signal was decided by it, when it began before today or was
    taken back before, and NietToegestaan for who does not lead the pact.
    """
    _check_leads(regels.pact, inzender)
    rows = {row.pk: row for row in _locked(regels.pact)}
    row = rows[regels.pk]
    # Batches of the watch at work on these actions are waited for: they may decide by it.
    _mark(regels.pact, row.geldig_vanaf)
    if why := why_not_withdraw(row):
        raise ValidationError(why)
    take_back(row, list(rows.values()), Pactregels)
    record_version(
        "regels: versie ingetrokken",
        row,
        inzender,
        organisatie=regels.pact.organisatie_id if regels.pact else None,
    )


def check_pactvoorstel(
    *, pact: Pact | None, geldig_vanaf: date, ladder: Ladder, reden: str
) -> None:
    """Raise ValidationError, by the path of the field, unless this could be recorded now."""
    rows = list(Pactregels.objects.filter(pact=pact).order_by("pk"))
    _check(pact, rows, geldig_vanaf, ladder, reden.strip())


def _check_leads(pact: Pact | None, inzender: Inzender) -> None:
    if pact is None or inzender.door is None:
        return  # the national ones: only from the command line
    verdict = may(inzender.door, Handeling.INRICHTEN, pact)
    if not verdict.mag:
        raise NietToegestaan(verdict.waarom)


def _locked(pact: Pact | None) -> list[Pactregels]:
    if pact is not None:
        lock_pact(pact)
    rows = Pactregels.objects.select_for_update(of=("self",)).filter(pact=pact)
    return list(rows.order_by("pk"))


def _check(
    pact: Pact | None,
    rows: Sequence[Pactregels],
    geldig_vanaf: date,
    ladder: Ladder,
    reden: str,
) -> None:
    wrong = check_ladder_and_day(rows, geldig_vanaf, ladder, check_actieladder(ladder))
    landelijk = (
        LANDELIJKE_ACTIELADDER if pact is None else Pactregelboek().landelijk(geldig_vanaf).ladder
    )
    if melding := check_reason(
        reden, lambda: [v for v in compare_ladders(ladder, landelijk) if v.soepeler]
    ):
        wrong["reden"].append(melding)
    if wrong:
        raise ValidationError(dict(wrong))


def _mark(pact: Pact | None, op: date) -> None:
    """Have the open actions looked at on this day.

    Every one is written, also what is due sooner: a batch of the watch that holds some of them
    is waited for, and none can begin with them before this version is there to be read.
    """
    acties = Actie.objects.filter(status__in=OPEN)
    if pact is not None:
        acties = acties.filter(pact=pact)
    ids = list(acties.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    Actie.objects.filter(pk__in=ids).update(
        volgende_controle_op=Least(F("volgende_controle_op"), op)
    )
