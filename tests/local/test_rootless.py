"""Running PostgreSQL whoever we are, without opening anything up.

As an ordinary user both ways come to the same; as root each is really taken.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.local.launcher import Launcher, connect, finish
from thuiszitters.local.binaries import find_postgres
from thuiszitters.local.errors import LocalError
from thuiszitters.local.rootless import choose_wrapping


def modes(path: Path) -> list[int]:
    return [stat.S_IMODE(folder.stat().st_mode) for folder in [path, *path.parents]]


@pytest.mark.parametrize("way", ["namespace", "nobody"])
def test_works_in_a_private_folder_and_leaves_it_private(tmp_path: Path, way: str) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    before = modes(private)
    launcher = Launcher(private / "local")
    try:
        process, addresses = launcher.stay(THUISZITTERS_ROOT=way)
        connect(addresses["DATABASE_URL"]).close()
        assert finish(process) == 0
        again, _ = launcher.stay(THUISZITTERS_ROOT=way)
        assert finish(again) == 0
        assert modes(private) == before
    finally:
        launcher.end()
        assert launcher.run("reset").returncode == 0
        launcher.end()


@pytest.mark.parametrize("way", ["namespace", "nobody"])
def test_works_with_programs_in_a_private_folder(tmp_path: Path, way: str) -> None:
    package = find_postgres().directory.parent.parent
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    libraries = package.with_name(f"{package.name}.libs")
    # A folder of a package with its libraries beside it, as in a site-packages.
    for part in (package, *([libraries] if libraries.exists() else [])):
        subprocess.run(["cp", "-R", part, private / part.name], check=True)
    before = modes(private)
    launcher = Launcher(tmp_path / "local")
    try:
        programs = private / package.name / "pginstall" / "bin"
        addresses = launcher.show(
            "--ephemeral", THUISZITTERS_ROOT=way, THUISZITTERS_PG_BIN=str(programs)
        )
        assert addresses["DATABASE_URL"]
        assert modes(private) == before
        assert launcher.processes() == {}
    finally:
        launcher.end()
        shutil.rmtree(private)


def test_an_unknown_way_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("THUISZITTERS_ROOT", "sudo")
    with pytest.raises(LocalError, match="THUISZITTERS_ROOT is sudo"):
        choose_wrapping(tmp_path, tmp_path, lambda path, mode: path)
