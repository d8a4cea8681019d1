"""A big composed region, written set-based so that a benchmark starts within seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max

from cases.models import Casus
from tests.factories import Region, make_region


@dataclass(frozen=True, slots=True)
class Big:
    """What was generated."""

    region: Region
    casussen: int
    due: int


def _run(sql: str, params: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def generate(*, casussen: int, due: int, today: date) -> Big:
    """Make `casussen` open casussen in one region, of which `due` reach four weeks on `today`.

    The others are at home between 1 and 27 days less or more, and are looked at on a later day.
    Every casus has an enrolment, one absence and three parties; those at home longer than two
    and three weeks have the escalations that belong to it.
    """
    region = make_region()
    params: dict[str, Any] = {
        "n": casussen,
        "due": due,
        "today": today,
        "swv": region.swv.pk,
        "gemeente": region.gemeente.pk,
        "school": region.school.pk,
        "eigenaar": region.coordinator.pk,
        "born": today - timedelta(days=13 * 366),
        "prefix": f"{today.year}-",
        "base": Casus.objects.aggregate(pk=Max("pk"))["pk"] or 0,
    }
    _run(
        """
        INSERT INTO cases_leerling
            (id, swv_id, voornaam, achternaam, geboortedatum, zoeknaam, startkwalificatie_op)
        SELECT %(base)s + g, %(swv)s, 'Kind', 'Nummer' || g, %(born)s::date + (g %% 300),
               'kind nummer' || g, NULL
        FROM generate_series(1, %(n)s) g
        """,
        params,
    )
    _run(
        """
        INSERT INTO cases_casus
            (id, nummer, leerling_id, swv_id, gemeente_id, school_id, eigenaar_id, kenmerk, status,
             uitkomst, geopend_op, versie, plicht, categorie, duur, verzuim_sinds, vier_weken_op,
             drie_maanden_op, drempel_op, regelset, stand_op, volgende_controle_op, trede)
        SELECT %(base)s + g, %(prefix)s || lpad((%(base)s + g)::text, 7, '0'), %(base)s + g,
               %(swv)s, %(gemeente)s, %(school)s, %(eigenaar)s, '', 'open', '', now(), 1,
               'leerplichtig',
               CASE WHEN since <= %(today)s::date - 29 THEN 'LRV' ELSE 'dreigend' END,
               CASE WHEN since <= %(today)s::date - 29 THEN '4w-3m' ELSE '<4w' END,
               since, since + 28, (since + interval '3 months')::date, since + 28, 'landelijk',
               %(today)s::date - 1,
               CASE WHEN g <= %(due)s THEN %(today)s::date ELSE %(today)s::date + 1 + g %% 20 END,
               CASE WHEN since <= %(today)s::date - 21 THEN 'stimuleren' ELSE '' END
        FROM (
            SELECT g, CASE WHEN g <= %(due)s THEN %(today)s::date - 28
                           ELSE %(today)s::date - (1 + g %% 60) END AS since
            FROM generate_series(1, %(n)s) g
        ) s
        """,
        params,
    )
    _run(
        """
        INSERT INTO cases_inschrijving (leerling_id, school_id, begin, einde, bron, bekend_op)
        SELECT %(base)s + g, %(school)s, NULL, NULL, 'swv', now() FROM generate_series(1, %(n)s) g
        """,
        params,
    )
    _run(
        """
        INSERT INTO cases_verzuim (leerling_id, begin, einde, geoorloofd, reden, bron, bekend_op)
        SELECT leerling_id, verzuim_sinds, NULL, false, '', 'swv', now() FROM cases_casus
        WHERE swv_id = %(swv)s
        """,
        params,
    )
    _run(
        """
        INSERT INTO cases_casuspartij (casus_id, organisatie_id, rol, van)
        SELECT %(base)s + g, v.org, v.rol, %(today)s::date - 60
        FROM generate_series(1, %(n)s) g,
             (VALUES (%(swv)s, 'swv'), (%(gemeente)s, 'gemeente'), (%(school)s, 'school'))
                 v(org, rol)
        """,
        params,
    )
    _run(
        """
        INSERT INTO monitoring_escalatie
            (casus_id, drempel, trede, verzuim_sinds, op, gold_vanaf, status, reden, aanleiding,
             vraag, regelset, uitleg, zonder_ontvanger, gemaakt_op, reageer_voor, rollen)
        SELECT id, v.drempel, v.trede, verzuim_sinds, verzuim_sinds + v.dag, verzuim_sinds + v.dag,
               CASE WHEN v.trede = 'preventie' AND verzuim_sinds + 21 < %(today)s::date
                    THEN 'opgevolgd' ELSE 'open' END,
               '', '', '', 'landelijk', '[]', '[]', now(), %(today)s::date + 3,
               '["coordinator", "leerplichtambtenaar"]'
        FROM cases_casus,
             (VALUES ('veertien_dagen', 'preventie', 14), ('vier_weken', 'stimuleren', 21))
                 v(drempel, trede, dag)
        WHERE swv_id = %(swv)s AND verzuim_sinds + v.dag < %(today)s::date
        """,
        params,
    )
    _run(
        """
        INSERT INTO cases_taak (casus_id, omschrijving, eigenaar_id, voor_op, gemaakt_op)
        SELECT %(base)s + g, 'Bellen met de ouders', %(eigenaar)s, %(today)s::date + 3, now()
        FROM generate_series(1, %(n)s) g
        """,
        params,
    )
    _run("ANALYZE", {})
    return Big(region, casussen, due)
