"""The shape of production: the image, the services beside it, and its web server as it runs.

Nothing here needs Docker: the files are read, and the web server of the image is started by hand.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection
from django.test import override_settings

from tests.test_settings import PRODUCTION
from thuiszitters.probe import main as probe
from thuiszitters.settings import documentation

BASE = Path(settings.BASE_DIR)
DOCKERFILE = (BASE / "Dockerfile").read_text()
COMPOSE_TEXT = (BASE / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
HOST = "thuiszitters.example"


class TestCompose:
    def test_the_services(self) -> None:
        assert set(OURS) == {"web", "worker", "beat", "migrate"}
        assert set(SERVICES) - set(OURS) == {"proxy", "postgres", "redis", "mailpit"}

    @pytest.mark.parametrize("name", OURS)
    def test_every_variable_of_ours_is_declared_and_none_that_is_required_is_missing(
        self, name: str
    ) -> None:
        declared = documentation.declared_by("production")
        given = set(OURS[name]["environment"])
        assert given <= set(declared)
        assert {v.name for v in declared.values() if v.required} <= given

    def test_no_secret_stands_in_it(self) -> None:
        used = re.findall(r"\$\{(\w+)([^}]*)\}", COMPOSE_TEXT)
        assert {name for name, _ in used} == {
            "SECRET_KEY",
            "SITE_HOST",
            "POSTGRES_PASSWORD",
            "EMAIL_URL",
            "DEFAULT_FROM_EMAIL",
        }
        # `:?` stops with the name of what is missing; a default would hide it.
        assert [name for name, rest in used if not rest.startswith(":?")] == []
        assert SERVICES["postgres"]["environment"]["POSTGRES_PASSWORD"].startswith("${")

    @pytest.mark.parametrize("name", OURS)
    def test_what_we_run_cannot_change_itself(self, name: str) -> None:
        service = OURS[name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "ports" not in service

    def test_only_the_proxy_and_the_mail_catcher_can_be_reached(self) -> None:
        assert {name for name, service in SERVICES.items() if "ports" in service} == {
            "proxy",
            "mailpit",
        }
        assert SERVICES["mailpit"]["ports"] == ["127.0.0.1:8025:8025"]
        assert SERVICES["mailpit"]["profiles"] == ["try"]

    def test_the_database_and_the_broker_reach_nobody_outside(self) -> None:
        assert COMPOSE["networks"]["data"]["internal"] is True
        assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["data"]

    def test_redis_keeps_its_file(self) -> None:
        command = SERVICES["redis"]["command"]
        assert command[command.index("--appendonly") + 1] == "yes"
        assert command[command.index("--maxmemory-policy") + 1] == "noeviction"

    def test_nothing_starts_before_the_migrations(self) -> None:
        for name in ("web", "worker", "beat"):
            conditions = OURS[name]["depends_on"]
            assert conditions["migrate"]["condition"] == "service_completed_successfully"
            assert conditions["redis"]["condition"] == "service_healthy"
        assert OURS["migrate"]["depends_on"]["postgres"]["condition"] == "service_healthy"
        assert OURS["migrate"]["restart"] == "no"

    def test_every_service_that_stays_has_a_health_check(self) -> None:
        without = {
            name
            for name, service in SERVICES.items()
            if service.get("healthcheck", {}).get("disable", "healthcheck" not in service)
        }
        assert without == {"migrate", "beat"}
        assert OURS["worker"]["healthcheck"]["test"] == [
            "CMD",
            "python",
            "manage.py",
            "worker_health",
        ]

    def test_volumes_and_networks_that_are_used_exist(self) -> None:
        for service in SERVICES.values():
            assert set(service["networks"]) <= set(COMPOSE["networks"])
            named = {volume.split(":")[0] for volume in service.get("volumes", [])}
            assert named <= set(COMPOSE["volumes"])

    @pytest.mark.parametrize("name", ["worker", "beat"])
    def test_the_commands_exist(self, name: str) -> None:
        program, *arguments = OURS[name]["command"]
        done = subprocess.run(
            [sys.executable, "-m", program, *arguments, "--help"],
            cwd=BASE,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def _stage(number: int) -> str:
    return re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[number]


class TestDockerfile:
    def test_only_what_is_locked_is_installed(self) -> None:
        installs = re.findall(r"pip install[^\n]*", DOCKERFILE)
        assert len(installs) == 1
        assert {"--require-hashes", "--no-deps"} <= set(installs[0].split())

    def test_every_line_of_the_lock_has_a_hash(self) -> None:
        lines = (BASE / "requirements/base.txt").read_text().replace("\\\n", " ").splitlines()
        locked = [line for line in lines if line.strip() and not line.startswith("#")]
        assert len(locked) > 20
        assert [line for line in locked if "==" not in line or "--hash=sha256:" not in line] == []

    def test_it_runs_as_nobody_special(self) -> None:
        assert re.search(r"^USER 10001:10001$", _stage(2), re.MULTILINE)
        assert "chown" not in DOCKERFILE

    def test_no_secret_is_kept_in_it(self) -> None:
        kept = re.findall(r"^(?:ENV|ARG) .*(?:\\\n.*)*", DOCKERFILE, re.MULTILINE)
        assert kept
        assert not any(name in line for line in kept for name in PRODUCTION)

    def test_gathering_static_files_is_given_exactly_what_is_required(self) -> None:
        run = re.search(r"^RUN (SECRET_KEY=.*?)python manage.py", DOCKERFILE, re.M | re.S)
        assert run is not None
        assert set(re.findall(r"\b([A-Z_]+)=", run[1])) == set(PRODUCTION)

    def test_what_it_copies_is_let_in(self) -> None:
        ignore = (BASE / ".dockerignore").read_text().splitlines()
        assert ignore[1] == "*", "everything is left out, then what is needed let in"
        assert [
            name for name in ignore if name.startswith("!") and not (BASE / name[1:]).exists()
        ] == []
        assert {"!requirements/base.txt", "!manage.py", "!docs/glossary.md"} <= set(ignore)
        assert {f"!{app}" for app in ("thuiszitters", "cases", "pact", "monitoring")} <= set(ignore)

    def test_the_health_check_asks_the_probe(self) -> None:
        assert 'CMD ["python", "-m", "thuiszitters.probe"]' in _stage(2)


def _gunicorn() -> list[str]:
    """Return the command of the image."""
    found = re.search(r"^CMD (\[.*?\])", _stage(2), re.MULTILINE | re.DOTALL)
    assert found is not None
    command: list[str] = json.loads(found[1].replace("\\\n", " "))
    return command


@pytest.fixture(scope="module")
def web(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[int, Path]]:
    """The web server as the image starts it, on another port; the port and its log."""
    folder = tmp_path_factory.mktemp("web")
    static = folder / "static"
    (folder / "served.py").write_text(
        f"from thuiszitters.settings.production import *\nSTATIC_ROOT = {str(static)!r}\n"
    )
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    values = {
        **PRODUCTION,
        "SITE_URL": f"https://{HOST}",
        "ALLOWED_HOSTS": HOST,
        "BEHIND_PROXY": "true",
        "DATABASE_URL": database,
        "REDIS_URL": os.environ["REDIS_URL"],
        "DJANGO_SETTINGS_MODULE": "served",
        "PYTHONPATH": f"{folder}{os.pathsep}{BASE}",
        "PATH": os.environ["PATH"],
    }
    storages = {**settings.STORAGES}
    storages["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=static, STORAGES=storages):
        call_command("collectstatic", "--no-input", verbosity=0)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program, *arguments = _gunicorn()
    arguments[arguments.index("--bind") + 1] = f"127.0.0.1:{port}"
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", program, *arguments],
            cwd=BASE,
            env=values,
            stdout=out,
            stderr=out,
        )
    try:
        until = time.monotonic() + 60
        while not _answers(port):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.2)
        yield port, log
    finally:
        process.terminate()
        process.wait(60)


def _answers(port: int) -> bool:
    try:
        return _get(port, "/health/live").status == 200
    except OSError:
        return False


def _get(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        link.request("GET", path, headers={"Host": HOST, **headers})
        response = link.getresponse()
        response.read()
        return response
    finally:
        link.close()


SECURE = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


@pytest.mark.django_db
class TestTheWebServer:
    def test_open_traffic_is_sent_to_https(self, web: tuple[int, Path]) -> None:
        response = _get(web[0], "/inloggen/")
        assert (response.status, response.headers["Location"]) == (301, f"https://{HOST}/inloggen/")

    def test_a_page_has_every_protection(self, web: tuple[int, Path]) -> None:
        response = _get(web[0], "/inloggen/", **SECURE)
        assert response.status == 200
        cookie = response.headers["Set-Cookie"]
        assert cookie.startswith("__Host-csrftoken=")
        assert {"Secure", "Path=/"} <= set(re.split("; ", cookie))
        assert "max-age=31536000" in response.headers["Strict-Transport-Security"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert "no-store" in response.headers["Cache-Control"]

    def test_any_other_host_is_refused(self, web: tuple[int, Path]) -> None:
        assert _get(web[0], "/inloggen/", **{**SECURE, "Host": "elders.example"}).status == 400

    def test_no_part_of_the_demo_is_there(self, web: tuple[int, Path]) -> None:
        response = _get(web[0], "/postvak/", **SECURE)
        assert response.status in {403, 404}

    def test_what_is_searched_for_stays_out_of_the_log(self, web: tuple[int, Path]) -> None:
        port, log = web
        _get(port, "/inloggen/?q=Achternaamvaneenkind", **SECURE)
        until = time.monotonic() + 10
        while "GET /inloggen/" not in log.read_text() and time.monotonic() < until:
            time.sleep(0.1)
        assert re.search(r"GET /inloggen/ 200 \d+ \d+ms", log.read_text())
        assert "Achternaamvaneenkind" not in log.read_text()

    @pytest.mark.parametrize("asked", ["live", "ready"])
    def test_the_probe_finds_it_well(
        self, web: tuple[int, Path], asked: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SITE_URL", f"https://{HOST}")
        assert probe([asked, str(web[0])]) == 0

    def test_the_probe_says_what_is_wrong(
        self,
        web: tuple[int, Path],
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setenv("SITE_URL", "https://elders.example")
        assert probe(["live", str(web[0])]) == 1
        assert capsys.readouterr().out.startswith("400 ")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        assert probe(["live", str(port)]) == 1
        assert capsys.readouterr().out.startswith("geen antwoord")


@pytest.mark.parametrize("document", ["README.md", "docs/operations.md"])
def test_every_command_that_is_told_exists(document: str) -> None:
    told = set(re.findall(r"manage\.py ([a-z_]+)", (BASE / document).read_text()))
    assert len(told) > 5
    assert told - set(get_commands()) == set()
