"""The matrix of one pact, at 100 and at 2,000 actions, in a database of 50 other pacts.

The table has fifteen cells at every size. Up to `INEENS` actions the page holds them all; with
more it holds the first three of every cell. So 2,000 actions are also measured against 400,
where just as many stand in the page.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.models import Actie, Pact, Thema
from pact.services.pacten import PactGegevens, create_pact
from tests.factories import make_organisatie, make_user
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort

ROUNDS = 15
PACTEN, ACTIES = 50, 40
COUNTS = """
SELECT thema_id, niveau, count(*), count(*) FILTER (WHERE late), count(*) FILTER (WHERE open),
       count(*) FILTER (WHERE status = 'gedaan'),
       count(*) FILTER (WHERE open AND eigenaar_id IS NULL)
FROM (
    SELECT *, open AND deadline < %(today)s AS late
    FROM (SELECT *, status NOT IN ('gedaan', 'vervallen') AS open FROM pact_actie
          WHERE pact_id = %(pact)s) a
) b
GROUP BY thema_id, niveau
"""
FIRST = """
SELECT * FROM (
    SELECT a.nr, a.activiteit, a.thema_id, a.niveau, a.termijn, a.status, a.deadline,
           a.eigenaar_id, o.naam, a.trede, a.versie,
           row_number() OVER (PARTITION BY a.thema_id, a.niveau ORDER BY
               CASE WHEN a.status IN ('gedaan', 'vervallen') THEN 2
                    WHEN a.deadline < %(today)s THEN 0 ELSE 1 END, a.deadline, a.nr) AS plaats
    FROM pact_actie a
    LEFT JOIN pact_partner p ON p.id = a.eigenaar_id
    LEFT JOIN accounts_organisatie o ON o.id = p.organisatie_id
    WHERE a.pact_id = %(pact)s
) s WHERE plaats <= 3
"""


def _median_ms(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def _make_pact(user: User, inzender: Inzender, code: str, acties: int) -> Pact:
    """Return a pact of five themas with so many actions, spread evenly over its fifteen cells."""
    assert inzender.namens is not None
    pact = create_pact(
        organisatie=inzender.namens,
        code=code,
        gegevens=PactGegevens(
            naam=f"Pact {code}", motto="", regio="", begin=timezone.localdate(), einde=None
        ),
        themas=[f"Thema {n}" for n in range(1, 6)],
        inzender=inzender,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {Actie._meta.db_table}
                (pact_id, nr, thema_id, activiteit, niveau, termijn, eigenaar_id, deadline,
                 status, toelichting, gewijzigd_op, versie, volgende_controle_op)
            SELECT %(pact)s, g, t.id, 'Elke maand de lijsten naast elkaar leggen, keer ' || g,
                   (ARRAY['ouders_leerling_school', 'regionaal_netwerk', 'landelijk'])[1 + g %% 3],
                   CASE WHEN g %% 4 = 0 THEN 'lang' ELSE 'kort' END,
                   CASE WHEN g %% 7 = 0 THEN NULL ELSE %(partner)s END,
                   %(today)s::date + (g %% 90) - 30,
                   (ARRAY['nog_niet_begonnen', 'loopt', 'wacht', 'gedaan'])[1 + g %% 4],
                   '', now(), 1, %(today)s::date
            FROM generate_series(1, %(n)s) g
            JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS k
                  FROM {Thema._meta.db_table} WHERE pact_id = %(pact)s) t ON t.k = g / 3 %% 5
            """,
            {
                "pact": pact.pk,
                "partner": pact.partners.get().pk,
                "today": timezone.localdate(),
                "n": acties,
            },
        )
    return pact


def bench_matrix() -> dict[str, float]:
    """Return the time of the page at every size, their ratios, and the bare SQL of its cells."""
    organisatie = make_organisatie(Soort.SWV)
    user = make_user(Rol.REGIEVOERDER, organisatie)
    inzender = Inzender(door=user, namens=organisatie)
    for n in range(PACTEN):
        _make_pact(user, inzender, f"ander-{n}", ACTIES)
    sizes = (100, 400, 2_000)
    pacten = {n: _make_pact(user, inzender, f"pact-{n}", n) for n in sizes}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page_ms, bare_ms, shown, queries = {}, {}, {}, {}
    for n, pact in pacten.items():

        def page(code: str = pact.code) -> bytes:
            response = client.get(f"/pact/{code}/")
            if response.status_code != 200:
                raise SystemExit(f"bench: the page answered {response.status_code}")
            return response.content

        def bare(pk: int = pact.pk) -> None:
            with connection.cursor() as cursor:
                for sql in (COUNTS, FIRST):
                    cursor.execute(sql, {"pact": pk, "today": timezone.localdate()})
                    cursor.fetchall()

        page_ms[n], bare_ms[n] = _median_ms(page), _median_ms(bare)
        with CaptureQueriesContext(connection) as captured:
            html = page()
        queries[n] = len(captured)
        shown[n] = len(re.findall(rb'class="matrix__titel"', html))
        cells = len(re.findall(rb'<td role="cell"', html))
        if cells != 15:
            raise SystemExit(f"bench: {cells} cells are shown, not 15")
    figures: dict[str, float] = {"other_actions": PACTEN * ACTIES}
    for n in sizes:
        figures |= {
            f"page_{n}_ms": page_ms[n],
            f"actions_in_page_{n}": shown[n],
            f"bare_sql_{n}_ms": bare_ms[n],
        }
    return figures | {
        "ratio": page_ms[2_000] / page_ms[100],
        "ratio_same_actions": page_ms[2_000] / page_ms[400],
        "queries": queries[2_000],
        "queries_more_at_2000": queries[2_000] - queries[100],
    }
