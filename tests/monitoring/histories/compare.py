"""One chunk of children through the set-based round and through the slow pure rule."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from random import Random

from cases.models import Casus
from cases.stand import LANDELIJK, bereken_signalen, bereken_stand
from monitoring.models import Escalatie
from monitoring.services.watch import run_round
from tests.monitoring.histories.bulk import ONE_DAY, Chunk, learn_sizes, run
from tests.monitoring.model import CasusModel, Recorded
from tests.monitoring.model.days import first_werkdag_after

Line = tuple[object, ...]
_FIELDS = (
    "casus_id",
    "drempel",
    "trede",
    "verzuim_sinds",
    "oorzaak",
    "status",
    "op",
    "gold_vanaf",
    "reageer_voor",
    "herinnerd_op",
    "herinneringen",
    "rust_tot",
)


@dataclass
class Report:
    """What was looked at, and where the two differ."""

    histories: int = 0
    looks: int = 0
    escalations: int = 0
    reminders: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, other: Report) -> None:
        """Add the counts of another."""
        self.histories += other.histories
        self.looks += other.looks
        self.escalations += other.escalations
        self.reminders += other.reminders
        self.differences += other.differences


def compare(chunk: Chunk) -> Report:
    """Watch these children, who are in the tables, and the same in the model."""
    rng = Random(f"{chunk.name}:looks")
    report = Report(histories=len(chunk.children))
    models = {n: CasusModel() for n in chunk.children}
    stands: dict[int, tuple[str, date | None, str]] = {}
    for number, day in enumerate(chunk.looks):
        last = number == len(chunk.looks) - 1
        if number == 2:
            learn_sizes()
        watched = [n for n in chunk.children if last or rng.random() < 0.65]
        telling = run_round(peildatum=day, casus_ids=None if last else watched)
        if telling.fouten:
            report.differences.append(f"{chunk.name}: not handled on {day}: {telling.fouten[:5]}")
        report.looks += len(watched)
        for n in watched:
            facts = chunk.children[n]
            stand = bereken_stand(facts, LANDELIJK, day, met_uitleg=False)
            signals = bereken_signalen(facts, LANDELIJK, day).signalen
            done = models[n].round(day, stand, signals)
            stands[n] = (stand.categorie.value, stand.verzuim_sinds, done.reached)
        if not last:
            _take_up(models, rng, day)
    found = _recorded()
    columns = Casus.objects.values_list("pk", "categorie", "verzuim_sinds", "trede")
    shown = {n: (categorie, since, trede) for n, categorie, since, trede in columns}
    for n, model in models.items():
        expected = {_line(e) for e in model.recorded}
        report.escalations += len(expected)
        report.reminders += sum(e.herinneringen for e in model.recorded)
        if found[n] != expected or shown[n] != stands[n]:
            report.differences.append(
                f"{chunk.name}: child {n}: {chunk.children[n]} looked at on "
                f"{[day.isoformat() for day in chunk.looks]}\n"
                f"  only in the tables: {sorted(map(str, found[n] - expected))} {shown[n]}\n"
                f"  only by the rule:   {sorted(map(str, expected - found[n]))} {stands[n]}"
            )
    return report


def _line(e: Recorded) -> Line:
    return (
        *e.key,
        e.status,
        e.op,
        e.due,
        e.last_day,
        e.herinnerd_op,
        e.herinneringen,
        e.rust_tot,
    )


def _recorded() -> dict[int, set[Line]]:
    found: dict[int, set[Line]] = defaultdict(set)
    for casus, *line in Escalatie.objects.values_list(*_FIELDS):
        found[casus].add(tuple(line))
    return found


def _take_up(models: dict[int, CasusModel], rng: Random, day: date) -> None:
    """Some of those that are asked take it up, as monitoring.services.reacties writes it."""
    keys: list[tuple[int, str, str, date, str, date, date]] = []
    for n, model in models.items():
        for e in model.open_ones():
            if rng.random() < 0.1:
                until = day + rng.randrange(12) * ONE_DAY
                model.take_up(e.nr, until)
                keys.append((n, *e.key, until, first_werkdag_after(until)))
    if not keys:
        return
    columns = [list(column) for column in zip(*keys, strict=True)]
    run(
        """
        WITH up AS (
            SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::date[], %s::text[],
                                 %s::date[], %s::date[])
                AS t(casus, drempel, trede, sinds, oorzaak, tot, kijk)
        ), answered AS (
            UPDATE monitoring_escalatie e SET status = 'beantwoord', rust_tot = up.tot FROM up
            WHERE e.casus_id = up.casus AND e.drempel = up.drempel AND e.trede = up.trede
                AND e.verzuim_sinds = up.sinds AND e.oorzaak = up.oorzaak AND e.status = 'open'
        )
        UPDATE cases_casus c SET volgende_controle_op = least(c.volgende_controle_op, soonest)
        FROM (SELECT casus, min(kijk) AS soonest FROM up GROUP BY casus) s WHERE c.id = s.casus
        """,
        columns,
    )
