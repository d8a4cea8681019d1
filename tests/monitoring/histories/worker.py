"""One process of `make histories`, with a database of its own."""

from __future__ import annotations

import os
import time

import django

SHOWN = 20
"""How many differences of a chunk are printed."""


def work(
    part: int, chunks: list[int], seed: int, size: int, total: int, pacten: int
) -> tuple[int, ...]:
    """Play these chunks, and so many pacten, in a database of our own.

    Return the counts, the differences last.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuiszitters.settings.test")
    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from tests.monitoring.histories.acties import play_acties
    from tests.monitoring.histories.bulk import clear, insert, make_chunk, make_places
    from tests.monitoring.histories.compare import Report, compare

    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_histories_{part}"
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    report = Report()
    start = time.monotonic()
    try:
        places = make_places()
        for done, number in enumerate(chunks, start=1):
            chunk = make_chunk(str(seed), number, min(size, total - number * size))
            insert(chunk, places)
            found = compare(chunk)
            report.add(found)
            clear()
            for difference in found.differences[:SHOWN]:
                print(f"SEED={seed} SIZE={size} CHUNK={number}\n{difference}", flush=True)
            if done % 10 == 0 or done == len(chunks):
                rate = report.histories / (time.monotonic() - start)
                print(
                    f"process {part}: {report.histories:,} histories, {rate:,.0f} a second, "
                    f"{len(report.differences)} differences",
                    flush=True,
                )
        other = play_acties(seed * 100 + part, pacten)
        report.differences += other
        for difference in other[:SHOWN]:
            print(difference, flush=True)
    finally:
        teardown_databases(databases, verbosity=0)
    counts = report.histories, report.looks, report.escalations, report.reminders
    return *counts, len(report.differences)
