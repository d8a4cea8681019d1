"""Finding the browser, and never passing over its absence in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from thuiszitters.local.browser import find_browser
from thuiszitters.local.errors import LocalError


def program(path: Path, status: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def _bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHROMIUM", "CI", "NO_BROWSER", "PLAYWRIGHT_BROWSERS_PATH", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


on_linux = pytest.mark.skipif(sys.platform == "darwin", reason="macOS may have its own Chrome")


def test_the_choice_of_the_user_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "bin" / "chromium")
    chosen = program(tmp_path / "elsewhere" / "chrome")
    monkeypatch.setenv("CHROMIUM", str(chosen))
    assert find_browser() == chosen


@pytest.mark.parametrize("status", [None, 1])
def test_a_wrong_choice_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int | None
) -> None:
    program(tmp_path / "bin" / "chromium")
    chosen = tmp_path / "elsewhere" / "chrome"
    if status is not None:
        program(chosen, status)
    monkeypatch.setenv("CHROMIUM", str(chosen))
    with pytest.raises(LocalError, match="CHROMIUM is"):
        find_browser()


def test_the_first_on_the_path_that_starts(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "chromium", status=1)
    program(tmp_path / "snap" / "bin" / "chromium-browser")
    (tmp_path / "bin" / "chromium-browser").symlink_to(tmp_path / "snap/bin/chromium-browser")
    working = program(tmp_path / "bin" / "google-chrome")
    assert find_browser() == working


@on_linux
def test_playwrights_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_browser() is None
    cached = "ms-playwright/chromium-1200/chrome-linux64/chrome"
    found = program(tmp_path / "home" / ".cache" / cached)
    assert find_browser() == found
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "other"))
    assert find_browser() is None


@on_linux
@pytest.mark.parametrize(
    ("env", "status"), [({"NO_BROWSER": "1"}, 0), ({"NO_BROWSER": "1", "CI": "true"}, 1), ({}, 1)]
)
def test_a_browser_that_cannot_be_had(tmp_path: Path, env: dict[str, str], status: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "thuiszitters.local.browser"],
        # Nothing answers there, so that Playwright cannot download either.
        env={**os.environ, "PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9", **env},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == status
    if status:
        last = done.stderr.splitlines()[-1]
        assert "installeer het pakket chromium" in last
        assert ("NO_BROWSER=1" in last) == ("CI" not in env)
        assert "Traceback" not in last
    else:
        assert "NO_BROWSER=1" in done.stdout
