"""Giving what the demo wrote the time of the day it is about."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F
from django.utils import timezone

from cases.models import (
    Aanbod,
    Casus,
    CasusPartij,
    Gebeurtenis,
    GebeurtenisSoort,
    Gemist,
    Inschrijving,
    PartijRol,
    Taak,
    Verzuim,
    Vrijstelling,
)
from monitoring.models import Escalatie, Reactie
from pact.models import ActieLog
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.columns import update_columns

BATCH = 5000
OCHTEND, WERKDAG = time(6), time(9)
"""When the watch looks, and when people work."""
_TIJDEN: tuple[tuple[type[models.Model], str], ...] = (
    (Casus, "geopend_op"),
    (Casus, "gesloten_op"),
    (Verzuim, "bekend_op"),
    (Verzuim, "vervangen_op"),
    (Gemist, "bekend_op"),
    (Inschrijving, "bekend_op"),
    (Inschrijving, "vervangen_op"),
    (Aanbod, "bekend_op"),
    (Aanbod, "vervangen_op"),
    (Vrijstelling, "bekend_op"),
    (Taak, "gemaakt_op"),
    (Taak, "gedaan_op"),
    (Escalatie, "gemaakt_op"),
    (Reactie, "op"),
    (Bericht, "gemaakt_op"),
    (Bericht, "niet_voor"),
)


@dataclass(frozen=True, slots=True)
class Dagdeel:
    """A part of a day of the demo: from when it was played, and the time it stands for."""

    gespeeld: datetime
    dag: date
    begin: time

    @property
    def moment(self) -> datetime:
        """The moment it stands for."""
        return timezone.make_aware(datetime.combine(self.dag, self.begin))


class Dateerder:
    """Moves what was written while playing to the days it is about; today keeps its own time."""

    def __init__(self, delen: Sequence[Dagdeel], vandaag: date, rng: random.Random) -> None:
        self._delen = delen
        self._begonnen = [deel.gespeeld for deel in delen]
        self._vandaag = vandaag
        self._rng = rng

    def dateer(self, casus_ids: Collection[int]) -> None:
        """Date everything about these casussen."""
        if not self._delen:
            return
        for model, veld in _TIJDEN:
            self._dateer_veld(model, veld)
        self._dateer_tijdlijn()
        self._dateer_partijen(casus_ids)
        # The history of an action is never changed; here it is still being made up.
        with pgtrigger.ignore("pact.ActieLog:append_only"):
            self._dateer_veld(ActieLog, "op")
        # What was written on a day that is over has been delivered since.
        Bericht.objects.filter(
            toestand__in=[Toestand.WACHTEND, Toestand.INGETROKKEN],
            sjabloon__in=["signaal", "herinnering", "actiesignaal", "actieherinnering"],
            gemaakt_op__gte=self._delen[0].moment,
            gemaakt_op__lt=self._middernacht,
        ).update(
            toestand=Toestand.VERZONDEN,
            reden="",
            verzonden_op=F("gemaakt_op") + timedelta(minutes=1),
        )

    @property
    def _middernacht(self) -> datetime:
        return timezone.make_aware(datetime.combine(self._vandaag, time()))

    def _deel(self, geschreven: datetime) -> Dagdeel:
        return self._delen[bisect_right(self._begonnen, geschreven) - 1]

    def _dateer_veld(self, model: type[models.Model], veld: str) -> None:
        rijen = model._default_manager.filter(**{f"{veld}__gte": self._begonnen[0]})
        ids: list[int] = []
        momenten: list[datetime] = []
        for pk, geschreven in rijen.values_list("pk", veld):
            deel = self._deel(geschreven)
            if deel.dag != self._vandaag:
                ids.append(pk)
                momenten.append(deel.moment)
        for van in range(0, len(ids), BATCH):
            update_columns(model, ids[van : van + BATCH], {veld: momenten[van : van + BATCH]})

    def _dateer_tijdlijn(self) -> None:
        """Date the entries, those of one casus on one day some minutes apart."""
        rijen = Gebeurtenis.objects.filter(op__gte=self._begonnen[0]).order_by("casus_id", "pk")
        ids: list[int] = []
        momenten: list[datetime] = []
        dagen: list[date] = []
        vorige: tuple[int, Dagdeel] | None = None
        for pk, casus_id, op, datum in rijen.values_list("pk", "casus_id", "op", "datum"):
            deel = self._deel(op)
            if deel.dag == self._vandaag:
                continue
            moment = momenten[-1] if vorige == (casus_id, deel) else deel.moment
            if deel.begin.hour >= 9:
                moment += timedelta(minutes=self._rng.randint(2, 45))
            vorige = casus_id, deel
            ids.append(pk)
            momenten.append(moment)
            dagen.append(deel.dag if datum == self._vandaag else datum)
        # The timeline is never changed; here it is still being made up.
        with pgtrigger.ignore("cases.Gebeurtenis:append_only"):
            for van in range(0, len(ids), BATCH):
                deel_van = slice(van, van + BATCH)
                columns: dict[str, list[Any]] = {"op": momenten[deel_van], "datum": dagen[deel_van]}
                update_columns(Gebeurtenis, ids[deel_van], columns)

    def _dateer_partijen(self, casus_ids: Collection[int]) -> None:
        """Let the parties take part from the day the casus opened, or they were invited."""
        vast = CasusPartij.objects.filter(
            casus__in=casus_ids,
            van=self._vandaag,
            rol__in=[PartijRol.SWV, PartijRol.GEMEENTE, PartijRol.SCHOOL],
        )
        rijen = vast.values_list("pk", "casus__geopend_op")
        van = {pk: timezone.localdate(op) for pk, op in rijen}
        uitgenodigd = Gebeurtenis.objects.filter(
            casus__in=casus_ids, soort=GebeurtenisSoort.PARTIJ
        ).values_list("casus_id", "gegevens__organisatie", "datum")
        for casus_id, organisatie_id, datum in uitgenodigd:
            partij = CasusPartij.objects.filter(
                casus=casus_id, organisatie=organisatie_id, van=self._vandaag
            ).first()
            if partij is not None:
                van[partij.pk] = datum
        update_columns(CasusPartij, list(van), {"van": list(van.values())})
