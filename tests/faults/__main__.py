"""`make faults ARGS="N=1000 SEED=7 ONLY=random,na_claim"`: harm, and what came of it.

N is the number of faults of the big scenario; the others take their share of it (SHARES). ONLY
names scenarios; `short`, a bit of everything, runs only when it is named. A run that reports
anything but zero ends with status 1.
"""

from __future__ import annotations

import gc
import os
import secrets
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, replace

SHARES: Mapping[str, float] = {
    "random": 1.0,
    "point": 0.1,
    "pauses": 0.05,
    "crashes": 0.01,
    "plain": 0.1,
    "skewed": 0.1,
    "days_down": 0.05,
    "redis": 0.005,
}
"""With N=10000: 10,000 random kills, 1,000 at each place, 500 pauses, 100 crashes,
50 times the broker emptied or gone under real Celery workers, ..."""


def scenarios(n: int) -> list[object]:
    """Return everything that is done with N=n, in order."""
    from tests.faults.relay import Manners
    from tests.faults.run import Scenario
    from tests.faults.shared import POINTS

    def share(name: str) -> int:
        return max(1, round(n * SHARES[name]))

    senders = ("watch", "sender", "sender", "sender", "sender", "reaper", "bundler")
    watchers = ("watch", "watch", "watch_some", "watch_some", "sender", "sender", "bundler")
    reapers = ("watch", "sender", "sender", "sender", "reaper", "reaper", "bundler")
    at = [
        ("na_claim", senders, {"na_claim": 0.4}),
        ("voor_smtp", senders, {"voor_smtp": 0.4}),
        ("voor_data", senders, {"voor_data": 0.4}),
        ("tussen_250_en_commit", senders, {"tussen_250_en_commit": 0.5}),
        ("na_settle", senders, {"na_settle": 0.5}),
        ("reaper_voor_settle", reapers, {"reaper_voor_settle": 0.5, "tussen_250_en_commit": 0.5}),
        ("halverwege_ronde", watchers, {"halverwege_ronde": 0.5}),
        ("na_commit_voor_wekken", watchers, {"na_commit_voor_wekken": 0.6}),
    ]
    everywhere = dict.fromkeys(POINTS, 0.03)
    pauses = {"na_claim": 0.2, "voor_smtp": 0.2, "voor_data": 0.2, "tussen_250_en_commit": 0.2}
    return [
        Scenario("short", n, lifetime=0.5, points=everywhere),
        Scenario("random", share("random"), lifetime=0.8),
        *(
            Scenario(
                name,
                share("point"),
                roles,
                points=points,
                counted=name,
                # Only a round that decides something comes there: there must be enough of those.
                casussen=300 if name == "na_commit_voor_wekken" else 120,
            )
            for name, roles, points in at
        ),
        Scenario(
            "pauses", share("pauses"), (*senders, "sender", "sender"), points=pauses, pause=True
        ),
        Scenario("crashes", share("crashes"), crashes=True),
        Scenario("plain", share("plain"), lifetime=0.8, plain=True),
        Scenario(
            "plain_250",
            share("plain"),
            senders,
            points={"tussen_250_en_commit": 0.5},
            counted="tussen_250_en_commit",
            plain=True,
        ),
        Scenario("skewed", share("skewed"), lifetime=0.8, skew=5.0, manners=Manners(drop=0.05)),
        Scenario(
            "redis",
            share("redis"),
            ("celery",) * 4 + ("beat",) * 3,
            lifetime=20.0,
            broker=True,
        ),
        Scenario("days_down", share("days_down"), lifetime=0.8, skip=True, least_days=12),
    ]


def main(arguments: list[str]) -> int:
    """Start servers of our own, run the scenarios and print the table."""
    asked = dict(argument.split("=", 1) for argument in arguments)
    n = int(asked.get("N", "1000"))
    seed = int(asked.get("SEED", secrets.randbelow(10**6)))
    only = set(asked["ONLY"].split(",")) if "ONLY" in asked else None
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.faults.settings"
    from thuiszitters.local.processes import guarded
    from thuiszitters.local.services import running_services

    bare = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
    with (
        guarded() as processes,
        running_services(processes, ephemeral=True, environ=bare) as services,
    ):
        os.environ |= {key: services.env[key] for key in ("DATABASE_URL", "REDIS_URL")}
        return _run(n, seed, only)


def _run(n: int, seed: int, only: set[str] | None) -> int:
    import django

    django.setup()
    _prepare()
    from tests.faults.run import Run, Scenario, wait_for_database

    print(f"faults: N={n} SEED={seed}")
    bad = 0
    for number, scenario in enumerate(scenarios(n)):
        assert isinstance(scenario, Scenario)
        if scenario.name not in only if only else scenario.name == "short":
            continue
        wait_for_database()
        casussen = max(40, min(scenario.casussen, scenario.faults // 4))
        run = Run(replace(scenario, casussen=casussen), seed + number)
        begin = time.monotonic()
        outcome = run.go()
        seconds = time.monotonic() - begin
        bad += bool(outcome.wrong)
        values = asdict(outcome)
        told = ", ".join(f"{name} {values[name]}" for name in list(values)[:5])
        verdict = "goed" if not outcome.wrong else f"FOUT {outcome.wrong}"
        print(
            f"{scenario.name:24} {run.faults:6} faults, {run.days:3} days, {told}: {verdict}"
            f" ({seconds:.0f} s)",
            flush=True,
        )
        if run.errors:
            print(run.errors, file=sys.stderr)
    print(
        "everything zero" if not bad else f"{bad} scenarios went wrong; SEED={seed} plays it again"
    )
    return 1 if bad else 0


def _prepare() -> None:
    from django.conf import settings
    from django.core.mail.utils import DNS_NAME
    from django.core.management import call_command
    from django.db import connection
    from django.template.loader import get_template

    with connection.cursor() as cursor:
        # The launcher's throw-away server confirms what a crash may lose; here nothing may be.
        cursor.execute("ALTER ROLE CURRENT_USER SET synchronous_commit = on")
    connection.close()
    call_command("migrate", verbosity=0)
    # What is warm here need not be made warm in every process anew.
    for path in (settings.BASE_DIR / "templates" / "berichten").glob("*/*.*"):
        get_template(f"berichten/{path.parent.name}/{path.name}")
    # Every process would look up the name of this machine anew, which may take seconds.
    str(DNS_NAME)
    # What is here already is not looked through for garbage, and so stays shared after a fork.
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
