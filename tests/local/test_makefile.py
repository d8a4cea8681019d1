"""The Makefile before there is anything: finding a Python, or saying what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from thuiszitters.local.paths import REPOSITORY

FULL = f'exec {sys.executable} "$@"'
OLD = "exit 1"
WITHOUT_VENV = f'case "$2" in *ensurepip*) exit 1;; esac; {FULL}'


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a folder with the Makefile and a list of no packages, as in a new clone."""
    folder = tmp_path / "clone"
    (folder / "requirements").mkdir(parents=True)
    shutil.copy(REPOSITORY / "Makefile", folder)
    (folder / "requirements" / "local.txt").touch()
    return folder


def make(clone: Path, *arguments: str, **pythons: str) -> subprocess.CompletedProcess[str]:
    """Run make on a machine with only these Pythons, and what else is in /usr/bin."""
    programs = clone.parent / "bin"
    programs.mkdir(exist_ok=True)
    # `python3` of the machine itself is hidden by one that does not work.
    for name, body in {"python3_13": OLD, "python3_12": OLD, "python3_11": OLD, "python3": OLD,
                       **pythons}.items():  # fmt: skip
        program = programs / name.replace("_", ".")
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
    env = {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(clone.parent), "LC_ALL": "C"}
    command = ["make", "--no-print-directory", "-C", str(clone), *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_help_is_the_default_and_needs_nothing(clone: Path) -> None:
    done = make(clone)
    assert done.returncode == 0
    assert "make run" in done.stdout
    assert not (clone / ".venv").exists()


def test_setup_installs_once(clone: Path) -> None:
    done = make(clone, "setup", python3_12=WITHOUT_VENV, python3_11=FULL)
    assert done.returncode == 0, done.stderr
    assert "met python3.11" in done.stdout
    stamp = clone / ".venv" / ".installed-local"
    before = stamp.stat().st_mtime_ns
    assert "Pakketten" not in make(clone, "setup").stdout
    assert stamp.stat().st_mtime_ns == before
    os.utime(clone / "requirements" / "local.txt", (2**31, 2**31))
    again = make(clone, "setup")
    assert "Pakketten" in again.stdout
    assert "Python-omgeving" not in again.stdout
    # As when the Python under it was removed.
    (clone / ".venv" / "bin" / "python").unlink()
    renewed = make(clone, "setup", python3_11=FULL)
    assert "Python-omgeving" in renewed.stdout
    assert "Pakketten" in renewed.stdout


def test_no_python_that_is_new_enough(clone: Path) -> None:
    done = make(clone, "setup")
    assert done.returncode != 0
    assert "Python 3.11 of nieuwer is nodig en niet gevonden." in done.stderr


def test_the_chosen_python_is_the_only_one_tried(clone: Path) -> None:
    done = make(clone, "setup", "PYTHON=python2", python3_11=FULL)
    assert done.returncode != 0
    assert "niet gevonden (PYTHON=python2)" in done.stderr


def test_a_python_that_cannot_make_an_environment(clone: Path) -> None:
    done = make(clone, "setup", python3_12=WITHOUT_VENV)
    assert done.returncode != 0
    assert "python3.12 kan geen omgeving maken" in done.stderr
    assert "apt-get install python3-venv" in done.stderr
    assert not (clone / ".venv").exists()
