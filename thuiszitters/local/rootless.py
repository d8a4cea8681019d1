"""PostgreSQL refuses to run as root. Three ways to run it without opening anything up.

1. Not root: as it is.
2. Root on Linux: in a user namespace, where root is an ordinary user. The files stay root's.
3. Root where namespaces are not allowed (many containers): as the account `nobody`, on a data
   folder that is given to it. What `nobody` cannot reach is put where it can; no permissions
   of folders that are not ours are ever changed.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from thuiszitters.local.errors import LocalError
from thuiszitters.local.processes import Account

_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a PostgreSQL program is run: what comes before it, as whom, and on which folders."""

    prefix: tuple[str, ...]
    account: Account | None
    programs: Path
    data_parent: Path

    def give(self, path: Path) -> None:
        """Make the account the owner of a file or folder of ours, if there is an account."""
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid)


def choose_wrapping(
    programs: Path, directory: Path, make_directory: Callable[[Path, int], Path]
) -> Wrapping:
    """Return the way to run the programs with their data under this directory.

    THUISZITTERS_ROOT=nobody skips the namespace. Raises LocalError when root has no way.
    """
    if os.geteuid() != 0:
        return Wrapping((), None, programs, directory)
    wanted = os.environ.get("THUISZITTERS_ROOT", "namespace")
    if wanted not in ("namespace", "nobody"):
        raise LocalError(f"THUISZITTERS_ROOT is {wanted}; het mag namespace of nobody zijn.")
    if wanted == "namespace" and _namespaces_work():
        return Wrapping(_NAMESPACE, None, programs, directory)
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        raise LocalError(
            "PostgreSQL draait niet als root, en hier is geen naamruimte en geen gebruiker nobody."
            " Draai dit als een gewone gebruiker, of zet DATABASE_URL."
        ) from None
    account = Account(entry.pw_uid, entry.pw_gid)
    reachable = _reachable_by_others(directory)
    parent = directory if reachable else make_directory(outside(directory), 0o711)
    if not _reachable_by_others(programs / "postgres"):
        programs = _copy_of(programs, parent)
    return Wrapping((), account, programs, parent)


def _namespaces_work() -> bool:
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        return False
    tried = subprocess.run([*_NAMESPACE, "true"], capture_output=True, check=False)
    return tried.returncode == 0


def _reachable_by_others(path: Path) -> bool:
    """Return whether any account may pass through every folder on the way to this path."""
    folders = [path, *path.parents] if path.is_dir() else list(path.parents)
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in folders)


def outside(directory: Path) -> Path:
    """Return the folder that stands in for one `nobody` cannot reach; the same every time."""
    mark = hashlib.sha256(os.fsencode(directory)).hexdigest()[:12]
    place = Path("/var/tmp") / f"thuiszitters-{mark}"  # noqa: S108 - checked to be root's
    if place.is_symlink() or (place.exists() and place.stat().st_uid != 0):
        raise LocalError(f"{place} is niet van root; haal die map eerst weg.")
    return place


def _copy_of(programs: Path, parent: Path) -> Path:
    """Return the programs in a copy of their installation that others may read."""
    package = programs.parent.parent
    mark = hashlib.sha256(os.fsencode(package)).hexdigest()[:12]
    copy = parent / f"programs-{mark}"
    if not copy.exists():
        fresh = Path(tempfile.mkdtemp(prefix="programs-", dir=parent))
        # The libraries of a wheel stand beside its package, and are found by that place.
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.is_dir():
                shutil.copytree(part, fresh / part.name, symlinks=True)
        fresh.chmod(0o755)
        fresh.rename(copy)
    return copy / package.name / programs.parent.name / programs.name
