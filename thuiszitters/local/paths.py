"""Where the local services keep their files."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from thuiszitters.local.errors import LocalError

REPOSITORY = Path(__file__).resolve().parent.parent.parent

# sockaddr_un holds 104 bytes on macOS and 108 on Linux; the longest name we add is
# "/.s.PGSQL.5432.lock".
_LONGEST_SOCKET_DIRECTORY = 80


def local_directory() -> Path:
    """Return the folder of this clone's own data, `.local` unless THUISZITTERS_LOCAL_DIR is set."""
    chosen = os.environ.get("THUISZITTERS_LOCAL_DIR")
    return Path(chosen).resolve() if chosen else REPOSITORY / ".local"


def make_directory(path: Path, mode: int = 0o700) -> Path:
    """Create the folder and return it. The mode is set on what is new, never on what was there.

    Raises LocalError with the reason when it cannot be made or written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o711)
        path.mkdir(exist_ok=True, mode=mode)
    except OSError as error:
        raise LocalError(f"De map {path} kan niet worden gemaakt ({error.strerror}).") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise LocalError(
            f"In de map {path} mag je niet schrijven. Is zij door een andere gebruiker gemaakt?"
        )
    return path


def make_socket_directory() -> Path:
    """Return a new private folder whose path is short enough to hold a unix socket."""
    base = tempfile.gettempdir()
    if len(os.fsencode(base)) > _LONGEST_SOCKET_DIRECTORY - len("/thuis-12345678"):
        base = "/tmp"  # noqa: S108 - mkdtemp makes a private folder in it
    return Path(tempfile.mkdtemp(prefix="thuis-", dir=base))


def remove_directory(path: Path) -> None:
    """Remove a folder of ours with all that is in it; one that is gone already is fine."""
    shutil.rmtree(path, ignore_errors=True)


def write_private(path: Path, text: str) -> None:
    """Write the file so that only this user can ever read it, and whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    fresh.rename(path)


def last_lines(path: Path, count: int = 15) -> str:
    """Return the last lines of a log, indented; an absent log gives an empty string."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in lines[-count:])
