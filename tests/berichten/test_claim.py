"""Claims between real sessions: who holds the lock keeps the Bericht, however long it is silent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from tests.berichten.conftest import Queue
from tests.berichten.sink import Sink
from thuiszitters.berichten import settle
from thuiszitters.berichten.claim import Claim, claim_next, release, still_ours
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.relays import Answer, Outcome, open_relay
from thuiszitters.berichten.sender import send_berichten

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def another_sender() -> Iterator[Callable[[Callable[[Claim], object]], object]]:
    """Claim in another session, and wait; what is given is done there, with the claim."""
    claimed, go, done = Event(), Event(), Event()
    work: list[Callable[[Claim], object]] = []
    results: list[object] = []

    def run() -> None:
        try:
            claim = claim_next()
            assert isinstance(claim, Claim)
            claimed.set()
            go.wait(20)
            results.extend(step(claim) for step in work)
            release(claim.bericht.pk)
        finally:
            connection.close()
            done.set()

    def resume(step: Callable[[Claim], object]) -> object:
        work.append(step)
        go.set()
        assert done.wait(20)
        return results[0]

    thread = Thread(target=run)
    thread.start()
    assert claimed.wait(20)
    try:
        yield resume
    finally:
        go.set()
        thread.join()


def lease_passes() -> None:
    """Let every lease have passed."""
    Bericht.objects.filter(toestand=Toestand.BEZIG).update(
        geleend_tot=timezone.now() - timedelta(seconds=1)
    )


def test_a_paused_sender_keeps_its_bericht_past_its_lease(queue: Queue, sink: Sink) -> None:
    bericht = queue()
    with another_sender() as resume:
        lease_passes()
        assert send_berichten().verzonden == 0
        assert resume(still_ours) is True
    bericht.refresh_from_db()
    assert bericht.toestand == Toestand.BEZIG
    assert bericht.geleend_tot is not None
    assert bericht.geleend_tot > timezone.now()
    assert sink.mails == []


def test_a_sender_that_lost_its_session_may_not_send_any_more(queue: Queue, sink: Sink) -> None:
    queue()
    with another_sender() as resume:
        kill_other_sessions()
        lease_passes()
        assert send_berichten().verzonden == 1
        assert resume(still_ours) is False
    assert len(sink.mails) == 1


def test_a_sender_that_lost_its_session_may_not_go_on_in_a_new_one(
    queue: Queue, sink: Sink
) -> None:
    queue()

    def reconnect(claim: Claim) -> bool:
        connection.close()
        connection.ensure_connection()
        return still_ours(claim)

    with another_sender() as resume:
        assert resume(reconnect) is False


def test_a_yes_of_the_relay_is_written_over_a_restart_of_the_database(
    queue: Queue, sink: Sink
) -> None:
    bericht = queue()

    def send(claim: Claim) -> object:
        kill_from_within()
        settle.settle_accepted(claim, Answer(Outcome.ACCEPTED, "250"))
        return None

    with another_sender() as resume:
        resume(send)
    bericht.refresh_from_db()
    assert bericht.toestand == Toestand.VERZONDEN


def test_what_was_taken_over_is_not_changed_by_who_had_it(queue: Queue, sink: Sink) -> None:
    bericht = queue()
    claim = claim_next()
    assert isinstance(claim, Claim)
    Bericht.objects.update(toestand=Toestand.WACHTEND)
    settle.settle_deferred(claim, "later")
    settle.settle_refused(claim, "never")
    settle.settle_unknown(claim, "perhaps", timedelta(0))
    release(bericht.pk)
    bericht.refresh_from_db()
    assert (bericht.toestand, bericht.reden, bericht.weigeringen) == (Toestand.WACHTEND, "", 0)


def test_the_lock_is_released_whatever_happens(
    queue: Queue, sink: Sink, settings: Settings
) -> None:
    for n in range(3):
        queue(n)
    sink.refuse_data = ["451 later", "554 no"]
    send_berichten()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        assert cursor.fetchone() == (0,)


def test_a_bericht_that_is_held_does_not_hold_up_the_next(queue: Queue, sink: Sink) -> None:
    first, second = queue(1), queue(2)
    with another_sender():
        Bericht.objects.filter(pk=first.pk).update(toestand=Toestand.WACHTEND)
        assert send_berichten().verzonden == 1
    assert sink.ids == [second.message_id]
    open_relay().close()


def kill_other_sessions() -> None:
    """End every other session of this database, as a crash of the server would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )


def kill_from_within() -> None:
    """End the session of this thread from another one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone() or (0,)
    copy = connection.copy()
    with copy.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    copy.close()
