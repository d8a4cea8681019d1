"""Launchers for the tests: on data that was used before, and on none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.launcher import Launcher


@pytest.fixture(scope="session")
def used_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all tests share, because making a database takes a second."""
    return tmp_path_factory.mktemp("used") / "local"


@pytest.fixture
def launcher(used_folder: Path) -> Iterator[Launcher]:
    """Yield a launcher on the shared data; what it started is stopped afterwards."""
    launcher = Launcher(used_folder)
    yield launcher
    launcher.end()
    assert launcher.processes() == {}


@pytest.fixture
def fresh_launcher(tmp_path: Path) -> Iterator[Launcher]:
    """Yield a launcher as on a new clone; what it started is stopped afterwards."""
    launcher = Launcher(tmp_path / "local")
    yield launcher
    launcher.end()
    assert launcher.processes() == {}
