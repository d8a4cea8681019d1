"""`make bench`: medians and ratios from one run on generated data, each beside a floor.

Nothing here is a test: it prints what it measured on this machine, and says where a goal of the
project is not met.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

import django

Figures = dict[str, float]
GOALS = {
    "werkvoorraad": [("ratio", "100.000 tegen 1.000 open casussen", 1.5)],
    "matrix": [
        ("ratio", "2.000 tegen 100 acties in een pact", 2.0),
        ("ratio_same_actions", "2.000 tegen 400 acties, met evenveel acties in beeld", 2.0),
        ("queries_more_at_2000", "opdrachten meer bij 2.000 acties dan bij 100", 0),
    ],
    "watch": [
        ("ratio", "een ronde tegen dezelfde rijen in met de hand geschreven SQL", 3.0),
        ("memory_grown_mb", "megabytes die het geheugen groeit", 50),
        ("statements_per_item", "opdrachten per casus die aan de beurt is", 0.05),
    ],
}


def _sections() -> dict[str, Callable[[], Figures]]:
    from tests.bench.herbereken import bench_herbereken
    from tests.bench.matrix import bench_matrix
    from tests.bench.stand import bench_stand
    from tests.bench.watch import bench_watch
    from tests.bench.werkvoorraad import bench_werkvoorraad

    return {
        "stand": bench_stand,
        "watch": bench_watch,
        "herbereken": bench_herbereken,
        "werkvoorraad": bench_werkvoorraad,
        "matrix": bench_matrix,
    }


def _show(name: str, figures: Figures) -> bool:
    print(f"\n{name}")
    for key, value in figures.items():
        print(f"  {key:24} {value:>14,.3f}")
    met = True
    for key, meaning, most in GOALS.get(name, []):
        good = figures[key] <= most
        met &= good
        print(f"  {'gehaald' if good else 'NIET GEHAALD'}: {meaning}, ten hoogste {most:g}")
    return met


def main() -> int:
    """Run the asked sections; return 1 when a goal was not met."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuiszitters.settings.test")
    django.setup()
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    sections = _sections()
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("section", nargs="*", help=f"one or more of: {', '.join(sections)}")
    chosen = parser.parse_args().section or list(sections)
    if unknown := set(chosen) - set(sections):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    setup_test_environment()
    met = True
    for name in chosen:
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            met &= _show(name, sections[name]())
        finally:
            teardown_databases(databases, verbosity=0)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
