"""The first page of the werkvoorraad, at 1,000 and at 100,000 open casussen."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.bench.generate import Big, generate

ROUNDS = 15
BARE = """
SELECT c.id, c.nummer, c.categorie, c.drempel_op, c.verzuim_sinds, c.trede, l.voornaam,
       l.achternaam, s.naam, g.naam, u.naam
FROM cases_casus c
JOIN cases_leerling l ON l.id = c.leerling_id
JOIN accounts_organisatie g ON g.id = c.gemeente_id
LEFT JOIN accounts_organisatie s ON s.id = c.school_id
LEFT JOIN accounts_user u ON u.id = c.eigenaar_id
WHERE c.status = 'open' AND EXISTS (
    SELECT 1 FROM cases_casuspartij p
    WHERE p.casus_id = c.id AND p.organisatie_id IN (%(swv)s)
      AND (p.tot IS NULL OR p.tot > current_date))
ORDER BY c.drempel_op, c.id LIMIT 25
"""


def _median_ms(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def _measure(casussen: int) -> tuple[Big, float, float, int]:
    big = generate(casussen=casussen, due=0, today=timezone.localdate())
    client = Client()
    client.force_login(
        big.region.coordinator, backend="allauth.account.auth_backends.AuthenticationBackend"
    )

    def page() -> None:
        response = client.get("/casussen/?eigenaar=iedereen")
        if response.status_code != 200 or b"nummer" not in response.content.lower():
            raise SystemExit(f"bench: the page answered {response.status_code}")

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, {"swv": big.region.swv.pk})
            cursor.fetchall()

    page_ms = _median_ms(page)
    bare_ms = _median_ms(bare)
    with CaptureQueriesContext(connection) as captured:
        page()
    return big, page_ms, bare_ms, len(captured)


def bench_werkvoorraad() -> dict[str, float]:
    """Return the time of the page at both sizes, their ratio, and the bare SQL of the page."""
    _, small, bare_small, _ = _measure(1_000)
    _, large, bare_large, queries = _measure(100_000)
    return {
        "page_1k_ms": small,
        "page_100k_ms": large,
        "ratio": large / small,
        "bare_sql_1k_ms": bare_small,
        "bare_sql_100k_ms": bare_large,
        "page_against_bare": large / bare_large,
        "queries": queries,
    }
