"""Rules that change from a date, per SWV, and rounds that fail, beside the model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import transaction

from cases.models import Casus
from cases.stand import LANDELIJK, Regelset, bereken_signalen, bereken_stand
from monitoring.ladder import Ladder
from monitoring.services.regels import make_regelset
from monitoring.services.regels.herberekenen import finish_herberekeningen
from monitoring.services.watch import run_round
from tests.monitoring.histories.bulk import ONE_DAY, Chunk, Places, insert
from tests.monitoring.histories.children import Child
from tests.monitoring.histories.half_year import HalfYear
from tests.monitoring.model import NATIONAL, Rung, Rungs
from tests.monitoring.model.seeded import random_facts
from tests.monitoring.regels.voorstellen import REDEN, random_regels
from thuiszitters.accounts.models import User


def rungs_of(ladder: Ladder) -> Rungs:
    """These rules as the model reads them."""
    return Rungs(
        Rung(r.drempel.value, r.trede.value, r.anker.value, r.dagen, r.termijn, tuple(r.rollen))
        for r in ladder.regels
        if r.aan
    )


@dataclass(frozen=True)
class Version:
    """Rules from a day on."""

    since: date
    regelset: Regelset
    rungs: Rungs


class Swv(HalfYear):
    """The children of one SWV, and the rules it makes for itself."""

    def __init__(self, places: Places, rng: Random, first_day: date, first_id: int, n: int) -> None:
        self.region = places.region
        self.rng = rng
        self.versions = [Version(date.min, LANDELIJK, NATIONAL)]
        facts = {
            first_id + i: random_facts(rng, first_day + rng.randrange(-60, 20) * ONE_DAY)
            for i in range(n)
        }
        insert(Chunk("", facts, ()), places)
        self.children = [
            Child(
                f"K{pk}",
                Random(pk),
                feiten=known,
                people={
                    "coordinator": self.region.coordinator.pk,
                    "directeur": self.region.directeur.pk,
                    "leerplichtambtenaar": self.region.leerplichtambtenaar.pk,
                    "zorgcoordinator": places.zorgcoordinatoren[known.regio],
                    "bestuurder": self.region.bestuurder.pk,
                },
            )
            for pk, known in facts.items()
        ]
        self.away = {}
        self.people = {user.pk: user for user in User.objects.all()}
        mine = Casus.objects.filter(swv=self.region.swv).select_related("leerling")
        self.casussen = {f"K{casus.pk}": casus for casus in mine}
        self.counts = dict.fromkeys(("gezien", "neem_op", "doorgestuurd"), 0)

    def new_version(self, day: date) -> None:
        """Make a version that holds from this day or a later one."""
        since = day + self.rng.choice([0, 0, 1, 5, 20]) * ONE_DAY
        if any(version.since >= since for version in self.versions):
            return
        regels = random_regels(self.rng)
        make_regelset(
            swv=self.region.swv,
            geldig_vanaf=since,
            regels=regels,
            reden=REDEN,
            inzender=self.region.by(),
        )
        self.versions.append(Version(since, regels.regelset, rungs_of(regels.ladder)))

    def round(self, child: Child, day: date) -> None:
        """One round in the model, by the rules of the day."""
        version = [v for v in self.versions if v.since <= day][-1]
        stand = bereken_stand(child.feiten, version.regelset, day, met_uitleg=False)
        signals = bereken_signalen(child.feiten, version.regelset, day).signalen
        done = child.model.round(day, stand, signals, rungs=version.rungs)
        self.address(child, done, day)
        child.changed = False
        if (done.opened or done.reminded) and child.rng.random() < 0.3:
            later = day + child.rng.randrange(9) * ONE_DAY
            child.answers.append((later, child.rng.choice(done.opened + done.reminded)))


def one_day(swvs: list[Swv], rng: Random, day: date) -> str:
    """What becomes of the round of this day; what was handled is handled in the model too."""
    what = rng.choice(["whole", "whole", "whole", "twice", "down", "stops half-way", "undone"])
    if what == "undone":
        with transaction.atomic():
            run_round(peildatum=day)
            transaction.set_rollback(True)
    handled: list[tuple[Swv, Child]] = []
    if what in {"whole", "twice"}:
        run_round(peildatum=day)
        handled = [(swv, child) for swv in swvs for child in swv.children]
    if what == "stops half-way":
        everybody = [(swv, child) for swv in swvs for child in swv.children]
        handled = rng.sample(everybody, len(everybody) // 2)
        finish_herberekeningen()
        run_round(peildatum=day, casus_ids=[s.casussen[c.kenmerk].pk for s, c in handled])
    if what == "twice":
        again = run_round(peildatum=day, batch=7)
        assert (again.geescaleerd, again.herinnerd, again.vervallen) == (0, 0, 0)
    for swv, child in handled:
        swv.round(child, day)
    return what
