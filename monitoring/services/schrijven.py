"""Writing what the ladder decided for a batch: escalations, mails, timeline, parties, lapses.

All of it runs in the transaction of the batch, in a fixed number of statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from cases.models import CasusPartij, Gebeurtenis, GebeurtenisSoort, PartijRol
from cases.stand import Stand
from monitoring.ladder import LANDELIJKE_LADDER, Besluit, Nieuw, Status
from monitoring.models import Escalatie
from monitoring.ontvangers import Adresboek, Ontvangers
from monitoring.services.claim import Due
from thuiszitters.accounts.rollen import Rol
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.services import withdraw_berichten
from thuiszitters.columns import insert_columns
from thuiszitters.kalender import plus_werkdagen

_ROLLEN: tuple[Rol, ...] = tuple(
    dict.fromkeys(rol for regel in LANDELIJKE_LADDER for rol in regel.rollen)
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


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What was worked out for one casus, before anything is written."""

    due: Due
    stand: Stand
    besluit: Besluit
    volgende_op: date


@dataclass(frozen=True, slots=True)
class _Regel:
    """One escalation to write; `people` only where it is opened."""

    uitkomst: Uitkomst
    nieuw: Nieuw
    people: Ontvangers | None

    @property
    def key(self) -> tuple[int, str, str]:
        regel = self.nieuw.regel
        return self.uitkomst.due.pk, regel.drempel.value, regel.trede.value


class _Rows:
    """Rows for one table, gathered as columns."""

    def __init__(self) -> None:
        self.columns: dict[str, list[Any]] = defaultdict(list)

    def add(self, **values: Any) -> None:
        for name, value in values.items():
            self.columns[name].append(value)


def write_escalaties(uitkomsten: Sequence[Uitkomst], peildatum: date) -> Telling:
    """Write everything that was decided for these casussen; return the counts."""
    regels = _address(uitkomsten)
    ids = _insert_escalaties(regels, peildatum)
    opened = [regel for regel in regels if regel.people is not None]
    entries = _Rows()
    now = timezone.now()
    for regel in opened:
        _add_signal_entry(entries, regel, ids[regel.key], peildatum)
    vervallen = _lapse(uitkomsten, entries, peildatum)
    entries.columns["op"] = [now] * len(entries.columns["casus"])
    entries.columns["versie"] = [0] * len(entries.columns["casus"])
    insert_columns(Gebeurtenis, entries.columns)
    _add_schoolbesturen(opened, peildatum)
    return Telling(
        geescaleerd=len(opened),
        overgeslagen=len(regels) - len(opened),
        vervallen=vervallen,
        berichten=_insert_berichten(opened, ids),
    )


def _address(uitkomsten: Sequence[Uitkomst]) -> list[_Regel]:
    opening = [
        uitkomst.due.plaatsen
        for uitkomst in uitkomsten
        if any(nieuw.status == Status.OPEN for nieuw in uitkomst.besluit.nieuw)
    ]
    adresboek = Adresboek(opening, _ROLLEN) if opening else None
    return [
        _Regel(
            uitkomst,
            nieuw,
            adresboek.find(uitkomst.due.plaatsen, nieuw.regel.rollen)
            if adresboek is not None and nieuw.status == Status.OPEN
            else None,
        )
        for uitkomst in uitkomsten
        for nieuw in uitkomst.besluit.nieuw
    ]


def _insert_escalaties(
    regels: Sequence[_Regel], peildatum: date
) -> dict[tuple[int, str, str], int]:
    """Insert the escalations; return their ids by (casus, drempel, trede)."""
    rows = _Rows()
    now = timezone.now()
    for regel in regels:
        rule, people, stand = regel.nieuw.regel, regel.people, regel.uitkomst.stand
        rows.add(
            casus=regel.uitkomst.due.pk,
            drempel=rule.drempel.value,
            trede=rule.trede.value,
            verzuim_sinds=stand.verzuim_sinds,
            op=peildatum,
            gold_vanaf=regel.nieuw.due_on,
            status=regel.nieuw.status.value,
            reden=regel.nieuw.reden,
            aanleiding=rule.aanleiding,
            vraag=rule.vraag,
            reageer_voor=plus_werkdagen(peildatum, rule.termijn) if people else None,
            regelset=stand.regelset,
            uitleg=list(stand.uitleg) if people else [],
            zonder_ontvanger=[rol.value for rol in people.zonder] if people else [],
            gemaakt_op=now,
        )
    made = insert_columns(Escalatie, rows.columns, returning=("casus", "drempel", "trede", "id"))
    return {(casus, drempel, trede): pk for casus, drempel, trede, pk in made}


def _insert_berichten(opened: Sequence[_Regel], ids: dict[tuple[int, str, str], int]) -> int:
    """Queue one mail per person addressed; return how many."""
    rows = _Rows()
    now = timezone.now()
    for regel in opened:
        pk = ids[regel.key]
        for user in regel.people.users if regel.people else ():
            rows.add(
                sleutel=f"escalatie:{pk}:{user}",
                referentie=f"escalatie:{pk}",
                sjabloon="signaal",
                gegevens={"escalatie": pk},
                ontvanger=user,
                toestand=Toestand.WACHTEND.value,
                reden="",
                pogingen=0,
                niet_voor=now,
                gemaakt_op=now,
            )
    insert_columns(Bericht, rows.columns)
    return len(rows.columns["sleutel"])


def _add_signal_entry(entries: _Rows, regel: _Regel, pk: int, peildatum: date) -> None:
    """Add the line of an opened signal to the timeline."""
    skipped = [
        nieuw.regel.trede.value
        for nieuw in regel.uitkomst.besluit.nieuw
        if nieuw.status == Status.OVERGESLAGEN
    ]
    words = [regel.nieuw.reden]
    if skipped:
        words.append(f"Overgeslagen, want al voorbij: {', '.join(skipped)}.")
    if regel.people and regel.people.zonder:
        missing = ", ".join(rol.label for rol in regel.people.zonder)
        words.append(f"Niemand gevonden met de rol: {missing}.")
    trede = regel.nieuw.regel.trede.value
    entries.add(
        casus=regel.uitkomst.due.pk,
        soort=GebeurtenisSoort.SIGNAAL.value,
        datum=peildatum,
        titel=f"Signaal: {trede}",
        tekst=" ".join(words),
        gegevens={"escalatie": pk, "trede": trede},
    )


def _add_schoolbesturen(opened: Sequence[_Regel], peildatum: date) -> None:
    """Let the schoolbestuur take part once its people are addressed: they must see it."""
    CasusPartij.objects.bulk_create(
        (
            CasusPartij(
                casus_id=regel.uitkomst.due.pk,
                organisatie_id=bestuur,
                rol=PartijRol.SCHOOLBESTUUR,
                van=min(peildatum, timezone.localdate()),
            )
            for regel in opened
            if (bestuur := regel.uitkomst.due.plaatsen.bestuur)
            and regel.people is not None
            and any(adres.organisatie == bestuur for adres in regel.people.adressen)
        ),
        ignore_conflicts=True,
    )


def _lapse(uitkomsten: Sequence[Uitkomst], entries: _Rows, peildatum: date) -> int:
    """Let open escalations lapse, withdraw their mails, and tell it on the timeline."""
    lapsing: dict[str, list[int]] = defaultdict(list)
    for uitkomst in uitkomsten:
        besluit = uitkomst.besluit
        if not besluit.vervalt:
            continue
        lapsing[besluit.vervalt_reden] += besluit.vervalt
        many = len(besluit.vervalt) > 1
        entries.add(
            casus=uitkomst.due.pk,
            soort=GebeurtenisSoort.VERVALLEN.value,
            datum=peildatum,
            titel=f"{len(besluit.vervalt)} open signalen vervallen"
            if many
            else "Open signaal vervallen",
            tekst=besluit.vervalt_reden,
            gegevens={"escalaties": list(besluit.vervalt)},
        )
    for reden, ids in lapsing.items():
        Escalatie.objects.filter(pk__in=ids, status=Status.OPEN.value).update(
            status=Status.VERVALLEN.value, reden=reden
        )
        withdraw_berichten(referenties=[f"escalatie:{pk}" for pk in ids], reden=reden)
    return sum(len(ids) for ids in lapsing.values())
