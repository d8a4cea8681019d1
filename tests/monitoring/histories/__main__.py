"""`make histories`: random histories through the set-based round and through the slow pure rule.

    make histories N=1000000 SEED=1

Every difference is printed with the seed, the chunk and the child; then the end is status 1.
`CHUNK=17` plays one chunk again. `SIZE` is how many children a chunk has; it belongs to the seed.
`PACTEN` is how many pacten, each of forty actions through four months, every process plays after
its children.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tests.monitoring.histories.worker import work

DEFAULTS = {"N": 1_000_000, "SEED": 1, "SIZE": 5_000, "PROCESSES": 2, "CHUNK": -1, "PACTEN": 20}


def read_arguments(words: list[str]) -> dict[str, int]:
    """The figures that were asked, beside the defaults. Raises SystemExit for another word."""
    asked = dict(DEFAULTS)
    for word in words:
        name, _, value = word.partition("=")
        if name not in DEFAULTS or not value.removeprefix("-").isdecimal():
            raise SystemExit(f"{word}: write {' '.join(f'{n}={v}' for n, v in DEFAULTS.items())}")
        asked[name] = int(value)
    return asked


def main() -> int:
    """Return 1 when something differs."""
    asked = read_arguments(sys.argv[1:])
    n, size, processes = asked["N"], asked["SIZE"], asked["PROCESSES"]
    chunks = list(range(-(-n // size))) if asked["CHUNK"] < 0 else [asked["CHUNK"]]
    parts = [chunks[i::processes] for i in range(processes)]
    start = time.monotonic()
    totals = [0] * 5
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        jobs = [
            pool.submit(work, i, part, asked["SEED"], size, n, asked["PACTEN"])
            for i, part in enumerate(parts)
            if part
        ]
        for job in as_completed(jobs):
            totals = [a + b for a, b in zip(totals, job.result(), strict=True)]
    seconds = time.monotonic() - start
    histories, looks, escalations, reminders, differences = totals
    print(
        f"SEED={asked['SEED']}: {histories:,} histories, {looks:,} looks, {escalations:,} "
        f"escalations, {reminders:,} reminders in {seconds:,.0f} s "
        f"({histories / seconds:,.0f} histories a second): {differences} differences"
    )
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
