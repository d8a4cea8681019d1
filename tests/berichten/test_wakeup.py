"""Wake-ups over the real broker: few messages, and no waiting for a broker that is away."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from celery import current_app

from thuiszitters.berichten import wakeup

QUEUE = "celery"


class Mailbag:
    """The messages for one task that nobody else knows."""

    def __init__(self) -> None:
        self.task = f"tests.{uuid4().hex}"
        self._connection = current_app.connection_for_read()
        channel: Any = self._connection.default_channel
        self._broker = channel.client

    def _mine(self) -> list[bytes]:
        found: list[bytes] = self._broker.lrange(QUEUE, 0, -1)
        return [raw for raw in found if json.loads(raw)["headers"]["task"] == self.task]

    def arguments(self) -> list[list[object]]:
        """Return the arguments of each message, the oldest first."""
        return [
            json.loads(base64.b64decode(json.loads(raw)["body"]))[0]
            for raw in reversed(self._mine())
        ]

    def empty(self) -> None:
        """Leave nothing behind."""
        for raw in self._mine():
            self._broker.lrem(QUEUE, 0, raw)
        self._connection.release()


@pytest.fixture
def mailbag() -> Iterator[Mailbag]:
    """A task of this test alone."""
    bag = Mailbag()
    yield bag
    bag.empty()


def test_a_wake_up_goes_at_once(mailbag: Mailbag) -> None:
    wakeup.wake(mailbag.task, [1, 2])
    wakeup.wake(mailbag.task)
    assert mailbag.arguments() == [[[1, 2]], []]


def test_those_of_one_piece_of_work_go_together_at_its_end(mailbag: Mailbag) -> None:
    with wakeup.collected():
        for pk in (*range(1200), 5, 6):
            wakeup.wake(mailbag.task, [pk])
        with wakeup.collected():
            wakeup.wake(mailbag.task, [9999])
        assert mailbag.arguments() == []
    sent = mailbag.arguments()
    assert [len(ids) for [ids] in sent if isinstance(ids, list)] == [500, 500, 201]
    wakeup.wake(mailbag.task, [1])
    assert mailbag.arguments()[-1] == [[1]]


def test_a_task_without_ids_goes_once(mailbag: Mailbag) -> None:
    with wakeup.collected():
        for _ in range(10):
            wakeup.wake(mailbag.task)
    assert mailbag.arguments() == [[]]


def test_work_that_fails_halfway_still_wakes_for_what_it_did(mailbag: Mailbag) -> None:
    def work() -> None:
        with wakeup.collected():
            wakeup.wake(mailbag.task, [1])
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert mailbag.arguments() == [[[1]]]


def test_a_broker_that_is_away_holds_nobody_up() -> None:
    script = """
import time
import django
django.setup()
from thuiszitters.berichten import wakeup
begin = time.monotonic()
wakeup.wake("monitoring.watch_casussen", [1])
with wakeup.collected():
    for pk in range(3000):
        wakeup.wake("monitoring.watch_casussen", [pk])
print(time.monotonic() - begin)
"""
    env = os.environ | {
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "DJANGO_SETTINGS_MODULE": "thuiszitters.settings.test",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 3
    assert "the broker did not answer" in done.stderr
