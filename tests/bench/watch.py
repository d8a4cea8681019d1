"""One round of the watch beside hand-written SQL that writes the same rows."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from datetime import date

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Casus, Gebeurtenis
from monitoring.models import Escalatie
from monitoring.services.schrijven import Telling
from monitoring.services.watch import run_round
from tests.bench.generate import Big, generate
from thuiszitters.berichten.models import Bericht

FLOOR = """
WITH due AS (
    SELECT c.id, c.verzuim_sinds, c.vier_weken_op, c.drie_maanden_op, c.swv_id, c.gemeente_id,
           c.eigenaar_id
    FROM cases_casus c
    WHERE c.volgende_controle_op <= %(today)s ORDER BY c.volgende_controle_op, c.id
    FOR UPDATE SKIP LOCKED
), esc AS (
    INSERT INTO monitoring_escalatie
        (casus_id, drempel, trede, verzuim_sinds, op, gold_vanaf, status, reden, aanleiding,
         vraag, reageer_voor, regelset, uitleg, zonder_ontvanger, gemaakt_op)
    SELECT id, 'vier_weken', 'signaleren', verzuim_sinds, %(today)s, vier_weken_op, 'open',
           %(reden)s, %(aanleiding)s, %(vraag)s, %(voor)s, 'landelijk', %(uitleg)s, '[]', now()
    FROM due
    ON CONFLICT DO NOTHING RETURNING id, casus_id
), mail AS (
    INSERT INTO berichten_bericht
        (sleutel, referentie, sjabloon, gegevens, ontvanger_id, toestand, reden, pogingen,
         niet_voor, gemaakt_op)
    SELECT 'escalatie:' || esc.id || ':' || l.user_id, 'escalatie:' || esc.id, 'signaal',
           jsonb_build_object('escalatie', esc.id), l.user_id, 'wachtend', '', 0, now(), now()
    FROM esc JOIN due ON due.id = esc.casus_id
    JOIN accounts_lidmaatschap l ON
        (l.rol = 'leerplichtambtenaar' AND l.organisatie_id = due.gemeente_id)
        OR (l.rol = 'directeur' AND l.organisatie_id = due.swv_id)
        OR (l.rol = 'coordinator' AND l.organisatie_id = due.swv_id
            AND l.user_id = due.eigenaar_id)
    RETURNING id
), line AS (
    INSERT INTO cases_gebeurtenis
        (casus_id, soort, op, datum, titel, tekst, gegevens, versie)
    SELECT casus_id, 'signaal', now(), %(today)s, 'Signaal: signaleren', %(reden)s,
           jsonb_build_object('escalatie', id, 'trede', 'signaleren'), 0
    FROM esc RETURNING id
)
UPDATE cases_casus c SET categorie = 'LRV', duur = '4w-3m', trede = 'signaleren',
    stand_op = %(today)s, volgende_controle_op = due.drie_maanden_op - 28
FROM due WHERE c.id = due.id
"""


class _Undo(Exception):
    pass


def timed_and_undone(work: Callable[[], object]) -> float:
    """Return the seconds `work` takes, and undo what it wrote."""
    seconds = 0.0
    try:
        with transaction.atomic():
            start = time.perf_counter()
            work()
            with connection.cursor() as cursor:  # constraint checks belong to the work
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            seconds = time.perf_counter() - start
            raise _Undo
    except _Undo:
        pass
    return seconds


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _floor(today: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            FLOOR,
            {
                "today": today,
                "reden": "De leerling zit vier weken thuis. Deze trede gold vanaf 23 nov 2026.",
                "aanleiding": "De leerling zit vier weken thuis.",
                "vraag": "Plan een multidisciplinair overleg (MDO) met een datum.",
                "voor": today,
                "uitleg": '["' + "x" * 500 + '"]',
            },
        )


def check_same_rows(today: date, due: int) -> None:
    """Stop when the floor does not write as many rows as the watch does."""
    counts = []
    for work in (lambda: _floor(today), lambda: run_round(peildatum=today)):
        found: list[int] = []

        def counted(work: Callable[[], object] = work, found: list[int] = found) -> None:
            before = [m.objects.count() for m in (Escalatie, Bericht, Gebeurtenis)]
            work()
            after = [m.objects.count() for m in (Escalatie, Bericht, Gebeurtenis)]
            found.extend(b - a for a, b in zip(before, after, strict=True))
            found.append(Casus.objects.filter(stand_op=today).count())

        timed_and_undone(counted)
        counts.append(found)
    if counts[0] != counts[1] or counts[0] != [due, 3 * due, due, due]:
        raise SystemExit(f"bench: floor and watch do not write the same rows: {counts}")


def bench_watch(casussen: int = 100_000, due: int = 1_000, rounds: int = 5) -> dict[str, float]:
    """Return the figures of one round with `due` of `casussen` due."""
    today = timezone.localdate()
    big: Big = generate(casussen=casussen, due=due, today=today)
    check_same_rows(today, due)
    floor = statistics.median(timed_and_undone(lambda: _floor(today)) for _ in range(rounds))
    before = _peak()
    watch = statistics.median(
        timed_and_undone(lambda: run_round(peildatum=today)) for _ in range(rounds)
    )
    grown = _peak() - before
    with CaptureQueriesContext(
        connection,
    ) as captured:
        telling: list[Telling] = []
        timed_and_undone(lambda: telling.append(run_round(peildatum=today)))
    statements = len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])
    run_round(peildatum=today)
    idle = statistics.median(
        timed_and_undone(lambda: run_round(peildatum=today)) for _ in range(rounds)
    )
    return {
        "casussen": big.casussen,
        "due": big.due,
        "sql_ms": floor * 1000,
        "watch_ms": watch * 1000,
        "ratio": watch / floor,
        "statements_per_item": statements / big.due,
        "memory_grown_mb": grown,
        "nothing_due_ms": idle * 1000,
    }
