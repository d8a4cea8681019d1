"""One round of the watch beside hand-written SQL that writes the same rows."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Casus, Gebeurtenis
from cases.selectors.feiten import load_feiten
from cases.services.stand import stand_columns
from cases.stand import LANDELIJK, Stand, bereken_stand
from monitoring.ladder import Nieuw, Status, beeld_van_stand, decide
from monitoring.models import Escalatie, Geadresseerde
from monitoring.ontvangers import Adresboek, Plaatsen
from monitoring.services.uitkomst import Telling
from monitoring.services.watch import load_history, run_round
from tests.bench.generate import Big, generate
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.services import queue_bericht

FLOOR = """
WITH due AS (
    SELECT c.id, c.verzuim_sinds, c.vier_weken_op, c.drie_maanden_op, c.swv_id, c.gemeente_id,
           c.eigenaar_id
    FROM cases_casus c
    WHERE c.volgende_controle_op <= %(today)s ORDER BY c.volgende_controle_op, c.id
    FOR UPDATE SKIP LOCKED
), esc AS (
    INSERT INTO monitoring_escalatie
        (casus_id, drempel, trede, verzuim_sinds, oorzaak, op, gold_vanaf, status, reden,
         aanleiding, vraag, termijn, rollen, reageer_voor, regelset, uitleg, zonder_ontvanger,
         gemaakt_op)
    SELECT id, 'vier_weken', 'signaleren', verzuim_sinds, 'datum', %(today)s, vier_weken_op,
           'open', %(reden)s, %(aanleiding)s, %(vraag)s, 3, %(rollen)s, %(voor)s, 'landelijk',
           %(uitleg)s, '[]', now()
    FROM due
    ON CONFLICT DO NOTHING RETURNING id, casus_id
), taken AS (
    UPDATE monitoring_escalatie e SET status = 'opgevolgd'
    FROM due WHERE e.casus_id = due.id AND e.status = 'open'
), people AS (
    INSERT INTO monitoring_geadresseerde (escalatie_id, user_id, rol, wijze, van)
    SELECT esc.id, l.user_id, l.rol, 'rol', %(today)s
    FROM esc JOIN due ON due.id = esc.casus_id
    JOIN accounts_lidmaatschap l ON
        (l.rol = 'leerplichtambtenaar' AND l.organisatie_id = due.gemeente_id)
        OR (l.rol = 'directeur' AND l.organisatie_id = due.swv_id)
        OR (l.rol = 'coordinator' AND l.organisatie_id = due.swv_id
            AND l.user_id = due.eigenaar_id)
    RETURNING escalatie_id, user_id
), mail AS (
    INSERT INTO berichten_bericht
        (sleutel, referentie, sjabloon, gegevens, ontvanger_id, toestand, reden, pogingen,
         venster, niet_voor, gemaakt_op)
    SELECT 'escalatie:' || escalatie_id || ':' || user_id, 'escalatie:' || escalatie_id, 'signaal',
           jsonb_build_object('escalatie', escalatie_id), user_id, 'wachtend', '', 0,
           '07-19 ma-vr', now(), now()
    FROM people RETURNING id
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
LUS = 300
"""How many casussen the plain loop handles; its time is scaled up."""


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


def peak() -> int:
    """Return the most memory this process held so far, in MB."""
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
                "rollen": '["leerplichtambtenaar", "coordinator", "directeur"]',
            },
        )


def check_same_rows(today: date, due: int) -> None:
    """Stop when the floor does not write as many rows as the watch does."""
    counts = []
    for work in (lambda: _floor(today), lambda: run_round(peildatum=today)):
        found: list[int] = []

        def counted(work: Callable[[], object] = work, found: list[int] = found) -> None:
            before = [m.objects.count() for m in (Escalatie, Bericht, Geadresseerde, Gebeurtenis)]
            work()
            after = [m.objects.count() for m in (Escalatie, Bericht, Geadresseerde, Gebeurtenis)]
            found.extend(b - a for a, b in zip(before, after, strict=True))
            found.append(Casus.objects.filter(stand_op=today).count())
            found.append(Escalatie.objects.filter(status="opgevolgd").count())

        timed_and_undone(counted)
        counts.append(found)
    if counts[0] != counts[1] or counts[0][:5] != [due, 3 * due, 3 * due, due, due]:
        raise SystemExit(f"bench: floor and watch do not write the same rows: {counts}")


def _orm_loop(today: date) -> None:
    """Handle casussen one by one with the plain ORM, as one would write it first."""
    due = Casus.objects.filter(volgende_controle_op__lte=today).select_related(
        "leerling", "school", "gemeente", "swv"
    )
    for casus in due.order_by("pk")[:LUS]:
        with transaction.atomic():
            stand = bereken_stand(load_feiten([casus])[casus.pk], LANDELIJK, today)
            history = load_history([casus.pk]).get(casus.pk, ())
            besluit = decide(beeld=beeld_van_stand(stand), history=history, peildatum=today)
            plaatsen = Plaatsen(
                casus.swv_id, casus.gemeente_id, casus.school_id, None, casus.eigenaar_id
            )
            for nieuw in besluit.nieuw:
                _orm_write(casus, nieuw, stand, plaatsen, today)
            for pk in besluit.opgevolgd:
                taken = Escalatie.objects.get(pk=pk)
                taken.status = Status.OPGEVOLGD.value
                taken.save()
            for name, value in stand_columns(stand, today).items():
                setattr(casus, name, value)
            casus.volgende_controle_op = besluit.volgende_op or today + timedelta(days=1)
            casus.trede = besluit.trede or ""
            casus.save()


def _orm_write(casus: Casus, nieuw: Nieuw, stand: Stand, plaatsen: Plaatsen, today: date) -> None:
    escalatie = Escalatie.objects.create(
        casus=casus,
        drempel=nieuw.drempel,
        trede=nieuw.regel.trede,
        verzuim_sinds=nieuw.verzuim_sinds,
        op=today,
        gold_vanaf=nieuw.due_on,
        status=nieuw.status,
        reden=nieuw.reden,
        uitleg=list(stand.uitleg),
        regelset=stand.regelset,
        reageer_voor=today,
    )
    people = Adresboek([plaatsen], nieuw.regel.rollen, today).find(plaatsen, nieuw.regel.rollen)
    for adres in people.adressen:
        Geadresseerde.objects.create(
            escalatie=escalatie, user_id=adres.user, rol=adres.rol or "", van=today
        )
        queue_bericht(
            sjabloon="signaal",
            ontvanger_id=adres.user,
            sleutel=f"escalatie:{escalatie.pk}:{adres.user}",
            referentie=f"escalatie:{escalatie.pk}",
            gegevens={"escalatie": escalatie.pk},
        )
    Gebeurtenis.objects.create(
        casus=casus, soort="signaal", datum=today, titel="Signaal", tekst=nieuw.reden
    )


def bench_watch(casussen: int = 1_000_000, due: int = 10_000, rounds: int = 3) -> dict[str, float]:
    """Return the figures of one round with `due` of `casussen` due."""
    today = timezone.localdate()
    big: Big = generate(casussen=casussen, due=due, today=today)
    check_same_rows(today, due)
    # In turns, so that what else the machine does falls on both.
    floors, watches = [], []
    before = peak()
    for _ in range(rounds):
        floors.append(timed_and_undone(lambda: _floor(today)))
        watches.append(timed_and_undone(lambda: run_round(peildatum=today)))
    grown = peak() - before
    floor, watch = statistics.median(floors), statistics.median(watches)
    loop = timed_and_undone(lambda: _orm_loop(today)) / min(LUS, due) * due
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
        "orm_loop_ms": loop * 1000,
        "ratio": watch / floor,
        "orm_loop_ratio": loop / floor,
        "statements_per_item": statements / big.due,
        "memory_grown_mb": grown,
        "nothing_due_ms": idle * 1000,
    }
