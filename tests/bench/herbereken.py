"""Recomputing every open casus after a change of the rules, in batches, beside one UPDATE
and beside a plain loop."""

from __future__ import annotations

import time
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from cases.models import Casus
from cases.selectors.feiten import load_feiten
from cases.services.stand import stand_columns
from cases.stand import LANDELIJK, bereken_stand
from monitoring.ladder import beeld_van_stand, decide
from monitoring.services.watch import load_history, run_round
from tests.bench.generate import generate
from tests.bench.watch import LUS, peak, timed_and_undone

FLOOR = """
UPDATE cases_casus c SET plicht = 'leerplichtig', categorie = s.categorie, duur = s.duur,
    verzuim_sinds = s.begin, vier_weken_op = s.begin + 28,
    drie_maanden_op = (s.begin + interval '3 months')::date, drempel_op = s.begin + 28,
    regelset = 'nieuw', stand_op = %(today)s, volgende_controle_op = s.begin + 28
FROM (
    SELECT v.leerling_id, v.begin,
           CASE WHEN v.begin <= %(today)s::date - 28 THEN 'LRV' ELSE 'dreigend' END AS categorie,
           CASE WHEN v.begin <= %(today)s::date - 28 THEN '4w-3m' ELSE '<4w' END AS duur
    FROM cases_verzuim v WHERE v.vervangen_op IS NULL
) s
WHERE c.leerling_id = s.leerling_id AND c.status = 'open'
"""


def _orm_loop(today: date) -> None:
    """Recompute casussen one by one with the plain ORM, as one would write it first."""
    for casus in Casus.objects.filter(status="open").order_by("pk")[:LUS]:
        with transaction.atomic():
            stand = bereken_stand(load_feiten([casus])[casus.pk], LANDELIJK, today)
            history = load_history([casus.pk]).get(casus.pk, ())
            besluit = decide(beeld=beeld_van_stand(stand), history=history, peildatum=today)
            for name, value in stand_columns(stand, today).items():
                setattr(casus, name, value)
            casus.volgende_controle_op = besluit.volgende_op or today + timedelta(days=1)
            casus.save()


def bench_herbereken(casussen: int = 1_000_000) -> dict[str, float]:
    """Return the figures of recomputing everything, stopped halfway and resumed."""
    today = timezone.localdate()
    generate(casussen=casussen, due=0, today=today)
    # What is open must not be new today: this is about the Standen.
    run_round(peildatum=today)

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, {"today": today})

    sql = timed_and_undone(floor)
    loop = timed_and_undone(lambda: _orm_loop(today)) / min(LUS, casussen) * casussen
    Casus.objects.filter(status="open").update(volgende_controle_op=today)
    before = peak()
    start = time.perf_counter()
    half = run_round(peildatum=today, seconden=casussen / 10_000).bekeken
    done = run_round(peildatum=today).bekeken
    seconds = time.perf_counter() - start
    if half + done != casussen:
        raise SystemExit(f"bench: {half} and {done} are not {casussen} casussen")
    return {
        "casussen": casussen,
        "sql_s": sql,
        "watch_s": seconds,
        "orm_loop_s": loop,
        "ratio": seconds / sql,
        "orm_loop_ratio": loop / sql,
        "casussen_per_s": casussen / seconds,
        "before_the_stop": half,
        "memory_grown_mb": peak() - before,
    }
