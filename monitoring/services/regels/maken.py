"""A new version of the rules, whole and checked, from a day on; and taking back one to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cases.errors import AlGedaan
from cases.models import Casus, Regelset
from cases.services.tijdlijn import Inzender
from cases.stand import LANDELIJK, OngeldigeRegel
from monitoring.ladder.controle import check_ladder
from monitoring.ladder.geheel import LANDELIJKE_REGELS, Regels
from monitoring.ladder.vergelijking import compare
from monitoring.models import Herberekening
from monitoring.services.regelboek import Regelboek
from monitoring.services.regels.herberekenen import restart_herberekening
from monitoring.services.regels.treden import write_rungs
from monitoring.services.regels.versies import (
    LANGSTE_REDEN,
    VERST_VOORUIT,
    check_ladder_and_day,
    check_reason,
    record_version,
    save_version,
    take_back,
    why_not_withdraw,
)
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Soort
from thuiszitters.berichten import wakeup

__all__ = [
    "LANGSTE_REDEN",
    "VERST_VOORUIT",
    "check_voorstel",
    "make_regelset",
    "why_not_withdraw",
    "withdraw_regelset",
]


@transaction.atomic
def make_regelset(
    *,
    swv: Organisatie | None,
    geldig_vanaf: date,
    regels: Regels,
    reden: str,
    inzender: Inzender,
) -> Regelset:
    """Record a version of the rules of an SWV, or of the country, and return it.

    The running version ends on the day this one begins. All open casussen it is about are marked,
    in the background, to be looked at on that day. Raises ValidationError, by the path of the
    field, when anything is wrong with it (`check_voorstel`), and AlGedaan for a form sent twice.
    """
    if inzender.sleutel is not None:
        done = Regelset.objects.filter(sleutel=inzender.sleutel).first()
        if done is not None:
            raise AlGedaan(done.code)
    rows = _locked(swv)
    _check(swv, rows, geldig_vanaf, regels, reden)
    versie = max((row.versie for row in rows), default=0) + 1
    made = Regelset(
        swv=swv,
        versie=versie,
        code=f"{swv.code if swv else LANDELIJK.naam} v{versie}",
        geldig_vanaf=geldig_vanaf,
        instellingen=regels.regelset.instellingen(),
        mailvenster=regels.ladder.mailvenster,
        reden=reden.strip(),
        door=inzender.door,
        sleutel=inzender.sleutel,
    )
    save_version(made, rows, Regelset)
    write_rungs(made, regels.ladder)
    Herberekening.objects.create(regelset=made)
    record_version(
        "regels: versie vastgelegd",
        made,
        inzender,
        organisatie=swv.pk if swv else None,
        geldig_vanaf=geldig_vanaf.isoformat(),
    )
    pk = made.pk
    transaction.on_commit(lambda: wakeup.wake("monitoring.herbereken", [pk]))
    return made


@transaction.atomic
def withdraw_regelset(*, regelset: Regelset, inzender: Inzender) -> None:
    """Take back a version by which nothing was decided; the one before it goes on.

    What was worked out under it is worked out again, in the background. Raises ValidationError
    when a signal was decided by it, when it began before today, or was taken back before.
    """
    rows = {row.pk: row for row in _locked(regelset.swv)}
    row = rows[regelset.pk]
    begun = row.geldig_vanaf <= timezone.localdate()
    if begun:
        _wait_for_rounds(row)
    if why := why_not_withdraw(row):
        raise ValidationError(why)
    take_back(row, list(rows.values()), Regelset)
    if begun:
        # Once it is withdrawn, this marks what was worked out under it.
        restart_herberekening(regelset_id=row.pk)
        pk = row.pk
        transaction.on_commit(lambda: wakeup.wake("monitoring.herbereken", [pk]))
    else:
        Herberekening.objects.filter(regelset=row, klaar_op__isnull=True).update(
            klaar_op=timezone.now()
        )
    record_version("regels: versie ingetrokken", row, inzender, organisatie=row.swv_id)


def _wait_for_rounds(regelset: Regelset) -> None:
    """Wait for the batches of the watch at work on these casussen: they may decide by it."""
    rows = Casus.objects.open().order_by("pk")
    if regelset.swv_id is not None:
        rows = rows.filter(swv_id=regelset.swv_id)
    for _ in rows.select_for_update(no_key=True).values_list("pk").iterator():
        pass


def check_voorstel(
    *, swv: Organisatie | None, geldig_vanaf: date, regels: Regels, reden: str
) -> None:
    """Raise ValidationError, by the path of the field, unless this could be recorded now.

    The paths are `geldig_vanaf`, `reden`, `mailvenster`, the name of a setting, or that of a
    field of a rung (`vier_weken.signaleren.dagen`).
    """
    rows = list(Regelset.objects.filter(swv=swv).order_by("pk"))
    _check(swv, rows, geldig_vanaf, regels, reden)


def _locked(swv: Organisatie | None) -> list[Regelset]:
    # of=self: the organisation is joined nowhere. Who makes the first one meets the constraint.
    return list(Regelset.objects.select_for_update(of=("self",)).filter(swv=swv).order_by("pk"))


def _check(
    swv: Organisatie | None,
    rows: Sequence[Regelset],
    geldig_vanaf: date,
    regels: Regels,
    reden: str,
) -> None:
    wrong = check_ladder_and_day(rows, geldig_vanaf, regels.ladder, check_ladder(regels.ladder))
    if swv is not None and swv.soort != Soort.SWV:
        wrong["__all__"].append("Alleen een samenwerkingsverband heeft eigen regels.")
    for naam, waarde in regels.regelset.instellingen().items():
        try:
            LANDELIJK.met(f"{naam}={waarde}")
        except OngeldigeRegel as error:
            wrong[naam].append(str(error))
    landelijk = LANDELIJKE_REGELS if swv is None else Regelboek().landelijk(geldig_vanaf)
    if melding := check_reason(reden.strip(), lambda: compare(regels, landelijk)):
        wrong["reden"].append(melding)
    if wrong:
        raise ValidationError(dict(wrong))
