"""A new version of the rules, whole and checked, from a day on; and taking back one to come."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.errors import AlGedaan
from cases.models import Casus, Regelset
from cases.models.regelset import check_venster
from cases.services.tijdlijn import Inzender
from cases.stand import LANDELIJK, OngeldigeRegel
from monitoring.ladder import Ladder
from monitoring.ladder.controle import check_ladder
from monitoring.ladder.geheel import LANDELIJKE_REGELS, Regels
from monitoring.ladder.vergelijking import KORTSTE_REDEN, compare
from monitoring.models import Escalatie, Herberekening, LadderRegel
from monitoring.services.regelboek import Regelboek
from monitoring.services.regels.herberekenen import restart_herberekening
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Soort
from thuiszitters.audit.services import record
from thuiszitters.berichten import wakeup
from thuiszitters.kalender import datum_kort

VERST_VOORUIT = timedelta(days=731)
LANGSTE_REDEN = 1000
Fouten = dict[str, list[str]]


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
    try:
        with transaction.atomic():
            Regelset.objects.filter(
                pk__in=[row.pk for row in rows if row.geldt_op(geldig_vanaf)]
            ).update(geldig_tot=geldig_vanaf)
            made.full_clean()
            made.save()
    except IntegrityError as error:
        raise ValidationError(
            {"geldig_vanaf": "Iemand anders legde net ook een versie vast. Kijk eerst daarnaar."}
        ) from error
    _write_rungs(made, regels.ladder)
    Herberekening.objects.create(regelset=made)
    _record("regels: versie vastgelegd", made, inzender, geldig_vanaf=geldig_vanaf.isoformat())
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
    Regelset.objects.filter(pk=row.pk).update(geldig_tot=row.geldig_vanaf)
    before = [
        other.pk
        for other in rows.values()
        if other.geldig_tot == row.geldig_vanaf and not other.ingetrokken
    ]
    Regelset.objects.filter(pk__in=before).update(geldig_tot=None)
    if begun:
        # Once it is withdrawn, this marks what was worked out under it.
        restart_herberekening(regelset_id=row.pk)
        pk = row.pk
        transaction.on_commit(lambda: wakeup.wake("monitoring.herbereken", [pk]))
    else:
        Herberekening.objects.filter(regelset=row, klaar_op__isnull=True).update(
            klaar_op=timezone.now()
        )
    _record("regels: versie ingetrokken", row, inzender)


def why_not_withdraw(regelset: Regelset) -> str:
    """Return why this version cannot be taken back, in Dutch; empty where it can.

    On its first day it can while no signal was decided by it: a mistake is then put right at once.
    """
    if regelset.ingetrokken:
        return "Deze versie is al ingetrokken."
    today = timezone.localdate()
    if regelset.geldig_vanaf > today:
        return ""
    if regelset.geldig_vanaf < today:
        return (
            "Deze versie geldt al en kan niet meer weg. Maak een nieuwe versie om iets te wijzigen."
        )
    decided = Escalatie.objects.filter(regelset=regelset.code).count()
    if not decided:
        return ""
    return (
        f"Deze versie geldt sinds vandaag en bepaalde al {decided} "
        f"{'signaal' if decided == 1 else 'signalen'}. Daarom kan ze niet meer weg. Maak een "
        "nieuwe versie: die kan vanaf morgen gelden."
    )


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
    wrong: Fouten = defaultdict(list)
    if swv is not None and swv.soort != Soort.SWV:
        wrong["__all__"].append("Alleen een samenwerkingsverband heeft eigen regels.")
    for naam, waarde in regels.regelset.instellingen().items():
        try:
            LANDELIJK.met(f"{naam}={waarde}")
        except OngeldigeRegel as error:
            wrong[naam].append(str(error))
    for pad, melding in check_ladder(regels.ladder):
        wrong[pad].append(melding)
    try:
        check_venster(regels.ladder.mailvenster)
    except ValidationError as error:
        wrong["mailvenster"] += error.messages
    if melding := _check_day(rows, geldig_vanaf):
        wrong["geldig_vanaf"].append(melding)
    if melding := _check_reason(swv, geldig_vanaf, regels, reden.strip()):
        wrong["reden"].append(melding)
    if wrong:
        raise ValidationError(dict(wrong))


def _check_day(rows: Sequence[Regelset], day: date) -> str:
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


def _check_reason(swv: Organisatie | None, day: date, regels: Regels, reden: str) -> str:
    if len(reden) > LANGSTE_REDEN:
        return f"Gebruik hoogstens {LANGSTE_REDEN} tekens; dit zijn er {len(reden)}."
    if any(unicodedata.category(teken) in {"Cc", "Cs"} for teken in reden if teken not in "\r\n\t"):
        return "Hier staat een teken in dat we niet kunnen bewaren."
    landelijk = LANDELIJKE_REGELS if swv is None else Regelboek().landelijk(day)
    if len(reden) < KORTSTE_REDEN and (softer := compare(regels, landelijk)):
        return (
            f"Deze regels vragen op {len(softer)} {'punt' if len(softer) == 1 else 'punten'} "
            f"minder dan de landelijke. Leg uit waarom, in minstens {KORTSTE_REDEN} tekens. "
            f"Het gaat om: {' '.join(verschil.zin for verschil in softer)}"
        )
    return ""


def _write_rungs(made: Regelset, ladder: Ladder) -> None:
    LadderRegel.objects.bulk_create(
        LadderRegel(
            regelset=made,
            drempel=regel.drempel.value,
            trede=regel.trede.value,
            anker=regel.anker.value,
            dagen=regel.dagen,
            termijn=regel.termijn,
            rollen=[rol.value for rol in regel.rollen],
            aanleiding=regel.aanleiding,
            vraag=regel.vraag,
            aan=regel.aan,
        )
        for regel in ladder.regels
    )


def _record(gebeurtenis: str, regelset: Regelset, inzender: Inzender, **gegevens: object) -> None:
    namens = inzender.namens.pk if inzender.namens else regelset.swv_id
    record(
        gebeurtenis=gebeurtenis,
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=namens,
        onderwerp="regelset",
        onderwerp_id=regelset.code,
        gegevens=dict(gegevens),
    )
