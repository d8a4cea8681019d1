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
    package = find_postgres().directory.parent.parent
    # As in a site-packages: the package, and its libraries beside it.
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            subprocess.run(["cp", "-R", part, private / part.name], check=True)
    before = modes(private)
    launcher = Launcher(private / "local")
    launcher.env["THUISZITTERS_ROOT"] = way
    launcher.env["THUISZITTERS_PG_BIN"] = str(private / package.name / "pginstall" / "bin")
    try:
        process, addresses = launcher.stay()
        connect(addresses["DATABASE_URL"]).close()
        assert finish(process) == 0
        again, _ = launcher.stay()
        assert finish(again) == 0
        assert modes(private) == before
        assert launcher.processes() == {}
    finally:
        launcher.end()
        assert launcher.run("reset").returncode == 0
        launcher.end()
        shutil.rmtree(private)


def test_an_unknown_way_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("THUISZITTERS_ROOT", "sudo")
    with pytest.raises(LocalError, match="THUISZITTERS_ROOT is sudo"):
        choose_wrapping(tmp_path, tmp_path, lambda path, mode: path)
