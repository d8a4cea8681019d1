"""Lines per second through the real command."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

LINES = 100_000


def _lines(rng: random.Random) -> list[str]:
    start = date(2026, 6, 1)
    lines = []
    for n in range(LINES):
        begin = start + timedelta(days=rng.randrange(160))
        facts = {
            "id": f"b{n}",
            "peildatum": (begin + timedelta(days=rng.randrange(140))).isoformat(),
            "geboortedatum": date(2009 + n % 12, 1 + n % 12, 1 + n % 28).isoformat(),
            "regio": ("noord", "midden", "zuid")[n % 3],
            "inschrijvingen": [{"begin": None, "einde": None}] if n % 7 else [],
            "verzuim": [{"begin": begin.isoformat(), "einde": None, "geoorloofd": n % 9 == 0}],
            "aanbod": [{"gestart_op": "2026-11-02", "einde": None}] if n % 11 == 0 else [],
        }
        lines.append(json.dumps(facts))
    return lines


def bench_stand() -> dict[str, float]:
    """Return how many lines a second `manage.py stand` answers, start-up included."""
    with TemporaryDirectory() as folder:
        source = Path(folder, "in.jsonl")
        source.write_text("\n".join(_lines(random.Random(1))) + "\n")
        target = Path(folder, "out.jsonl")
        begin = time.perf_counter()
        with source.open("rb") as lines, target.open("wb") as answers:
            subprocess.run(
                [sys.executable, "manage.py", "stand"], stdin=lines, stdout=answers, check=True
            )
        seconds = time.perf_counter() - begin
        answered = sum(1 for _ in target.open("rb"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "lines": answered,
        "lines_per_second": answered / seconds,
        "peak_memory_mb": peak,
    }
