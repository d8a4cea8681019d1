"""The Chromium that the tests drive: found on this machine, or installed.

`python -m thuiszitters.local.browser` makes sure there is one and prints its path. A missing
browser is an error; only NO_BROWSER=1 leaves the browser tests out, and never in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from thuiszitters.local.errors import LocalError

_ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MACOS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
_CACHED = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
)


def find_browser() -> Path | None:
    """Return a Chromium that starts, or None: CHROMIUM, else the PATH, else Playwright's own.

    Raises LocalError when CHROMIUM is set to something that does not start.
    """
    if chosen := os.environ.get("CHROMIUM"):
        if not _starts(Path(chosen)):
            raise LocalError(f"CHROMIUM is {chosen}, maar dat is geen browser die start.")
        return Path(chosen)
    return next((path for path in _candidates() if _starts(path)), None)


def ensure_browser() -> Path | None:
    """Return a Chromium, installed first when there is none; None when NO_BROWSER=1 allows that.

    Raises LocalError with what to install when it cannot be had.
    """
    found = find_browser()
    if found is not None:
        return found
    in_ci = os.environ.get("CI", "") not in ("", "0", "false")
    if os.environ.get("NO_BROWSER") == "1" and not in_ci:
        return None
    for steps in _installations():
        for step in steps:
            print(f"Chromium installeren: {' '.join(step)}", file=sys.stderr, flush=True)
            environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.run(step, stdout=sys.stderr, env=environ, check=False)
        found = find_browser()
        if found is not None:
            return found
    raise LocalError(
        "Geen Chromium, en installeren lukt niet: installeer het pakket chromium (Debian:"
        " `apt-get install chromium`), of zet CHROMIUM op het programma."
        + ("" if in_ci else " Zonder browsertests: NO_BROWSER=1.")
    )


def _candidates() -> Iterator[Path]:
    for name in _ON_PATH:
        on_path = shutil.which(name)
        # A snap sees neither our files nor our sockets in /tmp.
        if on_path and "/snap/" not in os.path.realpath(on_path) + on_path:
            yield Path(on_path)
    if sys.platform == "darwin":
        yield from _MACOS
    cache = _playwright_cache()
    for pattern in _CACHED:
        yield from sorted(cache.glob(pattern), reverse=True)


def _playwright_cache() -> Path:
    if chosen := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return Path(chosen)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "ms-playwright"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"


def _installations() -> Iterator[Sequence[Sequence[str]]]:
    playwright = [sys.executable, "-m", "playwright", "install"]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield (
            ["apt-get", "update", "-q"],
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"],
        )
        yield ([*playwright, "--with-deps", "chromium"],)
    else:
        yield ([*playwright, "chromium"],)


def _starts(path: Path) -> bool:
    try:
        tried = subprocess.run(
            [path, "--version"], capture_output=True, timeout=30, check=False, cwd="/"
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0


def main() -> int:
    """Print the path of the browser and return 0, or say what is missing and return 1."""
    try:
        found = ensure_browser()
    except LocalError as error:
        print(f"thuiszitters.local: {error}", file=sys.stderr)
        return 1
    print(found or "geen browser: de browsertests worden overgeslagen (NO_BROWSER=1)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
