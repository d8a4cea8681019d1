"""What the processes do: the loops of the real system, in a child that may be killed."""

from __future__ import annotations

import os
import random
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from django.db import Error, connection
from django.db.models import Q
from django.utils import timezone

from cases.models import Casus
from monitoring.services.watch import run_round
from pact.models import Actie
from tests.faults.broker import run_beat, run_worker
from tests.faults.failpoints import install
from tests.faults.shared import HARMFUL_DAYS, MOST_DAYS, Clock, Shared
from thuiszitters.berichten.bundelen import bundle_berichten
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.reaper import reap_berichten
from thuiszitters.berichten.relays import open_relay
from thuiszitters.berichten.sender import send_berichten
from thuiszitters.berichten.verbinding import is_lost
from thuiszitters.kalender import eerstvolgende_werkdag, is_werkdag

_SOON = timedelta(hours=2)


def _watch() -> None:
    run_round(peildatum=timezone.localdate(), batch=20)


def _watch_some() -> None:
    """As the job does that runs when facts change: a few casussen, and a few actions."""
    due = Casus.objects.filter(volgende_controle_op__lte=timezone.localdate()).order_by("?")
    ids = list(due.values_list("pk", flat=True)[:3])
    if ids:
        run_round(peildatum=timezone.localdate(), casus_ids=ids)
    acties = Actie.objects.filter(volgende_controle_op__lte=timezone.localdate()).order_by("?")
    some = list(acties.values_list("pk", flat=True)[:3])
    if some:
        run_round(peildatum=timezone.localdate(), actie_ids=some)


def _send() -> None:
    send_berichten(limit=25)


def _reap() -> None:
    relay = open_relay()
    try:
        reap_berichten(relay)
    finally:
        relay.close()


def _bundle() -> None:
    bundle_berichten(nu=timezone.now())


STEPS: dict[str, Callable[[], None]] = {
    "watch": _watch,
    "watch_some": _watch_some,
    "sender": _send,
    "reaper": _reap,
    "bundler": _bundle,
}


def run_child(
    role: str,
    shared: Shared,
    *,
    slot: int,
    seed: int,
    points: Mapping[str, float],
    stop: bool,
    skew: float,
    log: Path,
) -> None:
    """Do the work of this role for ever, in a process that was just forked; never returns."""
    try:
        random.seed(seed)
        clock = Clock(shared, random.uniform(-skew, skew))
        install(points, shared, slot, stop=stop)
        shared.ready[slot] = role in {"celery", "beat"}
        if role == "celery":
            run_worker(slot, clock)
            # Without its broker a worker may give up, in good order: it is started again.
            os._exit(0)
        if role == "beat":
            run_beat(slot, log.parent, clock)
            os._exit(0)
        step = STEPS[role]
        while True:
            clock.follow()
            try:
                connection.ensure_connection()
                shared.ready[slot] = 1
                step()
            except Error as error:
                if not is_lost(error):
                    raise
                # The database is away. A job fails and the next one comes; so here.
                connection.close()
                time.sleep(0.05)
            time.sleep(random.uniform(0.005, 0.03))
    except BaseException:  # noqa: BLE001 - whatever it is, the harness has to know
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{role} {os.getpid()}\n{traceback.format_exc()}\n")
        os._exit(3)


def keep_clock(shared: Shared, *, seed: int, skip: bool, log: Path) -> None:
    """Begin a new day whenever nothing is left to do, in a forked process; never returns.

    With `skip` a day is followed by the fourth after it now and then: three days down.
    """
    rng = random.Random(seed)
    try:
        clock = Clock(shared)
        while True:
            clock.follow()
            try:
                done = is_day_done()
            except Error as error:
                if not is_lost(error):
                    raise
                connection.close()
                done = False
            if done and shared.finish.value and is_werkdag(shared.today()):
                shared.drained.value = 1
            elif done and not shared.finish.value and shared.day_count.value > HARMFUL_DAYS:
                shared.days_up.value = 1
            elif done and shared.day_count.value < MOST_DAYS:
                ahead = 4 if skip and rng.random() < 0.3 else 1
                day = shared.today() + timedelta(days=ahead)
                shared.start_day(eerstvolgende_werkdag(day) if shared.finish.value else day)
            time.sleep(0.1)
    except BaseException:  # noqa: BLE001 - whatever it is, the harness has to know
        with log.open("a", encoding="utf-8") as file:
            file.write(f"clock {os.getpid()}\n{traceback.format_exc()}\n")
        os._exit(3)


def is_day_done() -> bool:
    """Return whether nothing is due any more today, nor under way."""
    today, now = timezone.localdate(), timezone.now()
    if Casus.objects.filter(volgende_controle_op__lte=today).exists():
        return False
    if Actie.objects.filter(volgende_controle_op__lte=today).exists():
        return False
    under_way = Q(toestand__in=[Toestand.BEZIG, Toestand.ONZEKER]) | Q(
        toestand=Toestand.WACHTEND, niet_voor__lte=now + _SOON
    )
    if Bericht.objects.filter(under_way).exists():
        return False
    if not is_werkdag(today):
        return True
    had = Bericht.objects.filter(
        sjabloon="overzicht", sleutel__endswith=f":{today.isoformat()}"
    ).values("ontvanger_id")
    waiting = Bericht.objects.filter(toestand=Toestand.BUNDEL)
    return not waiting.exclude(ontvanger_id__in=had).exists()
