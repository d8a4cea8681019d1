"""A short run of the fault harness, as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "arguments", [["N=150", "SEED=11", "ONLY=short"], ["N=100", "SEED=12", "ONLY=crashes,pauses"]]
)
def test_whatever_is_killed_paused_or_crashed_nothing_is_lost_and_nothing_double(
    arguments: list[str],
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=570,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "everything zero" in done.stdout
