"""The rules of the house that no other tool holds."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery.schedules import crontab
from django.apps import apps
from django.conf import settings

from thuiszitters.celery import app

BASE = Path(settings.BASE_DIR)
ROOMS = ("thuiszitters", "cases", "pact", "monitoring")
SOURCE = sorted(
    path for room in ROOMS for path in (BASE / room).rglob("*.py") if "migrations" not in path.parts
)
MOST_LINES = 400
SCHEDULE: dict[str, dict[str, Any]] = settings.CELERY_BEAT_SCHEDULE


def name(path: Path) -> str:
    return str(path.relative_to(BASE))


def tracked() -> list[Path]:
    """Return the files of the repository; those of the folder where there is no git."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=BASE, capture_output=True, text=True, check=False
    )
    if done.returncode == 0 and done.stdout:
        return [BASE / part for part in done.stdout.split("\0") if part and (BASE / part).is_file()]
    return [path for path in BASE.rglob("*") if path.is_file() and ".venv" not in path.parts]


def texts() -> Iterator[tuple[str, str]]:
    """Yield name and text of every tracked file that is text."""
    for path in tracked():
        try:
            yield name(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_the_layers_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_a_module_stays_small() -> None:
    lengths = {name(path): len(path.read_text().splitlines()) for path in SOURCE}
    too_long = {path: length for path, length in lengths.items() if length > MOST_LINES}
    assert too_long == {}, "make it a package by concept"


class TestJobs:
    def test_every_job_of_the_schedule_exists_and_takes_what_it_is_given(self) -> None:
        app.loader.import_default_modules()
        assert SCHEDULE
        for entry in SCHEDULE.values():
            job = app.tasks[entry["task"]]
            inspect.signature(job.run).bind(*entry.get("args", ()), **entry.get("kwargs", {}))

    def test_the_watch_goes_at_six_and_every_hour(self) -> None:
        schedules: list[Any] = [
            entry["schedule"] for entry in SCHEDULE.values() if entry["task"] == "monitoring.watch"
        ]
        assert crontab(hour="6", minute="0") in schedules
        crontabs: list[Any] = [s for s in schedules if isinstance(s, crontab)]
        assert [len(s.minute) for s in crontabs if len(s.hour) == 24] == [1]
        assert settings.CELERY_TIMEZONE == "Europe/Amsterdam"

    def test_every_job_of_ours_is_known_by_a_name_of_its_own(self) -> None:
        """A task named after its module is lost in the queue when the module moves."""
        app.loader.import_default_modules()
        labels = {config.label for config in apps.get_app_configs()}
        ours = [task for task in app.tasks if not task.startswith("celery.")]
        assert ours
        assert [task for task in ours if task.split(".")[0] not in labels] == []
        assert [task for task in ours if ".tasks." in task] == []

    def test_nothing_is_planned_in_the_broker(self) -> None:
        """What lies in the broker can be lost, and is wrong when the facts change."""
        planned = [
            f"{name(path)}:{node.lineno}"
            for path in SOURCE
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call)
            and (
                {"eta", "countdown"} & {keyword.arg for keyword in node.keywords}
                or (isinstance(node.func, ast.Attribute) and node.func.attr == "apply_async")
            )
        ]
        assert planned == []

    @pytest.mark.parametrize("path", [p for p in SOURCE if p.name == "tasks.py"], ids=name)
    def test_a_job_only_calls_a_service(self, path: Path) -> None:
        functions = [n for n in ast.parse(path.read_text()).body if isinstance(n, ast.FunctionDef)]
        assert functions
        for function in functions:
            body = [
                node
                for node in function.body
                if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            ]
            assert len(body) <= 3, f"{function.name} does more than call a service"


class TestWhatIsWritten:
    # Put together, so that this file does not hold what it looks for.
    HOSTS = ("py" + "pi.org", "python" + "hosted.org", "npm" + "js.", "test.py" + "pi")
    FOREIGN = ("work" + "/shared", "../" + "shared", "conven" + "tions.md")

    def test_nothing_leads_outside_the_repository(self) -> None:
        found = [file for file, text in texts() if any(part in text for part in self.FOREIGN)]
        assert found == []

    def test_no_index_of_packages_is_named(self) -> None:
        found = [file for file, text in texts() if any(host in text.lower() for host in self.HOSTS)]
        assert found == []

    def test_no_lock_records_where_from(self) -> None:
        for path in (BASE / "requirements").glob("*.txt"):
            assert not re.search(r"https?://|--(extra-)?index-url|--find-links", path.read_text())

    def test_every_link_between_our_pages_leads_somewhere(self) -> None:
        broken = []
        for path in (p for p in tracked() if p.suffix == ".md"):
            for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text()):
                known = target.startswith(("http", "/")) or (path.parent / target).exists()
                if not known and not target.startswith("docs/img/"):
                    broken.append(f"{name(path)}: {target}")
        assert broken == []

    def test_every_decision_is_in_the_list(self) -> None:
        folder = BASE / "docs" / "adr"
        decisions = {path.name for path in folder.glob("0*.md")}
        listed = set(re.findall(r"\((0\d{3}-[a-z-]+\.md)\)", (folder / "README.md").read_text()))
        assert listed == decisions
        numbers = sorted(int(decision[:4]) for decision in decisions)
        assert numbers == list(range(1, len(numbers) + 1))

    def test_every_decision_that_code_points_to_exists(self) -> None:
        pointed = {
            found
            for _, text in texts()
            for found in re.findall(r"docs/(adr/\d{4}[a-z-]*\.md)", text)
        }
        assert pointed
        assert [page for page in sorted(pointed) if not (BASE / "docs" / page).exists()] == []

    def test_every_make_target_that_is_told_exists(self) -> None:
        makefile = (BASE / "Makefile").read_text()
        for page in ("README.md", "CONTRIBUTING.md", ".ci/run", "docs/configuration.md"):
            for target in re.findall(r"(?:^|`)make ([a-z]+)\b", (BASE / page).read_text(), re.M):
                assert re.search(rf"^{target}:", makefile, re.M), f"{page}: make {target}"

    def test_ci_runs_what_we_say(self) -> None:
        script = BASE / ".ci" / "run"
        assert script.stat().st_mode & 0o111
        assert re.findall(r"^make (\w+)", script.read_text(), re.M) == ["lint", "test"]
        recipe = re.search(r"^lint: \$.*?(?=^\S)", (BASE / "Makefile").read_text(), re.M | re.S)
        assert recipe is not None
        for tool in ("ruff check", "ruff format --check", "mypy", "lint-imports", "djlint",
                     "makemigrations --check", "lintmigrations"):  # fmt: skip
            assert tool in recipe[0]

    def test_no_silenced_check_without_a_reason(self) -> None:
        """A `type: ignore` names its code, and so does a `noqa`."""
        bare = re.compile("#" + r" type: ignore(?!\[)|#" + r" noqa(?!: ?[A-Z])")
        found = [file for file, text in texts() if file.endswith(".py") and bare.search(text)]
        assert found == []
