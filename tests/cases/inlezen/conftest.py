"""What the tests of lists share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def pad(tmp_path: Path) -> Path:
    """Where the list of a test stands."""
    return tmp_path / "lijst.csv"
