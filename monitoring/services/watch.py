"""The watch: look at every casus that is due, decide, and write it in one transaction.

It has no memory of having run. What is due is read from `volgende_controle_op`; what was decided
is read from the escalations themselves. Two watches at once, a day run twice, ten days missed or
a broker that lost everything are all the same case (docs/adr/0003-outbox.md).
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from cases.models import (
    Casus,
    CasusPartij,
    Gebeurtenis,
    GebeurtenisSoort,
    PartijRol,
)
from cases.models.casus import NOOIT
from cases.selectors.feiten import load_feiten
from cases.services.stand import regelset_for, stand_columns
from cases.stand import OngeldigeFeiten, Stand, bereken_stand, volgende_wijziging
from monitoring.ladder import LANDELIJKE_LADDER, Besluit, Eerder, Nieuw, Status, decide
from monitoring.models import Escalatie, Ronde
from monitoring.ontvangers import Adresboek, Ontvangers
from thuiszitters.accounts.rollen import Rol
from thuiszitters.berichten import wakeup
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.services import withdraw_berichten
from thuiszitters.kalender import plus_werkdagen

logger = logging.getLogger(__name__)

BATCH = 500
_ROLLEN: tuple[Rol, ...] = tuple(
    dict.fromkeys(r for regel in LANDELIJKE_LADDER for r in regel.rollen)
)


@dataclass(slots=True)
class Telling:
    """What a round did."""

    bekeken: int = 0
    geescaleerd: int = 0
    overgeslagen: int = 0
    vervallen: int = 0
    berichten: int = 0

    def add(self, other: Telling) -> None:
        """Add the counts of a batch."""
        self.bekeken += other.bekeken
        self.geescaleerd += other.geescaleerd
        self.overgeslagen += other.overgeslagen
        self.vervallen += other.vervallen
        self.berichten += other.berichten


@dataclass(slots=True)
class _Uitkomst:
    """What was worked out for one casus, before anything is written."""

    casus: Casus
    stand: Stand
    besluit: Besluit
    volgende_op: date


@dataclass(slots=True)
class _Batch:
    peildatum: date
    uitkomsten: list[_Uitkomst] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)


def run_round(
    *, peildatum: date, casus_ids: Collection[int] | None = None, batch: int = BATCH
) -> Telling:
    """Handle every casus that is due on `peildatum`, or those of `casus_ids`; return the counts.

    Safe to run beside itself and again. Facts are taken as known now, also for another day.
    """
    ronde = Ronde.objects.create(peildatum=peildatum) if casus_ids is None else None
    total = Telling()
    while True:
        done = _run_batch(peildatum, casus_ids, batch)
        total.add(done)
        if done.bekeken < batch:
            break
    if ronde is not None:
        Ronde.objects.filter(pk=ronde.pk).update(
            klaar_op=timezone.now(),
            bekeken=total.bekeken,
            geescaleerd=total.geescaleerd,
            overgeslagen=total.overgeslagen,
            vervallen=total.vervallen,
            berichten=total.berichten,
        )
    if total.berichten:
        wakeup.wake_sender()
    return total


@transaction.atomic
def _run_batch(peildatum: date, casus_ids: Collection[int] | None, size: int) -> Telling:
    casussen = _claim(peildatum, casus_ids, size)
    if not casussen:
        return Telling()
    batch = _work_out(casussen, peildatum)
    telling = _write_escalaties(batch)
    _write_casussen(batch)
    if batch.broken:
        Casus.objects.filter(pk__in=batch.broken).update(
            volgende_controle_op=peildatum + timedelta(days=1)
        )
    telling.bekeken = len(casussen)
    return telling


def _claim(peildatum: date, casus_ids: Collection[int] | None, size: int) -> list[Casus]:
    """Return due casussen, locked for this transaction; those another watch holds are left."""
    due = Casus.objects.filter(volgende_controle_op__lte=peildatum)
    if casus_ids is not None:
        due = due.filter(pk__in=list(casus_ids))
    return list(
        due.select_related("leerling", "school", "gemeente", "swv")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("volgende_controle_op", "pk")[:size]
    )


def _work_out(casussen: list[Casus], peildatum: date) -> _Batch:
    facts = load_feiten(casussen)
    history: dict[int, list[Eerder]] = defaultdict(list)
    rows = Escalatie.objects.filter(casus__in=casussen).values_list(
        "casus_id", "pk", "drempel", "trede", "verzuim_sinds", "status"
    )
    for casus_id, *row in rows:
        history[casus_id].append(Eerder(*row))
    batch = _Batch(peildatum)
    for casus in casussen:
        regelset = regelset_for(casus, peildatum)
        try:
            stand = bereken_stand(facts[casus.pk], regelset, peildatum)
            change = volgende_wijziging(facts[casus.pk], regelset, peildatum)
        except OngeldigeFeiten:
            # One casus with facts that do not fit must not hold up the others; its page shows it.
            logger.exception("casus %s has facts that do not fit", casus.nummer)
            batch.broken.append(casus.pk)
            continue
        besluit = decide(
            stand=stand,
            history=history[casus.pk],
            peildatum=peildatum,
            gesloten=not casus.is_open,
        )
        coming = [day for day in (change, besluit.volgende_op) if day is not None]
        next_look = min(coming, default=NOOIT) if casus.is_open else NOOIT
        batch.uitkomsten.append(_Uitkomst(casus, stand, besluit, next_look))
    return batch


def _write_escalaties(batch: _Batch) -> Telling:
    telling = Telling()
    rows: list[tuple[_Uitkomst, Nieuw, Escalatie, Ontvangers | None]] = []
    opening = [
        u.casus for u in batch.uitkomsten if any(n.status == Status.OPEN for n in u.besluit.nieuw)
    ]
    adresboek = Adresboek(opening, _ROLLEN) if opening else None
    for uitkomst in batch.uitkomsten:
        for nieuw in uitkomst.besluit.nieuw:
            people = None
            if nieuw.status == Status.OPEN and adresboek is not None:
                people = adresboek.find(uitkomst.casus, nieuw.regel.rollen)
            rows.append((uitkomst, nieuw, _escalatie(uitkomst, nieuw, people, batch), people))
    Escalatie.objects.bulk_create([row[2] for row in rows])

    berichten: list[Bericht] = []
    entries: list[Gebeurtenis] = []
    parties: list[CasusPartij] = []
    for uitkomst, nieuw, escalatie, people in rows:
        if people is None:
            telling.overgeslagen += 1
            continue
        telling.geescaleerd += 1
        berichten += [_bericht(escalatie, user) for user in people.users]
        entries.append(_signal_entry(uitkomst, nieuw, escalatie))
        partij = _schoolbestuur(uitkomst.casus, nieuw, batch.peildatum)
        parties += [partij] if partij else []
    Bericht.objects.bulk_create(berichten)
    if parties:
        CasusPartij.objects.bulk_create(parties, ignore_conflicts=True)
    telling.berichten = len(berichten)
    telling.vervallen = _lapse(batch, entries)
    Gebeurtenis.objects.bulk_create(entries)
    return telling


def _escalatie(
    uitkomst: _Uitkomst, nieuw: Nieuw, people: Ontvangers | None, batch: _Batch
) -> Escalatie:
    stand = uitkomst.stand
    assert stand.verzuim_sinds is not None
    is_open = people is not None
    return Escalatie(
        casus=uitkomst.casus,
        drempel=nieuw.regel.drempel.value,
        trede=nieuw.regel.trede.value,
        verzuim_sinds=stand.verzuim_sinds,
        op=batch.peildatum,
        gold_vanaf=nieuw.due_on,
        status=nieuw.status.value,
        reden=nieuw.reden,
        aanleiding=nieuw.regel.aanleiding,
        vraag=nieuw.regel.vraag,
        reageer_voor=plus_werkdagen(batch.peildatum, nieuw.regel.termijn) if is_open else None,
        regelset=stand.regelset,
        uitleg=list(stand.uitleg) if is_open else [],
        zonder_ontvanger=[rol.value for rol in people.zonder] if people else [],
    )


def _bericht(escalatie: Escalatie, user_id: int) -> Bericht:
    return Bericht(
        sjabloon="signaal",
        ontvanger_id=user_id,
        sleutel=f"{escalatie.referentie}:{user_id}",
        referentie=escalatie.referentie,
        gegevens={"escalatie": escalatie.pk},
    )


def _signal_entry(uitkomst: _Uitkomst, nieuw: Nieuw, escalatie: Escalatie) -> Gebeurtenis:
    skipped = [
        n.regel.trede.value for n in uitkomst.besluit.nieuw if n.status == Status.OVERGESLAGEN
    ]
    words = [nieuw.reden]
    if skipped:
        words.append(f"Overgeslagen, want al voorbij: {', '.join(skipped)}.")
    if escalatie.zonder_ontvanger:
        missing = ", ".join(Rol(rol).label for rol in escalatie.zonder_ontvanger)
        words.append(f"Niemand gevonden met de rol: {missing}.")
    return Gebeurtenis(
        casus=uitkomst.casus,
        soort=GebeurtenisSoort.SIGNAAL,
        datum=escalatie.op,
        titel=f"Signaal: {nieuw.regel.trede.value}",
        tekst=" ".join(words),
        gegevens={"escalatie": escalatie.pk, "trede": escalatie.trede},
    )


def _schoolbestuur(casus: Casus, nieuw: Nieuw, peildatum: date) -> CasusPartij | None:
    """Return the schoolbestuur as a party when its bestuurder is addressed, else None."""
    if Rol.BESTUURDER not in nieuw.regel.rollen or casus.school is None:
        return None
    if casus.school.bestuur_id is None:
        return None
    return CasusPartij(
        casus=casus,
        organisatie_id=casus.school.bestuur_id,
        rol=PartijRol.SCHOOLBESTUUR,
        van=min(peildatum, timezone.localdate()),
    )


def _lapse(batch: _Batch, entries: list[Gebeurtenis]) -> int:
    """Let open escalations lapse, withdraw their mails, and add it to the timeline entries."""
    lapsing: dict[str, list[int]] = defaultdict(list)
    for uitkomst in batch.uitkomsten:
        besluit = uitkomst.besluit
        if not besluit.vervalt:
            continue
        lapsing[besluit.vervalt_reden] += besluit.vervalt
        entries.append(
            Gebeurtenis(
                casus=uitkomst.casus,
                soort=GebeurtenisSoort.VERVALLEN,
                datum=batch.peildatum,
                titel="Open signaal vervallen"
                if len(besluit.vervalt) == 1
                else f"{len(besluit.vervalt)} open signalen vervallen",
                tekst=besluit.vervalt_reden,
                gegevens={"escalaties": list(besluit.vervalt)},
            )
        )
    for reden, ids in lapsing.items():
        Escalatie.objects.filter(pk__in=ids, status=Status.OPEN.value).update(
            status=Status.VERVALLEN.value, reden=reden
        )
        withdraw_berichten(referenties=[f"escalatie:{pk}" for pk in ids], reden=reden)
    return sum(len(ids) for ids in lapsing.values())


_COLUMNS = {
    "plicht": "text",
    "categorie": "text",
    "duur": "text",
    "verzuim_sinds": "date",
    "vier_weken_op": "date",
    "drie_maanden_op": "date",
    "drempel_op": "date",
    "regelset": "text",
    "stand_op": "date",
    "volgende_controle_op": "date",
    "trede": "text",
}


def _write_casussen(batch: _Batch) -> None:
    """Put the new Stand, rung and next date on every casus of the batch, in one statement."""
    values: dict[str, list[object]] = {name: [] for name in ("id", *_COLUMNS)}
    for uitkomst in batch.uitkomsten:
        columns = stand_columns(uitkomst.stand, batch.peildatum) | {
            "id": uitkomst.casus.pk,
            "volgende_controle_op": uitkomst.volgende_op,
            "trede": uitkomst.besluit.trede.value if uitkomst.besluit.trede else "",
        }
        for name, value in columns.items():
            values[name].append(value)
    if not values["id"]:
        return
    sets = ", ".join(f"{name} = new.{name}" for name in _COLUMNS)
    arrays = ", ".join(f"%s::{kind}[]" for kind in _COLUMNS.values())
    names = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE cases_casus SET {sets} "  # noqa: S608 - names from the table above only
            f"FROM unnest(%s::bigint[], {arrays}) AS new(id, {names}) "
            "WHERE cases_casus.id = new.id",
            [values["id"], *(values[name] for name in _COLUMNS)],
        )
